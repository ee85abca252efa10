// Every state of the protocol by which an idle worker takes actors over from
// one that is in a long handler (worker.c, seeking.c), as a model of its steps:
// an owner whose handlers make others ready and share whom they have in the
// slot, and a thief that sleeps, is called, looks, naps, and takes from the
// queue. It is also tried with each of its essential steps taken out, and must
// fail then. What is done under a lock is one step, and so is each access to
// the slot.
#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  STEALS_FROM_THE_SLOT,    // whose owner takes no care of thieves
  NEVER_SHARES,            // whom it has in the slot
  SHARES_SILENTLY,         // calls nobody
  SLEEPS_BESIDE_A_BACKLOG  // looks once, and naps never
} Mistake;

typedef enum OwnerAt {
  OWNER_RUNS,       // a handler, for as long as it likes
  OWNER_DISPLACES,  // makes one ready: who is in the slot?
  OWNER_FILLS,      // has put that one, if any, into the queue
  OWNER_MADE,       // has yet to look whether somebody is to be called
  OWNER_CALLS,
  OWNER_NEXT,
  OWNER_EMPTIES,  // has read the slot, and has yet to empty it
  OWNER_OVER
} OwnerAt;

typedef enum ThiefAt {
  THIEF_SLEEPS,
  THIEF_LOOKS,  // sits
  THIEF_RUNS,
  THIEF_NAPS,  // or lies down, if nobody waits
  THIEF_LIES,  // and has yet to look whether there is work
  THIEF_LAY    // has seen some
} ThiefAt;

enum { ACTORS = 3, NOBODY_THERE = 0 };

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct World {
  u8 runs[ACTORS + 1];  // how often each has run, by its number
  u8 queue[ACTORS + 1];
  u8 queued;
  u8 slot;
  u8 made;  // the number of the last that was made ready
  u8 owner;
  u8 owner_read;  // what it read in the slot
  u8 turns;
  u8 shared;  // the one that was in the slot is in the queue by now
  u8 thief;
  u8 looked;  // the thief, once since it was called
  u8 called;
  u8 short_handed;  // the thief sleeps
} World;

static void run(World *world, u8 actor) {
  world->runs[actor]++;
}

static void push(World *world, u8 actor) {
  if (actor != NOBODY_THERE && world->queued <= ACTORS) {
    world->queue[world->queued++] = actor;
  }
}

// The first in it is the oldest.
static u8 pop(World *world, bool oldest) {
  u8 actor = oldest ? world->queue[0] : world->queue[world->queued - 1];
  world->queued--;
  for (size_t i = 0; oldest && i < world->queued; i++) {
    world->queue[i] = world->queue[i + 1];
  }
  world->queue[world->queued] = NOBODY_THERE;
  return actor;
}

static void call(World *world) {
  world->called = world->called || world->short_handed;
  world->short_handed = 0;
}

// ---- The owner's steps ----

// What is in the slot goes into the queue; nobody else looks at the slot.
static bool share(World *world) {
  u8 actor = world->slot;
  world->slot = NOBODY_THERE;
  push(world, actor);
  return actor != NOBODY_THERE;
}

static void make_step(World *world) {
  u8 *at = &world->owner;
  if (*at == OWNER_RUNS) {
    world->made++;
    *at = OWNER_DISPLACES;
  } else if (*at == OWNER_DISPLACES) {
    world->shared = share(world);
    *at = OWNER_FILLS;
  } else {
    world->slot = world->made;
    *at = world->shared ? OWNER_MADE : OWNER_RUNS;
    world->shared = 0;
  }
}

static void next_step(World *world) {
  u8 *at = &world->owner;
  if (*at == OWNER_NEXT) {
    world->turns = 1;
    world->owner_read = world->slot;
    *at = OWNER_EMPTIES;
    return;
  }
  u8 actor = world->owner_read;
  world->slot = NOBODY_THERE;
  world->owner_read = NOBODY_THERE;
  if (actor == NOBODY_THERE && world->queued > 0) {
    actor = pop(world, false);
  }
  *at = actor != NOBODY_THERE ? OWNER_RUNS : OWNER_OVER;
  run(world, actor);
  world->runs[NOBODY_THERE] = 0;
}

static void owner_step(World *world) {
  switch ((OwnerAt)world->owner) {
    case OWNER_RUNS:
    case OWNER_DISPLACES:
    case OWNER_FILLS:
      make_step(world);
      break;
    case OWNER_MADE:
      world->owner = world->short_handed ? OWNER_CALLS : OWNER_RUNS;
      break;
    case OWNER_CALLS:
      call(world);
      world->owner = OWNER_RUNS;
      break;
    case OWNER_NEXT:
    case OWNER_EMPTIES:
      next_step(world);
      break;
    case OWNER_OVER:
      break;
  }
}

// Message memory runs short.
static void share_step(World *world, Mistake mistake) {
  if (share(world) && mistake != SHARES_SILENTLY) {
    world->owner = OWNER_MADE;
  }
}

// ---- The thief's steps ----

static void look_step(World *world, Mistake mistake) {
  u8 actor = NOBODY_THERE;
  if (world->queued > 0 &&
      (mistake != SLEEPS_BESIDE_A_BACKLOG || !world->looked)) {
    actor = pop(world, true);
  } else if (mistake == STEALS_FROM_THE_SLOT) {
    actor = world->slot;
    world->slot = NOBODY_THERE;
  }
  world->looked = 1;
  world->thief = actor != NOBODY_THERE ? THIEF_RUNS : THIEF_NAPS;
  run(world, actor);
  world->runs[NOBODY_THERE] = 0;
}

