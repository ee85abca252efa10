// worker.c -- the newest first, but not for ever.
#include "acting/worker.h"

// So often in a row fresh ones come first if others wait.
enum { FRESH_MOST = 64 };

// A queue that its owner works off in less is left to it: to wake up here and
// to pull actors and messages over from the other core would cost more.
static const i64 WORTH_HELP_NS = 100000;

void worker_init(Worker *worker, System *system) {
  worker->system = system;
  run_queue_init(&worker->fresh);
  run_queue_init(&worker->queue);
  sleeper_init(&worker->sleeper);
}

void worker_release(Worker *worker) {
  sleeper_release(&worker->sleeper);
  run_queue_release(&worker->queue);
  run_queue_release(&worker->fresh);
}

bool worker_ready(Worker *worker, Actor *actor) {
  Actor *displaced = worker->slot;
  worker->slot = actor;
  if (displaced != NULL) {
    run_queue_push_front(&worker->fresh, displaced);
  }
  return displaced != NULL;
}

bool worker_again(Worker *worker, Actor *actor) {
  if (worker->slot == NULL && worker_backlog(worker) == 0) {
    worker->slot = actor;
    return false;
  }
  run_queue_push(&worker->queue, actor);
  return true;
}

u64 worker_turn(Worker *worker) {
  // Relaxed: see the header.
  u64 turns = atomic_load_explicit(&worker->turns, memory_order_relaxed);
  atomic_store_explicit(&worker->turns, turns + 1, memory_order_relaxed);
  return turns;
}

bool worker_age(Worker *worker) {
  size_t all = SIZE_MAX;
  Actor *actor = run_queue_take(&worker->fresh, &all, &worker->queue);
  if (actor != NULL) {
    run_queue_push(&worker->queue, actor);
  }
  return actor != NULL;
}

static Actor *next_fresh(Worker *worker) {
  Actor *actor = worker->slot;
  worker->slot = NULL;
  return actor != NULL ? actor : run_queue_pop(&worker->fresh);
}

Actor *worker_next(Worker *worker) {
  if (worker->fresh_run < FRESH_MOST) {
    Actor *actor = next_fresh(worker);
    if (actor != NULL) {
      worker->fresh_run++;
      return actor;
    }
  }
  worker->fresh_run = 0;
  Actor *actor = run_queue_pop(&worker->queue);
  return actor != NULL ? actor : next_fresh(worker);
}

size_t worker_backlog(Worker *worker) {
  return run_queue_length(&worker->fresh) + run_queue_length(&worker->queue);
}

Actor *worker_rob(Worker *worker, Worker *thief) {
  RunQueue *const queues[] = {&worker->queue, &worker->fresh};
  Actor *actor = NULL;
  for (size_t i = 0; i < 2 && actor == NULL; i++) {
    size_t count = (run_queue_length(queues[i]) + 1) / 2;
    actor = run_queue_take(queues[i], &count, &thief->queue);
  }
  return actor;
}

bool worker_needs_help(Worker *worker, i64 now, i64 noted_at) {
  u64 turns = atomic_load_explicit(&worker->turns, memory_order_relaxed);
  i64 done = (i64)(turns - worker->noted_turns);
  worker->noted_turns = turns;
  i64 waiting = (i64)worker_backlog(worker);
  return waiting > 0 && waiting * (now - noted_at) > done * WORTH_HELP_NS;
}
