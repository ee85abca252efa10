// view_flow.c -- actors as boxes, messages on their way between them.
#include <string.h>

#include "flow.h"
#include "views.h"

typedef struct Pen {
  const Desk *desk;
  Grid *grid;
  Area box;
  int row;  // the next free one inside
} Pen;

static bool is_flying(const Desk *desk, const ModelMessage *message) {
  return desk->look.fly_phase > 0 &&
         message->id.sender == desk->look.flying.sender &&
         message->id.sequence == desk->look.flying.sequence;
}

static void write_message(Pen *pen, const ModelMessage *message, size_t number,
                          bool leaving) {
  Text line = {0};
  Text name = {0};
  const Model *model = &pen->desk->session.model;
  model_name(model, leaving ? message->to : message->from, &name);
  int left = pen->box.left + 2;
  int end = pen->box.left + pen->box.cols - 2;
  if (leaving) {
    text_addf(&line, "%s \xE2\x86\x92 %s", message->text, text_of(&name));
  } else {
    text_addf(&line, "%zu %s", number, message->text);
    int room = end - left - text_width(text_of(&line));
    int wanted = text_width(text_of(&name)) + 6;
    if (room >= wanted) {
      text_addf(&line, " from %s", text_of(&name));
    }
  }
  if (leaving) {
    grid_put(pen->grid, pen->row, left, STYLE_FLIGHT, 0x25CF);
    left += 2;
  }
  grid_text(pen->grid, pen->row++, left, end,
            leaving ? STYLE_FLIGHT : STYLE_MESSAGE, text_of(&line));
  text_release(&line);
  text_release(&name);
}

static void write_field(Pen *pen, const ModelField *field) {
  u64 step = pen->desk->session.model.step;
  bool changed = field->changed == step && field->before != NULL && step > 0;
  int left = pen->box.left + 2;
  int end = pen->box.left + pen->box.cols - 2;
  Style style = changed ? STYLE_CHANGED : STYLE_PLAIN;
  if (changed) {
    grid_format(pen->grid, pen->row++, left, end, style,
                "* %s %s \xE2\x86\x92 %s", field->name, field->before,
                field->value);
  } else {
    grid_format(pen->grid, pen->row++, left, end, style, "  %s %s", field->name,
                field->value);
  }
}

// How many lines each part gets when there are `room` of them.
typedef struct Share {
  int mail;
  int out;
  int fields;
} Share;

static Share share(const ModelActor *actor, int room) {
  Share s = {(int)(actor->mailbox.count < 3 ? actor->mailbox.count : 3),
             (int)(actor->outbox.count < 3 ? actor->outbox.count : 3),
             (int)(actor->field_count < 8 ? actor->field_count : 8)};
  while (s.mail + s.out + s.fields > room && room >= 0) {
    if (s.mail > 1 && s.mail >= s.out) {
      s.mail--;
    } else if (s.out > 1) {
      s.out--;
    } else if (s.fields > 1) {
      s.fields--;
    } else if (s.mail > 0 && s.out > 0) {
      s.mail--;
    } else if (s.mail > 0) {
      s.mail--;
    } else if (s.out > 0) {
      s.out--;
    } else {
      s.fields--;
    }
    if (s.fields < 0) {
      s.fields = 0;
      break;
    }
  }
  return s;
}

static void write_title(Pen *pen, const ModelActor *actor, Style style) {
  Text name = {0};
  ModelStatus status = model_status(actor);
  int left = pen->box.left + 2;
  int right = pen->box.left + pen->box.cols - 2;
  const char *word = model_status_word(status);
  int word_at = right - (int)strlen(word) - 2;
  text_add(&name, " ");
  model_name(&pen->desk->session.model, actor->ref, &name);
  text_add(&name, " ");
  grid_text(pen->grid, pen->box.top, left, word_at - 1, style, text_of(&name));
  Style mood = status == STATUS_FAILED || status == STATUS_STOPPED ? STYLE_BAD
               : status == STATUS_READY || status == STATUS_HANDLING
                   ? STYLE_GOOD
                   : STYLE_DIM;
  grid_format(pen->grid, pen->box.top, word_at, right, mood, " %s ", word);
  text_release(&name);
}

static size_t arrived(const Desk *desk, const ModelActor *actor) {
  size_t count = actor->mailbox.count;
  return count > 0 && is_flying(desk, &actor->mailbox.items[count - 1])
             ? count - 1
             : count;
}

// With no line left for the mail, the next message stands in the first.
static void write_head(Pen *pen, const ModelActor *actor, size_t mail,
                       bool short_of_lines) {
  Text line = {0};
  if (actor->capacity > 0) {
    text_addf(&line, "mailbox %zu/%llu", mail,
              (unsigned long long)actor->capacity);
  } else if (mail == 0) {
    text_add(&line, "mailbox empty");
  } else {
    text_addf(&line, "mailbox %zu", mail);
  }
  if (short_of_lines && mail > 0) {
    text_addf(&line, ": %s", actor->mailbox.items[0].text);
  } else if (actor->behaviour != NULL) {
    text_addf(&line, "  %s", actor->behaviour);
  }
  if (actor->waiting != NULL) {
    text_addf(&line, "  waits: %s", actor->waiting);
  }
  if (actor->stopped && actor->reason != NULL) {
    text_clear(&line);
    text_addf(&line, "%s", actor->reason);
  }
  if (actor->type != NULL || actor->mailbox.count > 0 ||
      actor->waiting != NULL) {
    grid_text(pen->grid, pen->row++, pen->box.left + 2,
              pen->box.left + pen->box.cols - 2, STYLE_DIM, text_of(&line));
  }
  text_release(&line);
}

