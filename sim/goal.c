// goal.c -- a score for each option; a set of messages for a cascade.
#include "goal.h"

#include "base/mem.h"
#include "story.h"

void goal_clear(Goal *goal) {
  mem_free(goal->ids);
  *goal = (Goal){0};
}

void goal_advance(Goal *goal, const ModelActor *actor) {
  goal_clear(goal);
  goal->kind = GOAL_ADVANCE;
  goal->actor = actor->ref;
  goal->handled = actor->handled;
}

static void add(Goal *goal, MessageId id) {
  goal->ids = (MessageId *)text_grow(goal->ids, &goal->room, goal->count + 1,
                                     sizeof *goal->ids);
  goal->ids[goal->count++] = id;
}

void goal_finish(Goal *goal, MessageId id) {
  goal_clear(goal);
  goal->kind = GOAL_FINISH;
  add(goal, id);
}

static bool equal(MessageId a, MessageId b) {
  return a.sender == b.sender && a.sequence == b.sequence;
}

static bool is_among(const Goal *goal, MessageId id) {
  for (size_t i = 0; i < goal->count; i++) {
    if (equal(goal->ids[i], id)) {
      return true;
    }
  }
  return false;
}

static bool take_out(Goal *goal, MessageId id) {
  for (size_t i = 0; i < goal->count; i++) {
    if (equal(goal->ids[i], id)) {
      goal->ids[i] = goal->ids[--goal->count];
      return true;
    }
  }
  return false;
}

static void follow(void *context, const Event *event) {
  Goal *goal = (Goal *)context;
  if (event->kind == EVENT_TAKEN) {
    goal->taker = take_out(goal, event->id) ? event->actor : 0;
  } else if (event->kind == EVENT_SENT && goal->taker != 0 &&
             event->actor == goal->taker) {
    add(goal, event->id);
  } else if (event->kind == EVENT_DEAD_LETTER ||
             event->kind == EVENT_QUARANTINED || event->kind == EVENT_STASHED) {
    (void)take_out(goal, event->id);
  }
}

bool goal_see(Goal *goal, const Model *model, const Tape *tape) {
  if (goal->kind == GOAL_ADVANCE) {
    const ModelActor *actor = model_actor(model, goal->actor);
    return actor == NULL || actor->stopped || actor->handled > goal->handled;
  }
  if (goal->kind == GOAL_FINISH) {
    goal->taker = 0;
    tape_each(tape, model->step, model->step, follow, goal);
    return goal->count == 0;
  }
  return false;
}

static bool has_for(const ModelMessages *messages, u64 to) {
  for (size_t i = 0; i < messages->count; i++) {
    if (messages->items[i].to == to) {
      return true;
    }
  }
  return false;
}

static int score_advance(const Goal *goal, const Model *model,
                         const ModelOption *option) {
  const ModelActor *actor = model_actor(model, option->actor);
  if (option->actor == goal->actor && !text_equal(option->kind, "timer")) {
    return 3;
  }
  if (text_equal(option->kind, "flush") && story_to(option) == goal->actor) {
    return 2;
  }
  return actor != NULL && has_for(&actor->outbox, goal->actor);
}

static bool has_among(const Goal *goal, const ModelMessages *messages) {
  for (size_t i = 0; i < messages->count; i++) {
    if (is_among(goal, messages->items[i].id)) {
      return true;
    }
  }
  return false;
}

static int score_finish(const Goal *goal, const Model *model,
                        const ModelOption *option) {
  const ModelActor *actor = model_actor(model, option->actor);
  if (option->id.sequence != 0 && is_among(goal, option->id)) {
    return 2;
  }
  return actor != NULL && !text_equal(option->kind, "timer") &&
         (has_among(goal, &actor->mailbox) || has_among(goal, &actor->outbox));
}

bool goal_pick(const Goal *goal, const Model *model, size_t *option) {
  int best = 0;
  for (size_t i = 0; i < model->option_count; i++) {
    const ModelOption *candidate = &model->options[i];
    int score =
        goal->kind == GOAL_ADVANCE  ? score_advance(goal, model, candidate)
        : goal->kind == GOAL_FINISH ? score_finish(goal, model, candidate)
                                    : 0;
    if (score > best) {
      best = score;
      *option = i;
    }
  }
  return best > 0;
}
