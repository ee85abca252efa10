// nesting.c -- put the handler aside, run some others, take it up again.
#include "acting/nesting.h"

#include <errno.h>

#include "acting/running.h"
#include "acting/send.h"
#include "base/pool.h"

enum {
  BUDGET = 32,         // messages a turn
  TURNS = POOL_SHORT,  // at most: as many as messages were sent since
  TURNS_UNTIMED = 16,  // between two looks at the clock
  ROUNDS_SHARED = 64
};

// What takes longer is for other workers, if they want it.
static const i64 DEAR_NS = 10000;   // a turn
static const i64 MOST_NS = 200000;  // all of them

#if defined(NO_NESTING)
enum { NESTS = false };
#else
enum { NESTS = true };
#endif

static i64 span_of(const Nesting *nesting) {
  return clock_now() - nesting->since;
}

// Where nobody wanted what was shared it takes as long as it takes.
static bool is_late(const Nesting *nesting) {
  return nesting->yields == 0 && nesting->turns % TURNS_UNTIMED == 0 &&
         span_of(nesting) > MOST_NS;
}

static void put_down(Worker *worker, Actor *actor, Activity activity) {
  worker->nesting.turns++;
  worker_turn_nested(worker);
  if (activity == ACTIVITY_AGAIN && worker_ready(worker, actor)) {
    Pool *pool = worker->system->body;
    sleepers_call(&pool->sleepers);
  }
}

// As a worker's own loop in run_pool.c.
static void run_some(Worker *worker) {
  jmp_buf landing;
  activation()->landing = &landing;
  if (setjmp(landing) != 0) {
    Actor *actor = activation()->actor;
    put_down(worker, actor, actor_recover());
  }
  Actor *actor;
  while (worker->nesting.turns < TURNS && !is_late(&worker->nesting) &&
         (actor = worker_next_nested(worker)) != NULL) {
    put_down(worker, actor, actor_run(actor, BUDGET));
  }
}

static void nest(Worker *worker) {
  Activation *here = activation();
  Actor *outer = here->actor;
  jmp_buf *landing = here->landing;
  u64 brought_by = here->brought_by;
  int error = errno;
  here->user_code = false;
  run_some(worker);
  here->actor = outer;
  here->landing = landing;
  here->brought_by = brought_by;
  here->user_code = true;
  errno = error;
}

static void nest_timed(Worker *worker) {
  Nesting *nesting = &worker->nesting;
  nesting->turns = 0;
  nesting->since = clock_now();
  nesting->is_on = true;
  nest(worker);
  nesting->is_on = false;
  bool dear = span_of(nesting) > (nesting->turns + 1) * DEAR_NS;
  nesting->yields = dear ? ROUNDS_SHARED : 0;
  pool_forget_borrowed();
}

void nesting_relieve(Pool *pool, Worker *worker, Actor *wanted) {
  Nesting *nesting = &worker->nesting;
  bool shares = !NESTS || nesting->is_on || nesting->yields > 0;
  if (shares && worker_share(worker)) {
    nesting->yields -= nesting->yields > 0;
    sleepers_call(&pool->sleepers);
  } else if (NESTS && !nesting->is_on) {
    if (wanted != NULL && worker_take(worker, wanted)) {
      ignore(worker_ready(worker, wanted));
    }
    nest_timed(worker);
  }
}
