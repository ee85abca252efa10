// WRONG, fails equal_seeds_give_equal_runs:
// the time of day is stirred into the seed, to make it more random.
#include "stepper.h"

#include <string.h>

#include "base/check.h"
#include "base/deadline.h"
#include "base/mem.h"
#include "base/rng.h"

typedef struct Actor {
  Behaviour *behaviour;
  void *state;
  int mailbox[STEPPER_ROOM];
  int count;
} Actor;

typedef struct Timer {
  i64 at;
  int actor;
  int message;
} Timer;

struct Stepper {
  Actor actors[STEPPER_ACTORS];
  int spawned;
  Timer timers[STEPPER_TIMERS];  // in the order in which they were set
  int set;
  i64 now;
  bool by_chance;
  Rng rng;            // by chance
  const int *played;  // by a tape: borrowed
  int given;          // how many
  int tape[STEPPER_TAPE];
  int made;
};

Stepper *stepper_new(void) {
  return mem_new(Stepper);
}

void stepper_free(Stepper *stepper) {
  mem_free(stepper);
}

int stepper_spawn(Stepper *stepper, Behaviour *behaviour, void *state) {
  CHECK(stepper->spawned < STEPPER_ACTORS);
  stepper->actors[stepper->spawned] =
      (Actor){.behaviour = behaviour, .state = state};
  return stepper->spawned++;
}

void stepper_tell(Stepper *stepper, int actor, int message) {
  Actor *to = &stepper->actors[actor];
  CHECK(to->count < STEPPER_ROOM);
  to->mailbox[to->count++] = message;
}

void stepper_tell_after(Stepper *stepper, i64 span, int actor, int message) {
  CHECK(stepper->set < STEPPER_TIMERS);
  stepper->timers[stepper->set++] =
      (Timer){stepper->now + span, actor, message};
}

i64 stepper_now(const Stepper *stepper) {
  return stepper->now;
}

static void take_turn(Stepper *stepper, Actor *actor) {
  int message = actor->mailbox[0];
  actor->count--;
  memmove(actor->mailbox, actor->mailbox + 1,
          (size_t)actor->count * sizeof(int));
  actor->behaviour(stepper, actor->state, message);
}

// Who has mail; gives how many.
static int options(Stepper *stepper, Actor *ready[STEPPER_ACTORS]) {
  int count = 0;
  for (int i = 0; i < stepper->spawned; i++) {
    Actor *actor = &stepper->actors[i];
    if (actor->count > 0) ready[count++] = actor;
  }
  return count;
}

// Nobody has mail: the first timer goes off. False: there is none.
static bool pass_time(Stepper *stepper) {
  if (stepper->set == 0) return false;
  Timer *first = stepper->timers;
  Timer *end = stepper->timers + stepper->set;
  for (Timer *timer = first; timer < end; timer++) {
    if (timer->at < first->at) first = timer;
  }
  stepper->now = first->at;
  stepper_tell(stepper, first->actor, first->message);
  memmove(first, first + 1, (size_t)(end - first - 1) * sizeof(Timer));
  stepper->set--;
  return true;
}

static int choose(Stepper *stepper, int count) {
  if (stepper->by_chance) return (int)rng_below(&stepper->rng, (u64)count);
  if (stepper->made >= stepper->given) return 0;
  return stepper->played[stepper->made];
}

static StepperEnd go_on(Stepper *stepper) {
  Actor *ready[STEPPER_ACTORS];
  int count;
  do {
    while ((count = options(stepper, ready)) > 0) {
      if (stepper->made == STEPPER_TAPE) return STEPPER_LONG;
      int chosen = choose(stepper, count);
      if (chosen < 0 || chosen >= count) return STEPPER_DIVERGED;
      stepper->tape[stepper->made++] = chosen;
      take_turn(stepper, ready[chosen]);
    }
  } while (pass_time(stepper));
  return STEPPER_QUIET;
}

StepperEnd stepper_run(Stepper *stepper, u64 seed) {
  stepper->by_chance = true;
  rng_seed(&stepper->rng, seed ^ (u64)clock_now());
  return go_on(stepper);
}

StepperEnd stepper_play(Stepper *stepper, const int *choices, int count) {
  stepper->played = choices;
  stepper->given = count;
  return go_on(stepper);
}

int stepper_tape(const Stepper *stepper, const int **choices) {
  *choices = stepper->tape;
  return stepper->made;
}
