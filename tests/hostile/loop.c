// Wanted: 4 time. Computes for ever.
#include "rest.h"

Counter *counter_spawn(void) {
  for (volatile i64 i = 0;; i = i + 1) continue;
}
