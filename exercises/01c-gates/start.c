// 01c-gates, the start. Fails first: no_gate_has_a_lock
//
// It is right, and every gate waits for every other. Yours: to each gate its
// own counts, in a line of memory of its own; and the watchman, who adds up.
#include "zoo.h"

#include "base/thread.h"

struct Zoo {
  Mutex lock;  // protects all below
  long inside;
};

Zoo *zoo_new(void) {
  Zoo *zoo = ground_take(sizeof *zoo);
  mutex_init(&zoo->lock);
  return zoo;
}

void zoo_free(Zoo *zoo) {
  mutex_release(&zoo->lock);
  ground_give(zoo);
}

void zoo_enter(Zoo *zoo, int gate) {
  (void)gate;
  mutex_lock(&zoo->lock);
  zoo->inside++;
  mutex_unlock(&zoo->lock);
}

void zoo_leave(Zoo *zoo, int gate) {
  (void)gate;
  mutex_lock(&zoo->lock);
  zoo->inside--;
  mutex_unlock(&zoo->lock);
}

long zoo_inside(Zoo *zoo) {
  mutex_lock(&zoo->lock);
  long inside = zoo->inside;
  mutex_unlock(&zoo->lock);
  return inside;
}

const void *zoo_gate(const Zoo *zoo, int gate) {
  (void)gate;
  return &zoo->inside;
}
