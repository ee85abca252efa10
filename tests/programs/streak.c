// streak.c -- two drummers beat at random; a judge minds ten of one in a
// row. A failure that a random run meets late, and a short run shows: for
// shrinking.
#include "troupe.h"

#define JUDGE(M) M(JUDGE_BEAT, judge, beat, (i64, of), )
PROTOCOL(Judge, judge, JUDGE)
STATE(JudgeState, (i64, last)(i64, streak)(i64, longest))
ACTOR(Judge, judge, JudgeState, judging)

#define DRUMMER(M) M(DRUMMER_AGAIN, drummer, again, (i64, left), )
REF(Drummer, drummer)
PROTOCOL_AFTER_REF(Drummer, drummer, DRUMMER)
STATE(DrummerState, (ref(Judge), judge)(i64, number))
ACTOR(Drummer, drummer, DrummerState, drumming)

static void judging(JudgeState *self, const JudgeMsg *message) {
  i64 of = message->beat.of;
  self->streak = of == self->last ? self->streak + 1 : 1;
  self->last = of;
  if (self->streak > self->longest) {
    self->longest = self->streak;
  }
}

static void drumming(DrummerState *self, const DrummerMsg *message) {
  ignore(judge_tell_beat(self->judge, self->number));
  if (message->again.left > 0) {
    ignore(drummer_tell_again(drummer_self(), message->again.left - 1));
  }
}

int main(void) {
  System *system = system_start(NULL);
  JudgeRef judge = judge_spawn(system, "judge", (JudgeState){0});
  for (i64 i = 1; i <= 2; i++) {
    DrummerRef drummer =
        drummer_spawn(system, i == 1 ? "left" : "right",
                      (DrummerState){.judge = judge, .number = i});
    ignore(drummer_tell_again(drummer, 60000));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
