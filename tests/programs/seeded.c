// seeded.c -- ten programs with a mistake each, which a random run meets late
// and a short run shows: `set bug 1` to 10. For shrinking.
//
// Two drummers beat at random, and a judge listens. Most mistakes are in what
// it does when the last beats came in one certain order; the others in what it
// thinks cannot be: how far one drummer is ahead, how much mail there is.
#include <stdlib.h>
#include <string.h>

#include "troupe.h"

#define JUDGE(M) M(JUDGE_BEAT, judge, beat, (bool, left), )
PROTOCOL(Judge, judge, JUDGE)
STATE(JudgeState, (i64, bug)(i64, heard)(i64, count)(i64, lead)(bool, wrong))
ACTOR(Judge, judge, JudgeState, judging)

#define DRUMMER(M) M(DRUMMER_AGAIN, drummer, again, (i64, more), )
REF(Drummer, drummer)
PROTOCOL_AFTER_REF(Drummer, drummer, DRUMMER)
STATE(DrummerState, (ref(Judge), judge)(bool, left)(i64, beats))
ACTOR(Drummer, drummer, DrummerState, drumming)

// The beats after which it goes wrong, by bug; L is 1, R is 0.
static const char *const orders[] = {"",
                                     "LLLLLLLLL",
                                     "RLLRRLLLRRRLLLR",
                                     "LLRRLLRRLLRRLLRLL",
                                     "LLLLRLLLLRLLR",
                                     "RRRLRRRLRRRLRL",
                                     "LRLLRRLRRLLRRRRL"};
enum { BUG_FAILS = 4, BUG_CRASHES, BUG_EXITS, BUGS_OF_ORDER };

static bool ends_with(const JudgeState *self, const char *order) {
  size_t length = strlen(order);
  if (self->count < (i64)length) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    bool left = (self->heard >> (length - 1 - i) & 1) != 0;
    if (left != (order[i] == 'L')) {
      return false;
    }
  }
  return true;
}

static void judging(JudgeState *self, const JudgeMsg *message) {
  bool left = message->beat.left;
  self->heard = (self->heard << 1 & 0xFFFFFF) | left;
  self->count++;
  self->lead += left ? 1 : -1;
  if (self->bug >= BUGS_OF_ORDER || !ends_with(self, orders[self->bug])) {
    return;
  }
  switch (self->bug) {
    case BUG_FAILS:
      fail("nobody beats like this");
    case BUG_CRASHES:
      abort();
    case BUG_EXITS:
      exit(3);
    default:
      self->wrong = true;
      break;
  }
}

static void drumming(DrummerState *self, const DrummerMsg *message) {
  self->beats++;
  ignore(judge_tell_beat(self->judge, self->left));
  if (message->again.more > 0) {
    ignore(drummer_tell_again(drummer_self(), message->again.more - 1));
  }
}

int main(void) {
  const char *bug = getenv("bug");
  System *system = system_start(NULL);
  JudgeRef judge =
      judge_spawn(system, "judge",
                  (JudgeState){.bug = bug == NULL ? 1 : strtol(bug, NULL, 10)});
  for (int i = 0; i < 2; i++) {
    DrummerRef drummer =
        drummer_spawn(system, i == 0 ? "left" : "right",
                      (DrummerState){.judge = judge, .left = i == 0});
    ignore(drummer_tell_again(drummer, 60000));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
