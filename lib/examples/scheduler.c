// scheduler.c -- jobs that run at their time, again and again, or not at all.
#include "troupe.h"

// at(job, ms) -> timer | every(job, ms) -> timer | cancel(timer) -> outcome
// run(job): what the timers bring
#define SCHEDULER(M)                                                       \
  M(SCHEDULER_AT, scheduler, at, (text, job)(i64, ms), (u64, timer))       \
  M(SCHEDULER_EVERY, scheduler, every, (text, job)(i64, ms), (u64, timer)) \
  M(SCHEDULER_CANCEL, scheduler, cancel, (u64, timer),                     \
    (enum(TimerOutcome), outcome))                                         \
  M(SCHEDULER_RUN, scheduler, run, (text, job)(u64, tick), )
PROTOCOL(Scheduler, scheduler, SCHEDULER)
STATE(SchedulerState, (i64, runs)(u64, repeated)(i64, ticks))
ACTOR(Scheduler, scheduler, SchedulerState, keeping_time)

enum { TICKS = 3 };

static void at(const struct scheduler_at *message) {
  TimerId timer = 0;
  ignore(scheduler_tell_run_timed(scheduler_self(), message->job, 0,
                                  after_ms(message->ms), &timer));
  scheduler_reply_at(timer);
}

static void every(SchedulerState *self, const struct scheduler_every *message) {
  TimerId timer = 0;
  ignore(scheduler_tell_run_every(scheduler_self(), message->job, 1,
                                  after_ms(message->ms), TICKS_CATCH_UP,
                                  &timer));
  self->repeated = timer;
  scheduler_reply_every(timer);
}

static void run(SchedulerState *self, const struct scheduler_run *message) {
  self->runs++;
  say("%s\n", message->job);
  self->ticks += message->tick != 0;
  if (self->ticks == TICKS) {
    // A timer that was cancelled never fires, whoever is faster.
    ignore(timer_cancel(self->repeated));
  }
}

static void keeping_time(SchedulerState *self, const SchedulerMsg *message) {
  switch (message->kind) {
    case SCHEDULER_AT:
      at(&message->at);
      break;
    case SCHEDULER_EVERY:
      every(self, &message->every);
      break;
    case SCHEDULER_CANCEL:
      scheduler_reply_cancel(timer_cancel(message->cancel.timer));
      break;
    case SCHEDULER_RUN:
      run(self, &message->run);
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  SchedulerRef scheduler =
      scheduler_spawn(system, "scheduler", (SchedulerState){0});
  struct scheduler_at_reply never;
  struct scheduler_at_reply once;
  struct scheduler_every_reply again;
  struct scheduler_cancel_reply cancelled = {.outcome = TIMER_STRANGER};
  ignore(scheduler_ask_at(scheduler, "not this one", 60000, &never,
                          after_ms(1000)));
  ignore(
      scheduler_ask_cancel(scheduler, never.timer, &cancelled, after_ms(1000)));
  ignore(scheduler_ask_at(scheduler, "make tea", 1, &once, after_ms(1000)));
  ignore(system_run(system, after_ms(1000)));
  ignore(scheduler_ask_every(scheduler, "stir", 1, &again, after_ms(1000)));
  ignore(system_run(system, after_ms(1000)));
  say("cancelled in time: %s\n",
      cancelled.outcome == TIMER_CANCELLED ? "yes" : "no");
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
