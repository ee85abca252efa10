// runners.c -- a list of threads on their way out, and room for the next.
#include "acting/runners.h"

#include "acting/quiet.h"
#include "acting/running.h"
#include "acting/send.h"
#include "base/mem.h"

struct Runner {
  Thread thread;
  Actor *actor;
  Runners *all;
  bool ready;  // protected by Runners.lock
  Cond wake;
  Runner *next_done;
};

static void await_ready(Runner *runner) {
  mutex_lock(&runner->all->lock);
  while (!runner->ready) {
    cond_wait(&runner->wake, &runner->all->lock);
  }
  runner->ready = false;
  mutex_unlock(&runner->all->lock);
}

static void run_actor(void *arg) {
  Runner *runner = arg;
  Runners *runners = runner->all;
  Activity activity;
  do {
    await_ready(runner);
    do {
      activity = actor_activate(runner->actor, SIZE_MAX);
    } while (activity == ACTIVITY_AGAIN);
    busy_less(runners->system);
  } while (activity != ACTIVITY_ENDED);
  mutex_lock(&runners->lock);
  runners->leaving--;
  runner->next_done = runners->done;
  runners->done = runner;
  cond_broadcast(&runners->ended);
  mutex_unlock(&runners->lock);
}

static void reap(Runners *runners) {
  mutex_lock(&runners->lock);
  Runner *done = runners->done;
  runners->done = NULL;
  mutex_unlock(&runners->lock);
  while (done != NULL) {
    Runner *next = done->next_done;
    thread_join(&done->thread);
    cond_release(&done->wake);
    mem_free(done);
    mutex_lock(&runners->lock);
    runners->running--;
    mutex_unlock(&runners->lock);
    done = next;
  }
}

void runners_init(Runners *runners, System *system) {
  *runners = (Runners){.system = system, .most = system->most_threads};
  mutex_init(&runners->lock);
  cond_init(&runners->ended);
}

// The threads of ended actors are on their way into the list; each comes.
void runners_release(Runners *runners) {
  mutex_lock(&runners->lock);
  while (runners->running > 0) {
    while (runners->done == NULL) {
      cond_wait(&runners->ended, &runners->lock);
    }
    mutex_unlock(&runners->lock);
    reap(runners);
    mutex_lock(&runners->lock);
  }
  mutex_unlock(&runners->lock);
  cond_release(&runners->ended);
  mutex_release(&runners->lock);
}

// Takes one of the threads allowed. An actor that has ended leaves room for the
// next one, so this waits for its thread if that is still on its way out.
static bool take_room(Runners *runners) {
  reap(runners);
  mutex_lock(&runners->lock);
  while (runners->running == runners->most &&
         (runners->leaving > 0 || runners->done != NULL)) {
    if (runners->done == NULL) {
      cond_wait(&runners->ended, &runners->lock);
      continue;
    }
    mutex_unlock(&runners->lock);
    reap(runners);
    mutex_lock(&runners->lock);
  }
  bool room = runners->running < runners->most;
  runners->running += room;
  mutex_unlock(&runners->lock);
  return room;
}

SpawnOutcome runners_born(Runners *runners, Actor *actor) {
  Runner *runner = mem_try(sizeof *runner);
  if (runner == NULL) {
    return SPAWN_NO_MEMORY;
  }
  runner->actor = actor;
  runner->all = runners;
  cond_init(&runner->wake);
  bool room = take_room(runners);
  actor->runner = runner;
  if (room && thread_start(&runner->thread, actor->label, run_actor, runner)) {
    return SPAWN_OK;
  }
  mutex_lock(&runners->lock);
  runners->running -= room;
  mutex_unlock(&runners->lock);
  actor->runner = NULL;
  cond_release(&runner->wake);
  mem_free(runner);
  return SPAWN_NO_THREAD;
}

void runners_gone(Runners *runners, Actor *actor) {
  actor->runner = NULL;
  mutex_lock(&runners->lock);
  runners->leaving++;
  mutex_unlock(&runners->lock);
}

void runners_ready(Runners *runners, Actor *actor) {
  Runner *runner = actor->runner;
  busy_more(runners->system);  // until the thread has done all there was
  mutex_lock(&runners->lock);
  runner->ready = true;
  cond_signal(&runner->wake);
  mutex_unlock(&runners->lock);
}
