// ref.c -- three numbers in one: node << 56 | slot << 30 | generation.
#include "telling/ref.h"

#include "base/check.h"

Ref ref_make(u32 node, u32 slot, u32 generation) {
  CHECK(node < REF_NODES && slot < REF_SLOTS && generation < REF_GENERATIONS);
  return (Ref){(u64)node << 56 | (u64)slot << 30 | generation};
}

u32 ref_node(Ref ref) {
  return (u32)(ref.bits >> 56);
}

u32 ref_slot(Ref ref) {
  return (u32)(ref.bits >> 30) & (REF_SLOTS - 1);
}

u32 ref_generation(Ref ref) {
  return (u32)ref.bits & (REF_GENERATIONS - 1);
}

bool ref_equal(Ref a, Ref b) {
  return a.bits == b.bits;
}
