// verbs_look.c -- views, panels, lessons, themes; export, help, quit.
#include <string.h>

#include "base/mem.h"
#include "export.h"
#include "grammar.h"
#include "theme.h"
#include "verbs.h"
#include "verbs_found.h"

// As wide as help is where there is no screen.
enum { HELP_COLS = 100 };

// Lines the wheel scrolls: no more than the smallest panel shows.
enum { SCROLL = 4 };

static DeskResult refuse_word(Desk *desk, const Command *command) {
  text_addf(&desk->answer, "%s takes %s, not %s", command->control->verb,
            command->control->arguments,
            command->word_count == 0 ? "nothing" : command->words[0]);
  return DESK_BAD;
}

// In the order in which the view lists them.
static void select_beside(Desk *desk, bool next) {
  const Model *model = &desk->session.model;
  Look *look = &desk->look;
  Roster roster;
  if (look->view == VIEW_CLUSTER) {
    roster_tree(&roster, model);
    roster_fold(&roster, look->folds, look->fold_count);
  } else {
    roster_sorted(&roster, model,
                  look->view == VIEW_ACTORS ? look->order : ORDER_BIRTH);
  }
  if (look->view == VIEW_ACTORS) {
    roster_keep(&roster, model, text_of(&look->filter));
  }
  size_t count = roster.count;
  size_t at = roster_place(&roster, look->actor);
  if (count > 0) {
    at = at == count ? (next ? 0 : count - 1)
                     : (at + (next ? 1 : count - 1)) % count;
    look->actor = roster.lines[at].actor->ref;
  }
  roster_release(&roster);
}

DeskResult verb_select(Desk *desk, const Command *command) {
  const Model *model = &desk->session.model;
  const char *word = command->words[0];
  bool next = text_equal(word, "next");
  if (!next && !text_equal(word, "previous")) {
    const ModelActor *actor = model_find(model, word, &desk->answer);
    if (actor != NULL) {
      desk->look.actor = actor->ref;
    }
    return actor == NULL ? DESK_BAD : DESK_OK;
  }
  select_beside(desk, next);
  return DESK_OK;
}

// Help and answers lie over NEXT and are read from their first line.
static bool reads(const Look *look) {
  return look->panel == PANEL_HELP || look->panel == PANEL_INFO;
}

// Output and the sequence are read from their last line: `scroll` counts away
// from there.
static void scroll_by(Look *look, bool up, size_t lines) {
  if (up != reads(look)) {
    look->scroll += lines;
  } else {
    look->scroll -= look->scroll < lines ? look->scroll : lines;
  }
}

DeskResult verb_pick(Desk *desk, const Command *command) {
  bool found = desk->look.view == VIEW_EXPLORE;
  size_t count = found ? found_lines(desk) : desk->session.model.option_count;
  size_t *marked = found ? &desk->look.found : &desk->look.option;
  u64 number = 0;
  bool next = text_equal(command->words[0], "next");
  if (reads(&desk->look) &&
      (next || text_equal(command->words[0], "previous"))) {
    scroll_by(&desk->look, !next, 1);
  } else if (next) {
    *marked += *marked + 1 < count;
  } else if (text_equal(command->words[0], "previous")) {
    *marked -= *marked > 0;
  } else if (grammar_number(command->words[0], &number) && number >= 1 &&
             number <= count) {
    *marked = (size_t)number - 1;
  } else {
    return refuse_word(desk, command);
  }
  return DESK_OK;
}

static void toggle(Desk *desk, PanelKind panel) {
  desk->look.panel = desk->look.panel == panel ? PANEL_NONE : panel;
  desk->look.scroll = 0;
}

DeskResult verb_output(Desk *desk, const Command *command) {
  (void)command;
  if (desk->screen) {
    toggle(desk, PANEL_OUTPUT);
    return DESK_OK;
  }
  const Output *output = &desk->session.output;
  size_t count = output_count(output, session_cursor(&desk->session));
  for (size_t i = 0; i < count; i++) {
    text_addf(&desk->answer, "%s\n", output_line(output, i));
  }
  return DESK_OK;
}

// "TEXT" or "TEXT" until VERB|EXPR.
static DeskResult add_lesson(Desk *desk, const Command *command) {
  const char *word = command->words[0];
  size_t length = strlen(word);
  bool until =
      command->word_count > 2 && text_equal(command->words[1], "until");
  if (length < 2 || *word != '"' || word[length - 1] != '"' ||
      (command->word_count > 1 && !until)) {
    text_add(&desk->answer,
             "a lesson reads lesson \"TEXT\" or lesson \"TEXT\" until step");
    return DESK_BAD;
  }
  desk->lessons =
      (Lesson *)text_grow(desk->lessons, &desk->lesson_room,
                          desk->lesson_count + 1, sizeof *desk->lessons);
  desk->lessons[desk->lesson_count++] =
      (Lesson){text_copy_bytes(word + 1, length - 2),
               until ? text_copy(grammar_after(command, 2)) : NULL};
  return DESK_OK;
}

