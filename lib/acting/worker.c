// worker.c -- the newest first, but not for ever.
#include "acting/worker.h"

enum {
  FRESH_MOST = 64,   // so often in a row fresh ones come first if others wait
  SEARCH_MOST = 32,  // so many are looked through for one
  ROB_MOST = 64      // so many a thief takes at once: it walks past them locked
};

// A queue that its owner works off in less is left to it: to wake up here and
// to pull actors and messages over from the other core would cost more.
static const i64 WORTH_HELP_NS = 100000;

_Thread_local Worker *worker_here;

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

static u64 turn_of(const Worker *worker) {
  return atomic_load_explicit(&worker->turns, memory_order_relaxed);
}

// Before a turn adds to what is fresh.
static void note_growth(Worker *worker) {
  if (worker->grown_in != turn_of(worker)) {
    worker->grown_in = turn_of(worker);
    worker->grown_from = run_queue_length(&worker->fresh);
  }
}

static Actor *empty_slot(void) {
  Activation *here = activation();
  Actor *actor = here->next;
  here->next = NULL;
  here->next_last = NULL;
  return actor;
}

bool worker_share(Worker *worker) {
  Actor *actor = empty_slot();
  if (actor != NULL) {
    note_growth(worker);
    run_queue_push_front(&worker->fresh, actor);
  }
  return actor != NULL;
}

bool worker_ready(Worker *worker, Actor *actor) {
  bool shared = worker_share(worker);
  activation()->next = actor;
  return HAS_SLOT ? shared : worker_share(worker);
}

bool worker_again(Worker *worker, Actor *actor) {
  if (activation()->next == NULL && worker_backlog(worker) == 0) {
    activation()->next = actor;
    return false;
  }
  run_queue_push(&worker->queue, actor);
  return true;
}

u64 worker_turn(Worker *worker) {
  // Relaxed: see the header.
  u64 turns = turn_of(worker);
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
  Actor *actor = empty_slot();
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

bool worker_take(Worker *worker, const Actor *actor) {
  return run_queue_remove(&worker->queue, actor, SEARCH_MOST);
}

// Thieves take from the other end: then it gives fewer than it might.
Actor *worker_next_nested(Worker *worker) {
  Actor *actor = empty_slot();
  bool grew = worker->grown_in == turn_of(worker) &&
              run_queue_length(&worker->fresh) > worker->grown_from;
  return actor == NULL && grew ? run_queue_pop(&worker->fresh) : actor;
}

void worker_turn_nested(Worker *worker) {
  u64 turns = atomic_load_explicit(&worker->nested, memory_order_relaxed);
  atomic_store_explicit(&worker->nested, turns + 1, memory_order_relaxed);
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
  return actor;
}

void worker_note(Worker *worker) {
  worker->noted_turns =
      turn_of(worker) +
      atomic_load_explicit(&worker->nested, memory_order_relaxed);
}

bool worker_needs_help(Worker *worker, i64 span) {
  u64 before = worker->noted_turns;
  worker_note(worker);
  i64 done = (i64)(worker->noted_turns - before);
  i64 waiting = (i64)worker_backlog(worker);
  return waiting > 0 && waiting * span > done * WORTH_HELP_NS;
}
