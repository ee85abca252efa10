// term.c -- grids to curses, keys from it.
//
// newterm rather than initscr, which would end the program for a terminal it
// does not know. curses sends only what changed, but looks at all it was given;
// so it is given only the cells that are not what they were.
#include "term.h"

#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <ncursesw/curses.h>
#include <ncursesw/term.h>

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "base/mem.h"
#include "keys.h"
#include "text.h"
#include "written.h"

static SCREEN *screen;
static bool colors;
static int pairs_theme = -1;
static Cell *given;  // what curses was given last; NULL: nothing yet
static int given_rows;
static int given_cols;
static int given_theme;
static bool mouse;
static int clicked_row;
static int clicked_col;

bool term_check(Text *why) {
  const char *name = getenv("TERM");
  int error = 0;
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
    text_add(why, "no terminal to draw on");
    return false;
  }
  if (name == NULL || *name == '\0') {
    text_add(why, "TERM is not set: no way to know how to draw");
    return false;
  }
  if (setupterm(NULL, STDOUT_FILENO, &error) != OK) {
    text_addf(why, "the terminal %.40s is not known here; TERM=xterm may do",
              name);
    return false;
  }
  char cup[] = "cup";
  const char *move = tigetstr(cup);
  bool able = move != NULL && (intptr_t)move != -1 && *move != '\0';
  if (!able) {
    text_addf(why, "the terminal %.40s cannot move its cursor", name);
  }
  (void)del_curterm(cur_term);
  return able;
}

bool term_open(bool no_color, Text *why) {
  screen = newterm(NULL, stdout, stdin);
  if (screen == NULL) {
    text_add(why, "the terminal cannot be opened");
    return false;
  }
  (void)set_term(screen);
  (void)cbreak();
  (void)noecho();
  (void)nonl();
  (void)intrflush(stdscr, FALSE);
  (void)keypad(stdscr, TRUE);
  (void)nodelay(stdscr, TRUE);
  (void)set_escdelay(25);
  colors = !no_color && has_colors() && start_color() == OK;
  if (colors) {
    (void)use_default_colors();
  }
  pairs_theme = -1;
  mouse = false;
  return true;
}

// Whatever comes next is given whole.
static void forget_given(void) {
  mem_free(given);
  given = NULL;
}

void term_close(void) {
  forget_given();
  if (screen != NULL) {
    (void)curs_set(1);
    // Where there is no second screen, the shell's line comes on this one.
    (void)erase();
    (void)refresh();
    (void)endwin();
    delscreen(screen);
    screen = NULL;
  }
}

bool term_is_open(void) {
  return screen != NULL;
}

bool term_is_utf8(void) {
  return text_equal(nl_langinfo(CODESET), "UTF-8");
}

bool term_has_colors(void) {
  return colors;
}

int term_rows(void) {
  return getmaxy(stdscr);
}

int term_cols(void) {
  return getmaxx(stdscr);
}

static short colour(i8 wanted) {
  return wanted >= 8 && COLORS < 16 ? (short)(wanted - 8) : wanted;
}

static void prepare_pairs(int theme) {
  if (!colors || pairs_theme == theme) {
    return;
  }
  for (int i = 0; i < STYLES; i++) {
    Paint paint = theme_paint(theme, (Style)i);
    (void)init_pair((short)(i + 1), colour(paint.ink), colour(paint.paper));
  }
  pairs_theme = theme;
}

static attr_t attributes(Paint paint) {
  return (paint.bold ? A_BOLD : 0) | (paint.reverse ? A_REVERSE : 0) |
         (paint.dim ? A_DIM : 0);
}

static void give_cell(const Cell *cell, int theme, int row, int col) {
  wchar_t text[2] = {(wchar_t)cell->rune, 0};
  cchar_t rune;
  Paint paint = theme_paint(theme, (Style)cell->style);
  short pair = colors ? (short)(cell->style + 1) : 0;
  if (setcchar(&rune, text, attributes(paint), pair, NULL) == OK) {
    (void)mvadd_wch(row, col, &rune);
  }
}

static bool same_cells(const Cell *a, const Cell *b, int count) {
  int i = 0;
  while (i < count && a[i].rune == b[i].rune && a[i].style == b[i].style) {
    i++;
  }
  return i == count;
}

static bool is_wide_row(const Cell *cells, int cols) {
  int i = 0;
  while (i < cols && cells[i].rune != 0) {
    i++;
  }
  return i < cols;
}

