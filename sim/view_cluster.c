// view_cluster.c -- who started whom, how full each mailbox was, and what binds
// actors: waits, links, monitors.
//
// Above the tree, below it the ties. A ring of waits comes first.
#include <string.h>

#include "recent.h"
#include "roster.h"
#include "views.h"
#include "waits.h"

enum { LABEL = 22, STATE = 9, MAILBOX = 11 };

// What a supervisor says of itself in its state.
static void say_terms(const ModelActor *actor, Text *out) {
  const ModelField *strategy = model_field(actor, "strategy");
  const ModelField *most = model_field(actor, "intensity");
  const ModelField *period = model_field(actor, "period_ms");
  const ModelField *restarts = model_field(actor, "restarts");
  if (strategy == NULL || most == NULL || period == NULL) {
    return;
  }
  for (const char *at = strategy->value; *at != '\0'; at++) {
    text_add_bytes(out, *at == '_' ? "-" : at, 1);
  }
  size_t digits = strlen(period->value);
  bool seconds = digits > 3 && text_equal(period->value + digits - 3, "000");
  text_addf(out, " %s/%.*s%s", most->value,
            (int)(seconds ? digits - 3 : digits), period->value,
            seconds ? "s" : "ms");
  if (restarts != NULL && !text_equal(restarts->value, "0")) {
    text_addf(out, " rst %s", restarts->value);
  }
}

// Before the next note. Behind its node stands a space.
static const char *comma(const Text *notes) {
  bool follows = notes->length > 0 && notes->bytes[notes->length - 1] != ' ';
  return follows ? ", " : "";
}

// What is to be said of an actor beside its state.
static void say_notes(const Model *model, const ModelActor *actor, Text *out) {
  if (actor->node > 0) {
    text_addf(out, "[%s] ", model->network.names[actor->node]);
  }
  say_terms(actor, out);
  if (actor->slow > 0) {
    text_addf(out, "%sslow until t=%.3fs", comma(out), (f64)actor->slow / 1e9);
  }
  if (model_restarts(actor) > 0) {
    text_addf(out, "%srestarts %llu", comma(out),
              (unsigned long long)model_restarts(actor));
  }
  if (waits_has_edge(actor)) {
    text_add(out, comma(out));
    (void)waits_say(model, actor, out);
  } else if (actor->reason != NULL && model_status(actor) >= STATUS_BETWEEN) {
    text_addf(out, "%s%s", comma(out), actor->reason);
  }
}

// Where the columns stand; what has no room has no width.
typedef struct Columns {
  int label;
  int notes;
  int sparks;
} Columns;

static Columns lay(Area area) {
  Columns columns = {.label = LABEL};
  int left = area.cols - 2 - LABEL - STATE - MAILBOX;
  if (left < 0) {
    columns.label = LABEL + left < 8 ? 8 : LABEL + left;
    return columns;
  }
  columns.sparks = left >= 60 ? left / 2 : left >= 30 ? 12 : left / 2;
  columns.notes = left - columns.sparks - 1;
  return columns;
}

// True if the line has a sister below it, at this depth.
static bool goes_on(const Roster *roster, size_t index, int depth) {
  size_t at = index + 1;
  while (at < roster->count && roster->lines[at].depth > depth) {
    at++;
  }
  return at < roster->count && roster->lines[at].depth == depth;
}

static void draw_branches(Grid *grid, int row, int left, int room,
                          const Roster *roster, size_t index) {
  int depth = roster->lines[index].depth;
  for (int i = 1; i <= depth && 2 * i <= room; i++) {
    bool on = goes_on(roster, index, i);
    u32 rune = i < depth ? (on ? 0x2502 : ' ') : on ? 0x251C : 0x2514;
    grid_put(grid, row, left + 2 * i - 2, STYLE_BORDER, rune);
  }
}

