// Every state of the protocol by which an idle worker takes actors over from
// one that is in a long handler (worker.c, seeking.c), as a model of its steps:
// an owner whose handlers make others ready, and a thief that sleeps, is
// called, looks, naps, and takes from the queue or the slot. It is also tried
// with each of its essential steps taken out, and must fail then. What is done
// under a lock is one step, and so is each access to the slot.
#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  OWNER_TAKES_IN_TWO_STEPS,  // reads who is in the slot, then empties it
  THIEF_TAKES_IN_TWO_STEPS,
  OWNER_DISPLACES_IN_TWO_STEPS,  // reads who is in the slot, then fills it
  SLOT_CALLS_NOBODY,             // only who gets into the queue does
  SLEEPS_BESIDE_THE_ACTIVE       // looks once, and naps never
} Mistake;

typedef enum OwnerAt {
  OWNER_RUNS,       // a handler, for as long as it likes
  OWNER_FILLS,      // has read the slot, to fill it
  OWNER_DISPLACED,  // has yet to put the one that was in it into the queue
  OWNER_MADE,       // has yet to look whether somebody is to be called
  OWNER_CALLS,
  OWNER_NEXT,
  OWNER_EMPTIES,  // has read the slot, to empty it
  OWNER_OVER
} OwnerAt;

typedef enum ThiefAt {
  THIEF_SLEEPS,
  THIEF_NOTES,    // sits: its first look
  THIEF_LOOKS,    // compares
  THIEF_TAKES,    // from a slot in which nothing has moved
  THIEF_EMPTIES,  // has read the slot, to empty it
  THIEF_RUNS,
  THIEF_NAPS,  // or sleeps, if nobody is at work
  THIEF_LIES   // and has yet to look whether there is work
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
  u8 thief;
  u8 thief_read;
  u8 noted_turns;
  u8 noted_slot;
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
  world->called = world->short_handed;
  world->short_handed = 0;
}

// ---- The owner's steps ----

static void fill_step(World *world, Mistake mistake) {
  u8 *at = &world->owner;
  if (*at == OWNER_RUNS) {  // who is in the slot?
    world->made++;
    world->owner_read = world->slot;
    *at = OWNER_FILLS;
  } else if (*at == OWNER_FILLS) {
    bool exchanges = mistake != OWNER_DISPLACES_IN_TWO_STEPS;
    if (exchanges && world->owner_read != NOBODY_THERE) {
      world->owner_read = world->slot;
    }
    world->slot = world->made;
    *at = OWNER_DISPLACED;
  } else {
    bool calls =
        mistake != SLOT_CALLS_NOBODY || world->owner_read != NOBODY_THERE;
    push(world, world->owner_read);
    world->owner_read = NOBODY_THERE;
    *at = calls ? OWNER_MADE : OWNER_RUNS;
  }
}

static void next_step(World *world, Mistake mistake) {
  u8 *at = &world->owner;
  if (*at == OWNER_NEXT) {
    world->turns = (u8)((world->turns + 1) % 8);
    world->owner_read = world->slot;
    *at = OWNER_EMPTIES;
    return;
  }
  u8 actor = world->owner_read;
  if (actor != NOBODY_THERE) {
    actor = mistake == OWNER_TAKES_IN_TWO_STEPS ? actor : world->slot;
    world->slot = NOBODY_THERE;
  }
  world->owner_read = NOBODY_THERE;
  if (actor == NOBODY_THERE && world->queued > 0) {
    actor = pop(world, false);
  }
  *at = actor != NOBODY_THERE ? OWNER_RUNS : OWNER_OVER;
  run(world, actor);
  world->runs[NOBODY_THERE] = 0;
}

static void owner_step(World *world, Mistake mistake) {
  switch ((OwnerAt)world->owner) {
    case OWNER_RUNS:
    case OWNER_FILLS:
    case OWNER_DISPLACED:
      fill_step(world, mistake);
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
      next_step(world, mistake);
      break;
    case OWNER_OVER:
      break;
  }
}

// ---- The thief's steps ----

static void note(World *world) {
  world->noted_turns = world->turns;
  world->noted_slot = world->slot;
}

static void look_step(World *world) {
  bool stuck = world->turns == world->noted_turns &&
               world->slot == world->noted_slot && world->slot != NOBODY_THERE;
  note(world);
  if (world->queued > 0) {
    run(world, pop(world, true));
    world->thief = THIEF_RUNS;
  } else {
    world->thief = stuck ? THIEF_TAKES : THIEF_NAPS;
  }
}

