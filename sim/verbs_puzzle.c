// verbs_puzzle.c -- set, at, on, goal; and whether a goal is reached.
#include "verbs_puzzle.h"

#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "progress.h"
#include "prove.h"
#include "verbs.h"

// ---- Settings ----

// NAME VALUE, or NAME off.
DeskResult verb_set(Desk *desk, const Command *command) {
  const char *name = command->words[0];
  const char *value = command->words[1];
  if (!settings_is_name(name)) {
    text_addf(&desk->answer,
              "a setting's name is small letters and underscores, as in set "
              "patient 1, not %s",
              name);
    return DESK_BAD;
  }
  bool off = text_equal(value, "off");
  settings_set(&desk->settings, name, off ? NULL : value);
  if (desk->overlay) {
    return DESK_OK;
  }
  bool played = desk->playing > 0;
  desk->playing = 0;
  DeskResult result = desk_start(desk, desk->session.seed);
  if (result == DESK_OK) {
    text_addf(&desk->answer, "started anew with %s%s%s%s", name,
              off ? " off" : "=", off ? "" : value,
              played ? "; the goal is given up: it is for the program as it was"
                     : "");
  }
  return result;
}

// ---- Plans ----

DeskResult verb_at(Desk *desk, const Command *command) {
  return plans_read_at(&desk->plans, command->words, command->word_count,
                       grammar_after(command, 1), &desk->answer)
             ? DESK_OK
             : DESK_BAD;
}

DeskResult verb_on(Desk *desk, const Command *command) {
  return plans_read_on(&desk->plans, command->words, command->word_count,
                       &desk->answer)
             ? DESK_OK
             : DESK_BAD;
}

DeskResult verb_between(Desk *desk, const Command *command) {
  return plans_read_between(&desk->plans, command->words, command->word_count,
                            &desk->answer)
             ? DESK_OK
             : DESK_BAD;
}

// Read by who opens the overlay (catalog_used).
DeskResult verb_use(Desk *desk, const Command *command) {
  if (desk->overlay) {
    return DESK_OK;
  }
  text_addf(&desk->answer,
            "use begins an overlay, a file FILE.scene that troupe sim opens; "
            "to watch %s, leave and open it",
            command->words[0]);
  return DESK_BAD;
}

// ---- Goals ----

const Puzzle *puzzle_played(const Desk *desk) {
  return desk->playing == 0 ? NULL : &desk->puzzles.items[desk->playing - 1];
}

static char *name_of(const Desk *desk, const Puzzle *puzzle) {
  Text text = {0};
  text_addf(&text, "%s/%s", desk->session.name, puzzle->name);
  char *name = text_copy(text_of(&text));
  text_release(&text);
  return name;
}

static DeskResult list_goals(Desk *desk) {
  Progress progress;
  progress_read(&progress);
  for (size_t i = 0; i < desk->puzzles.count; i++) {
    const Puzzle *puzzle = &desk->puzzles.items[i];
    char *name = name_of(desk, puzzle);
    u64 best = progress_of(&progress, name);
    text_addf(&desk->answer, "%s%-16s %s", i == 0 ? "" : "\n", puzzle->name,
              puzzle->text);
    if (best > 0) {
      text_addf(&desk->answer, " (reached by %llu choices)",
                (unsigned long long)best);
    }
    mem_free(name);
  }
  if (desk->puzzles.count == 0) {
    text_add(&desk->answer,
             "this scene has no goals; troupe sim --puzzles "
             "lists all there are");
  }
  progress_release(&progress);
  verbs_show(desk);
  return DESK_OK;
}

static DeskResult play(Desk *desk, const Puzzle *puzzle) {
  settings_release(&desk->settings);
  if (puzzle->with != NULL &&
      !settings_read(&desk->settings, puzzle->with, &desk->answer)) {
    return DESK_BAD;
  }
  desk->playing = (size_t)(puzzle - desk->puzzles.items) + 1;
  desk->reached = false;
  desk->goal_seed = puzzle->seed > 0 ? puzzle->seed : desk->session.seed;
  DeskResult result = desk_start(desk, desk->goal_seed);
  if (result == DESK_OK) {
    text_addf(&desk->answer,
              "you are the scheduler: make check %s fail. Up, Down, Enter "
              "choose",
              puzzle->check);
  }
  return result;
}

