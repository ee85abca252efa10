// view_sequence.c -- lanes from left to right, time from top to bottom.
#include <string.h>

#include "clocks.h"
#include "pattern.h"
#include "race.h"
#include "recent.h"
#include "views.h"

enum { STEP_COLUMN = 6, LANE_LEAST = 12, WINDOW = 400 };

typedef struct Lanes {
  const Desk *desk;
  Grid *grid;
  Area area;
  int indent;    // of the leftmost lane
  int width;     // from one lane to the next
  size_t first;  // lane shown leftmost
  size_t shown;
  u64 racing;  // the step that the cursor's races with; 0: none
} Lanes;

// The column of a lane's line; lanes outside stand just beyond the edge.
static int column_of(const Lanes *lanes, size_t lane) {
  int left = lanes->area.left + STEP_COLUMN;
  if (lane < lanes->first) {
    return left - 1;
  }
  size_t at = lane - lanes->first;
  if (at >= lanes->shown) {
    return lanes->area.left + lanes->area.cols - 1;
  }
  return left + lanes->indent + (int)at * lanes->width;
}

static void draw_arrow(const Lanes *lanes, int row, const ChartRow *line,
                       Style style) {
  int from = column_of(lanes, line->from);
  int to = column_of(lanes, line->to);
  bool right = from < to;
  int left = (right ? from : to) + 1;
  int end = right ? to : from;
  u32 rune = line->reply ? 0x2550 : 0x2500;
  if (line->kind == ROW_FLIGHT) {
    rune = 0x254C;
  }
  grid_fill(lanes->grid, row, left, end, style, rune);
  int room = end - left - 3;
  int width = text_width(line->text);
  width = width > room ? room : width;
  if (width > 0) {
    int at = left + 1 + (room - width) / 2;
    grid_text(lanes->grid, row, at, at + width, style, line->text);
  }
  u32 tip = line->kind == ROW_LOST     ? 0x2717
            : line->kind == ROW_FLIGHT ? 0x25CF
            : right                    ? 0x25B6
                                       : 0x25C0;
  grid_put(lanes->grid, row, right ? end - 1 : left, style, tip);
}

// The block says "handles" already.
static const char *short_text(const ChartRow *row) {
  static const char said[] = "handles ";
  bool known = row->kind == ROW_HANDLE && text_starts(row->text, said);
  return row->text + (known ? sizeof said - 1 : 0);
}

static void draw_row(const Lanes *lanes, const Chart *chart, size_t index,
                     int row) {
  const ChartRow *line = &chart->rows[index];
  u64 cursor = session_cursor(&lanes->desk->session);
  bool current = line->step == cursor && line->kind != ROW_FLIGHT;
  int left = lanes->area.left;
  if (line->kind != ROW_FLIGHT) {
    grid_hit(lanes->grid, (Area){row, left, 1, lanes->area.cols}, "goto %llu",
             (unsigned long long)line->step);
  }
  if (current) {
    grid_put(lanes->grid, row, left, STYLE_TITLE, '>');
  } else if (line->kind != ROW_FLIGHT && lanes->racing > 0 &&
             line->step == lanes->racing) {
    grid_put(lanes->grid, row, left, STYLE_BAD, 'x');
  }
  // What is in flight has no place in time yet.
  if (line->kind != ROW_FLIGHT &&
      (index == 0 || chart->rows[index - 1].step != line->step)) {
    grid_format(lanes->grid, row, left + 1, left + STEP_COLUMN,
                current ? STYLE_TITLE : STYLE_DIM, "%4llu",
                (unsigned long long)line->step);
  }
  for (size_t i = 0; i < lanes->shown; i++) {
    grid_put(lanes->grid, row, column_of(lanes, lanes->first + i), STYLE_DIM,
             0x2502);
  }
  Style style = line->kind == ROW_LOST     ? STYLE_BAD
                : line->kind == ROW_FLIGHT ? STYLE_FLIGHT
                : current                  ? STYLE_TITLE
                                           : STYLE_PLAIN;
  if (line->from != line->to) {
    draw_arrow(lanes, row, line, style);
    return;
  }
  if (line->from < lanes->first || line->from >= lanes->first + lanes->shown) {
    return;
  }
  int at = column_of(lanes, line->from);
  grid_put(lanes->grid, row, at, style,
           line->kind == ROW_HANDLE ? 0x2588
           : line->kind == ROW_SAY  ? '"'
           : line->kind == ROW_NOTE ? '*'
                                    : 0x25CF);
  grid_text(
      lanes->grid, row, at + 2, lanes->area.left + lanes->area.cols,
      line->kind == ROW_HANDLE ? (current ? STYLE_CHANGED : STYLE_GOOD) : style,
      short_text(line));
}

