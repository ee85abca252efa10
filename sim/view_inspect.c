// view_inspect.c -- one actor, whole: beside a view as far as there is room, or
// as text to be scrolled.
#include <string.h>

#include "causes.h"
#include "clocks.h"
#include "recent.h"
#include "views.h"
#include "waits.h"

// In the panel lists are cut, so that something of everything is seen.
enum { MESSAGES = 6, PROTOCOL = 5, CAUSES = 4, HAPPENED = 12 };

// Where the next line goes: to a grid, or to a text.
typedef struct Side {
  Grid *grid;
  Area area;
  int row;
  Text *out;
} Side;

static void say(Side *side, Style style, const char *text) {
  if (side->out != NULL) {
    text_addf(side->out, "%s\n", text);
  } else if (side->row < side->area.top + side->area.rows) {
    grid_text(side->grid, side->row++, side->area.left + 2,
              side->area.left + side->area.cols, style, text);
  }
}

static void say_messages(Side *side, const Model *model,
                         const ModelMessages *messages, const char *title,
                         bool leaving) {
  Text line = {0};
  text_addf(&line, "%s %zu", title, messages->count);
  say(side, STYLE_DIM, text_of(&line));
  for (size_t i = 0; i < messages->count && (i < MESSAGES || side->out != NULL);
       i++) {
    const ModelMessage *message = &messages->items[i];
    text_clear(&line);
    text_addf(&line, " %zu %s %s ", i + 1, message->text,
              leaving ? "\xE2\x86\x92" : "from");
    model_name(model, leaving ? message->to : message->from, &line);
    say(side, leaving ? STYLE_FLIGHT : STYLE_MESSAGE, text_of(&line));
  }
  text_release(&line);
}

static void say_fields(Side *side, const Model *model,
                       const ModelActor *actor) {
  Text line = {0};
  say(side, STYLE_DIM, "state  (* changed this step)");
  for (size_t i = 0; i < actor->field_count; i++) {
    const ModelField *field = &actor->fields[i];
    bool changed = field->before != NULL && field->changed == model->step;
    text_clear(&line);
    if (changed) {
      text_addf(&line, "* %s  %s \xE2\x86\x92 %s", field->name, field->before,
                field->value);
    } else {
      text_addf(&line, "  %s  %s", field->name, field->value);
    }
    if (!changed && field->before != NULL && side->out != NULL) {
      text_addf(&line, "  (%s before step %llu)", field->before,
                (unsigned long long)field->changed);
    }
    say(side, changed ? STYLE_CHANGED : STYLE_PLAIN, text_of(&line));
  }
  if (actor->field_count == 0) {
    say(side, STYLE_DIM, "  not declared");
  }
  text_release(&line);
}

static void say_protocol(Side *side, const Model *model,
                         const ModelActor *actor) {
  for (size_t i = 0; i < model->type_count; i++) {
    if (!text_equal(model->types[i].name, actor->type)) {
      continue;
    }
    const char *at = model->types[i].protocol;
    say(side, STYLE_DIM, side->out != NULL ? "takes (its protocol)" : "takes");
    for (int n = 0; *at != '\0' && *at != '|'; n++) {
      if (n == PROTOCOL && side->out == NULL) {
        say(side, STYLE_DIM, " ... (I shows all)");
        break;
      }
      size_t length = strcspn(at, ";|");
      Text line = {0};
      text_add(&line, " ");
      text_add_bytes(&line, at, length);
      say(side, STYLE_PLAIN, text_of(&line));
      text_release(&line);
      at += length + (at[length] == ';');
      at += *at == ' ';
    }
  }
}

static void say_tie(Side *side, const Model *model, const char *what, u64 ref,
                    u64 step) {
  Text line = {0};
  text_addf(&line, "%s ", what);
  model_name(model, ref, &line);
  text_addf(&line, ", since step %llu", (unsigned long long)step);
  say(side, STYLE_PLAIN, text_of(&line));
  text_release(&line);
}

// Whom it waits for, who waits for it, links and monitors.
static void say_ties(Side *side, const Model *model, const ModelActor *actor) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *other = &model->actors[i];
    if (waits_has_edge(other) && other->waits_for == actor->ref) {
      say_tie(side, model, "waited on by", other->ref, other->waits_since);
    }
  }
  for (size_t i = 0; i < actor->bond_count; i++) {
    const ModelBond *bond = &actor->bonds[i];
    say_tie(side, model, bond->kind == BOND_LINK ? "linked with" : "monitors",
            bond->other, bond->step);
  }
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *other = &model->actors[i];
    for (size_t b = 0; b < other->bond_count; b++) {
      const ModelBond *bond = &other->bonds[b];
      if (bond->kind == BOND_MONITOR && bond->other == actor->ref) {
        say_tie(side, model, "monitored by", other->ref, bond->step);
      }
    }
  }
}

static void say_lines(Side *side, Style style, const char *text) {
  while (*text != '\0') {
    size_t length = strcspn(text, "\n");
    Text line = {0};
    text_add_bytes(&line, text, length);
    say(side, style, text_of(&line));
    text_release(&line);
    text += length + (text[length] == '\n');
  }
}

