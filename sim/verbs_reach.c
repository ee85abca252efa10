// verbs_reach.c -- continue, rcontinue, reverse, advance, finish.
#include "base/mem.h"
#include "grammar.h"
#include "verbs.h"

DeskResult verb_continue(Desk *desk, const Command *command) {
  (void)command;
  goal_clear(&desk->runner.goal);
  return verbs_begin(desk, false, 0, NULL);
}

// Where going backwards would stop, and why.
static u64 seek(Desk *desk, Text *why) {
  u64 step = 0;
  if (!session_seek_back(&desk->session, &step, why)) {
    text_clear(why);
    text_add(why, "the beginning; no break was hit and no check failed before");
  }
  return step;
}

DeskResult verb_rcontinue(Desk *desk, const Command *command) {
  (void)command;
  Text why = {0};
  u64 step = seek(desk, &why);
  desk->runner.on = false;
  desk->look.fly_phase = 0;
  desk->look.option = 0;
  session_goto(&desk->session, step);
  text_addf(&desk->answer, "back at step %llu: %s", (unsigned long long)step,
            text_of(&why));
  text_release(&why);
  return DESK_OK;
}

DeskResult verb_reverse(Desk *desk, const Command *command) {
  if (!desk->screen) {
    return verb_rcontinue(desk, command);
  }
  if (desk->runner.on) {
    desk->runner.on = false;
    text_add(&desk->answer, "paused");
    return DESK_OK;
  }
  Text why = {0};
  u64 step = seek(desk, &why);
  goal_clear(&desk->runner.goal);
  text_replace(&desk->runner.until, NULL);
  text_replace(&desk->runner.why, text_of(&why));
  desk->runner.backwards = true;
  desk->runner.bounded = true;
  desk->runner.left = session_cursor(&desk->session) - step;
  desk->runner.on = true;
  text_release(&why);
  return DESK_OK;
}

DeskResult verb_advance(Desk *desk, const Command *command) {
  const ModelActor *actor =
      model_find(&desk->session.model, command->words[0], &desk->answer);
  if (actor == NULL) {
    return DESK_BAD;
  }
  if (actor->stopped || actor->type == NULL) {
    text_addf(&desk->answer,
              "%s will handle nothing any more; advance takes "
              "a living actor",
              command->words[0]);
    return DESK_BAD;
  }
  goal_advance(&desk->runner.goal, actor);
  return verbs_begin(desk, true, GOAL_STEPS, NULL);
}

DeskResult verb_finish(Desk *desk, const Command *command) {
  const Model *model = &desk->session.model;
  u64 option = desk->look.option + 1;
  if (command->word_count > 0 && !grammar_number(command->words[0], &option)) {
    text_addf(&desk->answer, "finish takes the number of an option, not %s",
              command->words[0]);
    return DESK_BAD;
  }
  if (option == 0 || option > model->option_count ||
      model->options[option - 1].id.sequence == 0) {
    text_add(&desk->answer,
             "finish needs an option of NEXT that has a message, as in "
             "finish 1");
    return DESK_BAD;
  }
  goal_finish(&desk->runner.goal, model->options[option - 1].id);
  return verbs_begin(desk, true, GOAL_STEPS, NULL);
}