static Lanes lay(const Desk *desk, Grid *grid, Area area, const Chart *chart) {
  Lanes lanes = {
      .desk = desk, .grid = grid, .area = area, .shown = chart->lane_count};
  int room = area.cols - STEP_COLUMN;
  size_t most = room / LANE_LEAST > 0 ? (size_t)(room / LANE_LEAST) : 1;
  if (lanes.shown > most) {
    lanes.shown = most;
    // The selected actor's lane is always among those shown.
    for (size_t i = 0; i < chart->lane_count; i++) {
      if (chart->refs[i] == desk->look.actor && i >= most) {
        lanes.first = i - most + 1;
      }
    }
  }
  // What the last lane has to say stands on its right: it gets more room than
  // the first needs on its left.
  int shown = (int)lanes.shown;
  lanes.indent = room / (2 * shown) < 6 ? room / (2 * shown) : 6;
  int tail = room / (shown + 1) < 26 ? room / (shown + 1) : 26;
  lanes.width = shown > 1 ? (room - lanes.indent - tail) / (shown - 1) : room;
  lanes.width = lanes.width > 36 ? 36 : lanes.width;
  return lanes;
}

static u64 racing_with(const Desk *desk) {
  Race race;
  u64 step = 0;
  if (!desk->runner.on && race_find(&desk->session, &race)) {
    step = race.earlier;
    race_release(&race);
  }
  return step;
}

static void draw_heads(const Lanes *lanes, const Chart *chart, int row) {
  int left = lanes->area.left;
  if (lanes->shown < chart->lane_count) {
    grid_format(lanes->grid, row, left, left + STEP_COLUMN, STYLE_DIM,
                "%zu/%zu", lanes->shown, chart->lane_count);
  } else {
    grid_text(lanes->grid, row, left + 1, left + STEP_COLUMN, STYLE_DIM,
              "step");
  }
  for (size_t i = 0; i < lanes->shown; i++) {
    u64 ref = chart->refs[lanes->first + i];
    bool chosen = ref == lanes->desk->look.actor;
    Text name = {0};
    model_name(&lanes->desk->session.model, ref, &name);
    int width = text_width(text_of(&name));
    int room = lanes->width - 1;
    width = width > room ? room : width;
    int at = column_of(lanes, lanes->first + i) - width / 2;
    at = at < left + STEP_COLUMN ? left + STEP_COLUMN : at;
    grid_text(lanes->grid, row, at, at + width,
              chosen ? STYLE_SELECTED : STYLE_TITLE, text_of(&name));
    actors_hit(lanes->desk, lanes->grid, (Area){row, at, 1, width}, ref);
    text_release(&name);
  }
}

static bool is_wanted(const Desk *desk, const Chart *chart,
                      const ChartRow *row) {
  // A failure is no message, but never in the way.
  bool local = row->from == row->to && row->kind != ROW_LOST &&
               row->kind != ROW_FLIGHT && !text_starts(row->text, "failed");
  if (desk->look.collapse && local) {
    return false;
  }
  if (desk->look.filter.length == 0) {
    return true;
  }
  Text line = {0};
  model_name(&desk->session.model, chart->refs[row->from], &line);
  text_add(&line, " ");
  model_name(&desk->session.model, chart->refs[row->to], &line);
  text_addf(&line, " %s", row->text);
  bool wanted = pattern_matches(text_of(&desk->look.filter), text_of(&line));
  text_release(&line);
  return wanted;
}

// Drops the rows that are not wanted; gives how many.
static size_t hide_rows(const Desk *desk, Chart *chart) {
  size_t kept = 0;
  for (size_t i = 0; i < chart->row_count; i++) {
    ChartRow *row = &chart->rows[i];
    if (is_wanted(desk, chart, row)) {
      ChartRow moved = chart->rows[kept];
      chart->rows[kept++] = *row;
      *row = moved;
    }
  }
  return chart_cut(chart, kept);
}

