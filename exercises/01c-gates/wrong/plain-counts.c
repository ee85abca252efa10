// WRONG, fails a_keeper_at_each_gate_loses_nobody:
// a gate of its own needs no care, it is thought. But the watchman reads what
// the keeper writes, and two visitors may pass one gate: a data race.
#include "zoo.h"

#include <stdalign.h>

// Both only grow.
typedef struct Gate {
  alignas(LINE) long in;
  long out;
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
  zoo->gates[gate].in++;
}

void zoo_leave(Zoo *zoo, int gate) {
  zoo->gates[gate].out++;
}

// First all who went out, and only then all who came in: who is added in
// between came in, and who went out in between is not taken away.
long zoo_inside(Zoo *zoo) {
  long out = 0;
  for (int i = 0; i < GATES; i++) out += zoo->gates[i].out;
  long in = 0;
  for (int i = 0; i < GATES; i++) in += zoo->gates[i].in;
  return in - out;
}

const void *zoo_gate(const Zoo *zoo, int gate) {
  return &zoo->gates[gate];
}
