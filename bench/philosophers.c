// philosophers.c -- philosophers at a round table ask it for both forks. (In
// Savina the table denies and is asked again; here it lets the hungry wait.)
#include "base/deadline.h"
#include "base/mem.h"
#include "workload.h"

#define THINKER(M)                     \
  M(THINKER_BEGIN, thinker, begin, , ) \
  M(THINKER_EAT, thinker, eat, , )     \
  M(THINKER_MEALS, thinker, meals, , (i64, meals))
REF(Thinker, thinker)

typedef struct Seat {
  ThinkerRef hungry;  // waits for both forks, or nobody
  bool fork_taken;    // the one to the left of the seat
} Seat;

#define TABLE(M)                                                   \
  M(TABLE_HUNGRY, table, hungry, (i64, seat)(ref(Thinker), who), ) \
  M(TABLE_FULL, table, full, (i64, seat), )                        \
  M(TABLE_STATE, table, state, , (i64, meals)(i64, taken))
PROTOCOL(Table, table, TABLE)
STATE(TableState, (i64, meals)(i64, count)(private(Seat *), seats))
ACTOR(Table, table, TableState, serving)

PROTOCOL_AFTER_REF(Thinker, thinker, THINKER)
STATE(ThinkerState, (ref(Table), table)(i64, seat)(i64, left)(i64, meals))
ACTOR(Thinker, thinker, ThinkerState, thinking)

static void serve(TableState *self, i64 at) {
  Seat *seat = &self->seats[at];
  Seat *right = &self->seats[(at + 1) % self->count];
  if (ref_equal(seat->hungry.ref, NOBODY) || seat->fork_taken ||
      right->fork_taken) {
    return;
  }
  seat->fork_taken = right->fork_taken = true;
  CHECK(thinker_tell_eat(seat->hungry) == TELL_OK);
  seat->hungry = (ThinkerRef){NOBODY};
}

static void put_back(TableState *self, i64 at) {
  i64 right = (at + 1) % self->count;
  CHECK(self->seats[at].fork_taken && self->seats[right].fork_taken);
  self->seats[at].fork_taken = self->seats[right].fork_taken = false;
  self->meals++;
  serve(self, right);
  serve(self, (at + self->count - 1) % self->count);
}

static i64 taken(const TableState *self) {
  i64 forks = 0;
  for (i64 i = 0; i < self->count; i++) {
    forks += self->seats[i].fork_taken;
  }
  return forks;
}

static void serving(TableState *self, const TableMsg *message) {
  switch (message->kind) {
    case TABLE_HUNGRY:
      self->seats[message->hungry.seat].hungry = message->hungry.who;
      serve(self, message->hungry.seat);
      break;
    case TABLE_FULL:
      put_back(self, message->full.seat);
      break;
    case TABLE_STATE:
      table_reply_state(self->meals, taken(self));
      break;
  }
}

static void get_hungry(ThinkerState *self) {
  if (self->left-- > 0) {
    CHECK(table_tell_hungry(self->table, self->seat, thinker_self()) ==
          TELL_OK);
  }
}

static void thinking(ThinkerState *self, const ThinkerMsg *message) {
  switch (message->kind) {
    case THINKER_BEGIN:
      get_hungry(self);
      break;
    case THINKER_EAT:
      self->meals++;
      CHECK(table_tell_full(self->table, self->seat) == TELL_OK);
      get_hungry(self);
      break;
    case THINKER_MEALS:
      thinker_reply_meals(self->meals);
      break;
  }
}

static bool all_have_eaten(TableRef table, const ThinkerRef *all, i64 count,
                           i64 n) {
  bool right = true;
  for (i64 i = 0; i < count; i++) {
    struct thinker_meals_reply reply = {0};
    right = right && thinker_ask_meals(all[i], &reply, NEVER) == ASK_OK &&
            reply.meals == n;
  }
  struct table_state_reply state = {0};
  return right && table_ask_state(table, &state, NEVER) == ASK_OK &&
         state.meals == n * count && state.taken == 0;
}

static Result run(System *system, i64 n, i64 extra) {
  Seat *seats = mem_array(Seat, (size_t)extra);
  ThinkerRef *all = mem_array(ThinkerRef, (size_t)extra);
  TableRef table = table_spawn(system, "table",
                               (TableState){.count = extra, .seats = seats});
  for (i64 i = 0; i < extra; i++) {
    all[i] =
        thinker_spawn(system, "philosopher",
                      (ThinkerState){.table = table, .seat = i, .left = n});
  }
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = 3 * n * extra, .started = clock_now()};
  for (i64 i = 0; i < extra; i++) {
    CHECK(thinker_tell_begin(all[i]) == TELL_OK);
  }
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  result.right = right && all_have_eaten(table, all, extra, n);
  mem_free(all);
  mem_free(seats);
  return result;
}

const Workload philosophers = {
    "philosophers", "N meals for each of EXTRA at a table", 40000, 20, 2, run};
