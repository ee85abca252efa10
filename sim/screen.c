// screen.c -- the loop: wait for a key or for the next step, draw if dirty.
//
// Asleep in poll while nothing runs and nothing flies: an idle screen costs
// nothing. A resize comes as a key.
#include "screen.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/deadline.h"
#include "batch.h"
#include "controls.h"
#include "keys.h"
#include "prompt.h"
#include "term.h"
#include "views.h"

enum { FRAME_MS = 40, ESCAPE_MS = 50 };

static struct {
  bool ascii;
  bool no_color;
} wishes;

bool screen_open(bool ascii, bool no_color, Text *why) {
  wishes.ascii = ascii || !term_is_utf8();
  const char *wish = getenv("NO_COLOR");
  wishes.no_color = no_color || (wish != NULL && *wish != '\0');
  return term_check(why);
}

void screen_close(void) {
  prompt_close();
  term_close();
}

static bool take_terminal(Text *why) {
  return term_is_open() || term_open(wishes.no_color, why);
}

// Waits for a byte on stdin, at most `ms` milliseconds (-1: for ever).
static bool wait_input(int ms) {
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, ms) > 0;
}

// Where the desk's line goes while one types.
static void draw_prompt(Grid *grid, int row, int *col) {
  Text line = {0};
  const char *choices = prompt_choices();
  text_addf(&line, ":%s", prompt_text());
  grid_fill(grid, row, 0, grid->cols, STYLE_PLAIN, ' ');
  int width = 1 + prompt_cursor();
  const char *shown = text_of(&line);
  // A line longer than the screen shows its end.
  while (width >= grid->cols && *shown != '\0') {
    width -= text_rune_width(text_rune(&shown));
  }
  int end = grid_text(grid, row, 0, grid->cols, STYLE_TITLE, shown);
  *col = width;
  if (*choices != '\0') {
    Text words = {0};
    for (const char *at = choices; *at != '\0'; at++) {
      text_add_bytes(&words, *at == '\n' ? "  " : at, *at == '\n' ? 2 : 1);
    }
    grid_text(grid, row, end + 3, grid->cols, STYLE_DIM, text_of(&words));
    text_release(&words);
  } else if (line.length == 1) {
    grid_text(grid, row, 2, grid->cols, STYLE_DIM,
              "send counter inc 8   Tab completes, Enter does it, Esc cancels");
  }
  text_release(&line);
}

static void draw(Desk *desk) {
  Grid grid;
  int prompt = -1;
  int col = 0;
  grid_init(&grid, term_rows(), term_cols(), wishes.ascii);
  frame_draw(desk, &grid, &prompt);
  bool typing = prompt_is_open();
  if (typing) {
    draw_prompt(&grid, prompt, &col);
  }
  term_show(&grid, desk->look.theme, typing ? prompt : -1, col);
  grid_release(&grid);
}

// A finished line of the prompt, or one that a key stands for.
static void carry_out(Desk *desk, const char *line) {
  if (*line == ':') {
    prompt_open(desk, line + 1);
    term_raw(true);
    return;
  }
  (void)desk_line(desk, line);
}

static void take_typed(Desk *desk) {
  Text line = {0};
  PromptOutcome outcome = PROMPT_EDITING;
  int byte = 0;
  while (prompt_is_open() && (byte = term_byte()) != -1) {
    if (byte == -2) {
      continue;
    }
    // Esc alone cancels; Esc with more behind it is a key readline knows.
    if (byte == 0x1B && !wait_input(ESCAPE_MS)) {
      prompt_cancel();
      outcome = PROMPT_CANCELLED;
      break;
    }
    outcome = prompt_byte(byte, &line);
  }
  if (!prompt_is_open()) {
    term_raw(false);
    if (outcome == PROMPT_DONE && line.length > 0) {
      carry_out(desk, text_of(&line));
    } else {
      text_clear(&desk->answer);
    }
  }
  text_release(&line);
}

static void take_key(Desk *desk, u32 key) {
  Text line = {0};
  if (key == PRESS_RESIZE || key == PRESS_NONE) {
    return;
  }
  if (controls_key(desk, key, &line)) {
    carry_out(desk, text_of(&line));
  }
  text_release(&line);
}

static void take_input(Desk *desk) {
  if (prompt_is_open()) {
    take_typed(desk);
    return;
  }
  // All that waits, so that a held key does not pile up frames.
  for (u32 key = term_key(); key != PRESS_NONE && !desk->quit;
       key = term_key()) {
    take_key(desk, key);
    if (prompt_is_open()) {
      break;
    }
  }
}

// How long one step is shown while running.
static i64 step_ns(const Desk *desk) {
  return desk->look.speed == 0 ? 0 : 1000000000 / desk->look.speed;
}

// Lets time pass for what moves. True: something is to be drawn.
static bool animate(Desk *desk, i64 *next_step) {
  bool dirty = false;
  if (desk->look.fly_phase > 0) {
    desk->look.fly_phase = (desk->look.fly_phase + 1) % (FLY_PHASES + 1);
    dirty = true;
  }
  i64 now = clock_now();
  i64 frame_end = now + (i64)FRAME_MS * 1000000;
  while (desk->runner.on && clock_now() >= *next_step &&
         clock_now() < frame_end) {
    (void)desk_run_once(desk);
    dirty = true;
    *next_step = clock_now() + step_ns(desk);
    if (desk->look.speed == 0 || desk->look.speed > 16) {
      desk->look.fly_phase = 0;
    }
  }
  return dirty;
}

static bool moves(const Desk *desk) {
  return desk->runner.on || desk->look.fly_phase > 0;
}

int screen_run(Desk *desk, const volatile int *stop) {
  Text why = {0};
  if (!take_terminal(&why)) {
    text_release(&why);
    return EXIT_BAD_USE;
  }
  if (!term_has_colors()) {
    desk->look.theme = THEME_MONO;
  }
  desk->screen = true;
  desk->quit = false;
  i64 next_step = 0;
  bool dirty = true;
  while (!desk->quit && *stop == 0) {
    if (dirty) {
      draw(desk);
    }
    bool moving = moves(desk);
    bool input = wait_input(moving ? FRAME_MS : -1);
    bool interrupted = !input && errno == EINTR && !moving;
    dirty = animate(desk, &next_step);
    if (input || interrupted) {
      // After a resize curses has a key for us, without input on stdin.
      take_input(desk);
      dirty = true;
    }
    if (input && !moves(desk) && !isatty(STDIN_FILENO)) {
      break;
    }
  }
  prompt_close();
  return EXIT_EXPECTED;
}

int screen_menu(const Catalog *catalog, const volatile int *stop) {
  Text why = {0};
  size_t marked = 0;
  if (!take_terminal(&why)) {
    text_release(&why);
    return -1;
  }
  int theme = term_has_colors() ? THEME_DARK : THEME_MONO;
  while (*stop == 0) {
    Grid grid;
    grid_init(&grid, term_rows(), term_cols(), wishes.ascii);
    menu_draw(catalog, marked, &grid);
    term_show(&grid, theme, -1, 0);
    grid_release(&grid);
    (void)wait_input(-1);
    u32 key = term_key();
    if (key == PRESS_UP || key == 'k') {
      marked -= marked > 0;
    } else if (key == PRESS_DOWN || key == 'j') {
      marked += marked + 1 < catalog->count;
    } else if (key == 'q' || key == PRESS_F + 10) {
      return -1;
    } else if (key == '\r' && catalog->count > 0) {
      return (int)marked;
    }
  }
  return -1;
}
