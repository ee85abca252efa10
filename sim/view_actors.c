// view_actors.c -- all actors as a table, sorted as the watcher wishes.
//
// Columns go from the right when there is no room; label, state and mailbox
// stay to the last.
#include <stdio.h>

#include "roster.h"
#include "views.h"
#include "waits.h"

typedef enum ColumnKind {
  COLUMN_LABEL,
  COLUMN_STATE,
  COLUMN_MAILBOX,
  COLUMN_HANDLED,
  COLUMN_RESTARTS,
  COLUMN_PARENT,
  COLUMN_WAITS,
  COLUMNS
} ColumnKind;

typedef struct Column {
  const char *head;
  RosterOrder order;
  int width;
} Column;

static const Column columns[COLUMNS] = {
    [COLUMN_LABEL] = {"actor", ORDER_LABEL, 13},
    [COLUMN_STATE] = {"state", ORDER_STATE, 9},
    [COLUMN_MAILBOX] = {"mailbox", ORDER_MAILBOX, 9},
    [COLUMN_HANDLED] = {"handled", ORDER_HANDLED, 9},
    [COLUMN_RESTARTS] = {"restarts", ORDER_RESTARTS, 10},
    [COLUMN_PARENT] = {"parent", ORDER_PARENT, 12},
    [COLUMN_WAITS] = {"waits", ROSTER_ORDERS, 0}};

void actors_hit(const Desk *desk, Grid *grid, Area area, u64 ref) {
  Text name = {0};
  model_name(&desk->session.model, ref, &name);
  grid_hit(grid, area, "select %s", text_of(&name));
  text_release(&name);
}

void actors_say_mailbox(const ModelActor *actor, Text *out) {
  bool full = actor->capacity > 0 && actor->mailbox.count >= actor->capacity;
  if (actor->type == NULL) {
    text_add(out, "-");
  } else if (actor->capacity == 0) {
    text_addf(out, "%zu", actor->mailbox.count);
  } else {
    text_addf(out, "%zu/%llu%s", actor->mailbox.count,
              (unsigned long long)actor->capacity, full ? " FULL" : "");
  }
}

static void say_cell(const Model *model, const ModelActor *actor,
                     ColumnKind kind, Text *out) {
  switch (kind) {
    case COLUMN_LABEL:
      model_name(model, actor->ref, out);
      break;
    case COLUMN_STATE:
      text_add(out, model_status_word(model_status(actor)));
      break;
    case COLUMN_MAILBOX:
      actors_say_mailbox(actor, out);
      break;
    case COLUMN_HANDLED:
      text_addf(out, "%llu", (unsigned long long)actor->handled);
      break;
    case COLUMN_RESTARTS:
      text_addf(out, "%llu", (unsigned long long)model_restarts(actor));
      break;
    case COLUMN_PARENT:
      if (actor->parent != 0) {
        model_name(model, actor->parent, out);
      }
      break;
    case COLUMN_WAITS:
      if (!waits_say(model, actor, out) && actor->reason != NULL &&
          (actor->failed || actor->stopped)) {
        text_add(out, actor->reason);
      }
      break;
    case COLUMNS:
      break;
  }
}

Style actors_mood(const ModelActor *actor) {
  switch (model_status(actor)) {
    case STATUS_FAILED:
    case STATUS_BETWEEN:
      return STYLE_BAD;
    case STATUS_STOPPED:
      return STYLE_STOPPED;
    case STATUS_WAITING:
      return STYLE_CHANGED;
    case STATUS_HANDLING:
    case STATUS_READY:
      return STYLE_GOOD;
    case STATUS_STARTING:
    case STATUS_IDLE:
    case STATUS_SENDING:
      break;
  }
  return STYLE_PLAIN;
}

// How many columns there is room for; the last takes what is left.
static int columns_for(int cols) {
  int count = 0;
  int used = 2;
  while (count < COLUMN_WAITS && used + columns[count].width <= cols) {
    used += columns[count++].width;
  }
  return count == COLUMN_WAITS && cols - used >= 12 ? COLUMNS : count;
}

static void draw_line(const Desk *desk, Grid *grid, Area area, int row,
                      const ModelActor *actor) {
  bool chosen = actor->ref == desk->look.actor;
  int count = columns_for(area.cols);
  int at = area.left + 2;
  actors_hit(desk, grid, (Area){row, area.left, 1, area.cols}, actor->ref);
  if (chosen) {
    grid_put(grid, row, area.left, STYLE_SELECTED, '>');
  }
  for (int i = 0; i < count; i++) {
    bool last = i == COLUMN_WAITS || i + 1 == count;
    int end = last ? area.left + area.cols : at + columns[i].width - 1;
    Text cell = {0};
    say_cell(&desk->session.model, actor, (ColumnKind)i, &cell);
    grid_text(grid, row, at, end,
              i == COLUMN_LABEL   ? (chosen ? STYLE_SELECTED : STYLE_TITLE)
              : i == COLUMN_STATE ? actors_mood(actor)
                                  : STYLE_PLAIN,
              text_of(&cell));
    text_release(&cell);
    at += columns[i].width;
  }
}

static void draw_heads(const Desk *desk, Grid *grid, Area area) {
  int count = columns_for(area.cols);
  int at = area.left + 2;
  for (int i = 0; i < count; i++) {
    bool sorted = columns[i].order == desk->look.order;
    int end = grid_text(grid, area.top, at, area.left + area.cols,
                        sorted ? STYLE_TITLE : STYLE_DIM, columns[i].head);
    if (sorted) {
      grid_put(grid, area.top, end, STYLE_TITLE, 0x25BC);
    }
    at += columns[i].width;
  }
}

void actors_draw(const Desk *desk, Grid *grid, Area area) {
  Roster roster;
  roster_sorted(&roster, &desk->session.model, desk->look.order);
  size_t all = roster.count;
  roster_keep(&roster, &desk->session.model, text_of(&desk->look.filter));
  bool legend = area.rows > 6;
  int room = area.rows - 1 - legend;
  size_t place = roster_place(&roster, desk->look.actor);
  size_t first = 0;
  if (room > 0 && place < roster.count && place >= (size_t)room) {
    first = place - (size_t)room + 1;
  }
  if (area.rows > 0) {
    draw_heads(desk, grid, area);
  }
  for (int i = 0; i < room && first + (size_t)i < roster.count; i++) {
    draw_line(desk, grid, area, area.top + 1 + i,
              roster.lines[first + (size_t)i].actor);
  }
  if (legend) {
    size_t left = roster.count > first + (size_t)room
                      ? roster.count - first - (size_t)room
                      : 0;
    Text line = {0};
    text_addf(&line, "%zu actors by %s (S sorts, Left Right select)",
              roster.count, roster_order_name(desk->look.order));
    if (left > 0) {
      text_addf(&line, ", %zu more below", left);
    }
    if (desk->look.filter.length > 0) {
      text_clear(&line);
      text_addf(&line, "FILTER %s: %zu of %zu actors",
                text_of(&desk->look.filter), roster.count, all);
    }
    grid_text(grid, area.top + area.rows - 1, area.left + 1,
              area.left + area.cols, STYLE_DIM, text_of(&line));
    text_release(&line);
  }
  roster_release(&roster);
}
