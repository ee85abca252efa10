// view_metrics.c -- how much, how long and by whom, over the last steps.
//
// On top what holds for all; below, actors and kinds of message, beside each
// other where there is room.
#include "recent.h"
#include "views.h"

enum { SPARKS = 200, NARROW = 60, BESIDE_FROM = 116 };

static unsigned long long count(u64 number) {
  return (unsigned long long)number;
}

static void say_rates(const Metrics *metrics, Text *out) {
  u64 steps = metrics->last - metrics->first;
  i64 span = metrics->ended - metrics->began;
  text_addf(out, "messages  %llu sent, %llu arrived, %llu handled",
            count(metrics->sent), count(metrics->arrived),
            count(metrics->handled));
  if (metrics->own > 0) {
    text_addf(out, ", %llu by the runtime", count(metrics->own));
  }
  if (steps > 0) {
    text_addf(out, ": %.2f a step", (double)metrics->handled / (double)steps);
  }
  if (span > 0) {
    text_addf(out, ", %.1f a second of its clock",
              (double)metrics->handled * 1e9 / (double)span);
  }
}

static void say_latency(const Metrics *metrics, Text *out) {
  const Spread *spread = &metrics->latency;
  if (spread->count == 0) {
    text_add(out, "latency   nothing was handled");
    return;
  }
  text_addf(out,
            "latency   p50 %llu, p99 %llu, most %llu steps from sent to "
            "handled",
            count(spread->p50), count(spread->p99), count(spread->most));
}

static void say_losses(const Metrics *metrics, Text *out) {
  text_addf(out,
            "trouble   dead %llu, dropped %llu, failed %llu, restarts %llu, "
            "retries %llu, late %llu, full %llu",
            count(metrics->dead), count(metrics->dropped),
            count(metrics->failed), count(metrics->restarts),
            count(metrics->retries), count(metrics->late),
            count(metrics->overflows));
}

static void say_narrow(const Metrics *metrics, Text *out) {
  text_addf(out, "%llu handled p50 %llu p99 %llu dead %llu rst %llu",
            count(metrics->handled), count(metrics->latency.p50),
            count(metrics->latency.p99), count(metrics->dead),
            count(metrics->restarts));
}

static void say_first(const Metrics *metrics, Text *out) {
  text_addf(out, "steps %llu to %llu", count(metrics->first),
            count(metrics->last));
  if (metrics->first > 0) {
    text_addf(out, ", the last %llu", count(metrics->last - metrics->first));
  }
}

// The lines that hold for all; gives how many rows they took.
static int draw_totals(const Metrics *metrics, Grid *grid, Area area) {
  void (*const all[])(const Metrics *, Text *) = {say_first, say_rates,
                                                  say_latency, say_losses};
  void (*const narrow[])(const Metrics *, Text *) = {say_narrow};
  bool whole = area.cols >= NARROW && area.rows >= 8;
  int rows = whole ? 4 : area.rows > 0;
  for (int i = 0; i < rows; i++) {
    Text line = {0};
    (whole ? all : narrow)[i](metrics, &line);
    bool bad = i == 3 && metrics->dead + metrics->failed > 0;
    grid_text(grid, area.top + i, area.left + 1, area.left + area.cols,
              bad ? STYLE_BAD : STYLE_PLAIN, text_of(&line));
    text_release(&line);
  }
  return rows;
}

static u64 share_of(const Metrics *metrics, const ActorNumbers *numbers) {
  u64 all = metrics->latency.count;
  return all == 0 ? 0 : (numbers->handled * 100 + all / 2) / all;
}

static void draw_bar(Grid *grid, int row, int left, int width, u64 share) {
  int full = (int)((share * (u64)width + 50) / 100);
  for (int i = 0; i < width; i++) {
    grid_put(grid, row, left + i, i < full ? STYLE_GOOD : STYLE_DIM,
             i < full ? 0x2588 : 0x00B7);
  }
}