static void draw_actor(const Desk *desk, Grid *grid, Area area, int row,
                       const Roster *roster, size_t index,
                       const Depths *depths) {
  const Model *model = &desk->session.model;
  const RosterLine *line = &roster->lines[index];
  const ModelActor *actor = line->actor;
  Columns columns = lay(area);
  bool chosen = actor->ref == desk->look.actor;
  int at = area.left + 2;
  int indent =
      line->depth * 2 < columns.label - 6 ? line->depth * 2 : columns.label - 6;
  Text text = {0};
  if (chosen) {
    grid_put(grid, row, area.left, STYLE_SELECTED, '>');
  }
  actors_hit(desk, grid, (Area){row, area.left, 1, area.cols}, actor->ref);
  draw_branches(grid, row, at, indent, roster, index);
  if (line->hidden > 0) {
    text_addf(&text, "+%zu ", line->hidden);
  }
  model_name(model, actor->ref, &text);
  grid_text(grid, row, at + indent, at + columns.label - 1,
            chosen ? STYLE_SELECTED : STYLE_TITLE, text_of(&text));
  at += columns.label;
  grid_text(grid, row, at, at + STATE - 1, actors_mood(actor),
            model_status_word(model_status(actor)));
  at += STATE;
  text_clear(&text);
  actors_say_mailbox(actor, &text);
  grid_text(grid, row, at, at + MAILBOX - 1, STYLE_PLAIN, text_of(&text));
  at += MAILBOX;
  if (actor->type != NULL) {
    sparks_draw(grid, row, at, columns.sparks, depths, actor,
                (size_t)(actor - model->actors));
  }
  text_clear(&text);
  say_notes(model, actor, &text);
  if (columns.notes > 8) {
    grid_text(grid, row, at + columns.sparks + 1, area.left + area.cols,
              STYLE_PLAIN, text_of(&text));
  }
  text_release(&text);
}

static void draw_tree(const Desk *desk, Grid *grid, Area area) {
  const Session *session = &desk->session;
  Columns columns = lay(area);
  Roster roster;
  const Depths *depths = recent_depths(session);
  roster_tree(&roster, &session->model);
  roster_fold(&roster, desk->look.folds, desk->look.fold_count);
  int head = area.rows > 3;
  int room = area.rows - head;
  size_t place = roster_place(&roster, desk->look.actor);
  size_t first = 0;
  if (room > 0 && place < roster.count && place >= (size_t)room) {
    first = place - (size_t)room + 1;
  }
  if (head) {
    int at = area.left + 2 + columns.label;
    int end = area.left + area.cols;
    grid_text(grid, area.top, area.left + 2, at, STYLE_DIM, "actor");
    grid_text(grid, area.top, at, end, STYLE_DIM, "state    mailbox");
    at += STATE + MAILBOX;
    grid_text(grid, area.top, at, at + columns.sparks, STYLE_DIM,
              columns.sparks > 20 ? "its depth in the last steps" : "of late");
    if (columns.notes > 8) {
      grid_text(grid, area.top, at + columns.sparks + 1, end, STYLE_DIM,
                columns.notes > 25   ? "strategy, restarts, waits"
                : columns.notes > 15 ? "strategy, waits"
                                     : "notes");
    }
  }
  for (int i = 0; i < room && first + (size_t)i < roster.count; i++) {
    draw_actor(desk, grid, area, area.top + head + i, &roster,
               first + (size_t)i, depths);
  }
  roster_release(&roster);
}

// A line each; what begins with ! is bad.
static void say_ring(const Model *model, Text *out) {
  u64 formed = 0;
  Text ring = {0};
  if (waits_say_ring(model, &ring, &formed)) {
    text_addf(out, "!! RING %s, closed at step %llu: none can go on\n",
              text_of(&ring), (unsigned long long)formed);
  }
  if (model->ring != NULL) {
    text_addf(out, "!! refused at step %llu, a ring: %s\n",
              (unsigned long long)model->ring_step, model->ring);
  }
  text_release(&ring);
}

static void say_time(i64 ns, Text *out) {
  static const struct {
    i64 ns;
    const char *unit;
  } units[] = {{1000000000, "s"}, {1000000, "ms"}, {1000, "us"}, {1, "ns"}};
  size_t i = 0;
  while (i < 3 && ns % units[i].ns != 0) {
    i++;
  }
  text_addf(out, "%lld%s", (long long)(ns / units[i].ns), units[i].unit);
}

