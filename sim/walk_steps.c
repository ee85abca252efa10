// walk_steps.c -- a step, as its events come.
//
// A step is complete when the next begins or the child is ready: what it caused
// at once, quiet for instance, is told after its end.
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "waits.h"
#include "walk_parts.h"

void walk_note_reads(Walk *walk, Footprint *footprint) {
  for (size_t i = 0; i < walk->checks.count; i++) {
    const CheckItem *check = &walk->checks.items[i];
    Text now = {0};
    const char *at = walk->reads[i];
    while (*at != '\0') {
      size_t length = strcspn(at, "\n");
      char *atom = text_copy_bytes(at, length);
      Value value = expr_value(atom, &walk->model);
      expr_print(&value, &now);
      text_add(&now, "\n");
      mem_free(atom);
      at += length + (at[length] == '\n');
    }
    // When all is quiet all orders have come together; and a bound in steps
    // counts every one.
    bool judged = check->kind != RULE_QUIET;
    if (footprint != NULL && judged &&
        (check->bound_steps > 0 || check->bound_time > 0 ||
         !text_equal(walk->values[i], text_of(&now)))) {
      footprint_touch(footprint, OBJECT_CHECK, i, 0);
    }
    text_replace(&walk->values[i], text_of(&now));
    text_release(&now);
  }
}

void walk_fail(Walk *walk, const char *what, const char *more) {
  walk->state = WALK_FAILED;
  (void)snprintf(walk->failure, sizeof walk->failure, "%.100s%.400s", what,
                 more);
}

static void judge(Walk *walk) {
  bool failed = checks_see(&walk->checks, &walk->model);
  for (size_t i = 0; failed && i < walk->checks.count; i++) {
    const CheckItem *check = &walk->checks.items[i];
    if (check->has_failed && check->failed == walk->model.step) {
      Text what = {0};
      text_addf(&what, "%s failed (%s)", check->name, check_fault(check));
      walk_fail(walk, "check ", text_of(&what));
      text_release(&what);
      return;
    }
  }
  const ModelActor *stuck = !walk->bears_deadlocks && !walk->only_checks &&
                                    model_is_quiet(&walk->model)
                                ? waits_stuck(&walk->model)
                                : NULL;
  if (stuck != NULL) {
    Text what = {0};
    waits_say_stuck(&walk->model, stuck, &what);
    walk_fail(walk, "deadlock: ", text_of(&what));
    text_release(&what);
  } else if (walk->crashed && !walk->only_checks) {
    const ModelActor *actor = model_actor(
        &walk->model, walk->steps[walk->count - 1].footprint.process);
    walk_fail(walk, "failure: ",
              actor == NULL || actor->reason == NULL ? "an actor failed"
                                                     : actor->reason);
  }
}

void walk_close_step(Walk *walk) {
  if (!walk->open) {
    return;
  }
  walk->open = false;
  WalkStep *step = &walk->steps[walk->count - 1];
  walk_note_reads(walk, &step->footprint);
  judge(walk);
  walk->crashed = false;
}

static void open_step(Walk *walk, const Event *event) {
  walk->steps = (WalkStep *)text_grow(walk->steps, &walk->room, walk->count + 1,
                                      sizeof *walk->steps);
  WalkStep *step = &walk->steps[walk->count++];
  *step = (WalkStep){.choice = event->number,
                     .kind = event->name == NULL ? '?' : event->name[0],
                     .id = event->id};
  step->footprint.process = footprint_process(event->name, event->actor);
  walk->open = true;
}

static void look(Walk *walk, const Event *event) {
  bool looks = event->name != NULL && strcmp(event->name, "look") == 0;
  if (walk->open && looks && event->number <= POINT_REQUEST) {
    footprint_look(&walk->steps[walk->count - 1].footprint, model_mailbox,
                   &walk->model, (PointKind)event->number, event->actor);
  }
}

void walk_hear(void *context, const Event *event) {
  Walk *walk = (Walk *)context;
  if (event->kind == EVENT_CHOICE || event->kind == EVENT_RETURNED) {
    walk_close_step(walk);
  }
  if (event->kind == EVENT_SOUGHT) {
    look(walk, event);
    return;
  }
  if (walk->state != WALK_READY || event->kind == EVENT_REFUSED) {
    return;  // after a failure nothing counts any more
  }
  if (event->kind == EVENT_CHOICE) {
    open_step(walk, event);
  }
  model_apply(&walk->model, event);
  if (walk->open) {
    WalkStep *step = &walk->steps[walk->count - 1];
    footprint_see(&step->footprint, model_mailbox, &walk->model, event);
    walk->crashed |= event->kind == EVENT_FAILED;
    step->hash = event->kind == EVENT_STEPPED ? event->number : step->hash;
  }
  if (event->kind == EVENT_READY) {
    walk_close_step(walk);
  }
}
