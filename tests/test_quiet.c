// Every state of the count by which the pool tells that all is quiet
// (run_pool.c, busy_less), as a model of its steps: two workers that count
// themselves while they are active, an armed timer that fires and makes actors
// ready from outside, and somebody who waits. It is also tried with each of its
// essential steps taken out, and must fail then.
#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  STEALS_BEFORE_IT_COUNTS,  // counts itself in when it has the actor
  PUSHES_BEFORE_IT_COUNTS,  // what comes from outside
  COUNTS_OUT_TOO_EARLY,     // with the last actor still to run
  WANTS_AFTER_ITS_LOOK,     // looks at the count, then says that it waits
  FORGETS_THE_SPARE_COUNT   // of what an active worker takes from outside
} Mistake;

typedef enum WorkerAt {
  WORKER_SEARCHES,  // counts for nothing
  WORKER_COUNTED,   // is about to steal
  WORKER_STOLE,     // with STEALS_BEFORE_IT_COUNTS: and has yet to count
  WORKER_FAILED,    // found nothing to steal, and has yet to count itself out
  WORKER_NEXT,
  WORKER_SPARE,  // has one count too many
  WORKER_RUNS,
  WORKER_LEAVES,  // has yet to count itself out
  WORKER_TELLS    // has seen zero
} WorkerAt;

typedef enum TimerAt {
  TIMER_COUNTS,
  TIMER_PUSHES,
  TIMER_ENDS,
  TIMER_TELLS,
  TIMER_FIRED
} TimerAt;

typedef enum WaiterAt {
  WAITER_COMES,
  WAITER_LOOKS,
  WAITER_SAW,  // with WANTS_AFTER_ITS_LOOK
  WAITER_LISTED,
  WAITER_TOLD
} WaiterAt;

enum { WORKERS = 2 };

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct World {
  u8 workers[WORKERS];
  u8 queued[WORKERS];
  u8 outside;
  u8 to_make;  // what handlers still make ready
  u8 to_fire;  // and the timer
  u8 timer;
  u8 busy;
  u8 waiter;
  u8 wanted;
  u8 wrong;  // told although something could happen
} World;

static bool worker_holds(const World *world, size_t self) {
  u8 at = world->workers[self];
  return world->queued[self] > 0 || at == WORKER_RUNS || at == WORKER_STOLE ||
         at == WORKER_SPARE;
}

static bool is_at_work(const World *world) {
  return worker_holds(world, 0) || worker_holds(world, 1) ||
         world->outside > 0 || world->to_fire > 0;
}

static void tell(World *world) {
  if (world->waiter == WAITER_LISTED && world->busy == 0) {
    world->waiter = WAITER_TOLD;
    world->wrong |= is_at_work(world);
  }
}

// True: it saw zero, and that somebody waits.
static bool count_out(World *world) {
  world->busy--;
  return world->busy == 0;
}

static bool take(u8 *from) {
  bool taken = *from > 0;
  *from = (u8)(*from - taken);
  return taken;
}

// ---- The steps ----

static void search_step(World *world, size_t self, Mistake mistake) {
  u8 *at = &world->workers[self];
  u8 *other = &world->queued[1 - self];
  if (*at == WORKER_STOLE) {
    world->busy++;
    *at = WORKER_RUNS;
  } else if (*at == WORKER_COUNTED) {
    *at = take(other) ? WORKER_RUNS : WORKER_FAILED;
  } else if (take(&world->outside)) {
    *at = WORKER_RUNS;  // that one's count is its own now
  } else if (mistake == STEALS_BEFORE_IT_COUNTS) {
    *at = take(other) ? WORKER_STOLE : WORKER_SEARCHES;
  } else {
    world->busy++;
    *at = WORKER_COUNTED;
  }
}

static void leave_step(World *world, size_t self) {
  u8 *at = &world->workers[self];
  if (*at == WORKER_TELLS) {
    if (world->wanted) {
      tell(world);
    }
    *at = WORKER_SEARCHES;
  } else {
    *at = count_out(world) ? WORKER_TELLS : WORKER_SEARCHES;
  }
}

static void active_step(World *world, size_t self, Mistake mistake) {
  u8 *at = &world->workers[self];
  if (*at == WORKER_SPARE) {
    world->busy = (u8)(world->busy - (mistake != FORGETS_THE_SPARE_COUNT));
    *at = WORKER_RUNS;
  } else if (*at == WORKER_RUNS) {
    if (world->to_make > 0) {
      world->to_make--;
      world->queued[self]++;
    } else {
      *at = WORKER_NEXT;
    }
  } else if (mistake == COUNTS_OUT_TOO_EARLY && world->queued[self] == 1) {
    *at = WORKER_LEAVES;
  } else if (take(&world->queued[self])) {
    *at = WORKER_RUNS;
  } else if (take(&world->outside)) {
    *at = WORKER_SPARE;
  } else {
    *at = WORKER_LEAVES;
  }
}