// What it has heard of whose events, its own first.
static void say_clock(Side *side, const Desk *desk, const ModelActor *actor) {
  Clocks clocks;
  Text line = {0};
  clocks_make(&clocks, &desk->session.tape, session_cursor(&desk->session));
  const Clock *clock = clocks_actor(&clocks, actor->ref);
  text_add(&line, "clock  ");
  if (clock == NULL) {
    text_add(&line, "nothing yet");
  } else {
    clock_say(clock, &desk->session.model, actor->ref, &line);
  }
  say(side, STYLE_PLAIN, text_of(&line));
  text_release(&line);
  clocks_release(&clocks);
}

// What led to the message that it took last.
static void say_causes(Side *side, const Desk *desk, const ModelActor *actor) {
  const Session *session = &desk->session;
  const Letters *letters = recent_letters(session);
  const Letter *last = letters_taken(letters, actor->ref);
  Text chain = {0};
  if (last != NULL) {
    causes_chain(letters, &session->model, last->id,
                 side->out != NULL ? 100 : CAUSES, &chain);
    say(side, STYLE_DIM, "causes of what it took last (w: why)");
    say_lines(side, STYLE_PLAIN, text_of(&chain));
  }
  text_release(&chain);
}

static void say_events(Side *side, const Desk *desk) {
  const Model *model = &desk->session.model;
  u64 cursor = session_cursor(&desk->session);
  const Chart *chart = recent_chart(&desk->session, HAPPENED, 0);
  int room = side->area.top + side->area.rows - side->row - 1;
  size_t first = 0;
  if (room > 0 && chart->row_count > (size_t)room) {
    first = chart->row_count - (size_t)room;
  }
  say(side, STYLE_DIM, "happened");
  for (size_t i = first; i < chart->row_count; i++) {
    const ChartRow *row = &chart->rows[i];
    Text line = {0};
    text_addf(&line, " %llu ", (unsigned long long)row->step);
    model_name(model, chart->refs[row->from], &line);
    if (row->kind == ROW_ARROW || row->kind == ROW_LOST) {
      text_addf(&line, " %s ", row->kind == ROW_LOST ? "x" : "\xE2\x86\x92");
      model_name(model, chart->refs[row->to], &line);
      text_add(&line, ":");
    }
    text_addf(&line, " %s", row->text);
    say(side, row->step == cursor ? STYLE_TITLE : STYLE_PLAIN, text_of(&line));
    text_release(&line);
  }
}

static void say_head(Side *side, const Model *model, const ModelActor *actor) {
  Text line = {0};
  model_name(model, actor->ref, &line);
  text_addf(&line, "  %s  handled %llu", model_status_word(model_status(actor)),
            (unsigned long long)actor->handled);
  if (model_restarts(actor) > 0) {
    text_addf(&line, "  restarts %llu",
              (unsigned long long)model_restarts(actor));
  }
  say(side, STYLE_SELECTED, text_of(&line));
  text_clear(&line);
  text_addf(&line, "%s%s", actor->type == NULL ? "" : "a ",
            actor->type == NULL ? "outside all actors" : actor->type);
  if (actor->parent != 0) {
    text_add(&line, ", parent ");
    model_name(model, actor->parent, &line);
  }
  if (actor->parent != 0 && actor->behaviour != NULL) {
    text_addf(&line, ", %s", actor->behaviour);
  }
  say(side, STYLE_PLAIN, text_of(&line));
  text_clear(&line);
  if (waits_say(model, actor, &line)) {
    say(side, STYLE_CHANGED, text_of(&line));
  }
  text_clear(&line);
  if (actor->reason != NULL && actor->waiting == NULL) {
    text_addf(&line, "%s: %s",
              actor->stopped  ? "ended"
              : actor->failed ? "failed"
                              : "failed before",
              actor->reason);
    say(side, actor->failed ? STYLE_BAD : STYLE_STOPPED, text_of(&line));
  }
  text_release(&line);
}

static void say_all(Side *side, const Desk *desk, const ModelActor *actor) {
  const Model *model = &desk->session.model;
  say_head(side, model, actor);
  if (actor->type != NULL) {
    Text title = {0};
    text_add(&title, "mailbox");
    if (actor->capacity > 0) {
      text_addf(&title, " of %llu, now", (unsigned long long)actor->capacity);
    }
    say_messages(side, model, &actor->mailbox, text_of(&title), false);
    text_release(&title);
  }
  say_messages(side, model, &actor->outbox, "in flight", true);
  if (actor->type != NULL) {
    say_fields(side, model, actor);
  }
  if (desk->look.clocks || side->out != NULL) {
    say_clock(side, desk, actor);
  }
  say_ties(side, model, actor);
  if (side->out != NULL && actor->type != NULL) {
    say_causes(side, desk, actor);
  }
  if (actor->type != NULL) {
    say_protocol(side, model, actor);
  }
}

void inspect_say(const Desk *desk, const ModelActor *actor, Text *out) {
  Side side = {.out = out};
  say_all(&side, desk, actor);
}

void inspect_draw(const Desk *desk, Grid *grid, Area area) {
  const ModelActor *actor = model_actor(&desk->session.model, desk->look.actor);
  Side side = {.grid = grid, .area = area, .row = area.top};
  for (int row = area.top; row < area.top + area.rows; row++) {
    grid_put(grid, row, area.left, STYLE_BORDER, 0x2502);
  }
  if (actor == NULL) {
    say(&side, STYLE_DIM, "no actor selected");
    return;
  }
  say_all(&side, desk, actor);
  int left = area.top + area.rows - side.row;
  if (left > 10 && actor->type != NULL) {
    say_causes(&side, desk, actor);
  }
  say_events(&side, desk);
}
