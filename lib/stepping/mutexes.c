// mutexes.c -- pthread_mutex_*.
//
// Only taking a mutex is a turn: giving it up makes more possible for others,
// but whether they do that before or after this thread's next turn nobody can
// tell.
#include "stepping/mutexes.h"

#include <errno.h>
#include <pthread.h>

#include "stepping/hazards.h"
#include "stepping/looking.h"
#include "stepping/stand_in.h"

enum { TYPE = 3, ROBUST = 16 };  // in the system's own mutex

static void set_type(Object *mutex, int type) {
  mutex->recursive = (type & TYPE) == PTHREAD_MUTEX_RECURSIVE;
  mutex->checks = (type & TYPE) == PTHREAD_MUTEX_ERRORCHECK;
  mutex->robust = (type & ROBUST) != 0;
}

static Object *mutex_of(const pthread_mutex_t *raw, u64 place) {
  Object *known = object_find(address_of(raw));
  bool is_new = known == NULL || known->kind != OBJECT_MUTEX;
  Object *mutex = object_at(address_of(raw), OBJECT_MUTEX, place);
  if (is_new) {
    set_type(mutex, raw->__data.__kind);  // as its initialiser says
  }
  return mutex;
}

void mutex_begin(pthread_mutex_t *raw, int type, u64 place) {
  const Object *old = object_find(address_of(raw));
  if (old != NULL && old->kind == OBJECT_MUTEX && old->owner != NOBODY) {
    run_over(VERDICT_DESTROYED, place, old->place,
             "a mutex is initialised while %s holds it", task_name(old->owner));
  }
  set_type(object_begin(address_of(raw), OBJECT_MUTEX, place), type);
}

int stepped_pthread_mutex_init(pthread_mutex_t *raw,
                               const pthread_mutexattr_t *how) {
  int error = pthread_mutex_init(raw, how);
  if (is_stepped() && error == 0) {
    mutex_begin(raw, raw->__data.__kind, PLACE);
  }
  return error;
}

void mutex_end(pthread_mutex_t *raw, u64 place) {
  Object *mutex = mutex_of(raw, place);
  if (mutex->owner != NOBODY) {
    run_over(VERDICT_DESTROYED, place, mutex->place,
             "a mutex is destroyed while %s holds it", task_name(mutex->owner));
  }
  world_touch(mutex->address, true);
  mutex->destroyed = true;
  mutex->place = place;
}

int stepped_pthread_mutex_destroy(pthread_mutex_t *raw) {
  if (is_stepped()) {
    mutex_end(raw, PLACE);
  }
  return pthread_mutex_destroy(raw);
}

void mutex_taken(Object *mutex, u64 place) {
  Task *me = world->now;
  hazards_taken(mutex->address, place, world->now->op.kind != OP_TRYLOCK);
  mutex->owner = me->id;
  mutex->depth = 1;
  mutex->place = place;
  world_acquire(&mutex->released);
  looking_changed(mutex->address);
}

int mutex_take(pthread_mutex_t *raw, OpKind kind, i64 due, u64 place) {
  Object *mutex = mutex_of(raw, place);
  Task *me = world->now;
  if (mutex->owner == me->id && mutex->checks) {
    return EDEADLK;
  }
  if (mutex->owner == me->id && mutex->recursive) {
    mutex->depth++;
    return 0;
  }
  turn_settle(place);
  u8 how = turn_point((Op){.kind = kind,
                           .writes = true,
                           .timed = kind == OP_TIMEDLOCK,
                           .due = due,
                           .object = mutex->address,
                           .place = place});
  if (how == HOW_TIMEOUT) {
    return ETIMEDOUT;
  }
  mutex = mutex_of(raw, place);
  bool orphan = mutex->owner != NOBODY;  // of a thread that has ended
  mutex_taken(mutex, place);
  return orphan ? EOWNERDEAD : 0;
}

int stepped_pthread_mutex_lock(pthread_mutex_t *raw) {
  return is_stepped() ? mutex_take(raw, OP_LOCK, 0, PLACE)
                      : pthread_mutex_lock(raw);
}

int stepped_pthread_mutex_timedlock(pthread_mutex_t *raw,
                                    const struct timespec *time) {
  return is_stepped() ? mutex_take(raw, OP_TIMEDLOCK, point_of(time), PLACE)
                      : pthread_mutex_timedlock(raw, time);
}

int mutex_try(pthread_mutex_t *raw, u64 place) {
  Object *mutex = mutex_of(raw, place);
  turn_settle(place);
  turn_point((Op){.kind = OP_TRYLOCK,
                  .writes = true,
                  .object = mutex->address,
                  .place = place});
  mutex = mutex_of(raw, place);
  if (mutex->owner == world->now->id && mutex->recursive) {
    mutex->depth++;
    return 0;
  }
  if (mutex->owner != NOBODY) {
    looking_looked(mutex->address, place);
    return EBUSY;
  }
  mutex_taken(mutex, place);
  return 0;
}

int stepped_pthread_mutex_trylock(pthread_mutex_t *raw) {
  return is_stepped() ? mutex_try(raw, PLACE) : pthread_mutex_trylock(raw);
}

int mutex_give_up(u64 address, u64 place) {
  Object *mutex = object_at(address, OBJECT_MUTEX, place);
  if (mutex->owner != world->now->id) {
    if (mutex->checks || mutex->recursive) {
      return EPERM;
    }
    if (mutex->owner == NOBODY) {
      run_over(VERDICT_NOT_OWNER, place, 0, "nobody holds the mutex");
    }
    run_over(VERDICT_NOT_OWNER, place, mutex->place, "%s holds the mutex",
             task_name(mutex->owner));
  }
  if (--mutex->depth > 0) {
    return 0;
  }
  turn_settle(place);
  world_release(&mutex->released);
  world_touch(address, true);
  mutex->owner = NOBODY;
  hazards_left(address);
  looking_changed(address);
  return 0;
}

int mutex_leave(pthread_mutex_t *raw, u64 place) {
  ignore(mutex_of(raw, place));
  return mutex_give_up(address_of(raw), place);
}

int stepped_pthread_mutex_unlock(pthread_mutex_t *raw) {
  return is_stepped() ? mutex_leave(raw, PLACE) : pthread_mutex_unlock(raw);
}

int stepped_pthread_mutex_clocklock(pthread_mutex_t *raw, clockid_t clock,
                                    const struct timespec *time) {
  return is_stepped() ? mutex_take(raw, OP_TIMEDLOCK, point_of(time), PLACE)
                      : pthread_mutex_clocklock(raw, clock, time);
}

int stepped_pthread_mutex_consistent(pthread_mutex_t *raw) {
  return is_stepped() ? 0 : pthread_mutex_consistent(raw);
}
