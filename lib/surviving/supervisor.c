// supervisor.c -- the actor: words of its children in, answers out. Who has to
// end or start is the plan's (restart_plan.c).
//
// Words come as control messages to its Keeper, on its own thread, so that its
// records need no lock. They are brought home before anything else: the next
// one may be needed at once.
#include "surviving/supervisor.h"

#include <string.h>

#include "acting/extras.h"
#include "acting/life.h"
#include "acting/lives.h"
#include "acting/raising.h"
#include "acting/requests.h"
#include "acting/send.h"
#include "acting/spawning.h"
#include "acting/table.h"
#include "surviving/answers.h"

enum { USUAL_INTENSITY = 1, USUAL_PERIOD_MS = 5000 };

static Plan *plan_of(Actor *actor) {
  return ((SupervisorState *)actor->state)->plan;
}

// ---- Going on ----

static bool all_started(Plan *plan) {
  for (ListNode *node = list_first(&plan->children); node != NULL;
       node = list_next(&plan->children, node)) {
    const Child *child = CONTAINER_OF(node, Child, node);
    if (!child->adopted && child->state != CHILD_RUNNING) {
      return false;
    }
  }
  return true;
}

static void finish(Plan *plan) {
  if (plan->why[0] != '\0') {
    life_fail(plan->self, plan->why);
  } else {
    life_end(plan->self, plan->reason);
  }
}

static void go_on(Plan *plan) {
  ((SupervisorState *)plan->self->state)->restarts = plan->restarts;
  if (plan_step(plan)) {
    finish(plan);
  } else if (plan->phase == PLAN_STARTING && all_started(plan)) {
    plan->phase = PLAN_RUNNING;
    life_started(plan->self);
    ignore(
        plan_step(plan));  // those that need not wait for each other any more
  }
}

// ---- Words ----

static void adopt(Plan *plan, Message *word) {
  const struct control_adopt *fields = message_fields(word);
  Child *child = raising_take_record(plan->self->system, fields->child.ref);
  message_free(word);
  if (child == NULL) {  // it has ended meanwhile
    return;
  }
  block_hang(child, &plan->self->blocks);
  list_push_back(&plan->children, &child->node);
  child->adopted = true;
  child->goal = plan->phase == PLAN_CLOSING ? GOAL_GONE : GOAL_RUN;
}

static void take_started(Plan *plan, Child *child) {
  if (child->state == CHILD_STARTING) {
    child->state = CHILD_RUNNING;
  }
  child->has_started = true;
  child->since = plan->self->system->dispatcher->now(plan->self->system);
}

static void take_over(Plan *plan, Child *child, StopReason reason) {
  answers_ended(child);
  plan_over(plan, child, reason);
}

static void take(Actor *actor, Message *word) {
  Plan *plan = plan_of(actor);
  if (word->info->kind == CONTROL_ADOPT) {
    adopt(plan, word);
    go_on(plan);
    return;
  }
  Child *child = children_find(&plan->children, word->sender);
  if (child == NULL) {  // of a former life of the supervisor
    raising_returned(actor->system, word);
    return;
  }
  u32 kind = word->info->kind;
  StopReason reason = STOPPED_NORMAL;
  if (kind == CONTROL_PAUSED || kind == CONTROL_OVER) {  // the same fields
    reason = ((struct control_paused *)message_fields(word))->reason;
  }
  bool due = raising_bring_home(actor->system, word);
  if (kind == CONTROL_STARTED) {
    take_started(plan, child);
  } else if (kind == CONTROL_PAUSED) {
    plan_paused(plan, child, reason);
  } else if (kind == CONTROL_OVER) {
    take_over(plan, child, reason);
  } else if (due) {
    plan_due(plan, child);
  }
  go_on(plan);
}

// ---- Its own life ----

static bool close(Actor *actor, StopReason reason) {
  Plan *plan = plan_of(actor);
  if (list_is_empty(&plan->children)) {
    return true;
  }
  plan_close(plan, reason);
  ignore(plan_step(plan));
  return false;
}

