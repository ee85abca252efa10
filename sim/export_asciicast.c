// export_asciicast.c -- the steps as a film of the screen, for asciinema.
//
// Each step is a frame as the view draws it, of which only the rows that have
// changed are sent. A long stretch is shown in larger strides.
#include <string.h>

#include "base/mem.h"
#include "escape.h"
#include "export.h"
#include "views.h"

enum { ROWS = 30, COLS = 100, FRAMES = 1000, FRAME_MS = 400 };

static void add_colour(int theme, Style style, Text *out) {
  Paint paint = theme_paint(theme, style);
  text_addf(out, "\x1b[0%s%s%s", paint.bold ? ";1" : "", paint.dim ? ";2" : "",
            paint.reverse ? ";7" : "");
  if (paint.ink >= 0) {
    text_addf(out, ";%d", paint.ink == 15 ? 97 : 30 + paint.ink);
  }
  if (paint.paper >= 0) {
    text_addf(out, ";%d", paint.paper == 15 ? 107 : 40 + paint.paper);
  }
  text_add(out, "m");
}

static void add_row(const Grid *grid, int theme, int row, Text *out) {
  int style = -1;
  text_addf(out, "\x1b[%d;1H", row + 1);
  for (int col = 0; col < grid->cols; col++) {
    const Cell *cell = &grid->cells[row * grid->cols + col];
    char bytes[4];
    if (cell->rune == 0) {
      continue;
    }
    if (cell->style != style) {
      style = cell->style;
      add_colour(theme, (Style)style, out);
    }
    text_add_bytes(out, bytes, text_encode(cell->rune, bytes));
  }
}

// What differs from the frame before, which becomes this one.
static void add_changes(const Grid *now, Grid *before, int theme, Text *out) {
  size_t size = (size_t)now->cols * sizeof *now->cells;
  for (int row = 0; row < now->rows; row++) {
    Cell *old = before->cells + row * now->cols;
    const Cell *new = now->cells + row * now->cols;
    bool same = true;
    for (int col = 0; col < now->cols && same; col++) {
      same = old[col].rune == new[col].rune &&old[col].style == new[col].style;
    }
    if (!same) {
      add_row(now, theme, row, out);
      memcpy(old, new, size);
    }
  }
}

static void add_frames(Desk *desk, u64 first, u64 last, Text *out) {
  Grid now;
  Grid before;
  int prompt;
  u64 stride = (last - first) / FRAMES + 1;
  u64 shown = 0;
  grid_init(&now, ROWS, COLS, false);
  grid_init(&before, ROWS, COLS, false);
  for (u64 step = first; step <= last; step += stride) {
    Text bytes = {0};
    session_goto(&desk->session, step);
    grid_clear(&now);
    frame_draw(desk, &now, &prompt);
    add_changes(&now, &before, desk->look.theme, &bytes);
    u64 at = shown++ * FRAME_MS;
    text_addf(out, "[%llu.%03llu, \"o\", \"", (unsigned long long)(at / 1000),
              (unsigned long long)(at % 1000));
    escape_json(step == first ? "\x1b[?25l\x1b[2J" : "", out);
    escape_json(text_of(&bytes), out);
    text_add(out, "\"]\n");
    text_release(&bytes);
  }
  grid_release(&before);
  grid_release(&now);
}

void export_asciicast(Desk *desk, u64 first, u64 last, Text *out) {
  u64 cursor = session_cursor(&desk->session);
  bool failing = desk->session.failing;
  Look look = desk->look;
  bool screen = desk->screen;
  desk->look.panel = PANEL_NONE;
  desk->look.fly_phase = 0;
  desk->screen = true;
  text_addf(out,
            "{\"version\": 2, \"width\": %d, \"height\": %d, \"title\": \"",
            COLS, ROWS);
  escape_json(desk->session.name, out);
  text_add(out, "\"}\n");
  add_frames(desk, first, last, out);
  session_goto(&desk->session, cursor);
  desk->session.failing = failing;
  desk->look = look;
  desk->screen = screen;
}
