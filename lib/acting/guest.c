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
static void leave(Pool *pool) {
  Worker *worker = worker_here;
  Actor *actor;
  bool any = false;
  while ((actor = worker_next(worker)) != NULL) {
    busy_more(worker->system);
    run_queue_push(&pool->outside, actor);
    any = true;
  }
  if (any) {
    sleepers_call_any(&pool->sleepers);
  }
  nursery_leave_as_guest();
  worker_here = NULL;
  busy_less(worker->system);
  atomic_store_explicit(&pool->has_guest, false, memory_order_release);
}

// ---- Meanwhile ----

static void put_down(Pool *pool, Actor *actor, Activity activity) {
  bool shared = activity == ACTIVITY_AGAIN && worker_again(worker_here, actor);
  u64 turn = worker_turn(worker_here);
  bool aged = turn % FRESH_TURNS == 0 && worker_age(worker_here);
  if (shared || aged) {
    sleepers_call(&pool->sleepers);
  }
}

// As a worker's own loop in run_pool.c.
static void run_all(Pool *pool, WaitCell *cell) {
  jmp_buf landing;
  activation()->landing = &landing;
  if (setjmp(landing) != 0) {
    Actor *actor = activation()->actor;
    put_down(pool, actor, actor_recover());
  }
  Actor *actor;
  while (!cell_is_filled(cell) && (actor = worker_next(worker_here)) != NULL) {
    put_down(pool, actor, actor_run(actor, BUDGET));
  }
  activation()->landing = NULL;
}

void guest_run(Pool *pool, Actor *actor, WaitCell *cell) {
  if (!enter(pool)) {
    hand_over(pool, actor);
    return;
  }
  worker_here->slot = actor;
  run_all(pool, cell);
  leave(pool);
}
