// screen.c -- the loop: wait for a key or for what is due, draw if dirty.
//
// Asleep in pselect until a step or a flight is due, at most 60 frames a second
// and for ever while nothing moves: an idle screen costs nothing and sends
// nothing. A resize comes as a key.
#include "screen.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/deadline.h"
#include "batch.h"
#include "complete.h"
#include "keys.h"
#include "prompt.h"
#include "screen_parts.h"
#include "term.h"
#include "views.h"

enum { SECOND = 1000000000, MS = 1000000 };

// LIVE: between two looks at a program that is only watched. FLY: between two
// places of a message on its way.
enum { FRAME = SECOND / 60, LIVE = 40 * MS, FLY = 40 * MS };

static struct {
  bool ascii;
  bool no_color;
} wishes;

// A terminal is sent at most so much a second: what changes more of the screen
// is drawn less often.
enum { BYTES_A_SECOND = 62 << 10 };

static u64 frames;

// What is on the screen, and so what a click is on.
static Grid shown;

const Grid *screen_shown(void) {
  return &shown;
}

bool screen_open(bool ascii, bool no_color, Text *why) {
  wishes.ascii = ascii || !term_is_utf8();
  const char *wish = getenv("NO_COLOR");
  wishes.no_color = no_color || (wish != NULL && *wish != '\0');
  return term_check(why);
}

void screen_close(void) {
  prompt_close();
  grid_release(&shown);
  term_close();
}

static bool take_terminal(Text *why) {
  return term_is_open() || term_open(wishes.no_color, why);
}

// Signals that end the wait are let in only while waiting, so that none can
// come between looking for it and falling asleep.
static sigset_t outside;

void screen_hold_signals(void) {
  sigset_t held;
  (void)sigemptyset(&held);
  (void)sigaddset(&held, SIGWINCH);
  (void)sigaddset(&held, SIGINT);
  (void)sigaddset(&held, SIGTERM);
  (void)sigaddset(&held, SIGHUP);
  (void)sigprocmask(SIG_BLOCK, &held, &outside);
}

void screen_release_signals(void) {
  (void)sigprocmask(SIG_SETMASK, &outside, NULL);
}

// Waits for a byte on stdin, at most so long (-1: for ever) or until a signal.
// True only if there is something to read.
bool screen_wait_input(i64 ns) {
  fd_set input;
  struct timespec limit = {ns / SECOND, (long)(ns % SECOND)};
  FD_ZERO(&input);
  FD_SET(STDIN_FILENO, &input);
  bool ready = pselect(STDIN_FILENO + 1, &input, NULL, NULL,
                       ns < 0 ? NULL : &limit, &outside) > 0;
  int error = errno;
  // When there is input at once, pselect lets no signal in: a hang-up is both,
  // again and again.
  screen_release_signals();
  screen_hold_signals();
  errno = error;
  return ready;
}

// Input from what is a terminal no more is its end.
static bool has_terminal(void) {
  return isatty(STDIN_FILENO);
}

// Where the desk's line goes while one types.
static void draw_prompt(const Desk *desk, Grid *grid, int row, int *col) {
  Text line = {0};
  const char *choices = prompt_choices();
  text_addf(&line, ":%s", prompt_text());
  grid_fill(grid, row, 0, grid->cols, STYLE_PLAIN, ' ');
  int width = 1 + prompt_cursor();
  const char *visible = text_of(&line);
  // A line longer than the screen shows its end.
  while (width >= grid->cols && *visible != '\0') {
    width -= text_rune_width(text_rune(&visible));
  }
  int end = grid_text(grid, row, 0, grid->cols, STYLE_TITLE, visible);
  *col = width;
  if (*choices != '\0') {
    Text words = {0};
    for (const char *at = choices; *at != '\0'; at++) {
      text_add_bytes(&words, *at == '\n' ? "  " : at, *at == '\n' ? 2 : 1);
    }
    grid_text(grid, row, end + 3, grid->cols, STYLE_DIM, text_of(&words));
    text_release(&words);
  } else if (line.length == 1) {
    Text hint = {0};
    complete_example(desk, &hint);
    text_add(&hint, "   Tab completes, Enter does it, Esc cancels");
    grid_text(grid, row, 2, grid->cols, STYLE_DIM, text_of(&hint));
    text_release(&hint);
  } else {
    Text usage = {0};
    complete_usage(prompt_text(), &usage);
    grid_text(grid, row, end + 3, grid->cols, STYLE_DIM, text_of(&usage));
    text_release(&usage);
  }
  text_release(&line);
}

static void fit_shown(void) {
  if (shown.cells == NULL || shown.rows != term_rows() ||
      shown.cols != term_cols()) {
    grid_release(&shown);
    grid_init(&shown, term_rows(), term_cols(), wishes.ascii);
  }
}

// How many bytes were sent.
size_t screen_draw(Desk *desk) {
  int prompt = -1;
  int col = 0;
  fit_shown();
  frame_draw(desk, &shown, &prompt);
  desk->look.scroll = shown.scrolled;  // no further than there is something
  desk->look.page = shown.page;
  bool typing = prompt_is_open();
  if (typing) {
    draw_prompt(desk, &shown, prompt, &col);
  }
  term_mouse(desk->look.mouse);
  frames++;
  return term_show(&shown, desk->look.theme, typing ? prompt : -1, col);
}

