// WRONG, fails no_order_of_their_steps_locks_anybody_in:
// gate after gate, what came in less what went out. Who comes in at a gate that
// has been read, and goes out at one that has not, is taken away for nothing.
#include "zoo.h"

#include <stdalign.h>
#include <stdatomic.h>

// Both only grow.
typedef struct Gate {
  alignas(LINE) atomic_long in;  // any thread
  atomic_long out;               // any thread
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
  atomic_fetch_add(&zoo->gates[gate].in, 1);
}

void zoo_leave(Zoo *zoo, int gate) {
  atomic_fetch_add(&zoo->gates[gate].out, 1);
}

long zoo_inside(Zoo *zoo) {
  long inside = 0;
  for (int i = 0; i < GATES; i++) {
    long out = atomic_load(&zoo->gates[i].out);
    inside += atomic_load(&zoo->gates[i].in) - out;
  }
  return inside;
}

const void *zoo_gate(const Zoo *zoo, int gate) {
  return &zoo->gates[gate];
}
