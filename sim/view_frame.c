// view_frame.c -- what stands around the views, from 200x50 down to 1x1.
#include <stdio.h>
#include <string.h>

#include "keys.h"
#include "controls.h"
#include "story.h"
#include "views.h"

bool frame_is_over(const Session *session) {
  return session->ending.state != ENGINE_OFF &&
         session_cursor(session) == session_last(session);
}

// At this step, and for good.
static bool is_locked(const Session *s) {
  const CheckItem *check = &s->checks.builtins[BUILTIN_DEADLOCK];
  return check->on && model_is_quiet(&s->model) &&
         check_verdict(check, session_cursor(s)) == CHECK_FAILED;
}

static void draw_header(const Desk *desk, Grid *grid) {
  const Session *s = &desk->session;
  const Model *model = &s->model;
  Text line = {0};
  const char *state = desk->waits.length > 0 ? "BUSY"
                      : desk->runner.on
                          ? (s->source == SOURCE_LIVE ? "LIVE" : "RUNNING")
                      : frame_is_over(s) ? (s->ending.bad ? "FAILED" : "ENDED")
                      : is_locked(s)     ? "DEADLOCK"
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
    i64 time = model->time - model->began;
    text_addf(&line, " t=%lld.%03llds ", (long long)(time / 1000000000),
              (long long)(time / 1000000 % 1000));
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

// A tab is called by its key and the view's name.
static const struct {
  const char *name;
  const char *view;
} tabs[VIEWS] = {[VIEW_FLOW] = {"1 Flow", "flow"},
                 [VIEW_SEQUENCE] = {"2 Sequence", "sequence"},
                 [VIEW_CLUSTER] = {"3 Cluster", "cluster"},
                 [VIEW_ACTORS] = {"4 Actors", "actors"},
                 [VIEW_MESSAGES] = {"5 Messages", "messages"},
                 [VIEW_CODE] = {"6 Code", "code"},
                 [VIEW_EXPLORE] = {"7 Explore", "explore"},
                 [VIEW_METRICS] = {"8 Metrics", "metrics"}};

// How the tabs are written: apart; close, which saves a column or two each; or
// only the one shown with its name, the others by their keys.
typedef enum TabForm { TABS_APART, TABS_CLOSE, TABS_KEYS } TabForm;

enum { HINT = 27 };

static TabForm tab_form(const Grid *grid) {
  int names = 0;
  for (int i = 0; i < VIEWS; i++) {
    names += (int)strlen(tabs[i].name);
  }
  return 1 + names + 3 * VIEWS + 6 <= grid->cols ? TABS_APART
         : 2 + names + VIEWS <= grid->cols       ? TABS_CLOSE
                                                 : TABS_KEYS;
}

static void draw_tabs(const Desk *desk, Grid *grid) {
  TabForm form = tab_form(grid);
  int at = form == TABS_CLOSE ? 0 : 1;
  for (int i = 0; i < VIEWS; i++) {
    bool on = (int)desk->look.view == i;
    int left = at;
    int letters = on || form != TABS_KEYS ? 99 : 1;
    bool before = i > 0 && (int)desk->look.view == i - 1;
    Style style = on ? STYLE_TITLE : STYLE_DIM;
    // Close ones share the column between them.
    grid_put(grid, 1, at, on || before ? STYLE_TITLE : STYLE_DIM,
             on                             ? '['
             : before && form == TABS_CLOSE ? ']'
                                            : ' ');
    at = grid_format(grid, 1, at + 1, grid->cols, style, "%.*s", letters,
                     tabs[i].name);
    bool last = i + 1 == VIEWS;
    if (form != TABS_CLOSE || last) {
      grid_put(grid, 1, at, style, on ? ']' : ' ');
      at += 2;
    }
    grid_hit(grid, (Area){1, left, 1, at - left}, "view %s", tabs[i].view);
  }
  int room = grid->cols - at - 2;
  const char *hint = desk->look.help_asked ? "o output"
                     : room >= HINT        ? "? help   o output   q quit"
                     : room >= HINT - 11   ? "? help   q quit"
                                           : "? help";
  if (room >= 8) {
    grid_text(grid, 1, at + 2, grid->cols, STYLE_DIM, hint);
  }
}

void frame_draw_bar(Grid *grid, int row) {
  int at = 0;
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
    int left = at;
    at = grid_text(grid, row, at, grid->cols, STYLE_BAR_KEY, name);
    at = grid_format(grid, row, at, grid->cols, STYLE_BAR, "%s ", binding->bar);
    grid_hit_key(grid, (Area){row, left, 1, at - left}, binding->key);
  }
  static const char more[] = " .step ,back Space run :send";
  if (at + (int)sizeof more <= grid->cols) {
    grid_text(grid, row, at, grid->cols, STYLE_BAR, more);
  }
}

// From so many columns on, the selected actor stands beside the view.
static const int wide_from[VIEWS] = {
    [VIEW_FLOW] = 100,    [VIEW_SEQUENCE] = 140, [VIEW_CLUSTER] = 140,
    [VIEW_ACTORS] = 100,  [VIEW_MESSAGES] = 100, [VIEW_CODE] = 160,
    [VIEW_EXPLORE] = 160, [VIEW_METRICS] = 160};

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
    case VIEW_CODE:
      code_draw(desk, grid, area);
      break;
    case VIEW_EXPLORE:
      explore_draw(desk, grid, area);
      break;
    case VIEW_METRICS:
      metrics_draw(desk, grid, area);
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
  if (grid->cols >= wide_from[desk->look.view] && !desk->look.zoom) {
    Area side = {area.top, grid->cols - 36, area.rows, 36};
    area.cols -= 37;
    inspect_draw(desk, grid, side);
  }
  draw_view(desk, grid, area);
}
