// logistic_map.c -- series of x' = r x (1 - x), each with a computer of its
// rate. A series that waits for its computer puts other messages aside.
#include "base/deadline.h"
#include "base/mem.h"
#include "workload.h"

REF(Series, series)

#define RATE(M) M(RATE_COMPUTE, rate, compute, (ref(Series), from)(f64, term), )
PROTOCOL(Rate, rate, RATE)
STATE(RateState, (f64, rate))
ACTOR(Rate, rate, RateState, computing)

#define SERIES(M)                                 \
  M(SERIES_NEXT, series, next, , )                \
  M(SERIES_RESULT, series, result, (f64, term), ) \
  M(SERIES_TERM, series, term, , (f64, term)(i64, terms))
PROTOCOL_AFTER_REF(Series, series, SERIES)
STATE(SeriesState, (ref(Rate), computer)(f64, term)(i64, terms))
ACTOR(Series, series, SeriesState, ready, waiting)

typedef struct AllSeries {
  const SeriesRef *all;
  i64 count;
} AllSeries;

#define MASTER(M) M(MASTER_GO, master, go, (i64, terms), )
PROTOCOL(Master, master, MASTER)
STATE(MasterState, (private(AllSeries), series))
ACTOR(Master, master, MasterState, starting)

static f64 logistic(f64 rate, f64 term) {
  return rate * term * (1 - term);
}

static void computing(RateState *self, const RateMsg *message) {
  switch (message->kind) {
    case RATE_COMPUTE:
      CHECK(series_tell_result(message->compute.from,
                               logistic(self->rate, message->compute.term)) ==
            TELL_OK);
      break;
  }
}

static void ready(SeriesState *self, const SeriesMsg *message) {
  switch (message->kind) {
    case SERIES_NEXT:
      CHECK(rate_tell_compute(self->computer, series_self(), self->term) ==
            TELL_OK);
      series_become(waiting);
      break;
    case SERIES_RESULT:
      break;  // nothing was computed
    case SERIES_TERM:
      series_reply_term(self->term, self->terms);
      break;
  }
}

static void waiting(SeriesState *self, const SeriesMsg *message) {
  switch (message->kind) {
    case SERIES_NEXT:
    case SERIES_TERM:
      CHECK(stash() == STASH_OK);
      break;
    case SERIES_RESULT:
      self->term = message->result.term;
      self->terms++;
      series_become(ready);
      unstash_one();
      break;
  }
}

static void starting(MasterState *self, const MasterMsg *message) {
  switch (message->kind) {
    case MASTER_GO:
      for (i64 i = 0; i < message->go.terms; i++) {
        for (i64 k = 0; k < self->series.count; k++) {
          CHECK(series_tell_next(self->series.all[k]) == TELL_OK);
        }
      }
      break;
  }
}

// Of the series k: between 3.46 and 3.71, where the terms are chaotic.
static f64 rate_of(i64 k) {
  return 3.46 + 0.0025 * (f64)(k % 100);
}

static bool as_computed_here(const SeriesRef *all, i64 count, i64 n) {
  bool right = true;
  for (i64 k = 0; k < count; k++) {
    struct series_term_reply reply = {0};
    f64 term = 0.5;
    for (i64 i = 0; i < n; i++) {
      term = logistic(rate_of(k), term);
    }
    right = right && series_ask_term(all[k], &reply, NEVER) == ASK_OK &&
            reply.terms == n && !(reply.term < term) && !(reply.term > term);
  }
  return right;
}

static Result run(System *system, i64 n, i64 extra) {
  SeriesRef *all = mem_array(SeriesRef, (size_t)extra);
  for (i64 k = 0; k < extra; k++) {
    RateRef computer =
        rate_spawn(system, "computer", (RateState){.rate = rate_of(k)});
    all[k] = series_spawn_with(
        system, (SpawnOptions){.label = "series", .stash = (size_t)n + 1},
        (SeriesState){.computer = computer, .term = 0.5});
  }
  MasterRef master = master_spawn(
      system, "master", (MasterState){.series = {.all = all, .count = extra}});
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = 3 * n * extra, .started = clock_now()};
  CHECK(master_tell_go(master, n) == TELL_OK);
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  result.right = right && as_computed_here(all, extra, n);
  mem_free(all);
  return result;
}

const Workload logistic_map = {
    "logistic-map", "N terms of each of EXTRA series", 25000, 10, 1, run};
