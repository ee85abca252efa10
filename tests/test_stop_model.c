// Every state of a stop that meets spawns (system.c, spawning.c), as a model of
// its steps: a supervisor and its child, two parents of which each is about to
// spawn, and main, who tells all to end, the latest first, and then waits for
// one after the other. It is also tried with each of its essential steps taken
// out, and must fail then. What is done under the lock is one step.
#include <string.h>

#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  SPAWNS_ALL_THE_SAME,    // without a look whether it stops
  TELLS_NO_LATECOMER,     // who came while all were told
  WAITS_FOR_CHILD,        // whose supervisor may not have been told
  LOOKS_BEFORE_IT_WAITS,  // and enters the list in a step of its own
  ENDS_WHILE_IT_SPAWNS    // a parent, between the slot and the list
} Mistake;

enum { LEFT = 2 };  // World.told, with ENDS_WHILE_IT_SPAWNS

// The latest spawned last; those from LATE up are not there yet.
enum {
  SUPERVISOR,
  CHILD,
  PARENT,
  PARENTS = 2,
  LATE = PARENT + PARENTS,
  ALL = 6
};

typedef enum ActorAt {
  ACTOR_NONE,
  ACTOR_SPAWNS,  // is about to take a slot
  ACTOR_HAS_SLOT,
  ACTOR_IDLE,
  ACTOR_ENDS,
  ACTOR_GONE
} ActorAt;

typedef enum MainAt {
  MAIN_STOPS,
  MAIN_COUNTS,
  MAIN_CHOOSES,
  MAIN_TELLS,
  MAIN_AWAITS,
  MAIN_TELLS_AGAIN,
  MAIN_LOOKS,
  MAIN_SAW_IT_LIVE,  // with LOOKS_BEFORE_IT_WAITS
  MAIN_WAITS,
  MAIN_FREED
} MainAt;

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct World {
  u8 actors[ALL];
  u8 told[ALL];
  u8 list[ALL];  // of the living, the latest in front
  u8 living;
  u8 main;
  u8 left;    // to tell
  u8 chosen;  // whom it tells, or waits for
  u8 stopping;
  u8 late;  // one took a slot after the stop had begun
} World;

static void enlist(World *world, u8 who) {
  memmove(world->list + 1, world->list, world->living++);
  world->list[0] = who;
  world->actors[who] = ACTOR_IDLE;
}

static void delist(World *world, u8 who) {
  u8 *place = memchr(world->list, who, world->living);
  world->living--;
  memmove(place, place + 1, (size_t)(world->list + world->living - place));
  world->list[world->living] = 0;
}

static void rotate(World *world) {
  u8 first = world->list[0];
  memmove(world->list, world->list + 1, world->living - 1U);
  world->list[world->living - 1] = first;
}

// ---- Actors ----

static bool can_step(const World *world, u8 who) {
  switch ((ActorAt)world->actors[who]) {
    case ACTOR_SPAWNS:
    case ACTOR_HAS_SLOT:
      return true;
    case ACTOR_IDLE:
      return world->told[who];
    case ACTOR_ENDS:  // a supervisor has told its child, and ends after it
      return who != SUPERVISOR || world->actors[CHILD] == ACTOR_GONE;
    case ACTOR_NONE:
    case ACTOR_GONE:
      break;
  }
  return false;
}

static void actor_step(World *world, u8 who, Mistake mistake) {
  u8 *at = &world->actors[who];
  switch ((ActorAt)*at) {
    case ACTOR_SPAWNS:
      if (!world->stopping || mistake == SPAWNS_ALL_THE_SAME) {
        world->late |= world->stopping;
        *at = ACTOR_HAS_SLOT;
      } else {
        *at = ACTOR_IDLE;
      }
      break;
    case ACTOR_HAS_SLOT:
      enlist(world, (u8)(who - PARENT + LATE));
      *at = (world->told[who] & LEFT) != 0 ? ACTOR_GONE : ACTOR_IDLE;
      break;
    case ACTOR_IDLE:
      world->told[CHILD] |= who == SUPERVISOR;
      *at = ACTOR_ENDS;
      break;
    case ACTOR_ENDS:
      delist(world, who);
      *at = ACTOR_GONE;
      break;
    case ACTOR_NONE:
    case ACTOR_GONE:
      break;
  }
}

// A handler that has not returned when its actor goes.
static void leave_early(World *world, u8 who) {
  delist(world, who);
  world->told[who] = LEFT;
}

// ---- Main ----

static void choose(World *world) {
  if (world->left == 0) {
    world->main = MAIN_AWAITS;
    return;
  }
  world->left--;
  if (world->living > 0) {
    world->chosen = world->list[0];
    rotate(world);
    world->main = MAIN_TELLS;
  }
}

static void tell(World *world, u8 who) {
  world->told[who] |= world->actors[who] != ACTOR_GONE;
}

static void look(World *world, Mistake mistake) {
  bool gone = world->actors[world->chosen] == ACTOR_GONE;
  world->main = gone                               ? MAIN_AWAITS
                : mistake == LOOKS_BEFORE_IT_WAITS ? MAIN_SAW_IT_LIVE
                                                   : MAIN_WAITS;
}