// A row with wide characters, now or before, is given whole: half of one that
// is overwritten takes the other half with it.
static void give_row(const Cell *cells, const Cell *before, int theme, int row,
                     int cols) {
  bool whole =
      before == NULL || is_wide_row(cells, cols) || is_wide_row(before, cols);
  for (int c = 0; c < cols; c++) {
    bool same = before != NULL && same_cells(&cells[c], &before[c], 1);
    if (cells[c].rune != 0 && (whole || !same)) {
      give_cell(&cells[c], theme, row, c);
    }
  }
}

static void give(const Grid *grid, int theme) {
  if (given != NULL && (given_rows != grid->rows || given_cols != grid->cols ||
                        given_theme != theme)) {
    forget_given();
  }
  int cols = grid->cols < term_cols() ? grid->cols : term_cols();
  for (int r = 0; r < grid->rows && r < term_rows(); r++) {
    const Cell *cells = &grid->cells[r * grid->cols];
    const Cell *before = given == NULL ? NULL : &given[r * grid->cols];
    if (before == NULL || !same_cells(cells, before, grid->cols)) {
      give_row(cells, before, theme, r, cols);
    }
  }
  size_t count = (size_t)grid->rows * (size_t)grid->cols;
  if (given == NULL) {
    given = mem_array(Cell, count + 1);
  }
  memcpy(given, grid->cells, count * sizeof *given);
  given_rows = grid->rows;
  given_cols = grid->cols;
  given_theme = theme;
}

size_t term_show(const Grid *grid, int theme, int row, int col) {
  prepare_pairs(theme);
  give(grid, theme);
  (void)curs_set(row >= 0 ? 1 : 0);
  if (row >= 0) {
    (void)move(row, col < term_cols() ? col : term_cols() - 1);
  }
  u64 before = written_bytes();
  (void)refresh();
  return (size_t)(written_bytes() - before);
}

static void listen(bool on) {
  mmask_t wanted =
      BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED;
  (void)mousemask(on ? wanted : 0, NULL);
  (void)mouseinterval(0);  // a press is a click at once
}

void term_mouse(bool on) {
  if (on != mouse) {
    mouse = on;
    listen(on);
  }
}

void term_clicked(int *row, int *col) {
  *row = clicked_row;
  *col = clicked_col;
}

// What the mouse did, as a key.
static u32 mouse_key(void) {
  MEVENT event;
  if (getmouse(&event) != OK) {
    return 1;
  }
  if ((event.bstate & BUTTON4_PRESSED) != 0) {
    return PRESS_WHEEL_UP;
  }
  if ((event.bstate & BUTTON5_PRESSED) != 0) {
    return PRESS_WHEEL_DOWN;
  }
  if ((event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)) == 0) {
    return 1;
  }
  clicked_row = event.y;
  clicked_col = event.x;
  return PRESS_CLICK;
}

u32 term_key(void) {
  wint_t key = 0;
  int kind = wget_wch(stdscr, &key);
  if (kind == ERR) {
    return PRESS_NONE;
  }
  if (kind == OK) {
    return key == '\n' ? '\r' : (u32)key;
  }
  if (key == KEY_MOUSE) {
    return mouse_key();
  }
  if (key == KEY_RESIZE) {
    forget_given();  // curses has cut or filled what it had
  }
  if (key >= KEY_F(1) && key <= KEY_F(12)) {
    return PRESS_F + (u32)(key - KEY_F0);
  }
  static const struct {
    wint_t curses;
    u32 press;
  } keys[] = {{KEY_UP, PRESS_UP},         {KEY_DOWN, PRESS_DOWN},
              {KEY_LEFT, PRESS_LEFT},     {KEY_RIGHT, PRESS_RIGHT},
              {KEY_PPAGE, PRESS_PAGE_UP}, {KEY_NPAGE, PRESS_PAGE_DOWN},
              {KEY_HOME, PRESS_HOME},     {KEY_END, PRESS_END},
              {KEY_RESIZE, PRESS_RESIZE}, {KEY_ENTER, '\r'}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (keys[i].curses == key) {
      return keys[i].press;
    }
  }
  return 1;  // a key that stands for nothing
}

void term_raw(bool raw) {
  (void)keypad(stdscr, raw ? FALSE : TRUE);
  if (mouse) {
    listen(!raw);  // readline knows no clicks
  }
}

int term_byte(void) {
  int byte = wgetch(stdscr);
  if (byte == KEY_RESIZE) {
    forget_given();
  }
  return byte == ERR ? -1 : byte == KEY_RESIZE ? -2 : byte & 0xFF;
}
