// view_paths.c -- messages in flight, as paths between the boxes.
//
// All lines first, then the words on them: what crosses a word comes under it.
// Where two lines meet, the cell shows both.
#include "flow.h"

enum { PATHS_OF_ONE = 3 };

enum { TO_LEFT = 1, TO_RIGHT = 2, TO_UP = 4, TO_DOWN = 8 };

static const struct {
  u32 rune;
  unsigned ways;
} lines[] = {{0x2500, TO_LEFT | TO_RIGHT},
             {0x2502, TO_UP | TO_DOWN},
             {0x250C, TO_RIGHT | TO_DOWN},
             {0x2510, TO_LEFT | TO_DOWN},
             {0x2514, TO_RIGHT | TO_UP},
             {0x2518, TO_LEFT | TO_UP},
             {0x251C, TO_UP | TO_DOWN | TO_RIGHT},
             {0x2524, TO_UP | TO_DOWN | TO_LEFT},
             {0x252C, TO_LEFT | TO_RIGHT | TO_DOWN},
             {0x2534, TO_LEFT | TO_RIGHT | TO_UP},
             {0x253C, TO_LEFT | TO_RIGHT | TO_UP | TO_DOWN}};

static u32 rune_of(unsigned ways) {
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    if (lines[i].ways == ways) {
      return lines[i].rune;
    }
  }
  return 0x2500;
}

// The ways a line already there goes; 0: there is none.
static unsigned ways_at(const Grid *grid, FlowPoint at) {
  if (at.row < 0 || at.row >= grid->rows || at.col < 0 ||
      at.col >= grid->cols) {
    return 0;
  }
  const Cell *cell = &grid->cells[at.row * grid->cols + at.col];
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    if (cell->style == STYLE_FLIGHT &&
        (cell->rune == lines[i].rune ||
         (grid->ascii && cell->rune == grid_twin(lines[i].rune)))) {
      return lines[i].ways;
    }
  }
  return 0;
}

static unsigned way_to(FlowPoint here, FlowPoint there) {
  return there.row < here.row   ? TO_UP
         : there.row > here.row ? TO_DOWN
         : there.col < here.col ? TO_LEFT
         : there.col > here.col ? TO_RIGHT
                                : 0;
}

static void draw_line(Grid *grid, const FlowPath *path) {
  for (int i = 0; i < path->count; i++) {
    FlowPoint here = path->points[i];
    unsigned ways = 0;
    ways |= i > 0 ? way_to(here, path->points[i - 1]) : 0;
    ways |= i + 1 < path->count ? way_to(here, path->points[i + 1]) : 0;
    if (ways == TO_LEFT || ways == TO_RIGHT) {
      ways = TO_LEFT | TO_RIGHT;  // an end
    }
    grid_put(grid, here.row, here.col, STYLE_FLIGHT,
             rune_of(ways | ways_at(grid, here)));
  }
}

// A label goes on the first level stretch that holds it, else beside the path.
static void draw_label(Grid *grid, const FlowPath *path, const char *text,
                       const char *name, Style style) {
  FlowPoint start = path->points[0];
  int length = 1;
  while (length < path->count && path->points[length].row == start.row) {
    length++;
  }
  int left = path->points[length - 1].col < start.col
                 ? path->points[length - 1].col
                 : start.col;
  int room = length - 4;
  const char *label = text_width(text) <= room ? text : name;
  if (label != NULL && room >= 3) {
    int width = text_width(label) < room ? text_width(label) : room;
    int at = left + 2 + (room - width) / 2;
    grid_text(grid, start.row, at, at + width, style, label);
  }
}

static void draw_words(Grid *grid, const FlowPath *path, int token,
                       const char *text, const char *name, bool flying) {
  if (path->count < 2) {
    return;
  }
  draw_label(grid, path, text, name, STYLE_FLIGHT);
  FlowPoint tip = path->points[path->count - 1];
  bool right = path->points[path->count - 2].col <= tip.col;
  grid_put(grid, tip.row, tip.col, STYLE_FLIGHT, right ? 0x25B6 : 0x25C0);
  FlowPoint at = path->points[token < path->count ? token : path->count - 1];
  grid_put(grid, at.row, at.col, flying ? STYLE_FLYING : STYLE_FLIGHT, 0x25CF);
}

static bool is_among(const u64 *refs, int count, u64 ref) {
  for (int i = 0; i < count; i++) {
    if (refs[i] == ref) {
      return true;
    }
  }
  return false;
}

static size_t count_to(const ModelMessages *messages, u64 ref) {
  size_t count = 0;
  for (size_t i = 0; i < messages->count; i++) {
    count += messages->items[i].to == ref;
  }
  return count;
}

// One path for all messages from one actor to another: the next to arrive is
// named, the others counted. Of a long outbox only what leaves first is drawn;
// the box counts the rest.
static void draw_outbox(Grid *grid, Flow *flow, FlowBox *from, bool words,
                        int *nth) {
  static FlowPath path;
  const ModelMessages *out = &from->actor->outbox;
  int drawn = 0;
  u64 targets[PATHS_OF_ONE] = {0};
  for (size_t m = 0; m < out->count && drawn < PATHS_OF_ONE; m++) {
    const ModelMessage *message = &out->items[m];
    FlowBox *to = is_among(targets, drawn, message->to)
                      ? NULL
                      : flow_box(flow, message->to);
    if (to == NULL) {
      continue;
    }
    flow_route(flow, from, to, (*nth)++, &path);
    targets[drawn++] = message->to;
    if (!words) {
      draw_line(grid, &path);
      continue;
    }
    Text label = {0};
    size_t same = count_to(out, message->to);
    text_add(&label, message->text);
    if (same > 1) {
      text_addf(&label, " +%zu", same - 1);
    }
    draw_words(grid, &path, 0, text_of(&label), message->name, false);
    text_release(&label);
  }
}

static void draw_flying(const Desk *desk, Grid *grid, Flow *flow, bool words,
                        int nth) {
  static FlowPath path;
  FlowBox *from = flow_box(flow, desk->look.fly_from);
  FlowBox *to = flow_box(flow, desk->look.fly_to);
  if (desk->look.fly_phase == 0 || from == NULL || to == NULL) {
    return;
  }
  flow_route(flow, from, to, nth, &path);
  if (!words) {
    draw_line(grid, &path);
    return;
  }
  int token = path.count * desk->look.fly_phase / (FLY_PHASES + 1);
  const char *text = desk->session.model.choice.text;
  draw_words(grid, &path, token, text == NULL ? "" : text, NULL, true);
}

void flow_draw_flights(const Desk *desk, Grid *grid, Flow *flow) {
  for (int words = 0; words < 2; words++) {
    int nth = 0;
    flow_forget_paths(flow);
    for (size_t i = 0; i < flow->count; i++) {
      draw_outbox(grid, flow, &flow->boxes[i], words, &nth);
    }
    draw_flying(desk, grid, flow, words, nth);
  }
}
