// run_pool.c -- a few workers for all actors.
//
// Each worker runs the actors of its own slot and queues (worker.h), each for
// at most BUDGET messages at a time, so that a busy actor cannot starve the
// others. What is made ready outside of the workers (by main, a timer, a
// blocking actor) goes into one shared queue, at which a worker looks when it
// has nothing of its own, and at every LOOK_OUTSIDE-th turn. What it does when
// there is nothing either: seeking.h.
//
// An actor stands in a queue at most once: its mailbox promises that. A handler
// that blocks holds up others, unless its actor said so at its spawn: then it
// has a thread of its own (runners.c).
//
// Quiet: in System.busy counts every worker that is active, so that the actors
// in its slot and queue need no count of their own, and every actor in the
// shared queue. A worker counts itself out when all it had is done; one that
// takes from another counts itself first, because by then the other may be
// through. tests/test_quiet.c tries every order.
#include "acting/helping.h"
#include "acting/life.h"
#include "acting/nursery.h"
#include "acting/offer.h"
#include "acting/runners.h"
#include "acting/runtime.h"
#include "acting/seeking.h"
#include "acting/send.h"
#include "acting/waiting.h"
#include "base/mem.h"

enum { BUDGET = 64, LOOK_OUTSIDE = 61, FRESH_TURNS = 512 };

static _Thread_local Worker *worker_here;

static void inject(System *system, Actor *actor) {
  Pool *pool = system->body;
  busy_more(system);  // before it can be taken: see busy_less
  run_queue_push(&pool->outside, actor);
  sleepers_call_any(&pool->sleepers);
}

static void ready(System *system, Actor *actor) {
  Pool *pool = system->body;
  Worker *worker = worker_here;
  if (actor->blocking) {
    runners_ready(&pool->blocking, actor);
  } else if (worker != NULL && worker->system == system) {
    if (worker_ready(worker, actor)) {
      sleepers_call(&pool->sleepers);
    }
  } else if (worker != NULL || !offer_keeps(actor)) {
    inject(system, actor);
  }
}

static Actor *next_actor(Pool *pool, Worker *worker) {
  u64 turn = worker_turn(worker);
  if (turn % FRESH_TURNS == 0 && worker_age(worker)) {
    sleepers_call(&pool->sleepers);
  }
  Actor *actor = turn % LOOK_OUTSIDE == 0 ? seek_outside(pool, worker) : NULL;
  if (actor == NULL) {
    actor = worker_next(worker);
  }
  if (actor == NULL) {
    actor = seek_outside(pool, worker);
  }
  if (actor == NULL) {
    if (worker->active) {
      worker->active = false;
      busy_less(worker->system);
    }
    actor = seek_work(pool, worker);
  }
  return actor;
}

static void work(void *arg) {
  Worker *worker = arg;
  Pool *pool = worker->system->body;
  worker_here = worker;
  nursery_enter(worker->system);
  Actor *actor;
  while ((actor = next_actor(pool, worker)) != NULL) {
    if (actor_activate(actor, BUDGET) == ACTIVITY_AGAIN &&
        worker_again(worker, actor)) {
      sleepers_call(&pool->sleepers);
    }
  }
}

// ---- Start and stop ----

static void release(Pool *pool) {
  runners_release(&pool->blocking);
  for (size_t i = 0; i < pool->count; i++) {
    worker_release(&pool->workers[i]);
  }
  sleepers_release(&pool->sleepers);
  run_queue_release(&pool->outside);
  mem_free(pool->workers);
  mem_free(pool);
}

static void stop(System *system) {
  Pool *pool = system->body;
  timers_stop(&system->timers);
  sleepers_stop(&pool->sleepers);
  for (size_t i = 0; i < pool->started; i++) {
    thread_join(&pool->workers[i].thread);
  }
  release(pool);
}

static Pool *make_pool(System *system) {
  Pool *pool = mem_try(sizeof *pool);
  Worker *workers = mem_try_array(system->workers, sizeof *workers);
  if (pool == NULL || workers == NULL) {
    mem_free(workers);
    mem_free(pool);
    return NULL;
  }
  run_queue_init(&pool->outside);
  sleepers_init(&pool->sleepers, seek_sees_work, pool);
  runners_init(&pool->blocking, system);
  pool->workers = workers;
  pool->count = system->workers;
  for (size_t i = 0; i < pool->count; i++) {
    worker_init(&workers[i], system);
  }
  return pool;
}

static bool start(System *system) {
  Pool *pool = make_pool(system);
  if (pool == NULL) {
    return false;
  }
  system->body = pool;
  bool started = timers_start(&system->timers);
  while (started && pool->started < pool->count) {
    Worker *worker = &pool->workers[pool->started];
    started = thread_start(&worker->thread, "worker", work, worker);
    pool->started += started;
  }
  if (!started) {
    stop(system);
  }
  return started;
}

static SpawnOutcome born(System *system, Actor *actor) {
  Pool *pool = system->body;
  return actor->blocking ? runners_born(&pool->blocking, actor) : SPAWN_OK;
}

static void gone(System *system, Actor *actor) {
  Pool *pool = system->body;
  if (actor->blocking) {
    runners_gone(&pool->blocking, actor);
  }
}

static WaitOutcome wait(System *system, WaitCell *cell, i64 point,
                        const char *why) {
  (void)why;
  return helping_wait(system, cell, point, inject);
}

static void timer_added(System *system) {
  timers_wake(&system->timers);
}

const Dispatcher run_pool = {.name = "pool",
                             .start = start,
                             .stop = stop,
                             .born = born,
                             .gone = gone,
                             .ready = ready,
                             .wait = wait,
                             .timer_added = timer_added,
                             .now = now_real,
                             .random = random_seeded};
