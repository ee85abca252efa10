// WRONG, fails each_gate_has_a_line_of_its_own:
// one atomic number for all gates: always exact, and every keeper's core takes
// it away from every other's.
#include "zoo.h"

#include <stdatomic.h>

struct Zoo {
  atomic_long inside;  // any thread
};

Zoo *zoo_new(void) {
  return ground_take(sizeof(Zoo));
}

void zoo_free(Zoo *zoo) {
  ground_give(zoo);
}

void zoo_enter(Zoo *zoo, int gate) {
  (void)gate;
  atomic_fetch_add(&zoo->inside, 1);
}

void zoo_leave(Zoo *zoo, int gate) {
  (void)gate;
  atomic_fetch_sub(&zoo->inside, 1);
}

long zoo_inside(Zoo *zoo) {
  return atomic_load(&zoo->inside);
}

const void *zoo_gate(const Zoo *zoo, int gate) {
  (void)gate;
  return &zoo->inside;
}