// [A]-- 8ms..40ms --[B]  2 on their way
static void say_link(const Model *model, size_t a, size_t b, Text *out) {
  const ModelNetwork *network = &model->network;
  const ModelLink *link = &network->links[a][b];
  size_t held = model_held(model, a, b);
  text_addf(out, "%slink    [%s]\xE2\x94\x80\xE2\x94\x80",
            link->cut ? "!! " : "", network->names[a]);
  if (link->cut) {
    text_addf(out, " \xE2\x9C\x97 CUT%s ", link->lossy ? ", lossy" : "");
  } else if (link->most > 0) {
    text_add(out, " ");
    say_time(link->least, out);
    if (link->most > link->least) {
      text_add(out, "..");
      say_time(link->most, out);
    }
    text_add(out, " ");
  }
  text_addf(out, "\xE2\x94\x80\xE2\x94\x80[%s]", network->names[b]);
  if (held > 0) {
    text_addf(out, "  %zu %s", held, link->cut ? "held" : "on the way");
  }
  text_add(out, "\n");
}

// Nodes with who is on them, and how each two are linked.
static void say_network(const Model *model, Text *out) {
  const ModelNetwork *network = &model->network;
  // Where rows are few, a cut is what must be seen.
  for (int cut = 1; cut >= 0; cut--) {
    for (size_t a = 0; a < network->nodes; a++) {
      for (size_t b = a + 1; b < network->nodes; b++) {
        if (network->links[a][b].cut == (cut == 1)) {
          say_link(model, a, b, out);
        }
      }
    }
  }
  for (size_t a = 1; a < network->nodes; a++) {
    text_addf(out, "node    [%s]", network->names[a]);
    for (size_t i = 0; i < model->actor_count; i++) {
      if (model->actors[i].node == a) {
        text_add(out, " ");
        model_name(model, model->actors[i].ref, out);
      }
    }
    text_add(out, "\n");
  }
}

static void say_waiting(const Model *model, Text *out) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (waits_has_edge(actor)) {
      text_add(out, "wait    ");
      model_name(model, actor->ref, out);
      text_add(out, " \xE2\x86\x92 ");
      model_name(model, actor->waits_for, out);
      text_addf(out, "  %s, since step %llu\n", actor->waiting,
                (unsigned long long)actor->waits_since);
    }
  }
}

static void say_bonds(const Model *model, Text *out) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    for (size_t b = 0; b < actor->bond_count; b++) {
      const ModelBond *bond = &actor->bonds[b];
      const ModelActor *other = model_actor(model, bond->other);
      bool link = bond->kind == BOND_LINK;
      if (link && other != NULL && other < actor) {
        continue;  // told from the other end
      }
      text_add(out, link ? "link    " : "monitor ");
      model_name(model, actor->ref, out);
      text_add(out, link ? " \xE2\x95\x90 " : " \xE2\x86\x92 ");
      model_name(model, bond->other, out);
      text_addf(out, "  since step %llu\n", (unsigned long long)bond->step);
    }
  }
}

// Draws the ties at the bottom, at most half of the area; gives their rows.
static int draw_ties(const Desk *desk, Grid *grid, Area area) {
  const Model *model = &desk->session.model;
  Text ties = {0};
  say_ring(model, &ties);
  say_network(model, &ties);
  say_waiting(model, &ties);
  say_bonds(model, &ties);
  if (ties.length == 0) {
    text_add(&ties, "nobody waits for another; no links, no monitors\n");
  }
  int lines = 0;
  for (const char *at = text_of(&ties); *at != '\0'; at++) {
    lines += *at == '\n';
  }
  int most = area.rows / 2;
  int shown = lines < most ? lines : most;
  int row = area.top + area.rows - shown;
  const char *at = text_of(&ties);
  for (int i = 0; i < shown; i++) {
    const char *end = at;
    while (*end != '\n') {
      end++;
    }
    Text line = {0};
    text_add_bytes(&line, at, (size_t)(end - at));
    if (i + 1 == shown && lines > shown) {
      text_clear(&line);
      text_addf(&line, "... and %d more", lines - shown + 1);
    }
    grid_text(grid, row++, area.left + 2, area.left + area.cols,
              *at == '!' ? STYLE_BAD : STYLE_PLAIN, text_of(&line));
    text_release(&line);
    at = end + 1;
  }
  text_release(&ties);
  return shown;
}

void cluster_draw(const Desk *desk, Grid *grid, Area area) {
  int ties = draw_ties(desk, grid, area);
  int rule = area.rows > ties + 4;
  if (rule) {
    grid_fill(grid, area.top + area.rows - ties - 1, area.left,
              area.left + area.cols, STYLE_BORDER, 0x2500);
  }
  area.rows -= ties + rule;
  draw_tree(desk, grid, area);
}
