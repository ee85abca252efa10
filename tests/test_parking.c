// Every state of the protocol by which the pool's workers fall asleep and are
// called (sleepers.c), as a model of its steps: two workers, somebody outside
// who pushes work, work that a worker makes for others, and a stop. It is also
// tried with each of its essential steps taken out, and must fail then. What is
// done under the lock is one step.
#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  LOOKS_BEFORE_IT_PUSHES,  // is anybody to be called? and pushes then
  SLEEPS_AT_ONCE,          // lies down without another look for work
  WORKS_AT_ONCE,           // gets up without another look for work
  SLEEPS_THROUGH_STOP      // lies down without asking whether it stops
} Mistake;

typedef enum WorkerAt {
  WORKER_NEXT,    // wants something to run
  WORKER_RUNS,    // can take any time
  WORKER_PUSHED,  // has made work for others and has yet to look who sleeps
  WORKER_CALLS,   // has seen that somebody is to be called
  WORKER_SITS_DOWN,
  WORKER_LOOKS,
  WORKER_GETS_UP,
  WORKER_LOOKS_UP,  // once more, after it got up
  WORKER_CALLS_UP,
  WORKER_LIES_DOWN,
  WORKER_LOOKS_LYING,
  WORKER_CALLS_LYING,
  WORKER_SLEEPS,
  WORKER_ENDED
} WorkerAt;

typedef enum SenderAt { SENDER_PUSHES, SENDER_LOOKS, SENDER_CALLS } SenderAt;

enum { WORKERS = 2, NOBODY_SITS = 9 };

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct World {
  u8 workers[WORKERS];
  u8 queued[WORKERS];
  u8 outside;
  u8 to_make;  // what workers still push
  u8 to_send;  // and what the one outside does
  u8 sender;
  u8 seat;
  u8 asleep[WORKERS];
  u8 called[WORKERS];
  u8 short_handed;
  u8 saw;  // with LOOKS_BEFORE_IT_PUSHES
  u8 stopping;
} World;

static bool has_work(const World *world) {
  return world->outside + world->queued[0] + world->queued[1] > 0;
}

static bool one_sleeps(const World *world) {
  return world->asleep[0] || world->asleep[1];
}

static void tell(World *world) {
  world->short_handed = world->seat == NOBODY_SITS && one_sleeps(world);
}

static void call(World *world) {
  u8 chosen = world->asleep[0] ? 0 : 1;
  if (world->seat == NOBODY_SITS && one_sleeps(world)) {
    world->asleep[chosen] = 0;
    world->called[chosen] = 1;
    world->seat = chosen;
  }
  tell(world);
}

static bool take(u8 *from) {
  bool taken = *from > 0;
  *from = (u8)(*from - taken);
  return taken;
}

// ---- The steps ----

static void run_step(World *world, size_t self) {
  u8 *at = &world->workers[self];
  if (*at == WORKER_PUSHED) {
    *at = world->short_handed ? WORKER_CALLS : WORKER_RUNS;
  } else if (*at == WORKER_CALLS) {
    call(world);
    *at = WORKER_RUNS;
  } else if (take(&world->queued[self]) || take(&world->outside)) {
    *at = WORKER_RUNS;
  } else {
    *at = WORKER_SITS_DOWN;
  }
}

static void sit_step(World *world, size_t self, Mistake mistake) {
  u8 *at = &world->workers[self];
  if (*at == WORKER_LOOKS) {
    bool found = take(&world->outside) || take(&world->queued[1 - self]);
    *at = found ? WORKER_GETS_UP : WORKER_LIES_DOWN;
  } else if (world->stopping && mistake != SLEEPS_THROUGH_STOP) {
    *at = WORKER_ENDED;
  } else if (world->seat == NOBODY_SITS) {
    world->seat = (u8)self;
    *at = WORKER_LOOKS;
  } else {
    world->asleep[self] = 1;
    *at = WORKER_SLEEPS;
  }
  tell(world);
}

static void get_up_step(World *world, size_t self, Mistake mistake) {
  u8 *at = &world->workers[self];
  if (*at == WORKER_GETS_UP) {
    world->seat = NOBODY_SITS;
    *at = mistake == WORKS_AT_ONCE ? WORKER_RUNS : WORKER_LOOKS_UP;
    tell(world);
  } else if (*at == WORKER_LOOKS_UP) {
    *at =
        has_work(world) && world->short_handed ? WORKER_CALLS_UP : WORKER_RUNS;
  } else {
    call(world);
    *at = WORKER_RUNS;
  }
}

static void lie_down_step(World *world, size_t self, Mistake mistake) {
  u8 *at = &world->workers[self];
  if (*at == WORKER_LIES_DOWN) {
    world->seat = NOBODY_SITS;
    world->asleep[self] = !world->stopping || mistake == SLEEPS_THROUGH_STOP;
    *at = mistake == SLEEPS_AT_ONCE ? WORKER_SLEEPS : WORKER_LOOKS_LYING;
    tell(world);
  } else if (*at == WORKER_LOOKS_LYING) {
    *at = has_work(world) && world->short_handed ? WORKER_CALLS_LYING
                                                 : WORKER_SLEEPS;
  } else if (*at == WORKER_CALLS_LYING) {
    call(world);
    *at = WORKER_SLEEPS;
  } else {
    // Asleep until the call, or the stop, which takes it out of the list.
    *at = world->called[self] ? WORKER_LOOKS : WORKER_ENDED;
    world->called[self] = 0;
  }
}

