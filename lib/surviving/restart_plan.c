// restart_plan.c -- goals are set by what happens; the step looks at nothing
// else.
#include "surviving/restart_plan.h"

#include "acting/lives.h"
#include "acting/raising.h"

static const i64 MS = 1000000;

static System *system_of(const Plan *plan) {
  return plan->self->system;
}

static i64 now(const Plan *plan) {
  return system_of(plan)->dispatcher->now(system_of(plan));
}

static Child *child_of(ListNode *node) {
  return node == NULL ? NULL : CONTAINER_OF(node, Child, node);
}

static Child *next_child(Plan *plan, Child *child) {
  return child_of(child == NULL ? list_first(&plan->children)
                                : list_next(&plan->children, &child->node));
}

static Child *previous_child(Plan *plan, Child *child) {
  return child_of(child == NULL ? list_last(&plan->children)
                                : list_prev(&plan->children, &child->node));
}

// Does each child wait for its neighbour?
static bool in_order(const Plan *plan) {
  return plan->strategy != SIMPLE_ONE_FOR_ONE &&
         (plan->strategy != ONE_FOR_ONE || plan->phase != PLAN_RUNNING);
}

// ---- Ending ----

static void tell_to_end(Plan *plan, Child *child) {
  System *system = system_of(plan);
  bool kill = child->goal == GOAL_GONE && child->spec.stop_ms == STOP_BY_KILL;
  child->state = CHILD_ENDING;
  if (child->goal == GOAL_GONE) {
    raising_finish(system, child->ref, kill);
  } else {
    raising_suspend(system, child->ref, child->life);
  }
  raising_set_time(system, child->ref,
                   kill ? POINT_NEVER : child_stop_point(child, now(plan)));
}

// True: the child is still to end.
static bool is_to_end(Child *child) {
  bool paused = child->state == CHILD_WAITING || child->state == CHILD_DELAYED;
  if (child->goal == GOAL_PAUSE && paused) {
    child->goal = GOAL_RUN;
  }
  return child->goal != GOAL_RUN;
}

// A life that has not begun yet cannot be told to end: the word names a life.
static bool can_be_told(const Child *child) {
  return child->state != CHILD_ENDING &&
         (child->goal == GOAL_GONE || child->state != CHILD_STARTING);
}

// True: somebody is still to end.
static bool end_next(Plan *plan) {
  bool pending = false;
  for (Child *child = previous_child(plan, NULL); child != NULL;
       child = previous_child(plan, child)) {
    if (!is_to_end(child)) {
      continue;
    }
    pending = true;
    if (can_be_told(child)) {
      tell_to_end(plan, child);
    }
    if (in_order(plan)) {
      break;
    }
  }
  return pending;
}

// ---- Starting ----

static void start_next(Plan *plan) {
  for (Child *child = next_child(plan, NULL); child != NULL;
       child = next_child(plan, child)) {
    if (child->goal != GOAL_RUN || child->state == CHILD_RUNNING) {
      continue;
    }
    if (child->state == CHILD_WAITING) {
      child->state = CHILD_STARTING;
      child->life++;
      raising_start(system_of(plan), child->ref);
    }
    if (in_order(plan)) {
      return;
    }
  }
}

bool plan_step(Plan *plan) {
  bool pending = end_next(plan);
  if (plan->phase == PLAN_CLOSING) {
    return !pending;
  }
  if (!pending || !in_order(plan)) {
    start_next(plan);
  }
  return false;
}

// ---- Goals ----

void plan_end(Child *child) {
  if (child->goal == GOAL_PAUSE && child->state == CHILD_ENDING) {
    child->state = CHILD_RUNNING;  // told to pause: to be told anew
  }
  child->goal = GOAL_GONE;
}

void plan_close(Plan *plan, StopReason reason) {
  if (plan->phase == PLAN_CLOSING) {
    return;
  }
  plan->phase = PLAN_CLOSING;
  plan->reason = reason;
  for (Child *child = next_child(plan, NULL); child != NULL;
       child = next_child(plan, child)) {
    plan_end(child);
  }
}

static void give_up(Plan *plan, const Child *child, const char *what,
                    StopReason reason) {
  if (plan->phase == PLAN_CLOSING) {
    return;
  }
  Writer out = writer_over(plan->why, sizeof plan->why);
  write_format(&out, "%s %s: %s", child->label, what,
               StopReason_value_names[reason]);
  plan_close(plan, STOPPED_FAILED);
}

// The others that have to end with this one.
static void bind_others(Plan *plan, Child *child) {
  bool bound = plan->strategy == ONE_FOR_ALL;
  for (Child *other = next_child(plan, NULL); other != NULL;
       other = next_child(plan, other)) {
    if (other == child) {
      bound = bound || plan->strategy == REST_FOR_ONE;
    } else if (bound && other->goal == GOAL_RUN) {
      other->goal = GOAL_PAUSE;
    }
  }
}

// It was not told to: this is what a supervisor is for.
static void restart(Plan *plan, Child *child, StopReason reason) {
  i64 time = now(plan);
  if (!intensity_allows(&plan->intensity, time)) {
    Writer out = writer_over(plan->why, sizeof plan->why);
    write_format(&out, "more than %u restarts in %lld ms; the last: ",
                 plan->intensity.most,
                 (long long)(plan->intensity.period / MS));
    write_format(&out, "%s, %s", child->label, StopReason_value_names[reason]);
    plan_close(plan, STOPPED_FAILED);
    return;
  }
  plan->restarts++;
  child->restarts++;
  i64 delay = child_next_delay(child, time);
  child->state = delay > 0 ? CHILD_DELAYED : CHILD_WAITING;
  if (delay > 0) {
    raising_set_time(system_of(plan), child->ref,
                     deadline_point(after_ns(delay), time));
  }
  bind_others(plan, child);
}

void plan_paused(Plan *plan, Child *child, StopReason reason) {
  raising_set_time(system_of(plan), child->ref, POINT_NEVER);
  switch (child->goal) {
    case GOAL_RUN:
      restart(plan, child, reason);
      break;
    case GOAL_PAUSE:
      child->state = CHILD_WAITING;
      break;
    case GOAL_GONE:  // it paused before it heard that this end is the last
      child->state = CHILD_ENDING;
      raising_finish(system_of(plan), child->ref, true);
      break;
  }
}

void plan_over(Plan *plan, Child *child, StopReason reason) {
  bool needed = plan->phase == PLAN_STARTING && !child->adopted &&
                !child->has_started && child->goal == GOAL_RUN;
  if (needed) {
    give_up(plan, child, "did not start", reason);
  }
  list_remove(&child->node);
  block_free(child);
}

void plan_due(Plan *plan, Child *child) {
  if (child->state == CHILD_DELAYED) {
    child->state = CHILD_WAITING;
  } else if (child->state == CHILD_ENDING && child->goal == GOAL_GONE) {
    raising_finish(system_of(plan), child->ref, true);
  } else if (child->state == CHILD_ENDING) {
    raising_kill(system_of(plan), child->ref);
  }
}

void plan_restart(Plan *plan, Child *child) {
  if (child->state == CHILD_DELAYED) {
    raising_set_time(system_of(plan), child->ref, POINT_NEVER);
    child->state = CHILD_WAITING;
  } else if (child->goal == GOAL_RUN && child->state != CHILD_WAITING) {
    child->goal = GOAL_PAUSE;
  }
}
