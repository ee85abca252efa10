// 06d-stepper, the start. Fails first: a_tape_says_who_is_next
//
// Step 1 of chapter 6: whoever has mail may have a turn, and it is always the
// first of them. What is left to do stands behind "Yours:".
#include "stepper.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

typedef struct Actor {
  Behaviour *behaviour;
  void *state;
  int mailbox[STEPPER_ROOM];
  int count;
} Actor;

// Yours: the tape, where choices come from, the clock and its timers.
struct Stepper {
  Actor actors[STEPPER_ACTORS];
  int spawned;
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

// Yours.
void stepper_tell_after(Stepper *stepper, i64 span, int actor, int message) {
  (void)stepper;
  (void)span;
  (void)actor;
  (void)message;
}

// Yours.
i64 stepper_now(const Stepper *stepper) {
  (void)stepper;
  return 0;
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

// Yours: to choose, to write it down, to stop, and to let the time pass.
static StepperEnd go_on(Stepper *stepper) {
  Actor *ready[STEPPER_ACTORS];
  for (int turns = 0; options(stepper, ready) > 0; turns++) {
    if (turns == STEPPER_TAPE) return STEPPER_LONG;
    take_turn(stepper, ready[0]);
  }
  return STEPPER_QUIET;
}

StepperEnd stepper_run(Stepper *stepper, u64 seed) {
  (void)seed;  // Yours
  return go_on(stepper);
}

StepperEnd stepper_play(Stepper *stepper, const int *choices, int count) {
  (void)choices;  // Yours
  (void)count;
  return go_on(stepper);
}

// Yours.
int stepper_tape(const Stepper *stepper, const int **choices) {
  (void)stepper;
  (void)choices;
  return 0;
}
