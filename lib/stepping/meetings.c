// meetings.c -- pthread_barrier_* and pthread_once.
#include <pthread.h>

#include "stepping/calls.h"
#include "stepping/looking.h"
#include "stepping/stand_in.h"

static Object *barrier_of(const pthread_barrier_t *raw, u64 place) {
  Object *barrier = object_at(address_of(raw), OBJECT_BARRIER, place);
  if (barrier->size == 0) {
    run_over(VERDICT_MISUSE, place, 0, "the barrier was not initialised");
  }
  return barrier;
}

int stepped_pthread_barrier_init(pthread_barrier_t *raw,
                                 const pthread_barrierattr_t *how,
                                 unsigned count) {
  int error = pthread_barrier_init(raw, how, count);
  if (is_stepped() && error == 0) {
    object_begin(address_of(raw), OBJECT_BARRIER, PLACE)->size = count;
  }
  return error;
}

int stepped_pthread_barrier_destroy(pthread_barrier_t *raw) {
  if (!is_stepped()) {
    return pthread_barrier_destroy(raw);
  }
  Object *barrier = barrier_of(raw, PLACE);
  if (barrier->value > 0) {
    run_over(VERDICT_DESTROYED, PLACE, barrier->place,
             "a barrier is destroyed while %u threads wait at it",
             barrier->value);
  }
  world_touch(barrier->address, true);
  barrier->destroyed = true;
  barrier->place = PLACE;
  return 0;  // the system's would wait for those it believes to be inside
}

static int arrive(pthread_barrier_t *raw, u64 place) {
  Op op = {.kind = OP_ARRIVE,
           .writes = true,
           .object = address_of(raw),
           .place = place};
  ignore(barrier_of(raw, place));
  turn_settle(place);
  turn_point(op);
  Object *barrier = barrier_of(raw, place);
  barrier->value++;
  world_release_by(barrier);
  if (barrier->value == barrier->size) {
    barrier->value = 0;
    barrier->turn++;
    world_acquire_by(barrier);
    looking_changed(op.object);
    return PTHREAD_BARRIER_SERIAL_THREAD;
  }
  op.kind = OP_PASS;
  op.second = barrier->turn;
  turn_point(op);
  world_acquire_by(object_find(op.object));
  return 0;
}

int stepped_pthread_barrier_wait(pthread_barrier_t *raw) {
  return is_stepped() ? arrive(raw, PLACE) : pthread_barrier_wait(raw);
}

int stepped_pthread_once(pthread_once_t *raw, void (*act)(void)) {
  return is_stepped() ? once_do(raw, act, PLACE) : pthread_once(raw, act);
}

int once_do(void *raw, void (*act)(void), u64 place) {
  Object *once = object_at(address_of(raw), OBJECT_ONCE, place);
  turn_point((Op){.kind = OP_ONCE,
                  .writes = true,
                  .object = once->address,
                  .place = place});
  if (!once->done) {
    once->owner = world->now->id;
    act();
    world_touch(once->address, true);
    once->owner = NOBODY;
    once->done = true;
    world_release_by(once);
    looking_changed(once->address);
  }
  world_acquire_by(once);
  return 0;
}
