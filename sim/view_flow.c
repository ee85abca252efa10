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

// "● inc{amount: 42} → counter": whereto is what must not be cut.
static void write_leaving(Pen *pen, const ModelMessage *message, size_t more) {
  Text tail = {0};
  int left = pen->box.left + 2;
  int end = pen->box.left + pen->box.cols - 2;
  text_add(&tail, " \xE2\x86\x92 ");
  model_name(&pen->desk->session.model, message->to, &tail);
  if (more > 0) {
    text_addf(&tail, " +%zu", more);
  }
  int room = end - left - 2 - text_width(text_of(&tail));
  if (room < 6) {
    room = 6;
  }
  grid_put(pen->grid, pen->row, left, STYLE_FLIGHT, 0x25CF);
  int at = grid_text(pen->grid, pen->row, left + 2, left + 2 + room,
                     STYLE_FLIGHT, message->text);
  grid_text(pen->grid, pen->row++, at, end, STYLE_FLIGHT, text_of(&tail));
  text_release(&tail);
}

static void write_waiting(Pen *pen, const ModelMessage *message,
                          size_t number) {
  Text line = {0};
  Text name = {0};
  int left = pen->box.left + 2;
  int end = pen->box.left + pen->box.cols - 2;
  model_name(&pen->desk->session.model, message->from, &name);
  text_addf(&line, "%zu %s", number, message->text);
  int room = end - left - text_width(text_of(&line));
  if (room >= text_width(text_of(&name)) + 6) {
    text_addf(&line, " from %s", text_of(&name));
  }
  grid_text(pen->grid, pen->row++, left, end, STYLE_MESSAGE, text_of(&line));
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
  Style mood = status == STATUS_FAILED || status == STATUS_BETWEEN ||
                       status == STATUS_STOPPED
                   ? STYLE_BAD
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
  // Who stands outside takes no messages: what it waits for is all there is.
  bool takes = actor->type != NULL || actor->mailbox.count > 0;
  if (!takes) {
    text_clear(&line);
  } else if (actor->capacity > 0) {
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
    text_addf(&line, "%swaits: %s", takes ? "  " : "", actor->waiting);
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
  actors_hit(desk, grid, box->area, actor->ref);
  grid_frame(grid, box->area, style);
  write_title(&pen, actor, selected ? STYLE_SELECTED : STYLE_TITLE);
  size_t mail = arrived(desk, actor);
  Share lines = share(actor, box->area.rows - 3);
  write_head(&pen, actor, mail, lines.mail == 0);
  for (int i = 0; i < lines.mail && (size_t)i < mail; i++) {
    write_waiting(&pen, &actor->mailbox.items[i], (size_t)i + 1);
  }
  for (int i = 0; i < lines.out; i++) {
    bool last = i + 1 == lines.out;
    write_leaving(&pen, &actor->outbox.items[i],
                  last ? actor->outbox.count - (size_t)lines.out : 0);
  }
  for (int i = 0; i < lines.fields; i++) {
    write_field(&pen, &actor->fields[i]);
  }
}

void flow_draw(const Desk *desk, Grid *grid, Area area) {
  static Flow flow;
  flow_layout(desk, area, &flow);
  flow_draw_flights(desk, grid, &flow);
  for (size_t i = 0; i < flow.count; i++) {
    draw_box(desk, grid, &flow.boxes[i]);
  }
  flow_draw_folded(desk, grid, &flow);
  if (desk->session.model.actor_count == 0 && area.rows > 0) {
    grid_text(grid, area.top, area.left + 1, area.left + area.cols, STYLE_DIM,
              "no actor yet");
  }
}
