// table.c -- three philosophers and three forks: a table may stand still.
#include <stdlib.h>

#include "troupe.h"

enum { SEATS = 3 };

// take -> | put
#define FORK(M)                \
  M(FORK_TAKE, fork, take, , ) \
  M(FORK_PUT, fork, put, , )
PROTOCOL(Fork, fork, FORK)
STATE(ForkState, (bool, taken)(private(Request *), next))
ACTOR(Fork, fork, ForkState, lying)

// sit starts it; first and second bring the forks.
#define SAGE(M)                            \
  M(SAGE_SIT, sage, sit, , )               \
  M(SAGE_FIRST, sage, first, REPLY_HEAD, ) \
  M(SAGE_SECOND, sage, second, REPLY_HEAD, )
PROTOCOL(Sage, sage, SAGE)
STATE(SageState, (ref(Fork), one)(ref(Fork), other)(i64, forks)(i64, meals))
ACTOR(Sage, sage, SageState, thinking)

static void lying(ForkState *self, const ForkMsg *message) {
  switch (message->kind) {
    case FORK_TAKE:
      if (self->taken) {
        self->next = request_take();  // the other neighbour's turn comes
      } else {
        self->taken = true;
        fork_reply_take();
      }
      break;
    case FORK_PUT:
      self->taken = self->next != NULL;
      if (self->taken) {
        fork_reply_take_to(&self->next);
      }
      break;
  }
}

static void thinking(SageState *self, const SageMsg *message) {
  switch (message->kind) {
    case SAGE_SIT:
      ignore(fork_ask_take_as(self->one, sage_first, NEVER));
      break;
    case SAGE_FIRST:
      self->forks = 1;
      ignore(fork_ask_take_as(self->other, sage_second, NEVER));
      break;
    case SAGE_SECOND:
      self->meals++;
      self->forks = 0;
      ignore(fork_tell_put(self->one));
      ignore(fork_tell_put(self->other));
      break;
  }
}

int main(void) {
  static const char *const names[] = {"ann", "bob", "cyd"};
  static const char *const labels[] = {"fork-1", "fork-2", "fork-3"};
  System *system = system_start(NULL);
  ForkRef forks[SEATS];
  bool one_lefty = getenv("one_lefty") != NULL;
  for (int i = 0; i < SEATS; i++) {
    forks[i] = fork_spawn(system, labels[i], (ForkState){.taken = false});
  }
  for (int i = 0; i < SEATS; i++) {
    // Where one takes them the other way round, no ring can close.
    bool lefty = one_lefty && i == SEATS - 1;
    SageState state = {.one = forks[lefty ? 0 : i],
                       .other = forks[lefty ? i : (i + 1) % SEATS]};
    ignore(sage_tell_sit(sage_spawn(system, names[i], state)));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
