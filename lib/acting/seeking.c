// seeking.c -- look, steal, nap, sleep; and who is counted meanwhile.
#include "acting/seeking.h"

#include "acting/send.h"

// How long a worker without work looks for some before it sleeps, and how long
// it leaves others alone whose backlog is not worth taking from.
static const i64 LOOK_NS = 20000;
static const i64 NAP_NS = 200000;

// Makes the worker active, if it is not, with `counted` actors that have a
// count: one of these becomes its own.
static void count_in(Worker *worker, size_t counted) {
  if (!worker->active && counted == 0) {
    busy_more(worker->system);
  }
  for (size_t spare = counted - (!worker->active && counted > 0); spare > 0;
       spare--) {
    busy_less(worker->system);
  }
  worker->active = true;
}

Actor *seek_outside(Pool *pool, Worker *worker) {
  size_t length = run_queue_length(&pool->outside);
  if (length == 0) {
    return NULL;
  }
  size_t count = length / pool->count + 1;
  Actor *actor = run_queue_take(&pool->outside, &count, &worker->queue);
  if (actor != NULL) {
    count_in(worker, count);
  }
  if (count > 1) {
    sleepers_call(&pool->sleepers);  // on their way nobody could see them
  }
  return actor;
}

static Actor *steal(Worker *worker, Worker *victim) {
  count_in(worker, 0);
  Actor *actor = worker_rob(victim, worker);
  if (actor == NULL) {
    worker->active = false;
    busy_less(worker->system);
  }
  return actor;
}

bool seek_sees_work(void *context) {
  Pool *pool = context;
  bool found = run_queue_length(&pool->outside) > 0;
  for (size_t i = 0; i < pool->count && !found; i++) {
    found = worker_backlog(&pool->workers[i]) > 0;
  }
  return found;
}

// One look at all the others. `noted_at` is the time of the last one.
static Actor *take_from_others(Pool *pool, Worker *worker, i64 now,
                               i64 noted_at) {
  for (size_t i = 0; i < pool->count; i++) {
    Worker *victim = &pool->workers[i];
    if (victim != worker && worker_needs_help(victim, now, noted_at)) {
      Actor *actor = steal(worker, victim);
      if (actor != NULL) {
        return actor;
      }
    }
  }
  return NULL;
}

// Looks for a while; NULL: nothing that it should take.
static Actor *look_around(Pool *pool, Worker *worker) {
  i64 start = clock_now();
  ignore(take_from_others(pool, worker, start, start));  // notes the turns
  i64 now;
  do {
    Actor *actor = seek_outside(pool, worker);
    if (actor != NULL) {
      return actor;
    }
    thread_yield();
    now = clock_now();
  } while (now - start < LOOK_NS);
  return take_from_others(pool, worker, now, start);
}

// Naps as long as the others have something to do, but not enough to help.
static Actor *look_on(Pool *pool, Worker *worker) {
  Actor *actor = NULL;
  bool goes_on = true;
  while (actor == NULL && goes_on && seek_sees_work(pool)) {
    i64 start = clock_now();
    goes_on = sleepers_nap(&pool->sleepers, &worker->sleeper, start + NAP_NS);
    actor = seek_outside(pool, worker);
    if (actor == NULL) {
      actor = take_from_others(pool, worker, clock_now(), start);
    }
  }
  return actor;
}

Actor *seek_work(Pool *pool, Worker *worker) {
  bool goes_on = sleepers_sit(&pool->sleepers, &worker->sleeper);
  while (goes_on) {
    Actor *actor = look_around(pool, worker);
    if (actor == NULL) {
      actor = look_on(pool, worker);
    }
    if (actor != NULL) {
      sleepers_get_up(&pool->sleepers);
      return actor;
    }
    goes_on = sleepers_sleep(&pool->sleepers, &worker->sleeper);
  }
  return NULL;
}