static void lie_step(World *world, Mistake mistake) {
  u8 *at = &world->thief;
  bool work = world->queued > 0 && mistake != SLEEPS_BESIDE_A_BACKLOG;
  if (*at == THIEF_NAPS) {
    *at = work ? THIEF_LOOKS : THIEF_LIES;
    world->short_handed = !work;
  } else if (*at == THIEF_LIES) {
    *at = work ? THIEF_LAY : THIEF_SLEEPS;
  } else {
    call(world);
    *at = THIEF_SLEEPS;
  }
}

static void thief_step(World *world, Mistake mistake) {
  switch ((ThiefAt)world->thief) {
    case THIEF_SLEEPS:
      world->called = 0;
      world->looked = 0;
      world->thief = THIEF_LOOKS;
      break;
    case THIEF_LOOKS:
      look_step(world, mistake);
      break;
    case THIEF_RUNS:  // through with it; it sits down again
      world->thief = THIEF_LOOKS;
      break;
    case THIEF_NAPS:
    case THIEF_LIES:
    case THIEF_LAY:
      lie_step(world, mistake);
      break;
  }
}

static bool thief_can_step(const World *world) {
  return world->thief != THIEF_SLEEPS || world->called;
}

// ---- All states that can be reached ----

typedef struct States {
  Seen *seen;
  size_t count;
  bool twice;  // one has run twice
  bool lost;   // one has not, and is nowhere any more
  bool
      beside;  // one waits, behind a handler that goes on, and the thief sleeps
  bool helps;  // one has run beside a handler that goes on
} States;

static void judge(States *states, const World *world, bool moves) {
  bool over = world->owner == OWNER_OVER && !moves;
  bool waits = false;
  for (u8 actor = 1; actor <= world->made; actor++) {
    bool has_run = world->runs[actor] > 0;
    states->twice = states->twice || world->runs[actor] > 1;
    states->lost = states->lost || (over && !has_run);
    waits = waits || !has_run;
    states->helps = states->helps || (has_run && world->turns == 0);
  }
  bool in_handler = world->owner == OWNER_RUNS;
  states->beside = states->beside || (in_handler && !moves && waits);
}

static void explore(States *states, const World *world, Mistake mistake);

// It returns, it makes another one ready, or it sends so much that it shares
// whom it made ready last: that one happens if it goes on for long.
static bool explore_handler(States *states, const World *world,
                            Mistake mistake) {
  World next = *world;
  next.owner = OWNER_NEXT;
  explore(states, &next, mistake);
  if (world->made < ACTORS) {
    next = *world;
    owner_step(&next);
    explore(states, &next, mistake);
  }
  bool shares = world->slot != NOBODY_THERE && mistake != NEVER_SHARES;
  if (shares) {
    next = *world;
    share_step(&next, mistake);
    explore(states, &next, mistake);
  }
  return shares;
}

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  bool moves = false;  // but for what a handler need not do
  World next = *world;
  if (thief_can_step(world)) {
    thief_step(&next, mistake);
    explore(states, &next, mistake);
    moves = true;
  }
  next = *world;
  if (world->owner == OWNER_RUNS) {
    moves = explore_handler(states, world, mistake) || moves;
  } else if (world->owner != OWNER_OVER) {
    owner_step(&next);
    explore(states, &next, mistake);
    moves = true;
  }
  judge(states, world, moves);
}

static States explore_all(Mistake mistake) {
  States states = {.seen = seen_new(sizeof(World))};
  World first = {.thief = THIEF_SLEEPS, .short_handed = 1};
  explore(&states, &first, mistake);
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void everyone_runs_once_and_nobody_waits_beside_a_sleeper(void) {
  States states = explore_all(NO_MISTAKE);
  CU_ASSERT(states.count > 500);
  CU_ASSERT_FALSE(states.twice);
  CU_ASSERT_FALSE(states.lost);
  CU_ASSERT_FALSE(states.beside);
  CU_ASSERT_TRUE(states.helps);
}

static void who_is_stolen_from_the_slot_runs_twice(void) {
  CU_ASSERT(explore_all(STEALS_FROM_THE_SLOT).twice);
}

static void a_slot_that_is_never_shared_waits_for_a_long_handler(void) {
  CU_ASSERT(explore_all(NEVER_SHARES).beside);
}

static void who_shares_and_calls_nobody_has_no_help(void) {
  CU_ASSERT(explore_all(SHARES_SILENTLY).beside);
}

static void who_sleeps_while_others_have_a_backlog_leaves_it_behind(void) {
  CU_ASSERT(explore_all(SLEEPS_BESIDE_A_BACKLOG).beside);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(everyone_runs_once_and_nobody_waits_beside_a_sleeper),
      CASE(who_is_stolen_from_the_slot_runs_twice),
      CASE(a_slot_that_is_never_shared_waits_for_a_long_handler),
      CASE(who_shares_and_calls_nobody_has_no_help),
      CASE(who_sleeps_while_others_have_a_backlog_leaves_it_behind),
      CU_TEST_INFO_NULL};
  return run_suite("stealing model", cases);
}
