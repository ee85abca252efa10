// view_frame.c -- what stands around the views, from 200x50 down to 1x1.
#include <stdio.h>
#include <string.h>

#include "keys.h"
#include "controls.h"
#include "story.h"
#include "views.h"

static bool is_over(const Session *session) {
  return session->ending.state != ENGINE_OFF &&
         session_cursor(session) == session_last(session);
}

static void draw_header(const Desk *desk, Grid *grid) {
  const Session *s = &desk->session;
  const Model *model = &s->model;
  Text line = {0};
  const char *state = desk->waits.length > 0 ? "BUSY"
                      : desk->runner.on
                          ? (s->source == SOURCE_LIVE ? "LIVE" : "RUNNING")
                      : is_over(s) ? (s->ending.bad ? "FAILED" : "ENDED")
                      : model->option_total == 0 && model->ready ? "QUIET"
                                                                 : "PAUSED";
  if (grid->cols < 60) {
    text_addf(&line, " %s  %llu/%llu  %s", s->name,
              (unsigned long long)session_cursor(s),
              (unsigned long long)session_last(s), state);
    grid_fill(grid, 0, 0, grid->cols, STYLE_BAR, ' ');
    grid_text(grid, 0, 0, grid->cols, STYLE_BAR, text_of(&line));
    text_release(&line);
    return;
  }
  text_addf(&line, " troupe  %s  step %llu/%llu  %s  seed %llu ", s->name,
            (unsigned long long)session_cursor(s),
            (unsigned long long)session_last(s), state,
            (unsigned long long)s->seed);
  if (grid->cols >= 70) {
    text_addf(&line, " t=%lld.%03llds ", (long long)(model->time / 1000000000),
              (long long)(model->time / 1000000 % 1000));
  }
  grid_fill(grid, 0, 0, grid->cols, STYLE_BAR, ' ');
  int at = grid_text(grid, 0, 0, grid->cols, STYLE_BAR, text_of(&line));
  text_clear(&line);
  text_addf(&line, "| %zu in flight  mail %zu  dead %llu",
            model_in_flight(model), model_in_mailboxes(model),
            (unsigned long long)model->dead_total);
  if (at + text_width(text_of(&line)) < grid->cols) {
    grid_text(grid, 0, at, grid->cols, STYLE_BAR, text_of(&line));
  }
  if (model->lost + model->missed > 0) {
    Text lost = {0};
    text_addf(&lost, "  LOST %llu events, %llu messages",
              (unsigned long long)model->lost,
              (unsigned long long)model->missed);
    at += text_width(text_of(&line));
    grid_text(grid, 0, at, grid->cols, STYLE_BAR, text_of(&lost));
    text_release(&lost);
  }
  text_release(&line);
}

static void draw_tabs(const Desk *desk, Grid *grid) {
  static const char *const names[VIEWS] = {"1 Flow", "2 Sequence", "3 Cluster",
                                           "4 Actors", "5 Messages"};
  enum { ALL = 62, HINT = 27 };
  bool whole = grid->cols >= ALL;  // else only the one shown has its name
  int at = 1;
  for (int i = 0; i < VIEWS; i++) {
    bool on = (int)desk->look.view == i;
    at =
        grid_format(grid, 1, at, grid->cols, on ? STYLE_TITLE : STYLE_DIM,
                    on ? "[%.*s] " : " %.*s  ", on || whole ? 99 : 1, names[i]);
  }
  const char *hint = desk->look.help_asked ? "o output"
                     : grid->cols - at - 2 >= HINT
                         ? "? help   o output   q quit"
                         : "? help   q quit";
  grid_text(grid, 1, at + 2, grid->cols, STYLE_DIM, hint);
}

static void draw_bar(const Desk *desk, Grid *grid, int row) {
  int at = 0;
  (void)desk;
  grid_fill(grid, row, 0, grid->cols, STYLE_BAR, ' ');
  for (size_t i = 0; i < bindings_count(); i++) {
    const Binding *binding = bindings_at(i);
    char name[16];
    if (binding->bar == NULL) {
      continue;
    }
    press_name(binding->key, name);
    if (at + (int)strlen(name) + (int)strlen(binding->bar) > grid->cols) {
      return;
    }
    at = grid_text(grid, row, at, grid->cols, STYLE_BAR_KEY, name);
    at = grid_format(grid, row, at, grid->cols, STYLE_BAR, "%s ", binding->bar);
  }
  static const char more[] = " .step ,back Space run :send";
  if (at + (int)sizeof more <= grid->cols) {
    grid_text(grid, row, at, grid->cols, STYLE_BAR, more);
  }
}

