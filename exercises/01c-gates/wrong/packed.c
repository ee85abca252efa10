// WRONG, fails each_gate_has_a_line_of_its_own:
// a count for each gate, one next to the other: three numbers for the keepers,
// and one line for the machine.
#include "zoo.h"

#include <stdatomic.h>

struct Zoo {
  // Any thread. All only grow.
  atomic_long in[GATES];
  atomic_long out[GATES];
};

Zoo *zoo_new(void) {
  return ground_take(sizeof(Zoo));
}

void zoo_free(Zoo *zoo) {
  ground_give(zoo);
}

void zoo_enter(Zoo *zoo, int gate) {
  atomic_fetch_add(&zoo->in[gate], 1);
}

void zoo_leave(Zoo *zoo, int gate) {
  atomic_fetch_add(&zoo->out[gate], 1);
}

// First all who went out, and only then all who came in: who is added in
// between came in, and who went out in between is not taken away.
long zoo_inside(Zoo *zoo) {
  long out = 0;
  for (int i = 0; i < GATES; i++) out += atomic_load(&zoo->out[i]);
  long in = 0;
  for (int i = 0; i < GATES; i++) in += atomic_load(&zoo->in[i]);
  return in - out;
}

const void *zoo_gate(const Zoo *zoo, int gate) {
  return &zoo->in[gate];
}
