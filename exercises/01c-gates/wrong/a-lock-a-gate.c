// WRONG, fails no_gate_has_a_lock:
// a lock for each gate is better than one for all; but two at one gate still
// wait for each other, and the watchman makes everybody wait.
#include "zoo.h"

#include <stdalign.h>

#include "base/thread.h"

typedef struct Gate {
  alignas(LINE) Mutex lock;  // protects all below
  long in;
  long out;
} Gate;

struct Zoo {
  Gate gates[GATES];
};

Zoo *zoo_new(void) {
  Zoo *zoo = ground_take(sizeof *zoo);
  for (int i = 0; i < GATES; i++) mutex_init(&zoo->gates[i].lock);
  return zoo;
}

void zoo_free(Zoo *zoo) {
  for (int i = 0; i < GATES; i++) mutex_release(&zoo->gates[i].lock);
  ground_give(zoo);
}

void zoo_enter(Zoo *zoo, int gate) {
  mutex_lock(&zoo->gates[gate].lock);
  zoo->gates[gate].in++;
  mutex_unlock(&zoo->gates[gate].lock);
}

void zoo_leave(Zoo *zoo, int gate) {
  mutex_lock(&zoo->gates[gate].lock);
  zoo->gates[gate].out++;
  mutex_unlock(&zoo->gates[gate].lock);
}

// All locks at once, so that nobody passes meanwhile.
long zoo_inside(Zoo *zoo) {
  long inside = 0;
  for (int i = 0; i < GATES; i++) mutex_lock(&zoo->gates[i].lock);
  for (int i = 0; i < GATES; i++) {
    inside += zoo->gates[i].in - zoo->gates[i].out;
  }
  for (int i = 0; i < GATES; i++) mutex_unlock(&zoo->gates[i].lock);
  return inside;
}

const void *zoo_gate(const Zoo *zoo, int gate) {
  return &zoo->gates[gate];
}
