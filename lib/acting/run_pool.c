// run_pool.c -- a few workers for all actors.
//
// Each worker runs the actors of its own slot and queues (worker.h), each for
// at most BUDGET messages at a time, so that a busy actor cannot starve the
// others. What is made ready outside of the workers (by main, a timer, a
// blocking actor) goes into one shared queue. Its length is all that a worker
// looks at between two messages (System.pressing): if somebody is in there, the
// turn ends early, and he comes next. So a message from outside waits for one
// handler at most, and neither for a budget nor for a clock; but the workers'
// own actors have every second turn, however much comes.
//
// An actor stands in a queue at most once: its mailbox promises that. A handler
// that blocks holds up others, unless its actor said so at its spawn: then it
// has a thread of its own (runners.c).
//
// Who spins, and what an idle machine pays:
//   a worker that runs out of work yields and looks for 20 us (seeking.c), then
//     sleeps, and nothing wakes it but work: an idle system costs nothing;
//   one that looks on while others have a backlog wakes from its naps after
//     0.1 ms at first, then ever more rarely, down to 600 times a second;
//   a thread outside looks for 20 us before it sleeps (helping.c), once a wait;
//   a thread that finds a mutex locked tries it for a microsecond (thread.c).
//
// Quiet: in System.busy counts every worker that is active, so that the actors
// in its slot and queue need no count of their own, and every actor in the
// shared queue. A worker counts itself out when all it had is done; one that
// takes from another counts itself first, because by then the other may be
// through. tests/test_quiet.c tries every order.
#include "acting/helping.h"
#include "acting/nesting.h"
#include "acting/nursery.h"
#include "acting/offer.h"
#include "acting/quiet.h"
#include "acting/runners.h"
#include "acting/running.h"
#include "acting/runtime.h"
#include "acting/seeking.h"
#include "acting/send.h"
#include "acting/waiting.h"
#include "base/mem.h"

enum { BUDGET = 64, FRESH_TURNS = 512 };

static void inject(System *system, Actor *actor) {
  Pool *pool = system->body;
  busy_more(system);  // before it can be taken: see busy_less
  run_queue_push(&pool->outside, actor);
  sleepers_call_any(&pool->sleepers);
}

static bool is_here(const System *system, const Actor *actor) {
  return !actor->blocking && worker_here != NULL &&
         worker_here->system == system;
}

APART static void ready_other(System *system, Actor *actor) {
  Pool *pool = system->body;
  if (is_here(system, actor)) {
    worker_ready(worker_here, actor);
    sleepers_call(&pool->sleepers);
  } else if (actor->blocking) {
    runners_ready(&pool->blocking, actor);
  } else if (worker_here != NULL || !offer_keeps(actor)) {
    inject(system, actor);
  }
}

static void ready(System *system, Actor *actor) {
  if (!is_here(system, actor) || !worker_ready_at_once(actor)) {
    ready_other(system, actor);
  }
}

// Those outside come first, but not twice in a row.
static Actor *choose_actor(Pool *pool, Worker *worker) {
  bool looks = !worker->from_outside && run_queue_length(&pool->outside) > 0;
  Actor *actor = looks ? seek_outside(pool, worker) : NULL;
  worker->from_outside = actor != NULL;
  if (actor == NULL) {
    actor = worker_next(worker);
  }
  return actor != NULL ? actor : seek_outside(pool, worker);
}

static Actor *next_actor(Pool *pool, Worker *worker) {
  u64 turn = worker_turn(worker);
  if (turn % FRESH_TURNS == 0 && worker_age(worker)) {
    sleepers_call(&pool->sleepers);
  }
  Actor *actor = choose_actor(pool, worker);
  if (actor == NULL) {
    if (worker->active) {
      worker->active = false;
      busy_less(worker->system);
    }
    actor = seek_work(pool, worker);
  }
  return actor;
}

static void relieve(System *system, Actor *wanted) {
  if (worker_here != NULL && worker_here->system == system) {
    nesting_relieve(system->body, worker_here, wanted);
  }
}

static void put_down(Worker *worker, Actor *actor, Activity activity) {
  if (activity == ACTIVITY_AGAIN && worker_again(worker, actor)) {
    Pool *pool = worker->system->body;
    sleepers_call(&pool->sleepers);
  }
}

static void run_all(Worker *worker) {
  Pool *pool = worker->system->body;
  Actor *actor;
  while ((actor = next_actor(pool, worker)) != NULL) {
    put_down(worker, actor, actor_run(actor, BUDGET));
  }
}

// Where failures land is set once for all the actors that run until the next.
static void work(void *arg) {
  worker_here = arg;
  nursery_enter(worker_here->system);
  jmp_buf landing;
  activation()->landing = &landing;
  if (setjmp(landing) != 0) {
    Actor *actor = activation()->actor;
    put_down(worker_here, actor, actor_recover());
  }
  run_all(worker_here);
}

// ---- Start and stop ----

static void release(Pool *pool) {
  runners_release(&pool->blocking);
  for (size_t i = 0; i <= pool->count; i++) {
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
  Worker *workers = mem_try_array(system->workers + 1, sizeof *workers);
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
  for (size_t i = 0; i <= pool->count; i++) {
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
  system->pressing = &pool->outside.length;
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
  return helping_wait(system, cell, point);
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
                             .relieve = relieve,
                             .wait = wait,
                             .timer_added = timer_added,
                             .now = now_real,
                             .random = random_seeded};