// The stretch of lesson lines that is due; gives how many rows it takes.
static int draw_lesson(const Desk *desk, Grid *grid, int bottom, int most) {
  if (desk->lesson >= desk->lesson_count) {
    return 0;
  }
  const Lesson *lesson = &desk->lessons[desk->lesson];
  Text text = {0};
  text_addf(&text, "%s%zu/%zu  %s", grid->cols < 60 ? "" : "LESSON ",
            desk->lesson + 1, desk->lesson_count, lesson->text);
  if (lesson->until == NULL) {
    text_add(&text, " (L: next)");
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
  return desk->wrong || (is_over(&desk->session) && desk->session.ending.bad);
}

// The newest answer, or what the step did; as many rows as it needs, at most
// `most`. Gives how many it took.
static int draw_message(const Desk *desk, Grid *grid, int bottom, int most) {
  const char *answer =
      text_of(desk->waits.length > 0 ? &desk->waits : &desk->answer);
  Text line = {0};
  bool bad = is_over(&desk->session) && desk->session.ending.bad;
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
    }
    const Checks *checks = &desk->session.checks;
    for (size_t i = 0; i < checks->count && last > 0; i++) {
      if (checks->items[i].has_failed) {
        int place = (int)((u64)(width - 1) * checks->items[i].failed / last);
        grid_put(grid, row, left + place, STYLE_BAD, '!');
      }
    }
    grid_text(grid, row, right, grid->cols, STYLE_DIM, text_of(&end));
  }
  text_release(&end);
}

static void draw_checks(const Desk *desk, Grid *grid, int row) {
  const Checks *checks = &desk->session.checks;
  u64 step = session_cursor(&desk->session);
  int at = grid_text(grid, row, 1, grid->cols, STYLE_DIM, "CHECKS ");
  for (size_t i = 0; i < checks->count; i++) {
    const CheckItem *check = &checks->items[i];
    CheckVerdict verdict = check_verdict(check, step);
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
  bool marked = index == desk->look.option;
  Text line = {0};
  text_addf(&line, "%zu ", index + 1);
  story_option(model, &model->options[index], &line);
  if (marked) {
    grid_put(grid, row, 1, STYLE_MARKED, '>');
  }
  int at = grid_text(grid, row, 2, grid->cols - 1,
                     marked ? STYLE_MARKED : STYLE_PLAIN, text_of(&line));
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

static void draw_next(const Desk *desk, Grid *grid, int row, int rows) {
  const Model *model = &desk->session.model;
  size_t count = model->option_count;
  bool over = is_over(&desk->session);
  if (over) {
    grid_text(grid, row, 1, grid->cols, STYLE_DIM,
              rows > 1 ? "NEXT   nothing: the run is over. Back with , or to "
                         "the beginning with 0"
                       : "NEXT over; , is back, 0 the beginning");
    return;
  }
  if (rows > 1) {
    const char *hint = count == 0 ? "by itself: send something (:)"
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
              "NEXT nothing by itself; : sends");
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
    draw_bar(desk, grid, bottom--);
  }
  if (height >= 10) {
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
  if (height >= 14 && desk->session.checks.count > 0) {
    draw_checks(desk, grid, bottom--);
  }
  int rows = height >= 28 ? 6 : height >= 20 ? 4 : height >= 14 ? 3 : 1;
  if (height >= 5) {
    bottom -= rows;
    draw_next(desk, grid, bottom + 1, rows);
  }
  area.rows = bottom - area.top + 1;
  area.rows = area.rows < 0 ? 0 : area.rows;
  return area;
}

// From so many columns on, the selected actor stands beside the view.
static const int wide_from[VIEWS] = {[VIEW_FLOW] = 100,
                                     [VIEW_SEQUENCE] = 140,
                                     [VIEW_CLUSTER] = 140,
                                     [VIEW_ACTORS] = 100,
                                     [VIEW_MESSAGES] = 100};

static void draw_view(const Desk *desk, Grid *grid, Area area) {
  switch (desk->look.view) {
    case VIEW_FLOW:
      flow_draw(desk, grid, area);
      break;
    case VIEW_SEQUENCE:
      sequence_draw(desk, grid, area);
      break;
    case VIEW_CLUSTER:
      cluster_draw(desk, grid, area);
      break;
    case VIEW_ACTORS:
      actors_draw(desk, grid, area);
      break;
    case VIEW_MESSAGES:
      messages_draw(desk, grid, area);
      break;
    case VIEWS:
      break;
  }
}

void frame_draw(const Desk *desk, Grid *grid, int *prompt) {
  grid_clear(grid);
  Area area = {1, 0, grid->rows - 1, grid->cols};
  draw_header(desk, grid);
  if (grid->rows >= 16) {
    draw_tabs(desk, grid);
    area.top++;
    area.rows--;
  }
  int top = area.top;
  area = foot_draw(desk, grid, area, prompt);
  if (desk->look.panel != PANEL_NONE) {
    // What is to be read takes the room of NEXT and the tape too; output grows
    // while one steps, which needs both.
    if (desk->look.panel != PANEL_OUTPUT) {
      area.rows = *prompt - top;
    }
    panel_draw(desk, grid, area);
    return;
  }
  if (grid->cols >= wide_from[desk->look.view]) {
    Area side = {area.top, grid->cols - 36, area.rows, 36};
    area.cols -= 37;
    inspect_draw(desk, grid, side);
  }
  draw_view(desk, grid, area);
}