enum { NAME = 15, HANDLED = 8, SHARE = 6, BAR = 11, SPREAD = 12, MAIL = 10 };

// Where a line's parts stand; what has no room has no width.
typedef struct Columns {
  int bar;
  int spread;
  int mail;
  int sparks;
} Columns;

static Columns lay(int cols) {
  Columns columns = {0};
  int left = cols - 2 - NAME - HANDLED - SHARE;
  columns.mail = left >= MAIL ? MAIL : 0;
  left -= columns.mail;
  columns.spread = left >= SPREAD ? SPREAD : 0;
  left -= columns.spread;
  columns.bar = left >= BAR + 8 ? BAR : 0;
  left -= columns.bar;
  columns.sparks = left > 4 ? (left > SPARKS ? SPARKS : left) : 0;
  return columns;
}

static void draw_actor(const Desk *desk, Grid *grid, Area area, int row,
                       const Metrics *metrics, const ActorNumbers *numbers,
                       const Depths *depths) {
  const Model *model = &desk->session.model;
  const ModelActor *actor = numbers->actor;
  Columns columns = lay(area.cols);
  bool chosen = actor->ref == desk->look.actor;
  int end = area.left + area.cols;
  int at = area.left + 2;
  u64 share = share_of(metrics, numbers);
  Text text = {0};
  if (chosen) {
    grid_put(grid, row, area.left, STYLE_SELECTED, '>');
  }
  actors_hit(desk, grid, (Area){row, area.left, 1, area.cols}, actor->ref);
  model_name(model, actor->ref, &text);
  grid_text(grid, row, at, at + NAME - 1, chosen ? STYLE_SELECTED : STYLE_TITLE,
            text_of(&text));
  at += NAME;
  grid_format(grid, row, at, end, STYLE_PLAIN, "%6llu",
              count(numbers->handled));
  at += HANDLED;
  grid_format(grid, row, at, end, STYLE_PLAIN, "%3llu%%", count(share));
  at += SHARE;
  if (columns.bar > 0) {
    draw_bar(grid, row, at, BAR - 1, share);
    at += columns.bar;
  }
  if (columns.spread > 0 && numbers->handled > 0) {
    grid_format(grid, row, at, at + SPREAD, STYLE_PLAIN, "%4llu %5llu",
                count(numbers->latency.p50), count(numbers->latency.p99));
  }
  at += columns.spread;
  text_clear(&text);
  actors_say_mailbox(actor, &text);
  if (columns.mail > 0) {
    grid_text(grid, row, at, at + MAIL - 1, STYLE_PLAIN, text_of(&text));
  }
  at += columns.mail;
  sparks_draw(grid, row, at, columns.sparks, depths, actor,
              (size_t)(actor - model->actors));
  text_release(&text);
}

static void draw_actors(const Desk *desk, Grid *grid, Area area,
                        const Metrics *metrics) {
  const Depths *depths = recent_depths(&desk->session);
  Columns columns = lay(area.cols);
  int head = area.rows > 2;
  int room = area.rows - head;
  size_t first = 0;
  for (size_t i = 0; i < metrics->actor_count; i++) {
    if (metrics->actors[i].actor->ref == desk->look.actor && room > 0 &&
        i >= (size_t)room) {
      first = i - (size_t)room + 1;
    }
  }
  if (head) {
    grid_format(grid, area.top, area.left + 2, area.left + area.cols, STYLE_DIM,
                "%-*s%-*s%-*s%-*s%-*s%s", NAME, "actor", HANDLED, "handled",
                SHARE + columns.bar, "share", columns.spread,
                columns.spread > 0 ? " p50   p99" : "", columns.mail,
                columns.mail > 0 ? "mailbox" : "",
                columns.sparks > 8 ? "of late" : "");
  }
  for (int i = 0; i < room && first + (size_t)i < metrics->actor_count; i++) {
    draw_actor(desk, grid, area, area.top + head + i, metrics,
               &metrics->actors[first + (size_t)i], depths);
  }
}

