// run_pool.c -- a few workers for all actors.
//
// Actors with mail stand in one queue; each worker takes the first, lets it
// handle at most BUDGET messages, and puts it back at the end if it wants
// more, so that a busy actor cannot starve the others. An actor is in the queue
// at most once: its mailbox promises that. A handler that blocks holds up
// others, unless its actor said so at its spawn: then it has a thread of its
// own (runners.c).
//
// The queue is one lock and one condition; the book's chapter 8 gives every
// worker a queue of its own and lets the idle ones steal.
#include <string.h>

#include "acting/life.h"
#include "acting/runners.h"
#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/waiting.h"
#include "base/mem.h"

enum { BUDGET = 64 };

typedef struct Pool {
  Mutex lock;  // protects all below but the threads
  Actor *first;
  Actor *last;
  bool stopping;
  Cond filled;
  Runners blocking;  // actors that may block
  size_t workers;
  Thread threads[];  // set by start, read by stop
} Pool;

static void push_locked(Pool *pool, Actor *actor) {
  actor->run_next = NULL;
  if (pool->first == NULL) {
    pool->first = actor;
  } else {
    pool->last->run_next = actor;
  }
  pool->last = actor;
  cond_signal(&pool->filled);
}

static void ready(System *system, Actor *actor) {
  Pool *pool = system->body;
  if (actor->blocking) {
    runners_ready(&pool->blocking, actor);
    return;
  }
  mutex_lock(&pool->lock);
  push_locked(pool, actor);
  mutex_unlock(&pool->lock);
}

// The next actor to run, or NULL when the pool stops.
static Actor *await_actor(Pool *pool) {
  mutex_lock(&pool->lock);
  while (pool->first == NULL && !pool->stopping) {
    cond_wait(&pool->filled, &pool->lock);
  }
  Actor *actor = pool->first;
  if (actor != NULL) {
    pool->first = actor->run_next;
  }
  mutex_unlock(&pool->lock);
  return actor;
}

static void work(void *arg) {
  System *system = arg;
  Pool *pool = system->body;
  Actor *actor;
  while ((actor = await_actor(pool)) != NULL) {
    if (actor_activate(actor, BUDGET) == ACTIVITY_AGAIN) {
      ready(system, actor);
    }
  }
}

static void stop(System *system) {
  Pool *pool = system->body;
  timers_stop(&system->timers);
  mutex_lock(&pool->lock);
  pool->stopping = true;
  cond_broadcast(&pool->filled);
  mutex_unlock(&pool->lock);
  for (size_t i = 0; i < pool->workers; i++) {
    thread_join(&pool->threads[i]);
  }
  runners_release(&pool->blocking);
  cond_release(&pool->filled);
  mutex_release(&pool->lock);
  mem_free(pool);
}

static bool start(System *system) {
  Pool *pool =
      mem_try(sizeof *pool + system->workers * sizeof pool->threads[0]);
  if (pool == NULL) {
    return false;
  }
  mutex_init(&pool->lock);
  cond_init(&pool->filled);
  runners_init(&pool->blocking, system->most_threads);
  system->body = pool;
  bool started = timers_start(&system->timers);
  while (started && pool->workers < system->workers) {
    started =
        thread_start(&pool->threads[pool->workers], "worker", work, system);
    pool->workers += started;
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

static void timer_added(System *system) {
  timers_wake(&system->timers);
}

const Dispatcher run_pool = {.name = "pool",
                             .start = start,
                             .stop = stop,
                             .born = born,
                             .gone = gone,
                             .ready = ready,
                             .wait = wait_asleep,
                             .timer_added = timer_added,
                             .now = now_real,
                             .random = random_seeded};
