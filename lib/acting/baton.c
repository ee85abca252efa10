// baton.c -- whose turn it is, under one lock.
#include "acting/baton.h"
#include "acting/running.h"

#include "base/check.h"
#include "base/mem.h"

struct Baton {
  Thread thread;
  Actor *actor;

  Mutex lock;        // protects the turn
  bool actors_turn;  // the stepper's otherwise
  Cond passed;

  // Whoever has the baton.
  bool ended;
  const WaitCell *cell;
  i64 point;
  WaitOutcome outcome;
};

static void await_turn(Baton *baton, bool actors) {
  mutex_lock(&baton->lock);
  while (baton->actors_turn != actors) {
    cond_wait(&baton->passed, &baton->lock);
  }
  mutex_unlock(&baton->lock);
}

static void give_turn(Baton *baton, bool to_actor) {
  mutex_lock(&baton->lock);
  baton->actors_turn = to_actor;
  cond_signal(&baton->passed);
  mutex_unlock(&baton->lock);
}

static void run_actor(void *arg) {
  Baton *baton = arg;
  bool ended = false;
  while (!ended) {
    await_turn(baton, true);
    ended = actor_activate(baton->actor, 1) == ACTIVITY_ENDED;
    baton->ended = ended;
    give_turn(baton, false);
  }
}

static void release(Baton *baton) {
  cond_release(&baton->passed);
  mutex_release(&baton->lock);
  mem_free(baton);
}

SpawnOutcome baton_born(Actor *actor) {
  Baton *baton = mem_try(sizeof *baton);
  if (baton == NULL) {
    return SPAWN_NO_MEMORY;
  }
  baton->actor = actor;
  mutex_init(&baton->lock);
  cond_init(&baton->passed);
  if (!thread_start(&baton->thread, actor->label, run_actor, baton)) {
    release(baton);
    return SPAWN_NO_THREAD;
  }
  actor->runner = baton;
  return SPAWN_OK;
}

void baton_pass(Baton *baton, WaitOutcome outcome) {
  baton->outcome = outcome;
  give_turn(baton, true);
  await_turn(baton, false);
  if (baton->ended) {
    thread_join(&baton->thread);
    release(baton);
  }
}

WaitOutcome baton_wait(Baton *baton, const WaitCell *cell, i64 point) {
  CHECK(pthread_equal(baton->thread.raw, pthread_self()));
  baton->cell = cell;
  baton->point = point;
  give_turn(baton, false);
  await_turn(baton, true);
  baton->cell = NULL;
  return baton->outcome;
}

pthread_t baton_thread(const Baton *baton) {
  return baton->thread.raw;
}

const WaitCell *baton_cell(const Baton *baton, i64 *point) {
  *point = baton->point;
  return baton->cell;
}