// At the right of each line, what its actor knew of all events then.
static void draw_clock(const Lanes *lanes, const Clocks *clocks,
                       const ChartRow *line, int row, int left, int end) {
  bool handled = line->kind == ROW_HANDLE;
  const Clock *clock =
      handled ? clocks_taken(clocks, line->id) : clocks_sent(clocks, line->id);
  Text text = {0};
  if (clock != NULL) {
    clock_say(clock, &lanes->desk->session.model, line->from_ref, &text);
  }
  grid_put(lanes->grid, row, left, STYLE_BORDER, 0x2502);
  grid_text(lanes->grid, row, left + 2, end, STYLE_DIM, text_of(&text));
  text_release(&text);
}

static void draw_legend(const Desk *desk, Grid *grid, Area area,
                        const Clocks *clocks, u64 racing, const Chart *chart,
                        size_t hidden) {
  Text line = {0};
  size_t shown = chart->row_count;
  if (desk->look.filter.length > 0) {
    text_addf(&line, "FILTER %s: %zu shown, %zu hidden",
              text_of(&desk->look.filter), shown, hidden);
  } else if (desk->look.collapse) {
    text_addf(&line, "collapsed %zu local events (Z shows them)", hidden);
  } else if (desk->look.clocks && clocks->first > 0) {
    text_addf(&line, "clocks count from step %llu on; v: off",
              (unsigned long long)clocks->first);
  } else if (racing > 0) {
    text_addf(&line, "x step %llu races with step %llu, here%s",
              (unsigned long long)racing,
              (unsigned long long)session_cursor(&desk->session),
              desk->session.source == SOURCE_PROGRAM ? ": x swaps them" : "");
  } else if (chart->flights_left > 0) {
    text_addf(&line, "and %zu more in flight (5: all of them)",
              chart->flights_left);
  } else {
    text_add(&line,
             "\xE2\x94\x80\xE2\x96\xB6 arrives  \xE2\x95\x90\xE2\x96\xB6 "
             "reply  \xE2\x96\x88 handles  * note  \" says  \xE2\x9C\x97 lost "
             " \xE2\x97\x8F in flight");
  }
  grid_text(grid, area.top + area.rows - 1, area.left + 1,
            area.left + area.cols, STYLE_DIM, text_of(&line));
  text_release(&line);
}

// The columns for clocks, if there is room beside the lanes.
static int clock_columns(const Desk *desk, Area area) {
  int wanted = area.cols / 3 > 44 ? 44 : area.cols / 3;
  return desk->look.clocks && wanted >= 12 ? wanted : 0;
}

// Not so many that what happened would have no row.
static size_t flights_in(Area area) {
  enum { FEW = 8 };
  return area.rows > 2 * FEW ? (size_t)area.rows / 2 : FEW;
}

void sequence_draw(const Desk *desk, Grid *grid, Area area) {
  const Session *session = &desk->session;
  u64 cursor = session_cursor(session);
  Chart *chart = recent_chart(session, WINDOW, flights_in(area));
  size_t hidden = hide_rows(desk, chart);
  int beside = clock_columns(desk, area);
  int end = area.left + area.cols;
  Clocks clocks = {0};
  if (desk->look.clocks) {
    clocks_make(&clocks, &session->tape, cursor);
  }
  area.cols -= beside;
  Lanes lanes = lay(desk, grid, area, chart);
  lanes.racing = racing_with(desk);
  if (area.rows > 0) {
    draw_heads(&lanes, chart, area.top);
  }
  bool legend = area.rows > 8;
  size_t room = area.rows > 1 + legend ? (size_t)(area.rows - 1 - legend) : 0;
  size_t most = chart->row_count > room ? chart->row_count - room : 0;
  size_t back = desk->look.scroll < most ? desk->look.scroll : most;
  grid->scrolled = back;
  grid->page = room;
  for (size_t i = 0; i < room && most - back + i < chart->row_count; i++) {
    draw_row(&lanes, chart, most - back + i, area.top + 1 + (int)i);
    if (beside > 0) {
      draw_clock(&lanes, &clocks, &chart->rows[most - back + i],
                 area.top + 1 + (int)i, end - beside, end);
    }
  }
  if (legend) {
    draw_legend(desk, grid, area, &clocks, lanes.racing, chart, hidden);
  }
  clocks_release(&clocks);
}
