// view_foot.c -- what stands below the views: NEXT, checks, the tape, the
// newest words, the lesson, the bar.
#include <stdio.h>
#include <string.h>

#include "race.h"
#include "story.h"
#include "verbs_puzzle.h"
#include "views.h"

// The stretch of lesson lines that is due; gives how many rows it takes.
static int draw_lesson(const Desk *desk, Grid *grid, int bottom, int most) {
  Text text = {0};
  const Puzzle *puzzle = puzzle_played(desk);
  if (puzzle != NULL) {
    text_addf(&text, "GOAL %s%s", puzzle->text,
              desk->reached ? " (:goal lists the others)" : "");
  } else if (desk->lesson < desk->lesson_count) {
    const Lesson *lesson = &desk->lessons[desk->lesson];
    text_addf(&text, "%s%zu/%zu  %s", grid->cols < 60 ? "" : "LESSON ",
              desk->lesson + 1, desk->lesson_count, lesson->text);
    if (lesson->until == NULL) {
      text_add(&text, " (L: next)");
    }
  } else {
    return 0;
  }
  int rows = grid_wrap(text_of(&text), grid->cols - 2, 0, NULL);
  rows = rows > most ? most : rows;
  for (int i = 0; i < rows; i++) {
    Text line = {0};
    (void)grid_wrap(text_of(&text), grid->cols - 2, i, &line);
    grid_text(grid, bottom - rows + 1 + i, 1, grid->cols, STYLE_LESSON,
              text_of(&line));
    text_release(&line);
  }
  text_release(&text);
  return rows;
}

// What must be read to its end also where rows are few.
static bool is_complaint(const Desk *desk) {
  return desk->wrong ||
         (frame_is_over(&desk->session) && desk->session.ending.bad);
}

// The newest answer, or what the step did; as many rows as it needs, at most
// `most`. Gives how many it took.
static int draw_message(const Desk *desk, Grid *grid, int bottom, int most) {
  const char *answer =
      text_of(desk->waits.length > 0 ? &desk->waits : &desk->answer);
  Text line = {0};
  bool bad = frame_is_over(&desk->session) && desk->session.ending.bad;
  // Of several, the last is the newest.
  for (const char *at = answer; *at != '\0'; at += *at == '\n') {
    text_clear(&line);
    text_add_bytes(&line, at, strcspn(at, "\n"));
    at += line.length;
  }
  if (line.length == 0) {
    text_addf(&line, "%llu ",
              (unsigned long long)session_cursor(&desk->session));
    story_step(&desk->session.model, &line);
  }
  int rows = grid_wrap(text_of(&line), grid->cols - 2, 0, NULL);
  rows = rows < 1 ? 1 : rows > most ? most : rows;
  for (int i = 0; i < rows; i++) {
    Text part = {0};
    (void)grid_wrap(text_of(&line), grid->cols - 2, i, &part);
    bool cut = i == most - 1 &&
               grid_wrap(text_of(&line), grid->cols - 2, 0, NULL) > most;
    grid_format(grid, bottom - rows + 1 + i, 1, grid->cols - !cut,
                bad ? STYLE_BAD : STYLE_PLAIN, "%s%s", text_of(&part),
                cut ? "\xE2\x80\xA6" : "");
    text_release(&part);
  }
  text_release(&line);
  return rows;
}

// The races of the Explore view's list, where they are on the tape.
static void mark_races(const Desk *desk, Grid *grid, int row, int left,
                       int width) {
  RacePair pairs[RACE_PAIRS];
  u64 last = session_last(&desk->session);
  size_t count = desk->look.view == VIEW_EXPLORE && last > 0
                     ? race_pairs(&desk->session, pairs)
                     : 0;
  for (size_t i = 0; i < count; i++) {
    grid_put(grid, row, left + (int)((u64)(width - 1) * pairs[i].later / last),
             STYLE_TITLE, 'x');
  }
}