static void take_step(World *world, Mistake mistake) {
  if (world->thief == THIEF_TAKES) {
    world->thief_read = world->slot;
    world->thief = THIEF_EMPTIES;
    return;
  }
  u8 actor = world->thief_read;
  if (actor != NOBODY_THERE) {
    actor = mistake == THIEF_TAKES_IN_TWO_STEPS ? actor : world->slot;
    world->slot = NOBODY_THERE;
  }
  world->thief_read = NOBODY_THERE;
  world->thief = actor != NOBODY_THERE ? THIEF_RUNS : THIEF_NAPS;
  run(world, actor);
  world->runs[NOBODY_THERE] = 0;
}

static void nap_step(World *world, Mistake mistake) {
  bool naps = world->owner != OWNER_OVER && mistake != SLEEPS_BESIDE_THE_ACTIVE;
  world->thief = naps ? THIEF_LOOKS : THIEF_LIES;
  world->short_handed = !naps;
}

static void thief_step(World *world, Mistake mistake) {
  switch ((ThiefAt)world->thief) {
    case THIEF_SLEEPS:
      world->called = 0;
      world->thief = THIEF_NOTES;
      break;
    case THIEF_NOTES:
      note(world);
      world->thief = THIEF_LOOKS;
      break;
    case THIEF_LOOKS:
      look_step(world);
      break;
    case THIEF_TAKES:
    case THIEF_EMPTIES:
      take_step(world, mistake);
      break;
    case THIEF_RUNS:  // through with it; it sits down again
      world->thief = THIEF_NOTES;
      break;
    case THIEF_NAPS:
      nap_step(world, mistake);
      break;
    case THIEF_LIES:
      if (world->queued > 0) {
        call(world);
      }
      world->thief = THIEF_SLEEPS;
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

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  bool moves = false;  // but for what a handler does
  World next = *world;
  if (thief_can_step(world)) {
    thief_step(&next, mistake);
    explore(states, &next, mistake);
    moves = true;
  }
  next = *world;
  if (world->owner == OWNER_RUNS) {
    next.owner = OWNER_NEXT;
    explore(states, &next, mistake);
    next = *world;
  }
  if (world->owner != OWNER_OVER &&
      (world->owner != OWNER_RUNS || world->made < ACTORS)) {
    owner_step(&next, mistake);
    explore(states, &next, mistake);
    moves = moves || world->owner != OWNER_RUNS;
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
  CU_ASSERT(states.count > 1000);
  CU_ASSERT_FALSE(states.twice);
  CU_ASSERT_FALSE(states.lost);
  CU_ASSERT_FALSE(states.beside);
  CU_ASSERT_TRUE(states.helps);
}

static void an_owner_that_takes_in_two_steps_runs_what_was_stolen(void) {
  CU_ASSERT(explore_all(OWNER_TAKES_IN_TWO_STEPS).twice);
}

static void a_thief_that_takes_in_two_steps_runs_and_loses_others(void) {
  States states = explore_all(THIEF_TAKES_IN_TWO_STEPS);
  CU_ASSERT(states.twice);
  CU_ASSERT(states.lost);
}

static void who_displaces_in_two_steps_queues_what_was_stolen(void) {
  CU_ASSERT(explore_all(OWNER_DISPLACES_IN_TWO_STEPS).twice);
}

static void a_slot_that_calls_nobody_leaves_its_actor_to_a_long_handler(void) {
  CU_ASSERT(explore_all(SLOT_CALLS_NOBODY).beside);
}

static void who_sleeps_while_others_are_at_work_leaves_one_behind(void) {
  CU_ASSERT(explore_all(SLEEPS_BESIDE_THE_ACTIVE).beside);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(everyone_runs_once_and_nobody_waits_beside_a_sleeper),
      CASE(an_owner_that_takes_in_two_steps_runs_what_was_stolen),
      CASE(a_thief_that_takes_in_two_steps_runs_and_loses_others),
      CASE(who_displaces_in_two_steps_queues_what_was_stolen),
      CASE(a_slot_that_calls_nobody_leaves_its_actor_to_a_long_handler),
      CASE(who_sleeps_while_others_are_at_work_leaves_one_behind),
      CU_TEST_INFO_NULL};
  return run_suite("stealing model", cases);
}
