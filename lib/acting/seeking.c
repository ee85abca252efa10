// seeking.c -- look, steal, nap, sleep; and who is counted meanwhile.
#include "acting/seeking.h"

#include "acting/quiet.h"
#include "acting/send.h"

// How long a worker without work looks for some before it sleeps; and how long
// it leaves others alone that need no help, at first and at most.
#if defined(NO_LOOKING)
static const i64 LOOK_NS = 0;
#else
static const i64 LOOK_NS = 20000;
#endif
static const i64 NAP_NS = 100000;
static const i64 NAP_MOST_NS = 1600000;

// What is taken from another and is through sooner was not worth it: messages
// came over one by one, and their actors with them. Then it waits longer before
// it takes again, so that more comes at once.
static const i64 WORTH_TAKING_NS = 100000;

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
  } else {
    worker->robbed_at = clock_now();
  }
  return actor;
}

// It is through with what it took, if it took any.
static void learn_patience(Worker *worker) {
  if (worker->robbed_at == 0) {
    return;
  }
  bool pays = clock_now() - worker->robbed_at >= WORTH_TAKING_NS;
  i64 twice = 2 * worker->patience;
  i64 longer = twice > NAP_NS ? twice : NAP_NS;
  worker->patience = pays                   ? worker->patience / 2
                     : longer < NAP_MOST_NS ? longer
                                            : NAP_MOST_NS;
  worker->robbed_at = 0;
}

bool seek_sees_work(void *context) {
  Pool *pool = context;
  bool found = run_queue_length(&pool->outside) > 0;
  for (size_t i = 0; i <= pool->count && !found; i++) {
    found = worker_backlog(&pool->workers[i]) > 0;
  }
  return found;
}

static void note_others(Pool *pool) {
  for (size_t i = 0; i <= pool->count; i++) {
    worker_note(&pool->workers[i]);
  }
}

#if defined(NO_STEALING)
enum { HAS_THIEVES = false };
#else
enum { HAS_THIEVES = true };
#endif

// One look at all the others, `span` after the last.
static Actor *take_from_others(Pool *pool, Worker *worker, i64 span) {
  for (size_t i = 0; HAS_THIEVES && i <= pool->count; i++) {
    Worker *victim = &pool->workers[i];
    if (victim != worker && worker_needs_help(victim, span)) {
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
  note_others(pool);
  i64 span;
  do {
    Actor *actor = seek_outside(pool, worker);
    if (actor != NULL) {
      return actor;
    }
    thread_yield();
    span = clock_now() - start;
  } while (span < LOOK_NS);
  return worker->patience < NAP_NS ? take_from_others(pool, worker, span)
                                   : NULL;
}

// Naps as long as somebody waits for others, but they need no help: the longer,
// the longer they need none.
static Actor *look_on(Pool *pool, Worker *worker) {
  Actor *actor = NULL;
  bool goes_on = true;
  i64 span = worker->patience > NAP_NS ? worker->patience : NAP_NS;
  while (actor == NULL && goes_on && seek_sees_work(pool)) {
    i64 start = clock_now();
    goes_on = sleepers_nap(&pool->sleepers, &worker->sleeper, start + span);
    actor = seek_outside(pool, worker);
    if (actor == NULL) {
      actor = take_from_others(pool, worker, clock_now() - start);
    }
    span = span < NAP_MOST_NS ? 2 * span : span;
  }
  return actor;
}

Actor *seek_work(Pool *pool, Worker *worker) {
  learn_patience(worker);
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