static void draw_tape(const Desk *desk, Grid *grid, int row) {
  u64 cursor = session_cursor(&desk->session);
  u64 last = session_last(&desk->session);
  Text end = {0};
  text_addf(&end, "| %llu/%llu", (unsigned long long)cursor,
            (unsigned long long)last);
  int left = grid_text(grid, row, 1, grid->cols, STYLE_DIM,
                       grid->cols >= 60 ? "TAPE   |" : "|");
  int right = grid->cols - (int)end.length - 2;
  int width = right - left;
  if (width > 3) {
    int at = last == 0 ? 0 : (int)((u64)(width - 1) * cursor / last);
    for (int i = 0; i < width; i++) {
      grid_put(grid, row, left + i, i <= at ? STYLE_FLIGHT : STYLE_DIM,
               i == at  ? 0x25CF
               : i < at ? 0x2550
                        : 0x00B7);
      grid_hit(grid, (Area){row, left + i, 1, 1}, "goto %llu",
               width == 1
                   ? 0
                   : (unsigned long long)((u64)i * last / (u64)(width - 1)));
    }
    mark_races(desk, grid, row, left, width);
    const Checks *checks = &desk->session.checks;
    const CheckItem *check;
    for (size_t i = 0; last > 0 && (check = checks_at(checks, i)) != NULL;
         i++) {
      if (check->has_failed) {
        int place = (int)((u64)(width - 1) * check->failed / last);
        grid_put(grid, row, left + place, STYLE_BAD, '!');
      }
    }
    grid_text(grid, row, right, grid->cols, STYLE_DIM, text_of(&end));
  }
  text_release(&end);
}

// Those that are built in are of interest when they fail, or were asked for.
static bool is_shown(const CheckItem *check) {
  return !check->is_builtin || check->wanted || check->has_failed;
}

static bool any_check(const Checks *checks) {
  const CheckItem *check;
  bool any = false;
  for (size_t i = 0; (check = checks_at(checks, i)) != NULL; i++) {
    any |= is_shown(check);
  }
  return any;
}

static void draw_checks(const Desk *desk, Grid *grid, int row) {
  const Checks *checks = &desk->session.checks;
  u64 step = session_cursor(&desk->session);
  int at = grid_text(grid, row, 1, grid->cols, STYLE_DIM, "CHECKS ");
  const CheckItem *check;
  for (size_t i = 0; (check = checks_at(checks, i)) != NULL; i++) {
    CheckVerdict verdict = check_verdict(check, step);
    if (!is_shown(check)) {
      continue;
    }
    at =
        grid_format(grid, row, at, grid->cols, STYLE_PLAIN, "%s ", check->name);
    if (verdict == CHECK_FAILED) {
      at = grid_format(grid, row, at, grid->cols, STYLE_BAD, "FAILED @%llu   ",
                       (unsigned long long)check->failed);
    } else {
      at = grid_format(grid, row, at, grid->cols,
                       verdict == CHECK_HOLDS ? STYLE_GOOD : STYLE_DIM, "%s   ",
                       verdict == CHECK_HOLDS ? "ok" : "pending");
    }
  }
}

static void draw_option(const Desk *desk, Grid *grid, int row, size_t index) {
  const Model *model = &desk->session.model;
  bool marked = index == desk->look.option && desk->look.view != VIEW_EXPLORE;
  Text line = {0};
  text_addf(&line, "%zu ", index + 1);
  story_option(model, &model->options[index], &line);
  if (marked) {
    grid_put(grid, row, 1, STYLE_MARKED, '>');
  }
  int at = grid_text(grid, row, 2, grid->cols - 1,
                     marked ? STYLE_MARKED : STYLE_PLAIN, text_of(&line));
  Area place = {row, 0, 1, grid->cols};
  // The second click on an option takes it.
  if (marked) {
    grid_hit(grid, place, "choose %zu", index + 1);
  } else {
    grid_hit(grid, place, "pick %zu", index + 1);
  }
  u64 cursor = session_cursor(&desk->session);
  if (cursor < session_last(&desk->session)) {
    const TapeStep *next = tape_step(&desk->session.tape, cursor + 1);
    if (next->kind == STEP_OPTION &&
        next->choice == model->options[index].index) {
      grid_text(grid, row, at + 2, grid->cols, STYLE_DIM,
                "\xE2\x86\x90 taken on the tape");
    }
  }
  text_release(&line);
}

