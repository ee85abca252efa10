// links.c -- two that live and die together, and one that only watches.
#include "troupe.h"

// board(mate) links the two; leak ends the one that hears of it.
#define ROWER(M)                                     \
  M(ROWER_BOARD, rower, board, (ref(Rower), mate), ) \
  M(ROWER_LEAK, rower, leak, , )
PROTOCOL(Rower, rower, ROWER)
STATE(RowerState, (bool, aboard))
ACTOR(Rower, rower, RowerState, rowing)

// watch(rower) begins it, lost brings the end.
#define COAST(M)                                      \
  M(COAST_WATCH, coast, watch, (ref(Rower), rower), ) \
  M(COAST_LOST, coast, lost, DOWN_HEAD, )
PROTOCOL(Coast, coast, COAST)
STATE(CoastState, (i64, watched)(i64, lost))
ACTOR(Coast, coast, CoastState, watching)

static void rowing(RowerState *self, const RowerMsg *message) {
  switch (message->kind) {
    case ROWER_BOARD:
      self->aboard = actor_link(message->board.mate.ref) == LINK_OK;
      break;
    case ROWER_LEAK:
      fail("a plank gave way");
  }
}

static void watching(CoastState *self, const CoastMsg *message) {
  switch (message->kind) {
    case COAST_WATCH:
      self->watched += actor_monitor(message->watch.rower.ref, coast_lost) != 0;
      break;
    case COAST_LOST:
      self->lost++;
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  RowerRef ann = rower_spawn(system, "ann", (RowerState){0});
  RowerRef bob = rower_spawn(system, "bob", (RowerState){0});
  CoastRef coast = coast_spawn(system, "coast", (CoastState){0});
  ignore(rower_tell_board(ann, bob));
  ignore(coast_tell_watch(coast, bob));
  system_run(system, NEVER);
  ignore(rower_tell_leak(ann));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
