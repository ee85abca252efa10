// guest.c -- enter, run, leave.
#include "acting/guest.h"

#include "acting/nursery.h"
#include "acting/quiet.h"
#include "acting/running.h"
#include "acting/waiting.h"

enum { BUDGET = 64, FRESH_TURNS = 512 };

// Its count stays the actor's.
static void hand_over(Pool *pool, Actor *actor) {
  run_queue_push(&pool->outside, actor);
  sleepers_call_any(&pool->sleepers);
}

// ---- Coming and going ----

// Acquire and release: what the last guest has left there is seen by the next.
static bool enter(Pool *pool) {
  if (atomic_exchange_explicit(&pool->has_guest, true, memory_order_acquire)) {
    return false;
  }
  worker_here = &pool->workers[pool->count];
  nursery_enter_as_guest(worker_here->system);
  return true;
}

// Who is left over counts for himself before the guest does no more.
APART static void leave_over(Pool *pool, Worker *worker) {
  Actor *actor;
  while ((actor = worker_next(worker)) != NULL) {
    busy_more(worker->system);
    run_queue_push(&pool->outside, actor);
  }
  sleepers_call_any(&pool->sleepers);
}

static void leave(Pool *pool, Worker *worker) {
  if (activation()->next != NULL || worker_backlog(worker) > 0) {
    leave_over(pool, worker);
  }
  nursery_leave_as_guest();
  worker_here = NULL;
  busy_less(worker->system);
  atomic_store_explicit(&pool->has_guest, false, memory_order_release);
}

// ---- Meanwhile ----

static void put_down(Pool *pool, Worker *worker, Actor *actor,
                     Activity activity) {
  if (activity == ACTIVITY_AGAIN && worker_again(worker, actor)) {
    sleepers_call(&pool->sleepers);
  }
}

static Actor *next_actor(Pool *pool, Worker *worker) {
  if (worker_turn(worker) % FRESH_TURNS == 0 && worker_age(worker)) {
    sleepers_call(&pool->sleepers);
  }
  return worker_next(worker);
}

// As a worker's own loop in run_pool.c.
static void run_all(Pool *pool, Actor *actor, WaitCell *cell) {
  jmp_buf landing;
  activation()->landing = &landing;
  if (setjmp(landing) == 0) {
    put_down(pool, worker_here, actor, actor_run(actor, BUDGET));
  } else {
    Actor *failed = activation()->actor;
    put_down(pool, worker_here, failed, actor_recover());
  }
  Actor *next;
  while (!cell_is_filled(cell) &&
         (next = next_actor(pool, worker_here)) != NULL) {
    put_down(pool, worker_here, next, actor_run(next, BUDGET));
  }
  activation()->landing = NULL;
}

void guest_run(Pool *pool, Actor *actor, WaitCell *cell) {
  if (enter(pool)) {
    run_all(pool, actor, cell);
    leave(pool, worker_here);
  } else {
    hand_over(pool, actor);
  }
}
