// worker_pool.c -- jobs for three workers, but only so many in a while.
//
// The limiter is a bucket of tokens: a job takes one, a repeating timer fills
// it up again, and what comes while it is empty is put aside (stash).
#include "troupe.h"

enum { JOBS = 12, BURST = 4, WORKERS = 3 };

// square(number) -> square
#define WORKER(M) M(WORKER_SQUARE, worker, square, (i64, number), (i64, square))
PROTOCOL(Worker, worker, WORKER)
STATE(WorkerState, (i64, jobs))
ACTOR(Worker, worker, WorkerState, working)
ROUTER(Worker, worker, WorkerState)

// job(number) | done(...): the pool's answer | fill(): of the timer
// report() -> done, sum, rounds
#define LIMITER(M)                                          \
  M(LIMITER_JOB, limiter, job, (i64, number), )             \
  M(LIMITER_DONE, limiter, done, REPLY_HEAD(i64, square), ) \
  M(LIMITER_FILL, limiter, fill, , )                        \
  M(LIMITER_REPORT, limiter, report, , (i64, done)(i64, sum)(i64, fills))
PROTOCOL(Limiter, limiter, LIMITER)
STATE(LimiterState,
      (ref(Worker), pool)(i64, tokens)(i64, done)(i64, sum)(i64, fills)(u64,
                                                                        timer))
ACTOR(Limiter, limiter, LimiterState, limiting)

static void working(WorkerState *self, const WorkerMsg *message) {
  switch (message->kind) {
    case WORKER_SQUARE:
      self->jobs++;
      worker_reply_square(message->square.number * message->square.number);
      break;
  }
}

static void start(LimiterState *self, i64 number) {
  if (self->tokens == 0) {
    ignore(stash());
    return;
  }
  self->tokens--;
  ignore(worker_ask_square_as(self->pool, number, limiter_done, NEVER));
}

static void finish(LimiterState *self, const struct limiter_done *message) {
  self->done += message->outcome == ASK_OK;
  self->sum += message->square;
  if (self->done == JOBS) {
    ignore(timer_cancel(self->timer));
  }
}

static void limiting(LimiterState *self, const LimiterMsg *message) {
  switch (message->kind) {
    case LIMITER_JOB:
      if (self->timer == 0) {
        ignore(limiter_tell_fill_every(limiter_self(), after_ms(2), TICKS_SKIP,
                                       &self->timer));
      }
      start(self, message->job.number);
      break;
    case LIMITER_DONE:
      finish(self, &message->done);
      break;
    case LIMITER_FILL:
      self->fills++;
      self->tokens = BURST;
      unstash_all();
      break;
    case LIMITER_REPORT:
      limiter_reply_report(self->done, self->sum, self->fills);
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  WorkerRef pool = worker_router_spawn(
      system, (RouterOptions){.spawn.label = "pool", .workers = WORKERS},
      (WorkerState){0});
  LimiterRef limiter = limiter_spawn(
      system, "limiter", (LimiterState){.pool = pool, .tokens = BURST});
  for (i64 i = 1; i <= JOBS; i++) {
    ignore(limiter_tell_job(limiter, i));
  }
  ignore(system_run(system, after_ms(5000)));
  struct limiter_report_reply report = {0};
  ignore(limiter_ask_report(limiter, &report, after_ms(1000)));
  say("%" PRId64 " jobs done, sum of squares %" PRId64 "\n", report.done,
      report.sum);
  say("the bucket had to be filled up: %s\n",
      report.fills >= JOBS / BURST - 1 ? "yes" : "no");
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
