// machine.c -- where a machine is, and the way from there.
//
// `at` follows each step of the way, so that an enter or leave function that
// asks finds its own state. The run is a block of the actor: an end or a
// failure needs no clearing up.
#include "acting/machine.h"

#include "acting/actor.h"
#include "acting/extras.h"
#include "acting/later.h"
#include "acting/trace.h"
#include "base/check.h"

typedef struct MachineRun {
  size_t at;
  bool moving;  // enter or leave functions run
  u64 moves;
  TimerId timers[MACHINE_DEPTH];  // of the state at each depth; 0: none
} MachineRun;

static Actor *inside(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  return self;
}

static MachineRun *run_of(const Actor *self) {
  CHECK(extras(self)->machine != NULL && "a machine that has gone somewhere");
  return extras(self)->machine;
}

// ---- The tree ----

static size_t parent_of(const MachineType *type, size_t i) {
  return type->node(i).parent;
}

static size_t depth_of(const MachineType *type, size_t i) {
  size_t depth = 0;
  while (i != 0) {
    i = parent_of(type, i);
    depth++;
    CHECK(i < type->count && depth < MACHINE_DEPTH && "a tree of states");
  }
  return depth;
}

static size_t nearest_common(const MachineType *type, size_t a, size_t b) {
  while (a != b) {
    if (depth_of(type, a) >= depth_of(type, b)) {
      a = parent_of(type, a);
    } else {
      b = parent_of(type, b);
    }
  }
  return a;
}

// ---- Steps of the way ----

static void arm(Actor *self, MachineRun *run, size_t depth,
                const MachineState *node) {
  if (node->timeout == NULL || node->timeout_ms <= 0) {
    return;
  }
  const MessageInfo *info = node->timeout((CarrierMark){0});
  CHECK(info->protocol == self->type->protocol &&
        "a timeout comes as a message of the actor's own protocol");
  if (later_own(self, info, after_ms(node->timeout_ms), &run->timers[depth]) !=
      TELL_OK) {
    fail("no memory for the time of state %s", node->name);
  }
}

static void enter(const MachineType *type, Actor *self, MachineRun *run,
                  size_t i) {
  MachineState node = type->node(i);
  run->at = i;
  arm(self, run, depth_of(type, i), &node);
  type->enter(i, self->state);
}

static void leave(const MachineType *type, Actor *self, MachineRun *run) {
  size_t i = run->at;
  size_t depth = depth_of(type, i);
  if (run->timers[depth] != 0) {
    ignore(timer_cancel(run->timers[depth]));
    run->timers[depth] = 0;
  }
  type->leave(i, self->state);
  run->at = parent_of(type, i);
}

// Enters what is below `from`, down to `to`.
static void enter_below(const MachineType *type, Actor *self, MachineRun *run,
                        size_t from, size_t to) {
  size_t way[MACHINE_DEPTH];
  size_t steps = 0;
  for (size_t i = to; i != from; i = parent_of(type, i)) {
    way[steps++] = i;
  }
  while (steps > 0) {
    enter(type, self, run, way[--steps]);
  }
}

static void travel(const MachineType *type, Actor *self, MachineRun *run,
                   size_t target) {
  size_t common = nearest_common(type, run->at, target);
  bool again = run->at == target;
  while (run->at != common) {
    leave(type, self, run);
  }
  if (again) {
    leave(type, self, run);
    enter(type, self, run, target);
  } else {
    enter_below(type, self, run, common, target);
  }
}

static MachineRun *begin(Actor *self) {
  Extras *own = extras_own(self);
  if (own == NULL) {
    fail("no memory for a machine");
  }
  own->machine = actor_own(sizeof(MachineRun));
  return own->machine;
}

void machine_go(const MachineType *type, size_t target) {
  Actor *self = inside();
  CHECK(target < type->count && "a state of the table");
  MachineRun *run = extras(self)->machine;
  bool first = run == NULL;
  for (size_t i = 0; first && i < type->count; i++) {
    ignore(depth_of(type, i));
  }
  if (first) {
    run = begin(self);
  }
  CHECK(!run->moving && "nothing goes while it enters or leaves");
  run->moving = true;
  run->moves++;
  if (first) {
    enter(type, self, run, 0);
    enter_below(type, self, run, 0, target);
  } else {
    travel(type, self, run, target);
  }
  run->moving = false;
  trace(self->system, (Event){.kind = EVENT_BECAME,
                              .actor = self->ref.bits,
                              .number = target,
                              .name = type->node(target).name});
}

size_t machine_at(void) {
  return run_of(inside())->at;
}

void machine_handle(const MachineType *type, void *state, const void *message) {
  MachineRun *run = run_of(inside());
  u64 moves = run->moves;
  size_t i = run->at;
  while (type->handle(i, state, message) == PASS) {
    CHECK(moves == run->moves && "who goes elsewhere has handled it");
    if (i == 0) {
      actor_unaccepted();
      return;
    }
    i = parent_of(type, i);
  }
}
