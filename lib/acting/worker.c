// worker.c -- the slot before the queue, but not for ever.
#include "acting/worker.h"

// So often in a row the slot comes first if somebody waits in the queue.
enum { SLOT_MOST = 16 };

// A queue that its owner works off in less is left to it: to wake up here and
// to pull actors and messages over from the other core would cost more.
static const i64 WORTH_HELP_NS = 100000;

void worker_init(Worker *worker, System *system) {
  worker->system = system;
  run_queue_init(&worker->queue);
  sleeper_init(&worker->sleeper);
}

void worker_release(Worker *worker) {
  sleeper_release(&worker->sleeper);
  run_queue_release(&worker->queue);
}

bool worker_ready(Worker *worker, Actor *actor) {
  Actor *displaced = worker->slot;
  worker->slot = actor;
  if (displaced != NULL) {
    run_queue_push(&worker->queue, displaced);
  }
  return displaced != NULL;
}

bool worker_again(Worker *worker, Actor *actor) {
  if (worker->slot == NULL && run_queue_length(&worker->queue) == 0) {
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

Actor *worker_next(Worker *worker) {
  Actor *actor = worker->slot;
  if (actor != NULL && worker->slot_run < SLOT_MOST) {
    worker->slot = NULL;
    worker->slot_run++;
    return actor;
  }
  worker->slot_run = 0;
  Actor *queued = run_queue_pop(&worker->queue);
  if (queued != NULL) {
    return queued;
  }
  worker->slot = NULL;
  return actor;
}

bool worker_needs_help(Worker *worker, i64 now, i64 noted_at) {
  u64 turns = atomic_load_explicit(&worker->turns, memory_order_relaxed);
  i64 done = (i64)(turns - worker->noted_turns);
  worker->noted_turns = turns;
  i64 waiting = (i64)run_queue_length(&worker->queue);
  return waiting > 0 && waiting * (now - noted_at) > done * WORTH_HELP_NS;
}