static DeskResult add_goal(Desk *desk, const Command *command) {
  if (!puzzles_read(&desk->puzzles, command->words, command->word_count,
                    &desk->answer)) {
    return DESK_BAD;
  }
  const Puzzle *puzzle = puzzles_find(&desk->puzzles, command->words[0]);
  if (checks_find(&desk->session.checks, puzzle->check) == NULL) {
    text_addf(&desk->answer,
              "goal %s: no check is called %s; it must be made before",
              puzzle->name, puzzle->check);
    return DESK_BAD;
  }
  return DESK_OK;
}

DeskResult verb_goal(Desk *desk, const Command *command) {
  if (command->word_count == 0) {
    return list_goals(desk);
  }
  if (command->word_count > 1) {
    return add_goal(desk, command);
  }
  const char *name = command->words[0];
  if (text_equal(name, "off")) {
    desk->playing = 0;
    return DESK_OK;
  }
  const Puzzle *puzzle = puzzles_find(&desk->puzzles, name);
  if (puzzle == NULL ||
      checks_find(&desk->session.checks, puzzle->check) == NULL) {
    text_addf(&desk->answer, "no goal is called %s; goal lists them", name);
    return DESK_BAD;
  }
  return play(desk, puzzle);
}

// ---- Reached? ----

// The first step up to the cursor that was no choice of the scheduler's, or 0.
static u64 foreign_step(const Session *session, u64 last) {
  for (u64 step = 1; step <= last; step++) {
    if (tape_step(&session->tape, step)->kind != STEP_OPTION) {
      return step;
    }
  }
  return 0;
}

static void win(Desk *desk, const Puzzle *puzzle, const CheckItem *check) {
  Session *session = &desk->session;
  enum { LOOK_NS = 2000000000 };
  Question question = {session->program, session->name, session->seed, check,
                       session->stop,    LOOK_NS};
  u64 least = prove_shortest(&question);
  char *name = name_of(desk, puzzle);
  Text why = {0};
  desk->reached = true;
  text_addf(&desk->answer, "%sWON: %s is reached, by %llu choices",
            desk->answer.length > 0 ? "\n" : "", puzzle->name,
            (unsigned long long)check->failed);
  if (least > 0 && least < check->failed) {
    text_addf(&desk->answer, "; %llu would do", (unsigned long long)least);
  } else if (least > 0) {
    text_add(&desk->answer, ", and no search finds a shorter way");
  }
  if (!progress_note(name, check->failed, &why)) {
    text_addf(&desk->answer, "; %s", text_of(&why));
  }
  text_release(&why);
  mem_free(name);
}

void puzzle_look(Desk *desk) {
  const Puzzle *puzzle = puzzle_played(desk);
  if (puzzle == NULL) {
    return;
  }
  const CheckItem *check = checks_find(&desk->session.checks, puzzle->check);
  bool failed = check != NULL && check->has_failed &&
                check->failed <= session_cursor(&desk->session);
  if (!failed) {
    desk->reached &= check != NULL && check->has_failed;
    return;
  }
  if (desk->reached) {
    return;
  }
  u64 foreign = foreign_step(&desk->session, check->failed);
  bool other = desk->session.seed != desk->goal_seed;
  if (foreign == 0 && !other) {
    win(desk, puzzle, check);
    return;
  }
  desk->reached = true;
  if (other) {
    text_addf(&desk->answer,
              "%scheck %s failed, but with another seed than the goal's; goal "
              "%s begins it anew",
              desk->answer.length > 0 ? "\n" : "", check->name, puzzle->name);
    return;
  }
  text_addf(&desk->answer,
            "%scheck %s failed, but step %llu was a command of yours; the goal "
            "is to do it by choices alone",
            desk->answer.length > 0 ? "\n" : "", check->name,
            (unsigned long long)foreign);
}