static void ended(Actor *actor) {
  Plan *plan = plan_of(actor);
  for (ListNode *node = list_first(&plan->children); node != NULL;
       node = list_next(&plan->children, node)) {
    raising_finish(actor->system, CONTAINER_OF(node, Child, node)->ref, true);
  }
}

static const Keeper keeper = {.take = take, .close = close, .ended = ended};

static Plan *new_plan(Actor *self, SupervisorState *state) {
  const SupervisorOptions *options = state->options;
  Plan *plan = actor_own(sizeof *plan);
  plan->self = self;
  plan->strategy = options->strategy;
  list_init(&plan->children);
  bool usual = options->period_ms == 0;
  u32 most =
      usual && options->intensity == 0 ? USUAL_INTENSITY : options->intensity;
  i64 period = usual ? USUAL_PERIOD_MS : options->period_ms;
  if (!intensity_init(&plan->intensity, &self->blocks, most,
                      after_ms(period).ns)) {
    fail("no memory to count restarts");
  }
  state->strategy = options->strategy;
  state->intensity = most;
  state->period_ms = period;
  return plan;
}

static void on_start(void *state) {
  SupervisorState *self = state;
  Actor *actor = activation()->actor;
  const SupervisorOptions *options = self->options;
  CHECK(options != NULL && options->intensity <= 10000 &&
        options->period_ms >= 0);
  self->plan = new_plan(actor, self);
  Extras *own = extras_own(actor);
  if (own == NULL) {
    fail("no memory for a supervisor");
  }
  own->keeper = &keeper;
  for (size_t i = 0; i < options->count; i++) {
    SpawnOutcome why;
    child_spec_check(&options->children[i]);
    Child *child =
        child_new(actor->system, actor->ref, &options->children[i], &why);
    if (child == NULL) {
      fail("%s was not spawned: %s", options->children[i].label,
           SpawnOutcome_value_names[why]);
    }
    block_hang(child, &actor->blocks);
    list_push_back(&self->plan->children, &child->node);
  }
  own->starts_later = options->count > 0;
  self->plan->phase = options->count > 0 ? PLAN_STARTING : PLAN_RUNNING;
  ignore(plan_step(self->plan));
}

static void supervise(size_t behaviour, void *state, const void *message) {
  (void)behaviour;
  Plan *plan = ((SupervisorState *)state)->plan;
  if (answers_give(plan, message)) {
    go_on(plan);
  }
}

const ActorType supervisor_type = {.name = "Supervisor",
                                   .protocol = &supervisor_protocol,
                                   .state = SupervisorState_shape,
                                   .state_size = sizeof(SupervisorState),
                                   .run = supervise,
                                   .behaviours = "supervising",
                                   .on_start = on_start};

// ---- For users ----

SupervisorRef supervisor_spawn(System *system, const char *label,
                               const SupervisorOptions *options) {
  SpawnOptions spawn = {.label = label};
  SupervisorState state = {.options = options};
  return (SupervisorRef){actor_spawn(system, &supervisor_type, &spawn, &state)};
}

static Ref refused(SpawnOutcome why) {
  return ref_make(0, why, 0);
}

Ref supervisor_add(SupervisorRef supervisor, const ChildSpec *spec) {
  child_spec_check(spec);
  System *system;
  Actor *target;
  if (send_find(supervisor.ref, &system, &target) != TELL_OK) {
    return refused(SPAWN_STOPPING);
  }
  Message *adopt = message_new(&control_messages[CONTROL_ADOPT],
                               MESSAGE_CONTROL, supervisor.ref);
  SpawnOutcome why = SPAWN_NO_MEMORY;
  Child *child =
      adopt == NULL ? NULL : child_new(system, supervisor.ref, spec, &why);
  if (child == NULL) {
    message_free(adopt);
    return refused(why);
  }
  Ref ref = child->ref;
  if (!raising_give_record(system, ref, child)) {
    block_free(child);
  }
  struct control_adopt fields = {.child = {ref}};
  memcpy(message_fields(adopt), &fields, adopt->info->size);  // not its gap
  send_leave(system, sender_in(system), adopt);
  return ref;
}
