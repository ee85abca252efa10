// verbs_run.c -- step, back, run, until, goto, choose, seed.
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "story.h"
#include "verbs.h"
#include "verbs_found.h"

DeskResult verbs_begin(Desk *desk, bool bounded, u64 steps, const char *until) {
  desk->runner.backwards = false;
  text_replace(&desk->runner.until, until);
  desk->runner.bounded = bounded;
  desk->runner.left = steps;
  desk->runner.on = true;
  // Breaks that hold already stop only when they come true anew.
  (void)breaks_see(&desk->session.breaks, &desk->session.model,
                   &desk->session.tape);
  DeskResult result = DESK_OK;
  while (!desk->screen && desk->runner.on && result == DESK_OK) {
    result = desk_run_once(desk);
  }
  return result;
}

// A number as count before the verb or as word behind it.
static bool take_count(Desk *desk, const Command *command, u64 *count) {
  *count = command->count;
  if (command->word_count > 0 && !grammar_number(command->words[0], count)) {
    text_addf(&desk->answer, "%s takes a number, not %s",
              command->control->verb, command->words[0]);
    return false;
  }
  return true;
}

DeskResult verb_step(Desk *desk, const Command *command) {
  u64 count = 0;
  if (!take_count(desk, command, &count)) {
    return DESK_BAD;
  }
  if (count == 1) {
    // At once, also on the screen: a key must show its step.
    text_replace(&desk->runner.until, NULL);
    goal_clear(&desk->runner.goal);
    desk->runner.backwards = false;
    desk->runner.bounded = true;
    desk->runner.left = 1;
    return desk_run_once(desk);
  }
  goal_clear(&desk->runner.goal);
  return verbs_begin(desk, true, count, NULL);
}

static void say_place(Desk *desk) {
  text_addf(&desk->answer, "step %llu of %llu: ",
            (unsigned long long)session_cursor(&desk->session),
            (unsigned long long)session_last(&desk->session));
  story_step(&desk->session.model, &desk->answer);
}

static void look_at(Desk *desk, u64 step) {
  desk->runner.on = false;
  desk->look.fly_phase = 0;
  desk->look.option = 0;
  session_goto(&desk->session, step);
  say_place(desk);
}

DeskResult verb_back(Desk *desk, const Command *command) {
  u64 count = 0;
  if (!take_count(desk, command, &count)) {
    return DESK_BAD;
  }
  u64 cursor = session_cursor(&desk->session);
  if (cursor == 0) {
    text_add(&desk->answer, "this is the beginning");
    return DESK_OK;
  }
  look_at(desk, count < cursor ? cursor - count : 0);
  return DESK_OK;
}

DeskResult verb_run(Desk *desk, const Command *command) {
  (void)command;
  if (desk->runner.on) {
    desk->runner.on = false;
    text_add(&desk->answer, "paused");
    return DESK_OK;
  }
  goal_clear(&desk->runner.goal);
  return verbs_begin(desk, false, 0, NULL);
}

DeskResult verb_until(Desk *desk, const Command *command) {
  Text why = {0};
  if (!expr_check(command->rest, &why)) {
    text_addf(&desk->answer, "until: %s", text_of(&why));
    text_release(&why);
    return DESK_BAD;
  }
  goal_clear(&desk->runner.goal);
  return verbs_begin(desk, false, 0, command->rest);
}

DeskResult verb_goto(Desk *desk, const Command *command) {
  u64 last = session_last(&desk->session);
  u64 step = last;
  if (!text_equal(command->words[0], "end") &&
      (!grammar_number(command->words[0], &step) || step > last)) {
    text_addf(&desk->answer, "the tape has steps 0..%llu, not %s",
              (unsigned long long)last, command->words[0]);
    return DESK_BAD;
  }
  look_at(desk, step);
  return DESK_OK;
}

DeskResult verb_choose(Desk *desk, const Command *command) {
  const Model *model = &desk->session.model;
  u64 index = desk->look.option;
  if (command->word_count == 0 && desk->look.view == VIEW_EXPLORE) {
    return found_open(desk);
  }
  if (command->word_count > 0 && (!grammar_number(command->words[0], &index) ||
                                  index == 0 || index > model->option_total)) {
    text_addf(&desk->answer, "NEXT has options 1..%llu, not %s",
              (unsigned long long)model->option_total, command->words[0]);
    return DESK_BAD;
  }
  index -= command->word_count > 0;
  if (model->option_total == 0) {
    return verb_step(desk, &(Command){.control = command->control, .count = 1});
  }
  if (command->word_count == 0 && index < model->option_count) {
    index = model->options[index].index;
  }
  desk->runner.on = false;
  SessionOutcome outcome = session_choose(&desk->session, index);
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  if (outcome != SESSION_OK) {
    return desk_outcome(desk, outcome);
  }
  say_place(desk);
  verbs_say_branch(desk);
  const ModelOption *choice = &model->choice;
  if (text_equal(choice->kind, "flush")) {
    desk->look.flying = choice->id;
    desk->look.fly_from = story_from(choice);
    desk->look.fly_to = story_to(choice);
    desk->look.fly_phase = 1;
  }
  return DESK_OK;
}

DeskResult verb_seed(Desk *desk, const Command *command) {
  u64 seed = desk->session.seed;
  if (command->word_count == 0) {
    text_addf(&desk->answer, "seed %llu", (unsigned long long)seed);
    return DESK_OK;
  }
  if (!grammar_number(command->words[0], &seed)) {
    text_addf(&desk->answer, "a seed is a whole number, not %s",
              command->words[0]);
    return DESK_BAD;
  }
  if (desk->overlay) {
    desk->session.seed = seed;  // for its start
    return DESK_OK;
  }
  DeskResult result = desk_start(desk, seed);
  if (result == DESK_OK) {
    text_addf(&desk->answer, "started anew with seed %llu",
              (unsigned long long)seed);
  }
  return result;
}
