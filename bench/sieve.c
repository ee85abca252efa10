// sieve.c -- a chain of filters, one for each prime, each of which hands on
// what its prime does not divide. (Savina's filters hold 1,000 primes each;
// with one, the work is the messages.)
#include "base/deadline.h"
#include "base/mem.h"
#include "workload.h"

#define SOURCE(M)                                                        \
  M(SOURCE_GO, source, go, (i64, n), (i64, primes)(i64, sum)(i64, seen)) \
  M(SOURCE_DONE, source, done, (i64, primes)(i64, sum)(i64, seen), )
PROTOCOL(Source, source, SOURCE)
STATE(SourceState, (private(Request *), asker))
ACTOR(Source, source, SourceState, counting_up)

// `end` follows the last number and gathers what the filters have seen.
#define FILTER(M)                                   \
  M(FILTER_NUMBER, filter, number, (i64, number), ) \
  M(FILTER_END, filter, end,                        \
    (ref(Source), source)(i64, primes)(i64, sum)(i64, seen), )
PROTOCOL(Filter, filter, FILTER)
STATE(FilterState, (i64, prime)(i64, seen)(ref(Filter), next))
ACTOR(Filter, filter, FilterState, filtering)

static void counting_up(SourceState *self, const SourceMsg *message) {
  switch (message->kind) {
    case SOURCE_GO: {
      FilterRef first =
          filter_spawn(actor_system(), "filter", (FilterState){.prime = 2});
      for (i64 i = 2; i <= message->go.n; i++) {
        CHECK(filter_tell_number(first, i) == TELL_OK);
      }
      CHECK(filter_tell_end(first, source_self(), 0, 0, 0) == TELL_OK);
      self->asker = request_take();
      break;
    }
    case SOURCE_DONE:
      source_reply_go_to(&self->asker, message->done.primes, message->done.sum,
                         message->done.seen);
      break;
  }
}

static void hand_on(FilterState *self, i64 number) {
  if (ref_equal(self->next.ref, NOBODY)) {
    self->next =
        filter_spawn(actor_system(), "filter", (FilterState){.prime = number});
  }
  CHECK(filter_tell_number(self->next, number) == TELL_OK);
}

static void filtering(FilterState *self, const FilterMsg *message) {
  switch (message->kind) {
    case FILTER_NUMBER:
      self->seen++;
      if (message->number.number % self->prime != 0) {
        hand_on(self, message->number.number);
      }
      break;
    case FILTER_END: {
      i64 primes = message->end.primes + (self->seen > 0);
      i64 sum = message->end.sum + (self->seen > 0 ? self->prime : 0);
      i64 seen = message->end.seen + self->seen;
      if (ref_equal(self->next.ref, NOBODY)) {
        CHECK(source_tell_done(message->end.source, primes, sum, seen) ==
              TELL_OK);
      } else {
        CHECK(filter_tell_end(self->next, message->end.source, primes, sum,
                              seen) == TELL_OK);
      }
      break;
    }
  }
}

// The same by crossing out multiples.
static bool agrees(i64 n, const struct source_go_reply *reply) {
  bool *crossed = mem_array(bool, (size_t)n + 1);
  i64 primes = 0;
  i64 sum = 0;
  for (i64 i = 2; i <= n; i++) {
    if (!crossed[i]) {
      primes++;
      sum += i;
      for (i64 multiple = 2 * i; multiple <= n; multiple += i) {
        crossed[multiple] = true;
      }
    }
  }
  mem_free(crossed);
  return reply->primes == primes && reply->sum == sum;
}

static Result run(System *system, i64 n, i64 extra) {
  (void)extra;
  SourceRef source =
      source_spawn(system, "source", (SourceState){.asker = NULL});
  Result result = {.started = clock_now()};
  struct source_go_reply reply = {0};
  bool right = source_ask_go(source, n, &reply, NEVER) == ASK_OK;
  result.finished = clock_now();
  result.units = reply.seen;
  result.right = right && agrees(n, &reply);
  return result;
}

const Workload sieve = {"sieve", "primes up to N, a filter each", 15000, 0, 0,
                        run};