static void draw_types(Grid *grid, Area area, const Metrics *metrics) {
  int head = area.rows > 2;
  int end = area.left + area.cols;
  int name = area.cols - 36 < 12 ? 12 : area.cols - 36;
  name = name > 34 ? 34 : name;
  if (head) {
    grid_format(grid, area.top, area.left + 2, end, STYLE_DIM,
                "%-*s  sent handled lost  p50   p99", name, "message");
  }
  for (int i = head; i < area.rows && (size_t)(i - head) < metrics->type_count;
       i++) {
    const TypeNumbers *type = &metrics->types[i - head];
    int row = area.top + i;
    grid_format(grid, row, area.left + 2, area.left + 1 + name, STYLE_TITLE,
                "%s %s", type->type, type->message);
    grid_format(grid, row, area.left + 2 + name, end,
                type->lost > 0 ? STYLE_BAD : STYLE_PLAIN, "%6llu  %6llu %4llu",
                count(type->sent), count(type->handled), count(type->lost));
    if (type->handled > 0) {
      grid_format(grid, row, area.left + name + 22, end, STYLE_PLAIN,
                  " %4llu %5llu", count(type->latency.p50),
                  count(type->latency.p99));
    }
  }
}

void metrics_draw(const Desk *desk, Grid *grid, Area area) {
  Metrics metrics;
  recent_metrics(&desk->session, &metrics);
  int rows = draw_totals(&metrics, grid, area);
  area.top += rows;
  area.rows -= rows;
  if (area.cols >= BESIDE_FROM) {
    Area left = {area.top + 1, area.left, area.rows - 1, area.cols - 60};
    Area right = {area.top + 1, area.left + area.cols - 58, area.rows - 1, 58};
    draw_actors(desk, grid, left, &metrics);
    draw_types(grid, right, &metrics);
  } else {
    bool both = area.rows >= 8;
    int most = both ? (area.rows + 1) / 2 : area.rows;
    int wanted = (int)metrics.actor_count + 1;
    int actors = wanted < most ? wanted : most;
    draw_actors(desk, grid, (Area){area.top, area.left, actors, area.cols},
                &metrics);
    if (both) {
      draw_types(
          grid,
          (Area){area.top + actors, area.left, area.rows - actors, area.cols},
          &metrics);
    }
  }
  metrics_release(&metrics);
}

void metrics_say(const Desk *desk, Text *out) {
  const Session *session = &desk->session;
  const Model *model = &session->model;
  Metrics metrics;
  metrics_make(&metrics, &session->tape, model);
  say_first(&metrics, out);
  text_add(out, "\n");
  say_rates(&metrics, out);
  text_add(out, "\n");
  say_latency(&metrics, out);
  text_add(out, "\n");
  say_losses(&metrics, out);
  text_add(out, "\nactor: handled, share, p50, p99, mailbox\n");
  for (size_t i = 0; i < metrics.actor_count; i++) {
    const ActorNumbers *numbers = &metrics.actors[i];
    model_name(model, numbers->actor->ref, out);
    text_addf(out, ": %llu, %llu%%, %llu, %llu, ", count(numbers->handled),
              count(share_of(&metrics, numbers)), count(numbers->latency.p50),
              count(numbers->latency.p99));
    actors_say_mailbox(numbers->actor, out);
    text_add(out, "\n");
  }
  text_add(out, "message: sent, handled, lost, p50, p99\n");
  for (size_t i = 0; i < metrics.type_count; i++) {
    const TypeNumbers *type = &metrics.types[i];
    text_addf(out, "%s %s: %llu, %llu, %llu, %llu, %llu\n", type->type,
              type->message, count(type->sent), count(type->handled),
              count(type->lost), count(type->latency.p50),
              count(type->latency.p99));
  }
  metrics_release(&metrics);
}