// Why nothing may happen here, and what can be done all the same.
static const char *hint_of_nothing(const Desk *desk) {
  switch (desk->session.source) {
    case SOURCE_RECORD:
      return "is chosen in a record: . goes on in it, , goes back";
    case SOURCE_LIVE:
      return "is chosen here: it goes on by itself; Space follows it";
    case SOURCE_PROGRAM:
      break;
  }
  return "by itself: send something (:)";
}

static void draw_next(const Desk *desk, Grid *grid, int row, int rows) {
  const Model *model = &desk->session.model;
  size_t count = model->option_count;
  bool over = frame_is_over(&desk->session);
  if (over) {
    grid_text(grid, row, 1, grid->cols, STYLE_DIM,
              rows > 1 ? "NEXT   nothing: the run is over. Back with , or to "
                         "the beginning with 0"
                       : "NEXT over; , is back, 0 the beginning");
    return;
  }
  if (rows > 1) {
    const char *hint = count == 0 ? hint_of_nothing(desk)
                       : count == 1
                           ? "may happen: . or Enter takes it"
                           : "may happen: Up/Down mark, Enter takes; . "
                             "chooses for you";
    char number[24] = "nothing";
    if (count > 0) {
      (void)snprintf(number, sizeof number, "%llu",
                     (unsigned long long)model->option_total);
    }
    grid_format(grid, row, 1, grid->cols, STYLE_DIM, "NEXT   %s %s", number,
                hint);
    row++;
    rows--;
  } else if (count == 0) {
    grid_text(grid, row, 1, grid->cols, STYLE_DIM,
              desk->session.source == SOURCE_PROGRAM
                  ? "NEXT nothing by itself; : sends"
                  : "NEXT is not chosen here; . goes on");
  }
  size_t first = 0;
  if (desk->look.option >= (size_t)rows) {
    first = desk->look.option - (size_t)rows + 1;
  }
  for (size_t i = 0; i < (size_t)rows && first + i < count; i++) {
    draw_option(desk, grid, row + (int)i, first + i);
  }
}

Area foot_draw(const Desk *desk, Grid *grid, Area area, int *prompt) {
  int bottom = area.top + area.rows - 1;
  int height = grid->rows;
  *prompt = height - 1;
  if (height >= 6) {
    frame_draw_bar(grid, bottom--);
  }
  bool zoom = desk->look.zoom;
  if (height >= 10 && !zoom) {
    bottom -=
        draw_lesson(desk, grid, bottom, height >= 12 && height < 16 ? 3 : 2);
  }
  if (height >= 3) {
    *prompt = bottom;
    bool whole = height >= 16 || (height >= 8 && is_complaint(desk));
    bool panel = desk->look.panel != PANEL_NONE;
    bottom -= draw_message(desk, grid, bottom, whole && !panel ? 3 : 1);
  }
  if (height >= 8) {
    draw_tape(desk, grid, bottom--);
  }
  if (height >= 14 && !zoom && any_check(&desk->session.checks)) {
    draw_checks(desk, grid, bottom--);
  }
  int rows = height >= 28 ? 6 : height >= 20 ? 4 : height >= 14 ? 3 : 1;
  if (height >= 5 && !zoom) {
    bottom -= rows;
    draw_next(desk, grid, bottom + 1, rows);
  }
  area.rows = bottom - area.top + 1;
  area.rows = area.rows < 0 ? 0 : area.rows;
  return area;
}