static void draw_box(const Desk *desk, Grid *grid, const FlowBox *box) {
  const ModelActor *actor = box->actor;
  bool selected = actor->ref == desk->look.actor;
  Pen pen = {desk, grid, box->area, box->area.top + 1};
  Style style = selected         ? STYLE_SELECTED
                : actor->stopped ? STYLE_STOPPED
                                 : STYLE_BORDER;
  grid_frame(grid, box->area, style);
  write_title(&pen, actor, selected ? STYLE_SELECTED : STYLE_TITLE);
  size_t mail = arrived(desk, actor);
  Share lines = share(actor, box->area.rows - 3);
  write_head(&pen, actor, mail, lines.mail == 0);
  for (int i = 0; i < lines.mail && (size_t)i < mail; i++) {
    write_message(&pen, &actor->mailbox.items[i], (size_t)i + 1, false);
  }
  for (int i = 0; i < lines.out; i++) {
    write_message(&pen, &actor->outbox.items[i], (size_t)i + 1, true);
  }
  for (int i = 0; i < lines.fields; i++) {
    write_field(&pen, &actor->fields[i]);
  }
}

static u32 line_rune(const FlowPath *path, int at) {
  FlowPoint here = path->points[at];
  FlowPoint before = path->points[at > 0 ? at - 1 : at];
  FlowPoint after = path->points[at + 1 < path->count ? at + 1 : at];
  int up = (before.row < here.row) + (after.row < here.row);
  int down = (before.row > here.row) + (after.row > here.row);
  int left = (before.col < here.col) + (after.col < here.col);
  int right = (before.col > here.col) + (after.col > here.col);
  if (at == path->count - 1) {
    return before.col <= here.col ? 0x25B6 : 0x25C0;
  }
  if (up + down == 0) {
    return 0x2500;
  }
  if (left + right == 0) {
    return 0x2502;
  }
  return up ? (left ? 0x2518 : 0x2514) : (left ? 0x2510 : 0x250C);
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

static void draw_path(Grid *grid, const FlowPath *path, int token,
                      const char *text, const char *name, bool flying) {
  Style style = flying ? STYLE_FLYING : STYLE_FLIGHT;
  if (path->count == 0) {
    return;
  }
  for (int i = 0; i < path->count; i++) {
    grid_put(grid, path->points[i].row, path->points[i].col, STYLE_FLIGHT,
             line_rune(path, i));
  }
  draw_label(grid, path, text, name, STYLE_FLIGHT);
  FlowPoint at = path->points[token < path->count ? token : path->count - 1];
  grid_put(grid, at.row, at.col, style, 0x25CF);
}

// One path for all messages from one actor to another: the next to arrive is
// named, the others counted.
static void draw_flights(const Desk *desk, Grid *grid, Flow *flow) {
  static FlowPath path;
  int nth = 0;
  for (size_t i = 0; i < flow->count; i++) {
    const ModelMessages *out = &flow->boxes[i].actor->outbox;
    for (size_t m = 0; m < out->count; m++) {
      const ModelMessage *message = &out->items[m];
      size_t same = 0;
      bool first = true;
      for (size_t k = 0; k < out->count; k++) {
        same += out->items[k].to == message->to;
        first &= k >= m || out->items[k].to != message->to;
      }
      FlowBox *to = flow_box(flow, message->to);
      if (!first || to == NULL) {
        continue;
      }
      flow_route(flow, &flow->boxes[i], to, nth++, &path);
      Text label = {0};
      text_add(&label, message->text);
      if (same > 1) {
        text_addf(&label, " +%zu", same - 1);
      }
      draw_path(grid, &path, 0, text_of(&label), message->name, false);
      text_release(&label);
    }
  }
  FlowBox *from = flow_box(flow, desk->look.fly_from);
  FlowBox *to = flow_box(flow, desk->look.fly_to);
  if (desk->look.fly_phase > 0 && from != NULL && to != NULL) {
    flow_route(flow, from, to, nth, &path);
    int token = path.count * desk->look.fly_phase / (FLY_PHASES + 1);
    const char *text = desk->session.model.choice.text;
    draw_path(grid, &path, token, text == NULL ? "" : text, NULL, true);
  }
}

static void draw_folded(const Desk *desk, Grid *grid, const Flow *flow) {
  const Model *model = &desk->session.model;
  const ModelActor *hottest = NULL;
  size_t mail = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    bool shown = false;
    for (size_t b = 0; b < flow->count; b++) {
      shown |= flow->boxes[b].actor == actor;
    }
    if (!shown) {
      mail += actor->mailbox.count;
      if (hottest == NULL || actor->mailbox.count > hottest->mailbox.count) {
        hottest = actor;
      }
    }
  }
  Text line = {0};
  text_addf(&line, "+ %zu more: mail %zu", flow->folded, mail);
  if (hottest != NULL) {
    text_add(&line, ", hottest ");
    model_name(model, hottest->ref, &line);
    text_addf(&line, " (%zu)", hottest->mailbox.count);
  }
  text_add(&line, "; Left/Right select");
  grid_text(grid, flow->area.top + flow->area.rows - 1, flow->area.left + 1,
            flow->area.left + flow->area.cols, STYLE_DIM, text_of(&line));
  text_release(&line);
}

void flow_draw(const Desk *desk, Grid *grid, Area area) {
  static Flow flow;
  flow_layout(desk, area, &flow);
  draw_flights(desk, grid, &flow);
  for (size_t i = 0; i < flow.count; i++) {
    draw_box(desk, grid, &flow.boxes[i]);
  }
  if (flow.folded > 0 && area.rows > 6) {
    draw_folded(desk, grid, &flow);
  }
  if (desk->session.model.actor_count == 0 && area.rows > 0) {
    grid_text(grid, area.top, area.left + 1, area.left + area.cols, STYLE_DIM,
              "no actor yet");
  }
}