static void main_step(World *world, Mistake mistake) {
  switch ((MainAt)world->main) {
    case MAIN_STOPS:
      world->stopping = 1;
      world->main = MAIN_COUNTS;
      break;
    case MAIN_COUNTS:
      world->left = world->living;
      world->main = MAIN_CHOOSES;
      break;
    case MAIN_CHOOSES:
      choose(world);
      break;
    case MAIN_TELLS:  // a child is ended by its supervisor
      if (world->chosen != CHILD) {
        tell(world, world->chosen);
      }
      world->main = MAIN_CHOOSES;
      break;
    case MAIN_AWAITS:
      world->chosen = world->list[0];
      world->main = world->living == 0              ? MAIN_FREED
                    : mistake == TELLS_NO_LATECOMER ? MAIN_LOOKS
                                                    : MAIN_TELLS_AGAIN;
      break;
    case MAIN_TELLS_AGAIN:
      if (world->chosen != CHILD) {
        tell(world, world->chosen);
      } else if (mistake != WAITS_FOR_CHILD) {
        tell(world, SUPERVISOR);
      }
      world->main = MAIN_LOOKS;
      break;
    case MAIN_LOOKS:
      look(world, mistake);
      break;
    case MAIN_SAW_IT_LIVE:
      world->main = MAIN_WAITS;
      break;
    case MAIN_WAITS:  // somebody has gone, and has woken it
      world->main = MAIN_AWAITS;
      break;
    case MAIN_FREED:
      break;
  }
}

// ---- All states that can be reached ----

typedef struct States {
  Seen *seen;
  size_t count;
  bool late;   // one was spawned after the stop had begun
  bool stuck;  // main waits for ever
  bool freed;  // under somebody who lives, or is about to
} States;

static void explore(States *states, const World *world, Mistake mistake);

static void explore_actors(States *states, const World *world,
                           Mistake mistake) {
  for (u8 who = 0; who < ALL; who++) {
    bool early = mistake == ENDS_WHILE_IT_SPAWNS && world->told[who] == 1 &&
                 world->actors[who] == ACTOR_HAS_SLOT;
    World next = *world;
    if (can_step(world, who)) {
      actor_step(&next, who, mistake);
      // Whoever is in the list when it goes is woken; who enters it later not.
      if (next.actors[who] == ACTOR_GONE && world->main == MAIN_WAITS &&
          world->chosen == who) {
        next.main = MAIN_AWAITS;
      }
      explore(states, &next, mistake);
    }
    if (early) {
      next = *world;
      leave_early(&next, who);
      if (next.main == MAIN_WAITS && next.chosen == who) {
        next.main = MAIN_AWAITS;
      }
      explore(states, &next, mistake);
    }
  }
}

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  states->late = states->late || world->late;
  if (world->main == MAIN_FREED) {
    for (u8 who = 0; who < ALL; who++) {
      bool there =
          world->actors[who] != ACTOR_NONE && world->actors[who] != ACTOR_GONE;
      states->freed = states->freed || there;
    }
    return;
  }
  bool moves = world->main != MAIN_WAITS;
  if (moves) {
    World next = *world;
    main_step(&next, mistake);
    explore(states, &next, mistake);
  }
  for (u8 who = 0; who < ALL; who++) {
    moves = moves || can_step(world, who);
  }
  explore_actors(states, world, mistake);
  states->stuck = states->stuck || !moves;
}

static States explore_all(Mistake mistake) {
  States states = {.seen = seen_new(sizeof(World))};
  World first = {.actors = {ACTOR_IDLE, ACTOR_IDLE, ACTOR_SPAWNS, ACTOR_SPAWNS},
                 .list = {PARENT + 1, PARENT, CHILD, SUPERVISOR},
                 .living = LATE};
  explore(&states, &first, mistake);
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void whoever_is_being_spawned_a_stop_ends_all_and_only_then_frees(void) {
  States states = explore_all(NO_MISTAKE);
  CU_ASSERT(states.count > 1000);
  CU_ASSERT_FALSE(states.late);
  CU_ASSERT_FALSE(states.stuck);
  CU_ASSERT_FALSE(states.freed);
}

static void who_spawns_without_a_look_spawns_after_the_stop(void) {
  CU_ASSERT(explore_all(SPAWNS_ALL_THE_SAME).late);
}

static void who_tells_no_latecomer_waits_for_it_for_ever(void) {
  CU_ASSERT(explore_all(TELLS_NO_LATECOMER).stuck);
}

static void who_waits_for_a_child_alone_waits_for_ever(void) {
  CU_ASSERT(explore_all(WAITS_FOR_CHILD).stuck);
}

static void who_looks_before_it_waits_misses_the_end(void) {
  CU_ASSERT(explore_all(LOOKS_BEFORE_IT_WAITS).stuck);
}

static void who_ends_while_it_spawns_has_its_system_freed(void) {
  CU_ASSERT(explore_all(ENDS_WHILE_IT_SPAWNS).freed);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(whoever_is_being_spawned_a_stop_ends_all_and_only_then_frees),
      CASE(who_spawns_without_a_look_spawns_after_the_stop),
      CASE(who_tells_no_latecomer_waits_for_it_for_ever),
      CASE(who_waits_for_a_child_alone_waits_for_ever),
      CASE(who_looks_before_it_waits_misses_the_end),
      CASE(who_ends_while_it_spawns_has_its_system_freed),
      CU_TEST_INFO_NULL};
  return run_suite("stop model", cases);
}
