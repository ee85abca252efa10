// conditions.c -- pthread_cond_*.
//
// A wait is three turns: giving up the mutex, being woken, and taking the mutex
// again. Who signals turns a waiting thread's "woken" into "lock".
#include <errno.h>
#include <pthread.h>

#include "stepping/mutexes.h"
#include "stepping/stuck.h"
#include "stepping/stand_in.h"

static Object *condition_of(const pthread_cond_t *raw, u64 place) {
  return object_at(address_of(raw), OBJECT_CONDITION, place);
}

int stepped_pthread_cond_init(pthread_cond_t *raw,
                              const pthread_condattr_t *how) {
  int error = pthread_cond_init(raw, how);
  if (is_stepped() && error == 0) {
    object_begin(address_of(raw), OBJECT_CONDITION, PLACE);
  }
  return error;
}

void condition_end(pthread_cond_t *raw, u64 place) {
  Object *condition = condition_of(raw, place);
  const Task *waiter = stuck_first_waiter(condition->address);
  if (waiter != NULL) {
    run_over(VERDICT_DESTROYED, place, waiter->op.place,
             "a condition is destroyed while %s waits on it",
             task_name(waiter->id));
  }
  world_touch(condition->address, true);
  condition->destroyed = true;
  condition->place = place;
}

int stepped_pthread_cond_destroy(pthread_cond_t *raw) {
  if (!is_stepped()) {
    return pthread_cond_destroy(raw);
  }
  condition_end(raw, PLACE);
  return 0;  // the system's would wait for those it believes to wait
}

int condition_wait(pthread_cond_t *raw, pthread_mutex_t *mutex, bool timed,
                   i64 due, u64 place) {
  const Object *condition = condition_of(raw, place);
  Op op = {.kind = OP_WAIT,
           .writes = true,
           .object = condition->address,
           .second = address_of(mutex),
           .place = place};
  Task *me = world->now;
  turn_point(op);
  const Task *other = stuck_first_waiter(op.object);
  if (other != NULL && other->op.second != op.second) {
    run_over(VERDICT_MISUSE, place, other->op.place,
             "%s waits on the same condition with another mutex",
             task_name(other->id));
  }
  int error = mutex_give_up(op.second, place);
  if (error != 0) {
    return error;
  }
  op.kind = OP_WOKEN;
  op.timed = timed;
  op.due = due;
  u8 how = turn_point(op);
  if (how == HOW_SPURIOUS) {
    world->spurious++;
  }
  // Woken by a signal the thread is at OP_LOCK already, and has been chosen
  // for that.
  if (me->op.kind == OP_WOKEN) {
    op.kind = OP_LOCK;
    op.timed = false;
    op.object = op.second;
    turn_point(op);
  } else {
    world_acquire_by(condition);
    how = HOW_USUAL;
  }
  mutex_taken(object_at(op.second, OBJECT_MUTEX, place), place);
  return how == HOW_TIMEOUT ? ETIMEDOUT : 0;
}

int stepped_pthread_cond_wait(pthread_cond_t *raw, pthread_mutex_t *mutex) {
  return is_stepped() ? condition_wait(raw, mutex, false, 0, PLACE)
                      : pthread_cond_wait(raw, mutex);
}

int stepped_pthread_cond_timedwait(pthread_cond_t *raw, pthread_mutex_t *mutex,
                                   const struct timespec *time) {
  return is_stepped() ? condition_wait(raw, mutex, true, point_of(time), PLACE)
                      : pthread_cond_timedwait(raw, mutex, time);
}

int stepped_pthread_cond_clockwait(pthread_cond_t *raw, pthread_mutex_t *mutex,
                                   clockid_t clock,
                                   const struct timespec *time) {
  return is_stepped() ? condition_wait(raw, mutex, true, point_of(time), PLACE)
                      : pthread_cond_clockwait(raw, mutex, clock, time);
}

static void wake(Task *task) {
  task->op.kind = OP_LOCK;
  task->points++;
  task->op.timed = false;
  task->op.object = task->op.second;
}

int condition_signal(pthread_cond_t *raw, u64 place) {
  Object *condition = condition_of(raw, place);
  turn_settle(place);
  u8 how = turn_point((Op){.kind = OP_SIGNAL,
                           .writes = true,
                           .object = condition->address,
                           .place = place});
  condition = condition_of(raw, place);
  world_release_by(condition);
  Task *waiter = how >= HOW_WAITER ? &world->tasks[how - HOW_WAITER]
                                   : stuck_first_waiter(condition->address);
  if (waiter != NULL) {
    wake(waiter);
  } else {
    condition->unheard++;
    condition->unheard_at = world->step;
  }
  return 0;
}

int stepped_pthread_cond_signal(pthread_cond_t *raw) {
  return is_stepped() ? condition_signal(raw, PLACE) : pthread_cond_signal(raw);
}

int condition_broadcast(pthread_cond_t *raw, u64 place) {
  Object *condition = condition_of(raw, place);
  turn_settle(place);
  turn_point((Op){.kind = OP_BROADCAST,
                  .writes = true,
                  .object = condition->address,
                  .place = place});
  condition = condition_of(raw, place);
  world_release_by(condition);
  bool any = false;
  for (int i = 0; i < world->task_count; i++) {
    if (stuck_waits_on(&world->tasks[i], condition->address)) {
      wake(&world->tasks[i]);
      any = true;
    }
  }
  if (!any) {
    condition->unheard++;
    condition->unheard_at = world->step;
  }
  return 0;
}

int stepped_pthread_cond_broadcast(pthread_cond_t *raw) {
  return is_stepped() ? condition_broadcast(raw, PLACE)
                      : pthread_cond_broadcast(raw);
}
