// Every order of the steps by which it is found that no actor is left
// (acting/nursery.h), as a model: two workers that count for themselves whom
// they spawn and who ends, each end followed by a sum if somebody waits, and
// one who waits. It is also tried with each of its essential steps taken out,
// and must fail then.
#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  SUMS_THE_SPAWNED_FIRST,
  COUNTS_A_SPAWN_TOO_LATE,  // when others know the actor already
  WANTS_AFTER_ITS_SUM,      // who waits
  DOES_NOT_LOOK_WHO_WAITS   // who ends
} Mistake;

typedef enum WorkerAt {
  WORKER_RESTS,
  WORKER_RUNS,
  WORKER_SPAWNED,  // has counted it, or handed it over; and has yet to do both
  WORKER_ENDED,    // has counted the end
  WORKER_SUMS,
  WORKER_TELLS  // its sum was none
} WorkerAt;

typedef enum WaiterAt {
  WAITER_COMES,
  WAITER_LOCKS,
  WAITER_SUMS,
  WAITER_ENTERS,  // has yet to enter the list
  WAITER_WANTS,   // with WANTS_AFTER_ITS_SUM
  WAITER_LISTED,
  WAITER_TOLD
} WaiterAt;

enum { WORKERS = 2, COUNTS = 2 * WORKERS };

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct Sum {
  u8 next;  // of the counts
  u8 ended;
  u8 spawned;
} Sum;

typedef struct World {
  u8 queued[WORKERS];
  u8 workers[WORKERS];
  Sum sums[WORKERS];
  u8 spawned[WORKERS];
  u8 ended[WORKERS];
  u8 to_spawn;
  u8 waiter;
  Sum waiter_sum;
  u8 wanted;
  u8 locked;
  u8 wrong;  // told that nobody is left
} World;

// One count after the other. True: all were read.
static bool sum_step(const World *world, Sum *sum, Mistake mistake) {
  bool first_half = sum->next < WORKERS;
  size_t worker = sum->next % WORKERS;
  if (first_half == (mistake != SUMS_THE_SPAWNED_FIRST)) {
    sum->ended = (u8)(sum->ended + world->ended[worker]);
  } else {
    sum->spawned = (u8)(sum->spawned + world->spawned[worker]);
  }
  sum->next++;
  return sum->next == COUNTS;
}

static bool is_none(const Sum *sum) {
  return sum->spawned == sum->ended;
}

static bool is_anybody_there(const World *world) {
  bool there = false;
  for (size_t i = 0; i < WORKERS; i++) {
    there = there || world->queued[i] > 0 || world->workers[i] == WORKER_RUNS ||
            world->workers[i] == WORKER_SPAWNED;
  }
  return there;
}

static void tell(World *world) {
  world->waiter = WAITER_TOLD;
  world->wrong |= is_anybody_there(world);
}

// ---- The steps ----

// The actor that runs spawns another on the other worker, counted by its own.
static void spawn_step(World *world, size_t self, Mistake mistake) {
  bool late = mistake == COUNTS_A_SPAWN_TOO_LATE;
  bool counts = (world->workers[self] == WORKER_RUNS) != late;
  if (counts) {
    world->spawned[self]++;
  } else {
    world->queued[1 - self]++;
  }
  if (world->workers[self] == WORKER_RUNS) {
    world->to_spawn--;
    world->workers[self] = WORKER_SPAWNED;
  } else {
    world->workers[self] = WORKER_RUNS;
  }
}

static void look_who_waits(World *world, size_t self, Mistake mistake) {
  bool looks = world->wanted && mistake != DOES_NOT_LOOK_WHO_WAITS;
  world->sums[self] = (Sum){0};
  world->workers[self] = looks ? WORKER_SUMS : WORKER_RESTS;
}

static void worker_step(World *world, size_t self, Mistake mistake) {
  switch ((WorkerAt)world->workers[self]) {
    case WORKER_RESTS:
      world->queued[self]--;
      world->workers[self] = WORKER_RUNS;
      break;
    case WORKER_RUNS:
      if (world->to_spawn > 0) {
        spawn_step(world, self, mistake);
      } else {
        world->ended[self]++;
        world->workers[self] = WORKER_ENDED;
      }
      break;
    case WORKER_SPAWNED:
      spawn_step(world, self, mistake);
      break;
    case WORKER_ENDED:
      look_who_waits(world, self, mistake);
      break;
    case WORKER_SUMS:
      if (sum_step(world, &world->sums[self], mistake)) {
        bool none = is_none(&world->sums[self]);
        world->sums[self] = (Sum){0};
        world->workers[self] = none ? WORKER_TELLS : WORKER_RESTS;
      }
      break;
    case WORKER_TELLS:
      if (world->waiter == WAITER_LISTED) {
        tell(world);
      }
      world->workers[self] = WORKER_RESTS;
      break;
  }
}

static bool worker_can_step(const World *world, size_t self) {
  u8 at = world->workers[self];
  return at == WORKER_RESTS   ? world->queued[self] > 0
         : at == WORKER_TELLS ? !world->locked
                              : true;
}

static void waiter_step(World *world, Mistake mistake) {
  bool late = mistake == WANTS_AFTER_ITS_SUM;
  switch ((WaiterAt)world->waiter) {
    case WAITER_COMES:
      world->wanted = !late;
      world->waiter = WAITER_LOCKS;
      break;
    case WAITER_LOCKS:
      world->locked = 1;
      world->waiter = WAITER_SUMS;
      break;
    case WAITER_SUMS:
      if (sum_step(world, &world->waiter_sum, mistake)) {
        world->waiter = WAITER_ENTERS;
      }
      break;
    case WAITER_ENTERS:
      world->locked = 0;
      if (is_none(&world->waiter_sum)) {
        tell(world);
      } else {
        world->waiter = late ? WAITER_WANTS : WAITER_LISTED;
      }
      break;
    case WAITER_WANTS:
      world->wanted = 1;
      world->waiter = WAITER_LISTED;
      break;
    case WAITER_LISTED:
    case WAITER_TOLD:
      break;
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
  // Two were spawned; two more will be.
  World first = {.queued = {1, 1}, .spawned = {2, 0}, .to_spawn = 2};
  explore(&states, &first, mistake);
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void the_end_of_all_is_told_and_never_before(void) {
  States states = explore_all(NO_MISTAKE);
  CU_ASSERT(states.count > 1000);
  CU_ASSERT_FALSE(states.wrong);
  CU_ASSERT_FALSE(states.forgets);
}

static void who_sums_the_spawned_first_overlooks_some(void) {
  CU_ASSERT(explore_all(SUMS_THE_SPAWNED_FIRST).wrong);
}

static void who_counts_a_spawn_too_late_is_overlooked(void) {
  CU_ASSERT(explore_all(COUNTS_A_SPAWN_TOO_LATE).wrong);
}

static void who_says_that_it_waits_after_its_sum_may_wait_for_ever(void) {
  CU_ASSERT(explore_all(WANTS_AFTER_ITS_SUM).forgets);
}

static void who_does_not_look_who_waits_lets_it_wait_for_ever(void) {
  CU_ASSERT(explore_all(DOES_NOT_LOOK_WHO_WAITS).forgets);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(the_end_of_all_is_told_and_never_before),
      CASE(who_sums_the_spawned_first_overlooks_some),
      CASE(who_counts_a_spawn_too_late_is_overlooked),
      CASE(who_says_that_it_waits_after_its_sum_may_wait_for_ever),
      CASE(who_does_not_look_who_waits_lets_it_wait_for_ever),
      CU_TEST_INFO_NULL};
  return run_suite("alive-model", cases);
}
