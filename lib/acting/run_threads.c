// run_threads.c -- a thread for every actor.
//
// The plainest dispatcher: the actor's thread sleeps until its mailbox is no
// longer idle, handles all there is, and sleeps again. A handler may block
// without holding up others. The price is a stack and a kernel thread each:
// there is a limit, and above it a spawn is refused with SPAWN_NO_THREAD.
//
// A thread that has ended must be joined by another one: it leaves its Runner
// in a list, which the next spawn or the stop empties.
#include <string.h>

#include "acting/life.h"
#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/waiting.h"
#include "base/mem.h"

typedef struct Runner {
  Thread thread;
  Actor *actor;
  System *system;
  bool ready;  // protected by Threads.lock
  Cond wake;
  struct Runner *next_done;
} Runner;

typedef struct Threads {
  Mutex lock;  // protects all below and every Runner.ready
  size_t running;
  size_t leaving;  // of these, on their way into `done`
  Runner *done;
  Cond ended;  // one more is in `done`
} Threads;

static void await_ready(Threads *threads, Runner *runner) {
  mutex_lock(&threads->lock);
  while (!runner->ready) {
    cond_wait(&runner->wake, &threads->lock);
  }
  runner->ready = false;
  mutex_unlock(&threads->lock);
}

static void run_actor(void *arg) {
  Runner *runner = arg;
  Threads *threads = runner->system->body;
  Activity activity;
  do {
    await_ready(threads, runner);
    do {
      activity = actor_activate(runner->actor, SIZE_MAX);
    } while (activity == ACTIVITY_AGAIN);
  } while (activity != ACTIVITY_ENDED);
  mutex_lock(&threads->lock);
  threads->leaving--;
  runner->next_done = threads->done;
  threads->done = runner;
  cond_broadcast(&threads->ended);
  mutex_unlock(&threads->lock);
}

static void reap(Threads *threads) {
  mutex_lock(&threads->lock);
  Runner *done = threads->done;
  threads->done = NULL;
  mutex_unlock(&threads->lock);
  while (done != NULL) {
    Runner *next = done->next_done;
    thread_join(&done->thread);
    cond_release(&done->wake);
    mem_free(done);
    mutex_lock(&threads->lock);
    threads->running--;
    mutex_unlock(&threads->lock);
    done = next;
  }
}

static void release(Threads *threads) {
  cond_release(&threads->ended);
  mutex_release(&threads->lock);
  mem_free(threads);
}

// The threads of ended actors are on their way into the list; each comes.
static void stop(System *system) {
  Threads *threads = system->body;
  timers_stop(&system->timers);
  mutex_lock(&threads->lock);
  while (threads->running > 0) {
    while (threads->done == NULL) {
      cond_wait(&threads->ended, &threads->lock);
    }
    mutex_unlock(&threads->lock);
    reap(threads);
    mutex_lock(&threads->lock);
  }
  mutex_unlock(&threads->lock);
  release(threads);
}

static bool start(System *system) {
  Threads *threads = mem_try(sizeof *threads);
  if (threads == NULL) {
    return false;
  }
  mutex_init(&threads->lock);
  cond_init(&threads->ended);
  system->body = threads;
  bool started = timers_start(&system->timers);
  if (!started) {
    release(threads);
  }
  return started;
}

// Takes one of the threads allowed. An actor that has ended leaves room for the
// next one, so this waits for its thread if that is still on its way out.
static bool take_room(System *system, Threads *threads) {
  reap(threads);
  mutex_lock(&threads->lock);
  while (threads->running == system->most_threads &&
         (threads->leaving > 0 || threads->done != NULL)) {
    if (threads->done == NULL) {
      cond_wait(&threads->ended, &threads->lock);
      continue;
    }
    mutex_unlock(&threads->lock);
    reap(threads);
    mutex_lock(&threads->lock);
  }
  bool room = threads->running < system->most_threads;
  threads->running += room;
  mutex_unlock(&threads->lock);
  return room;
}

static SpawnOutcome born(System *system, Actor *actor) {
  Threads *threads = system->body;
  Runner *runner = mem_try(sizeof *runner);
  if (runner == NULL) {
    return SPAWN_NO_MEMORY;
  }
  runner->actor = actor;
  runner->system = system;
  cond_init(&runner->wake);
  bool room = take_room(system, threads);
  actor->runner = runner;
  if (room && thread_start(&runner->thread, actor->label, run_actor, runner)) {
    return SPAWN_OK;
  }
  mutex_lock(&threads->lock);
  threads->running -= room;
  mutex_unlock(&threads->lock);
  cond_release(&runner->wake);
  mem_free(runner);
  return SPAWN_NO_THREAD;
}

static void gone(System *system, Actor *actor) {
  Threads *threads = system->body;
  actor->runner = NULL;
  mutex_lock(&threads->lock);
  threads->leaving++;
  mutex_unlock(&threads->lock);
}

static void ready(System *system, Actor *actor) {
  Threads *threads = system->body;
  Runner *runner = actor->runner;
  mutex_lock(&threads->lock);
  runner->ready = true;
  cond_signal(&runner->wake);
  mutex_unlock(&threads->lock);
}

static void timer_added(System *system) {
  timers_wake(&system->timers);
}

const Dispatcher run_threads = {.name = "threads",
                                .start = start,
                                .stop = stop,
                                .born = born,
                                .gone = gone,
                                .ready = ready,
                                .wait = wait_asleep,
                                .timer_added = timer_added,
                                .now = now_real,
                                .random = random_seeded};
