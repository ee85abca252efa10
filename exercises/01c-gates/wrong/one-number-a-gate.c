// WRONG, fails no_order_of_their_steps_locks_anybody_in:
// a gate counts up for who comes and down for who goes; then no order of
// reading is right, for a number may go down behind the watchman's back.
#include "zoo.h"

#include <stdalign.h>
#include <stdatomic.h>

typedef struct Gate {
  alignas(LINE) atomic_long inside;  // any thread
} Gate;

struct Zoo {
  Gate gates[GATES];
};

Zoo *zoo_new(void) {
  return ground_take(sizeof(Zoo));
}

void zoo_free(Zoo *zoo) {
  ground_give(zoo);
}

void zoo_enter(Zoo *zoo, int gate) {
  atomic_fetch_add(&zoo->gates[gate].inside, 1);
}

void zoo_leave(Zoo *zoo, int gate) {
  atomic_fetch_sub(&zoo->gates[gate].inside, 1);
}

long zoo_inside(Zoo *zoo) {
  long inside = 0;
  for (int i = 0; i < GATES; i++) inside += atomic_load(&zoo->gates[i].inside);
  return inside;
}

const void *zoo_gate(const Zoo *zoo, int gate) {
  return &zoo->gates[gate];
}