static void worker_step(World *world, size_t self, Mistake mistake) {
  switch ((WorkerAt)world->workers[self]) {
    case WORKER_NEXT:
    case WORKER_PUSHED:
    case WORKER_CALLS:
      run_step(world, self);
      break;
    case WORKER_SITS_DOWN:
    case WORKER_LOOKS:
      sit_step(world, self, mistake);
      break;
    case WORKER_GETS_UP:
    case WORKER_LOOKS_UP:
    case WORKER_CALLS_UP:
      get_up_step(world, self, mistake);
      break;
    case WORKER_LIES_DOWN:
    case WORKER_LOOKS_LYING:
    case WORKER_CALLS_LYING:
    case WORKER_SLEEPS:
      lie_down_step(world, self, mistake);
      break;
    case WORKER_RUNS:
    case WORKER_ENDED:
      break;
  }
}

static bool worker_can_step(const World *world, size_t self) {
  u8 at = world->workers[self];
  if (at == WORKER_SLEEPS) {
    return world->called[self] || (world->stopping && !world->asleep[self]);
  }
  return at != WORKER_RUNS && at != WORKER_ENDED;
}

static void sender_step(World *world, Mistake mistake) {
  bool looks_first = mistake == LOOKS_BEFORE_IT_PUSHES;
  if (world->sender == SENDER_CALLS) {
    call(world);
    world->sender = SENDER_PUSHES;
  } else if (looks_first == (world->sender == SENDER_PUSHES)) {
    world->saw = world->short_handed;
    world->sender = looks_first  ? SENDER_LOOKS
                    : world->saw ? SENDER_CALLS
                                 : SENDER_PUSHES;
  } else {
    world->outside++;
    world->to_send--;
    world->sender = !looks_first ? SENDER_LOOKS
                    : world->saw ? SENDER_CALLS
                                 : SENDER_PUSHES;
  }
}

static void stop(World *world) {
  world->stopping = 1;
  world->asleep[0] = 0;
  world->asleep[1] = 0;
  tell(world);
}

// ---- All states that can be reached ----

typedef struct States {
  Seen *seen;
  size_t count;
  bool beside;     // one sleeps, and will, beside work that waits
  bool unstopped;  // one sleeps on although all was stopped
} States;

static void explore(States *states, const World *world, Mistake mistake);

// A handler goes on for as long as it likes: it pushes, or it returns.
static void explore_handlers(States *states, const World *world,
                             Mistake mistake) {
  for (size_t i = 0; i < WORKERS; i++) {
    if (world->workers[i] == WORKER_RUNS) {
      World next = *world;
      next.workers[i] = WORKER_NEXT;
      explore(states, &next, mistake);
      if (world->to_make > 0) {
        next = *world;
        next.to_make--;
        next.queued[i]++;
        next.workers[i] = WORKER_PUSHED;
        explore(states, &next, mistake);
      }
    }
  }
}

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  bool moves = false;  // but for what handlers do
  for (size_t i = 0; i < WORKERS; i++) {
    if (worker_can_step(world, i)) {
      World next = *world;
      worker_step(&next, i, mistake);
      explore(states, &next, mistake);
      moves = true;
    }
  }
  if (world->to_send > 0 || world->sender != SENDER_PUSHES) {
    World next = *world;
    sender_step(&next, mistake);
    explore(states, &next, mistake);
    moves = true;
  } else if (!world->stopping && !has_work(world)) {
    World next = *world;
    stop(&next);
    explore(states, &next, mistake);
  }
  explore_handlers(states, world, mistake);
  bool sleeps =
      world->workers[0] == WORKER_SLEEPS || world->workers[1] == WORKER_SLEEPS;
  if (!moves && sleeps) {
    states->beside = states->beside || has_work(world);
    states->unstopped = states->unstopped || world->stopping;
  }
}

static States explore_all(Mistake mistake) {
  States states = {.seen = seen_new(sizeof(World))};
  World first = {.to_make = 2, .to_send = 3, .seat = NOBODY_SITS};
  explore(&states, &first, mistake);
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void nobody_sleeps_beside_work_or_through_the_stop_in_any_order(void) {
  States states = explore_all(NO_MISTAKE);
  CU_ASSERT(states.count > 3000);
  CU_ASSERT_FALSE(states.beside);
  CU_ASSERT_FALSE(states.unstopped);
}

static void who_looks_for_sleepers_before_it_pushes_wakes_nobody(void) {
  CU_ASSERT(explore_all(LOOKS_BEFORE_IT_PUSHES).beside);
}

static void who_lies_down_without_another_look_sleeps_beside_work(void) {
  CU_ASSERT(explore_all(SLEEPS_AT_ONCE).beside);
}

static void who_gets_up_without_another_look_leaves_work_to_nobody(void) {
  CU_ASSERT(explore_all(WORKS_AT_ONCE).beside);
}

static void who_does_not_ask_whether_it_stops_sleeps_for_ever(void) {
  CU_ASSERT(explore_all(SLEEPS_THROUGH_STOP).unstopped);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(nobody_sleeps_beside_work_or_through_the_stop_in_any_order),
      CASE(who_looks_for_sleepers_before_it_pushes_wakes_nobody),
      CASE(who_lies_down_without_another_look_sleeps_beside_work),
      CASE(who_gets_up_without_another_look_leaves_work_to_nobody),
      CASE(who_does_not_ask_whether_it_stops_sleeps_for_ever),
      CU_TEST_INFO_NULL};
  return run_suite("parking", cases);
}
