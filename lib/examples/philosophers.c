// philosophers.c -- five philosophers, five forks, and nobody starves.
//
// A fork is an actor that is lent to one philosopher at a time; who asks
// meanwhile is kept waiting, in order. Each takes the fork with the lower
// number first, so that no ring of waiting philosophers can close.
#include "troupe.h"

enum { SEATS = 5, MEALS = 20, QUEUE = SEATS };

// take() -> | put()
#define FORK(M)                \
  M(FORK_TAKE, fork, take, , ) \
  M(FORK_PUT, fork, put, , )
PROTOCOL(Fork, fork, FORK)

typedef struct Waiting {
  Request *waiting[QUEUE];
} Waiting;

STATE(ForkState, (bool, taken)(i64, length)(private(Waiting), queue))
ACTOR(Fork, fork, ForkState, lying)

// eat() | first(...), second(...): what the forks answer | meals() -> meals
#define SAGE(M)                              \
  M(SAGE_EAT, sage, eat, , )                 \
  M(SAGE_FIRST, sage, first, REPLY_HEAD, )   \
  M(SAGE_SECOND, sage, second, REPLY_HEAD, ) \
  M(SAGE_MEALS, sage, meals, , (i64, meals))
PROTOCOL(Sage, sage, SAGE)
STATE(SageState, (ref(Fork), lower)(ref(Fork), higher)(i64, meals))
ACTOR(Sage, sage, SageState, living)

static void lend(ForkState *self) {
  if (self->taken) {
    self->queue.waiting[self->length++] = request_take();
  } else {
    self->taken = true;
    fork_reply_take();
  }
}

static void take_back(ForkState *self) {
  self->taken = self->length > 0;
  if (self->taken) {
    fork_reply_take_to(&self->queue.waiting[0]);
    self->length--;
    for (i64 i = 0; i < self->length; i++) {
      self->queue.waiting[i] = self->queue.waiting[i + 1];
    }
  }
}

static void lying(ForkState *self, const ForkMsg *message) {
  switch (message->kind) {
    case FORK_TAKE:
      lend(self);
      break;
    case FORK_PUT:
      take_back(self);
      break;
  }
}

static void eat(SageState *self) {
  self->meals++;
  ignore(fork_tell_put(self->higher));
  ignore(fork_tell_put(self->lower));
  if (self->meals < MEALS) {
    ignore(sage_tell_eat(sage_self()));
  }
}

static void living(SageState *self, const SageMsg *message) {
  switch (message->kind) {
    case SAGE_EAT:
      ignore(fork_ask_take_as(self->lower, sage_first, NEVER));
      break;
    case SAGE_FIRST:
      ignore(fork_ask_take_as(self->higher, sage_second, NEVER));
      break;
    case SAGE_SECOND:
      eat(self);
      break;
    case SAGE_MEALS:
      sage_reply_meals(self->meals);
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  ForkRef forks[SEATS];
  SageRef sages[SEATS];
  for (int i = 0; i < SEATS; i++) {
    forks[i] = fork_spawn(system, "fork", (ForkState){.taken = false});
  }
  for (int i = 0; i < SEATS; i++) {
    int left = i;
    int right = (i + 1) % SEATS;
    sages[i] =
        sage_spawn(system, "sage",
                   (SageState){.lower = forks[left < right ? left : right],
                               .higher = forks[left < right ? right : left]});
    ignore(sage_tell_eat(sages[i]));
  }
  bool quiet = system_run(system, after_ms(10000)) == RUN_QUIET;
  for (int i = 0; i < SEATS; i++) {
    struct sage_meals_reply reply = {0};
    ignore(sage_ask_meals(sages[i], &reply, after_ms(1000)));
    say("philosopher %d has eaten %" PRId64 " times\n", i + 1, reply.meals);
  }
  SystemOutcome outcome = system_stop(system, after_ms(1000));
  return quiet && outcome == SYSTEM_CLEAN ? 0 : 1;
}
