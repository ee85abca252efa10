// worker.c -- the newest first, but not for ever.
#include "acting/worker.h"

enum {
  FRESH_MOST = 64,  // so often in a row fresh ones come first if others wait
  ROB_MOST = 64     // so many a thief takes at once: it walks past them locked
};

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

void worker_ready(Worker *worker, Actor *actor) {
  // Only this thread fills the slot, so if it is empty it stays so. Release,
  // here and in the exchange: a thief that takes it sees all that was done
  // here.
  Actor *displaced = atomic_load_explicit(&worker->slot, memory_order_relaxed);
  if (displaced == NULL) {
    atomic_store_explicit(&worker->slot, actor, memory_order_release);
  } else {
    displaced =
        atomic_exchange_explicit(&worker->slot, actor, memory_order_acq_rel);
  }
  if (displaced != NULL) {
    run_queue_push_front(&worker->fresh, displaced);
  }
}

// By its own thread or a thief.
static Actor *empty_slot(Worker *worker) {
  // Relaxed: a look to leave it alone. Acquire: see worker_ready.
  return atomic_load_explicit(&worker->slot, memory_order_relaxed) == NULL
             ? NULL
             : atomic_exchange_explicit(&worker->slot, NULL,
                                        memory_order_acquire);
}

bool worker_again(Worker *worker, Actor *actor) {
  if (worker_backlog(worker) == 0 &&
      atomic_load_explicit(&worker->slot, memory_order_relaxed) == NULL) {
    atomic_store_explicit(&worker->slot, actor, memory_order_release);
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
  Actor *actor = empty_slot(worker);
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

static size_t share_of(RunQueue *queue) {
  size_t half = (run_queue_length(queue) + 1) / 2;
  return half < ROB_MOST ? half : ROB_MOST;
}

Actor *worker_rob(Worker *worker, Worker *thief) {
  size_t count = share_of(&worker->queue);
  Actor *actor = run_queue_take(&worker->queue, &count, &thief->queue);
  if (actor == NULL) {
    count = share_of(&worker->fresh);
    actor = run_queue_take_last(&worker->fresh, &count, &thief->queue);
  }
  return actor == NULL && worker->noted.is_stuck ? empty_slot(worker) : actor;
}

static Glance glance_at(Worker *worker) {
  Glance glance = {.is_stuck = false};
  glance.turns = atomic_load_explicit(&worker->turns, memory_order_relaxed);
  glance.slot = atomic_load_explicit(&worker->slot, memory_order_relaxed);
  return glance;
}

void worker_note(Worker *worker) {
  worker->noted = glance_at(worker);
}

bool worker_needs_help(Worker *worker, i64 span) {
  Glance before = worker->noted;
  Glance now = glance_at(worker);
  i64 done = (i64)(now.turns - before.turns);
  i64 waiting = (i64)worker_backlog(worker);
  now.is_stuck = done == 0 && now.slot != NULL && now.slot == before.slot;
  worker->noted = now;
  return now.is_stuck || (waiting > 0 && waiting * span > done * WORTH_HELP_NS);
}
