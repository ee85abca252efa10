// chain.c -- rest for one: those after the failed one begin anew too.
#include <stdlib.h>

#include "troupe.h"

// line(number): a stage hands on what it has read; 13 breaks it
#define STAGE(M) \
  M(STAGE_LINE, stage, line, (i64, number)(array(ref(Any)), behind), )
PROTOCOL(Stage, stage, STAGE)
STATE(StageState, (i64, fragile)(i64, lines)(i64, sum))
ACTOR(Stage, stage, StageState, working)

static void working(StageState *self, const StageMsg *message) {
  switch (message->kind) {
    case STAGE_LINE: {
      ArrayRef behind = message->line.behind;
      i64 number = message->line.number;
      if (number == 13 && self->fragile != 0) {
        fail("cannot parse 13");
      }
      self->lines++;
      self->sum += number;
      if (behind.count > 0) {
        StageRef next = {behind.items[0].ref};
        ignore(stage_tell_line(next, number,
                               (ArrayRef){behind.items + 1, behind.count - 1}));
      }
      break;
    }
  }
}

int main(void) {
  const ChildSpec stages[] = {
      CHILD(stage, "reader", NULL),
      CHILD(stage, "parser", (&(StageState){.fragile = 1})),
      CHILD(stage, "writer", NULL)};
  System *system = system_start(NULL);
  bool alone = getenv("alone") != NULL;
  SupervisorOptions options = {.strategy = alone ? ONE_FOR_ONE : REST_FOR_ONE,
                               .intensity = 3,
                               .children = stages,
                               .count = 3};
  SupervisorRef line = supervisor_spawn(system, "line", &options);
  CHECK(actor_wait_started(line.ref, NEVER) == START_OK);
  AnyRef found[3];
  for (int i = 0; i < 3; i++) {
    struct supervisor_find_reply reply = {0};
    ignore(supervisor_ask_find(line, stages[i].label, &reply, NEVER));
    found[i] = (AnyRef){reply.child.ref};
  }
  static const i64 numbers[] = {5, 13};
  for (int i = 0; i < 2; i++) {
    ignore(stage_tell_line((StageRef){found[0].ref}, numbers[i],
                           (ArrayRef){found + 1, 2}));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