DeskResult verb_lesson(Desk *desk, const Command *command) {
  if (command->word_count > 0 && *command->words[0] == '"') {
    return add_lesson(desk, command);
  }
  if (command->word_count == 0 || text_equal(command->words[0], "next")) {
    desk->lesson += desk->lesson < desk->lesson_count;
  } else if (text_equal(command->words[0], "back")) {
    desk->lesson -= desk->lesson > 0;
  } else {
    return refuse_word(desk, command);
  }
  if (!desk->screen && desk->lesson < desk->lesson_count) {
    text_add(&desk->answer, desk->lessons[desk->lesson].text);
  }
  return DESK_OK;
}

DeskResult verb_speed(Desk *desk, const Command *command) {
  static const int speeds[] = {1, 2, 4, 8, 16, 32, 100, 0};
  const char *word = command->words[0];
  u64 number = 0;
  size_t at = 0;
  while (at < 7 && speeds[at] != desk->look.speed) {
    at++;
  }
  if (text_equal(word, "+")) {
    desk->look.speed = speeds[at < 7 ? at + 1 : 7];
  } else if (text_equal(word, "-")) {
    desk->look.speed = speeds[at > 0 ? at - 1 : 0];
  } else if (grammar_number(word, &number) && number <= 1000) {
    desk->look.speed = (int)number;
  } else {
    return refuse_word(desk, command);
  }
  if (desk->look.speed == 0) {
    text_add(&desk->answer, "as fast as it goes");
  } else {
    text_addf(&desk->answer, "%d step%s a second", desk->look.speed,
              desk->look.speed == 1 ? "" : "s");
  }
  return DESK_OK;
}

DeskResult verb_theme(Desk *desk, const Command *command) {
  if (text_equal(command->words[0], "next")) {
    desk->look.theme = (desk->look.theme + 1) % THEMES;
  } else if (theme_find(command->words[0]) >= 0) {
    desk->look.theme = theme_find(command->words[0]);
  } else {
    return refuse_word(desk, command);
  }
  text_addf(&desk->answer, "theme %s", theme_name(desk->look.theme));
  return DESK_OK;
}

DeskResult verb_scroll(Desk *desk, const Command *command) {
  const char *word = command->words[0];
  bool page = text_equal(word, "pageup") || text_equal(word, "pagedown");
  bool up = text_equal(word, "up") || text_equal(word, "pageup");
  if (!page && !up && !text_equal(word, "down")) {
    return refuse_word(desk, command);
  }
  // A line of the page before stays in sight.
  size_t seen = desk->look.page;
  scroll_by(&desk->look, up, page && seen > SCROLL ? seen - 1 : SCROLL);
  return DESK_OK;
}

DeskResult verb_close(Desk *desk, const Command *command) {
  (void)command;
  // What was scrolled was the panel: the view begins where it was.
  if (desk->look.panel != PANEL_NONE) {
    desk->look.scroll = 0;
  }
  desk->look.panel = PANEL_NONE;
  return DESK_OK;
}

DeskResult verb_help(Desk *desk, const Command *command) {
  if (command->word_count > 0 &&
      controls_find(command->words[0], &desk->answer) == NULL) {
    return DESK_BAD;
  }
  if (desk->screen && command->word_count == 0) {
    toggle(desk, PANEL_HELP);
    desk->look.help_asked = true;
    return DESK_OK;
  }
  controls_help(command->word_count == 0 ? NULL : command->words[0], HELP_COLS,
                &desk->answer);
  verbs_show(desk);
  return DESK_OK;
}

// Other roads are lost with the desk; who is told so may still stay.
DeskResult verb_quit(Desk *desk, const Command *command) {
  (void)command;
  size_t roads = desk->session.branches.count;
  if (desk->screen && roads > 0 && !desk->look.quit_asked) {
    desk->look.quit_asked = true;
    text_addf(&desk->answer,
              "%zu other branch%s would be lost (B lists them): quit again "
              "leaves",
              roads, roads == 1 ? "" : "es");
    return DESK_OK;
  }
  desk->quit = true;
  return DESK_OK;
}

// A..B; either may be left out.
static bool take_range(const char *word, u64 last, u64 *first, u64 *end) {
  const char *dots = strstr(word, "..");
  if (dots == NULL) {
    return false;
  }
  char *left = text_copy_bytes(word, (size_t)(dots - word));
  bool good = (*left == '\0' || grammar_number(left, first)) &&
              (dots[2] == '\0' || grammar_number(dots + 2, end)) &&
              *first <= *end && *first <= last;
  mem_free(left);
  return good;
}

DeskResult verb_export(Desk *desk, const Command *command) {
  u64 last = session_last(&desk->session);
  u64 first = 0;
  u64 end = session_cursor(&desk->session);
  const char *file = NULL;
  for (size_t i = 1; i < command->word_count; i++) {
    const char *word = command->words[i];
    if (strstr(word, "..") != NULL && strchr(word, '/') == NULL) {
      if (!take_range(word, last, &first, &end)) {
        text_addf(&desk->answer, "a range reads A..B within 0..%llu, not %s",
                  (unsigned long long)last, word);
        return DESK_BAD;
      }
    } else if (file == NULL) {
      file = word;
    } else {
      text_addf(&desk->answer, "export FORMAT FILE A..B; what is %s?", word);
      return DESK_BAD;
    }
  }
  return export_run(desk, command->words[0], file, first,
                    end < last ? end : last);
}
