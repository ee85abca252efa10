// ref.c -- three numbers in one.
#include "telling/ref.h"

#include "base/check.h"

Ref ref_make(u32 node, u32 slot, u32 generation) {
  CHECK(node < REF_NODES && slot < REF_SLOTS && generation < REF_GENERATIONS);
  return (Ref){(u64)node << 56 | (u64)slot << 30 | generation};
}
