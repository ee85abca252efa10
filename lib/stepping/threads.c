// threads.c -- pthread_create and what goes with it.
//
// A pthread_t is the number of the thread, from 1, so that one that was never
// given is known to be wrong.

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "stepping/calls.h"
#include "stepping/looking.h"
#include "stepping/policy.h"
#include "stepping/stand_in.h"

_Noreturn void pthread_exit(void *result);

static void (*key_ends[TASK_KEYS])(void *);

static Task *task_of(pthread_t thread, u64 place) {
  if (thread < 1 || thread > (pthread_t)world->task_count) {
    run_over(VERDICT_MISUSE, place, 0, "that is no thread of the program");
  }
  return &world->tasks[thread - 1];
}

static void end_keys(Task *me) {
  for (int round = 0; round < 4; round++) {
    for (int i = 0; i < TASK_KEYS; i++) {
      void *value = me->keys[i];
      if (value != NULL && key_ends[i] != NULL) {
        me->keys[i] = NULL;
        key_ends[i](value);
      }
    }
  }
}

_Noreturn void task_finish(void *result) {
  Task *me = world->now;
  end_keys(me);
  me->result = result;
  looking_changed(address_of(me));
  world_touch(address_of(me), true);
  turn_settle(0);
  me->now.of[me->id]++;
  me->firmly.of[me->id]++;
  turn_end();
}

static void body(void) {
  Task *me = world->now;
  me->begun = true;
  task_finish(me->start(me->arg));
}

int task_make(pthread_t *thread, bool detached, void *(*start)(void *),
              void *arg, u64 place) {
  turn_settle(place);  // first: others may make threads meanwhile
  if (world->task_count == PLAN_THREADS) {
    run_over(VERDICT_REFUSED, place, 0, "more than %d threads", PLAN_THREADS);
  }
  Task *me = world->now;
  Task *task = &world->tasks[world->task_count];
  *task = (Task){.id = world->task_count, .start = start, .arg = arg};
  if (!fiber_make(&task->fiber, body)) {
    return EAGAIN;
  }
  task->detached = detached;
  task->op = (Op){.kind = OP_BEGIN, .place = place};
  task->waits_since = world->step;
  task->now = me->now;
  task->firmly = me->firmly;
  me->now.of[me->id]++;
  me->firmly.of[me->id]++;
  task->now.of[task->id] = 1;
  task->firmly.of[task->id] = 1;
  world_touch(address_of(&world->task_count), true);  // numbers go in order
  world->task_count++;
  policy_born(task);
  *thread = (pthread_t)task->id + 1;
  return 0;
}

int stepped_pthread_create(pthread_t *thread, const pthread_attr_t *how,
                           void *(*start)(void *), void *arg) {
  if (!is_stepped()) {
    return pthread_create(thread, how, start, arg);
  }
  int state = PTHREAD_CREATE_JOINABLE;
  if (how != NULL) {
    ignore(pthread_attr_getdetachstate(how, &state));
  }
  return task_make(thread, state == PTHREAD_CREATE_DETACHED, start, arg, PLACE);
}

int task_join(pthread_t thread, void **result, u64 place) {
  Task *task = task_of(thread, place);
  if (task == world->now) {
    return EDEADLK;
  }
  if (task->joined || task->detached) {
    run_over(VERDICT_MISUSE, place, 0, "%s is %s", task_name(task->id),
             task->detached ? "detached" : "joined twice");
  }
  task->joined = true;
  turn_settle(place);
  turn_point((Op){.kind = OP_JOIN,
                  .object = address_of(task),
                  .place = place,
                  .target = task->id});
  world_acquire(&task->now);
  moments_join(&world->now->firmly, &task->firmly);
  if (result != NULL) {
    *result = task->result;
  }
  return 0;
}

int stepped_pthread_join(pthread_t thread, void **result) {
  return is_stepped() ? task_join(thread, result, PLACE)
                      : pthread_join(thread, result);
}

int stepped_pthread_tryjoin_np(pthread_t thread, void **result) {
  if (!is_stepped()) {
    return pthread_tryjoin_np(thread, result);
  }
  u64 place = PLACE;
  const Task *task = task_of(thread, place);
  turn_point((Op){.kind = OP_LOAD, .object = address_of(task), .place = place});
  if (!task->ended) {
    looking_looked(address_of(task), place);
    return EBUSY;
  }
  return task_join(thread, result, place);
}

void task_detach(pthread_t thread, u64 place) {
  Task *task = task_of(thread, place);
  if (task->joined || task->detached) {
    run_over(VERDICT_MISUSE, place, 0, "%s is %s", task_name(task->id),
             task->detached ? "detached twice" : "joined");
  }
  task->detached = true;
}

int stepped_pthread_detach(pthread_t thread) {
  if (!is_stepped()) {
    return pthread_detach(thread);
  }
  task_detach(thread, PLACE);
  return 0;
}

pthread_t stepped_pthread_self(void) {
  return is_stepped() ? (pthread_t)world->now->id + 1 : pthread_self();
}

_Noreturn void stepped_pthread_exit(void *result) {
  if (!is_stepped()) {
    pthread_exit(result);
  }
  task_finish(result);
}

int stepped_pthread_setname_np(pthread_t thread, const char *name) {
  if (!is_stepped()) {
    return pthread_setname_np(thread, name);
  }
  Task *task = task_of(thread, PLACE);
  strncpy(task->name, name, TASK_NAME - 1);
  return 0;
}

// ---- A thread's own values ----

int stepped_pthread_key_create(pthread_key_t *key, void (*destroy)(void *)) {
  int error = pthread_key_create(key, destroy);
  if (error == 0 && *key < TASK_KEYS) {
    key_ends[*key] = destroy;
  }
  return error;
}

int stepped_pthread_key_delete(pthread_key_t key) {
  if (key < TASK_KEYS) {
    key_ends[key] = NULL;
  }
  return pthread_key_delete(key);
}

void *stepped_pthread_getspecific(pthread_key_t key) {
  return is_stepped() && key < TASK_KEYS ? world->now->keys[key]
                                         : pthread_getspecific(key);
}

int stepped_pthread_setspecific(pthread_key_t key, const void *value) {
  if (!is_stepped() || key >= TASK_KEYS) {
    return pthread_setspecific(key, value);
  }
  world->now->keys[key] = (void *)(uintptr_t)value;
  return 0;
}
