// WRONG, fails no_order_of_their_steps_locks_anybody_in:
// the load is atomic and so is the store; another visitor at the same gate may
// come in between. One at each gate passes a_keeper_at_each_gate_loses_nobody
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
  long seen = atomic_load(&zoo->gates[gate].in);
  atomic_store(&zoo->gates[gate].in, seen + 1);
}

void zoo_leave(Zoo *zoo, int gate) {
  long seen = atomic_load(&zoo->gates[gate].out);
  atomic_store(&zoo->gates[gate].out, seen + 1);
}

// First all who went out, and only then all who came in: who is added in
// between came in, and who went out in between is not taken away.
long zoo_inside(Zoo *zoo) {
  long out = 0;
  for (int i = 0; i < GATES; i++) out += atomic_load(&zoo->gates[i].out);
  long in = 0;
  for (int i = 0; i < GATES; i++) in += atomic_load(&zoo->gates[i].in);
  return in - out;
}

const void *zoo_gate(const Zoo *zoo, int gate) {
  return &zoo->gates[gate];
}