// When what is next is due, by clock_now.
typedef struct Pace {
  i64 frame;
  i64 step;
  i64 flight;
  i64 sent;  // by when all so far is sent
} Pace;

// How long one step is shown while running.
static i64 step_ns(const Desk *desk) {
  return desk->look.speed == 0 ? 0 : SECOND / desk->look.speed;
}

// A frame is drawn. The next waits for its turn, and for the terminal if that
// is far behind.
static void draw_paced(Desk *desk, Pace *pace) {
  enum { BEHIND = SECOND / 10 };
  i64 now = clock_now();
  bool on_time = now >= pace->frame && now < pace->frame + FRAME;
  i64 sending = (i64)screen_draw(desk) * SECOND / BYTES_A_SECOND;
  pace->sent = (pace->sent < now ? now : pace->sent) + sending;
  pace->frame = (on_time ? pace->frame : now) + FRAME;
  if (pace->frame < pace->sent - BEHIND) {
    pace->frame = pace->sent - BEHIND;
  }
}

static bool moves(const Desk *desk) {
  return desk->runner.on || desk->look.fly_phase > 0;
}

// How long nothing can be due; -1: for ever.
static i64 idle_ns(const Desk *desk, const Pace *pace) {
  i64 now = clock_now();
  i64 due = desk->runner.on ? pace->step : pace->flight;
  if (!moves(desk)) {
    return -1;
  }
  if (desk->look.fly_phase > 0 && pace->flight < due) {
    due = pace->flight;
  }
  due = due < pace->frame ? pace->frame : due;
  return due > now ? due - now : 0;
}

// One step of the run. Who is late makes up for a few frames, not for more.
static void run_step(Desk *desk, Pace *pace) {
  screen_release_signals();
  screen_waits(desk, true);
  (void)desk_run_once(desk);
  screen_waits(desk, false);
  screen_hold_signals();
  i64 now = clock_now();
  const Session *session = &desk->session;
  bool idle = session->source == SOURCE_LIVE &&
              session_cursor(session) == session_last(session);
  pace->step += step_ns(desk);
  pace->step = pace->step < now - 10 * FRAME ? now - 10 * FRAME : pace->step;
  pace->step = idle ? now + LIVE : pace->step;
  pace->flight = now + FLY;
  if (desk->look.speed == 0 || desk->look.speed > 16) {
    desk->look.fly_phase = 0;
  }
}

// Lets time pass for what moves. True: something is to be drawn.
static bool animate(Desk *desk, Pace *pace) {
  bool dirty = false;
  i64 begin = clock_now();
  if (desk->look.fly_phase > 0 && begin >= pace->flight) {
    desk->look.fly_phase = (desk->look.fly_phase + 1) % (FLY_PHASES + 1);
    pace->flight = begin + FLY;
    dirty = true;
  }
  while (desk->runner.on && !desk->quit && clock_now() >= pace->step &&
         clock_now() < begin + FRAME) {
    run_step(desk, pace);
    dirty = true;
  }
  return dirty;
}

u64 screen_frames(void) {
  return frames;
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
  Pace pace = {.step = clock_now()};
  bool dirty = true;
  screen_hold_signals();
  while (!desk->quit && *stop == 0) {
    if (dirty) {
      draw_paced(desk, &pace);
    }
    errno = 0;
    bool input = screen_wait_input(idle_ns(desk, &pace));
    // After a resize curses has a key for us, without input on stdin.
    bool interrupted = !input && errno == EINTR;
    dirty = animate(desk, &pace);
    if (input || interrupted) {
      bool ran = desk->runner.on;
      screen_take_input(desk);
      // A run that begins has no steps to make up for.
      pace.step = ran ? pace.step : clock_now();
      dirty = true;
    }
    if (input && !has_terminal()) {
      break;  // the terminal is gone
    }
  }
  prompt_close();
  screen_release_signals();
  return EXIT_EXPECTED;
}

// One key of the menu. True: it is settled, *chosen or -1.
static bool menu_key(u32 key, size_t count, size_t *marked, int *chosen) {
  // Past one end is the other.
  if ((key == PRESS_UP || key == 'k') && count > 0) {
    *marked = (*marked == 0 ? count : *marked) - 1;
  } else if ((key == PRESS_DOWN || key == 'j') && count > 0) {
    *marked = (*marked + 1) % count;
  } else if (key == 'q' || key == PRESS_F + 10) {
    return true;
  } else if (key == 'p') {
    *chosen = MENU_OTHER;
    return true;
  } else if (key == '\r' && count > 0) {
    *chosen = (int)*marked;
    return true;
  }
  return false;
}

int screen_menu(const Catalog *catalog, const volatile int *stop) {
  Text why = {0};
  size_t marked = 0;
  int chosen = -1;
  bool settled = false;
  if (!take_terminal(&why)) {
    text_release(&why);
    return -1;
  }
  int theme = term_has_colors() ? THEME_DARK : THEME_MONO;
  screen_hold_signals();
  while (*stop == 0 && !settled) {
    Grid grid;
    grid_init(&grid, term_rows(), term_cols(), wishes.ascii);
    menu_draw(catalog, marked, &grid);
    (void)term_show(&grid, theme, -1, 0);
    grid_release(&grid);
    settled = screen_wait_input(-1) && !has_terminal();
    settled = settled || menu_key(term_key(), catalog->count, &marked, &chosen);
  }
  screen_release_signals();
  return chosen;
}
