// Every state of the protocol by which a slowed actor waits for room (slowed.c,
// outbox.c), as a model of its steps: one sender that two workers may run, a
// receiver of one place, and somebody who kills the sender in between. It is
// also tried with each of its essential steps taken out, and must fail then.
#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  LOOKS_BEFORE_IT_WANTS,  // says that it wants room after its last look
  LEAVES_AT_ONCE,         // does not look again
  RUNS_ON,                // goes on although somebody else took it over
  INTERRUPTS_NOBODY       // what is urgent does not take it out of the list
} Mistake;

typedef enum WorkerAt {
  WORKER_IDLE,
  WORKER_TRIES,
  WORKER_ENLISTS,
  WORKER_WANTS,
  WORKER_LOOKS,
  WORKER_TAKES_BACK
} WorkerAt;

typedef enum ReceiverAt {
  RECEIVER_POPS,
  RECEIVER_ASKS,
  RECEIVER_WAKES
} ReceiverAt;

typedef enum KillerAt { KILLER_WAITS, KILLER_PUSHED, KILLER_DONE } KillerAt;

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct World {
  u8 workers[2];
  u8 queued;  // how often the sender stands in the run queue
  u8 listed;
  u8 to_send;
  u8 room;
  u8 mail;
  u8 wanted;
  u8 receiver;
  u8 killer;
  u8 killed;  // the sender has seen it
  u8 rests;   // the sender gave up the promise: all is sent
  u8 twice;
} World;

static void try_to_send(World *world, size_t self) {
  u8 *at = &world->workers[self];
  bool other_runs = world->workers[1 - self] == WORKER_TRIES ||
                    world->workers[1 - self] == WORKER_ENLISTS;
  world->twice |= other_runs || world->queued > 0 || world->listed;
  if (world->killer != KILLER_WAITS && !world->killed) {
    world->killed = 1;
    world->to_send = 0;  // the rest leaves over the bound
  } else if (world->to_send == 0) {
    world->rests = 1;
    *at = WORKER_IDLE;
  } else if (world->room > 0) {
    world->room--;
    world->mail++;
    world->to_send--;
  } else {
    *at = WORKER_ENLISTS;
  }
}

static bool sees_reason(const World *world) {
  return world->room > 0 || (world->killer != KILLER_WAITS && !world->killed);
}

static void worker_step(World *world, size_t self, Mistake mistake) {
  u8 *at = &world->workers[self];
  switch ((WorkerAt)*at) {
    case WORKER_IDLE:
      world->queued--;
      *at = WORKER_TRIES;
      break;
    case WORKER_TRIES:
      try_to_send(world, self);
      break;
    case WORKER_ENLISTS:
      world->listed = 1;
      *at = mistake == LOOKS_BEFORE_IT_WANTS ? WORKER_LOOKS
            : mistake == LEAVES_AT_ONCE      ? WORKER_IDLE
                                             : WORKER_WANTS;
      world->wanted |= mistake == LEAVES_AT_ONCE;
      break;
    case WORKER_WANTS:
      world->wanted = 1;
      *at = mistake == LOOKS_BEFORE_IT_WANTS ? WORKER_IDLE : WORKER_LOOKS;
      break;
    case WORKER_LOOKS:
      *at = sees_reason(world)                 ? WORKER_TAKES_BACK
            : mistake == LOOKS_BEFORE_IT_WANTS ? WORKER_WANTS
                                               : WORKER_IDLE;
      break;
    case WORKER_TAKES_BACK:
      *at = world->listed || mistake == RUNS_ON ? WORKER_TRIES : WORKER_IDLE;
      world->listed = 0;
      break;
  }
}

static void run_again(World *world) {
  world->queued += world->listed;
  world->listed = 0;
}

