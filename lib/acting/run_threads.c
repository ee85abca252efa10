// run_threads.c -- a thread for every actor.
//
// The plainest dispatcher: every actor is one of runners.c's.
#include "acting/runners.h"
#include "acting/runtime.h"
#include "acting/waiting.h"
#include "base/mem.h"

static void release(Runners *runners) {
  runners_release(runners);
  mem_free(runners);
}

static void stop(System *system) {
  timers_stop(&system->timers);
  release(system->body);
}

static bool start(System *system) {
  Runners *runners = mem_try(sizeof *runners);
  if (runners == NULL) {
    return false;
  }
  runners_init(runners, system);
  system->body = runners;
  bool started = timers_start(&system->timers);
  if (!started) {
    release(runners);
  }
  return started;
}

static SpawnOutcome born(System *system, Actor *actor) {
  return runners_born(system->body, actor);
}

static void gone(System *system, Actor *actor) {
  runners_gone(system->body, actor);
}

static void ready(System *system, Actor *actor) {
  runners_ready(system->body, actor);
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