static void worker_step(World *world, size_t self, Mistake mistake) {
  switch ((WorkerAt)world->workers[self]) {
    case WORKER_SEARCHES:
    case WORKER_COUNTED:
    case WORKER_STOLE:
      search_step(world, self, mistake);
      break;
    case WORKER_NEXT:
    case WORKER_SPARE:
    case WORKER_RUNS:
      active_step(world, self, mistake);
      break;
    case WORKER_FAILED:
    case WORKER_LEAVES:
    case WORKER_TELLS:
      leave_step(world, self);
      break;
  }
}

// A worker looks before it counts itself in, so that it is not for ever.
static bool worker_can_step(const World *world, size_t self) {
  return world->workers[self] != WORKER_SEARCHES || world->outside > 0 ||
         world->queued[1 - self] > 0;
}

// It is counted as armed, until it has fired.
static void timer_step(World *world, Mistake mistake) {
  bool late = mistake == PUSHES_BEFORE_IT_COUNTS;
  if (world->timer == TIMER_ENDS) {
    world->timer = count_out(world) ? TIMER_TELLS : TIMER_FIRED;
  } else if (world->timer == TIMER_TELLS) {
    if (world->wanted) {
      tell(world);
    }
    world->timer = TIMER_FIRED;
  } else if (late == (world->timer == TIMER_COUNTS)) {
    world->outside++;
    world->to_fire--;
    world->timer = late                 ? TIMER_PUSHES
                   : world->to_fire > 0 ? TIMER_COUNTS
                                        : TIMER_ENDS;
  } else {
    world->busy++;
    world->timer = !late                ? TIMER_PUSHES
                   : world->to_fire > 0 ? TIMER_COUNTS
                                        : TIMER_ENDS;
  }
}

static void waiter_step(World *world, Mistake mistake) {
  bool late = mistake == WANTS_AFTER_ITS_LOOK;
  if (world->waiter == WAITER_COMES && !late) {
    world->wanted = 1;
    world->waiter = WAITER_LOOKS;
  } else if (world->waiter == WAITER_SAW) {
    world->wanted = 1;
    world->waiter = WAITER_LISTED;
  } else {
    bool quiet = world->busy == 0;
    world->waiter = late && !quiet ? WAITER_SAW : WAITER_LISTED;
    if (quiet) {
      tell(world);
    }
  }
}

// ---- All states that can be reached ----

typedef struct States {
  Seen *seen;
  size_t count;
  bool wrong;    // told too early
  bool forgets;  // an end at which the waiter was not told
} States;

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  states->wrong = states->wrong || world->wrong != 0;
  bool moves = false;
  for (size_t i = 0; i < WORKERS; i++) {
    if (worker_can_step(world, i)) {
      World next = *world;
      worker_step(&next, i, mistake);
      explore(states, &next, mistake);
      moves = true;
    }
  }
  if (world->timer != TIMER_FIRED) {
    World next = *world;
    timer_step(&next, mistake);
    explore(states, &next, mistake);
    moves = true;
  }
  if (world->waiter < WAITER_LISTED) {
    World next = *world;
    waiter_step(&next, mistake);
    explore(states, &next, mistake);
    moves = true;
  }
  states->forgets = states->forgets || (!moves && world->waiter != WAITER_TOLD);
}

static States explore_all(Mistake mistake) {
  States states = {.seen = seen_new(sizeof(World))};
  // The timer is armed, and an actor was made ready from outside.
  World first = {.outside = 1, .to_make = 3, .to_fire = 2, .busy = 2};
  explore(&states, &first, mistake);
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void quiet_is_told_once_nothing_can_happen_and_never_before(void) {
  States states = explore_all(NO_MISTAKE);
  CU_ASSERT(states.count > 3000);
  CU_ASSERT_FALSE(states.wrong);
  CU_ASSERT_FALSE(states.forgets);
}

static void who_steals_before_it_counts_itself_has_quiet_told_too_early(void) {
  CU_ASSERT(explore_all(STEALS_BEFORE_IT_COUNTS).wrong);
}

static void who_pushes_before_it_counts_has_quiet_told_too_early(void) {
  CU_ASSERT(explore_all(PUSHES_BEFORE_IT_COUNTS).wrong);
}

static void who_counts_itself_out_with_an_actor_left_tells_too_early(void) {
  CU_ASSERT(explore_all(COUNTS_OUT_TOO_EARLY).wrong);
}

static void who_says_that_it_waits_after_its_look_may_wait_for_ever(void) {
  CU_ASSERT(explore_all(WANTS_AFTER_ITS_LOOK).forgets);
}

static void a_count_that_nobody_takes_back_lets_it_wait_for_ever(void) {
  CU_ASSERT(explore_all(FORGETS_THE_SPARE_COUNT).forgets);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(quiet_is_told_once_nothing_can_happen_and_never_before),
      CASE(who_steals_before_it_counts_itself_has_quiet_told_too_early),
      CASE(who_pushes_before_it_counts_has_quiet_told_too_early),
      CASE(who_counts_itself_out_with_an_actor_left_tells_too_early),
      CASE(who_says_that_it_waits_after_its_look_may_wait_for_ever),
      CASE(a_count_that_nobody_takes_back_lets_it_wait_for_ever),
      CU_TEST_INFO_NULL};
  return run_suite("quiet", cases);
}