static void receiver_step(World *world) {
  switch ((ReceiverAt)world->receiver) {
    case RECEIVER_POPS:
      world->mail--;
      world->room++;
      world->receiver = RECEIVER_ASKS;
      break;
    case RECEIVER_ASKS:
      world->receiver = world->wanted ? RECEIVER_WAKES : RECEIVER_POPS;
      world->wanted = 0;
      break;
    case RECEIVER_WAKES:
      if (world->room > 0) {
        run_again(world);
      }
      world->wanted |= world->listed;
      world->receiver = RECEIVER_POPS;
      break;
  }
}

static void killer_step(World *world, Mistake mistake) {
  if (world->killer == KILLER_WAITS) {
    world->killer = KILLER_PUSHED;
    return;
  }
  world->killer = KILLER_DONE;
  if (mistake != INTERRUPTS_NOBODY) {
    run_again(world);
  }
}

// ---- All of them ----

typedef struct States {
  Seen *seen;
  size_t count;
  bool twice;
  bool stuck;   // something is left to send, and nobody will
  bool unseen;  // it was killed, and never saw it
} States;

// True: the step is possible, and *world is what it leads to.
static bool step(World *world, size_t who, Mistake mistake) {
  if (who < 2) {
    bool open = world->workers[who] != WORKER_IDLE || world->queued > 0;
    if (open) {
      worker_step(world, who, mistake);
    }
    return open;
  }
  if (who == 2) {
    bool open = world->receiver != RECEIVER_POPS || world->mail > 0;
    if (open) {
      receiver_step(world);
    }
    return open;
  }
  bool open = world->killer < KILLER_DONE;
  if (open) {
    killer_step(world, mistake);
  }
  return open;
}

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  states->twice = states->twice || world->twice;
  bool over = true;
  for (size_t who = 0; who < 4 && !world->twice; who++) {
    World next = *world;
    if (step(&next, who, mistake)) {
      over = over && who == 3;  // nobody has to be killed
      explore(states, &next, mistake);
    }
  }
  if (over && !world->twice) {
    states->stuck = states->stuck || world->to_send > 0;
    states->unseen =
        states->unseen || (world->killer == KILLER_DONE && world->listed);
  }
}

// A receiver without room and without mail handles something for ever.
static States explore_all(Mistake mistake, u8 room) {
  States states = {.seen = seen_new(sizeof(World))};
  World first = {.queued = 1, .to_send = 3, .room = room};
  explore(&states, &first, mistake);
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void who_waits_for_room_gets_it_and_is_run_once_at_a_time(void) {
  States states = explore_all(NO_MISTAKE, 1);
  CU_ASSERT(states.count > 300);
  CU_ASSERT_FALSE(states.twice);
  CU_ASSERT_FALSE(states.stuck);
  CU_ASSERT_FALSE(states.unseen);
}

static void who_wants_room_after_its_last_look_waits_for_ever(void) {
  CU_ASSERT(explore_all(LOOKS_BEFORE_IT_WANTS, 1).stuck);
}

static void who_does_not_look_again_waits_for_ever(void) {
  CU_ASSERT(explore_all(LEAVES_AT_ONCE, 1).stuck);
}

static void who_goes_on_when_another_took_it_over_is_run_twice(void) {
  CU_ASSERT(explore_all(RUNS_ON, 1).twice);
}

static void who_is_killed_while_it_waits_sees_it_although_no_room_comes(void) {
  States states = explore_all(NO_MISTAKE, 0);
  CU_ASSERT_FALSE(states.twice);
  CU_ASSERT_FALSE(states.unseen);
}

static void who_is_not_interrupted_never_sees_that_it_was_killed(void) {
  CU_ASSERT(explore_all(INTERRUPTS_NOBODY, 0).unseen);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(who_waits_for_room_gets_it_and_is_run_once_at_a_time),
      CASE(who_wants_room_after_its_last_look_waits_for_ever),
      CASE(who_does_not_look_again_waits_for_ever),
      CASE(who_goes_on_when_another_took_it_over_is_run_twice),
      CASE(who_is_killed_while_it_waits_sees_it_although_no_room_comes),
      CASE(who_is_not_interrupted_never_sees_that_it_was_killed),
      CU_TEST_INFO_NULL};
  return run_suite("room model", cases);
}
