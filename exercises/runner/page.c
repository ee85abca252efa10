// page.c -- a bar above, the text, a line about what goes on, the keys.
#include "page.h"

#include <string.h>

enum { ABOVE = 2, BELOW = 2, NARROW = 60, BAR_LEAST = 10, BAR_MOST = 24 };

size_t page_room(const Grid *grid) {
  int room = grid->rows - ABOVE - BELOW;
  return room > 1 ? (size_t)room : 1;
}

// [#####.....] 3 of 5 passed
static void draw_progress(const Page *page, Grid *grid, int row) {
  bool narrow = grid->cols < NARROW;
  int width = narrow ? BAR_LEAST : BAR_MOST;
  int full =
      page->total ? (int)((size_t)width * page->passed / page->total) : 0;
  int at = grid_text(grid, row, 1, grid->cols, STYLE_PLAIN, "[");
  grid_fill(grid, row, at, at + full, STYLE_GOOD, '#');
  grid_fill(grid, row, at + full, at + width, STYLE_DIM, '.');
  at = grid_text(grid, row, at + width, grid->cols, STYLE_PLAIN, "]");
  at = grid_format(grid, row, at + 1, grid->cols, STYLE_PLAIN,
                   "%zu of %zu passed", page->passed, page->total);
  if (page->next && !narrow) {
    grid_format(grid, row, at, grid->cols, STYLE_DIM, "; next: %s", page->next);
  }
}

static void draw_head(const Page *page, Grid *grid) {
  grid_fill(grid, 0, 0, grid->cols, STYLE_BAR, ' ');
  int end = grid->cols - text_width(page->state) - 2;
  grid_text(grid, 0, 1, end > 4 ? end : grid->cols, STYLE_BAR, page->title);
  Style style = page->is_good  ? STYLE_GOOD
                : page->is_bad ? STYLE_BAD
                               : STYLE_MARKED;
  if (end > 4) grid_text(grid, 0, end, grid->cols, style, page->state);
  draw_progress(page, grid, 1);
}

static Style style_of(const Page *page, const char *line) {
  if (page->part != PAGE_VERDICT) {
    return line[0] == '#' ? STYLE_TITLE : STYLE_PLAIN;
  }
  if (strstr(line, ": FAILED") || strstr(line, ": STOPPED")) return STYLE_BAD;
  if (strstr(line, ": PASSED")) return STYLE_GOOD;
  if (text_starts(line, "  test: ")) return STYLE_TITLE;
  return STYLE_PLAIN;
}

// Goes through the text once, whatever its length. Gives how many lines it has.
static size_t draw_body(const Page *page, Grid *grid, bool draws) {
  size_t room = page_room(grid);
  size_t number = 0;
  int cols = grid->cols - 1;
  Text line = {0};
  Text part = {0};
  for (const char *at = page->body; *at;) {
    size_t length = strcspn(at, "\n");
    text_clear(&line);
    text_add_bytes(&line, at, length);
    at += length + (at[length] == '\n');
    Style style = style_of(page, text_of(&line));
    int parts = grid_wrap(text_of(&line), cols, -1, NULL);
    if (parts == 0) parts = 1;
    for (int i = 0; i < parts; i++, number++) {
      bool seen = number >= page->scrolled && number < page->scrolled + room;
      if (!draws || !seen) continue;
      text_clear(&part);
      ignore(grid_wrap(text_of(&line), cols, i, &part));
      int row = ABOVE + (int)(number - page->scrolled);
      grid_text(grid, row, 0, grid->cols, style, text_of(&part));
    }
  }
  text_release(&line);
  text_release(&part);
  return number;
}

typedef struct PageKey {
  const char *key;
  const char *word;
} PageKey;

static int draw_key(Grid *grid, int row, int at, const PageKey *key) {
  at = grid_text(grid, row, at, grid->cols, STYLE_BAR_KEY, key->key);
  return grid_text(grid, row, at + 1, grid->cols, STYLE_BAR, key->word) + 1;
}

static void draw_keys(const Page *page, Grid *grid) {
  static const PageKey keys[] = {{"v", "verdict"}, {"t", "task"}, {"h", "hint"},
                                 {"l", "list"},    {"n", "next"}, {"s", "show"},
                                 {"?", "keys"}};
  static const PageKey leave = {"q", "quit"};
  int row = grid->rows - 1;
  grid_fill(grid, row, 0, grid->cols, STYLE_BAR, ' ');
  int end = grid->cols - (int)strlen(leave.word) - 3;
  int at = 0;
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    char key = keys[i].key[0];
    if (key == 's' && !page->shows) continue;
    if (key == 'n' && !(page->next && page->is_good)) continue;
    if (at + (int)strlen(keys[i].word) + 3 > end) continue;
    at = draw_key(grid, row, at, &keys[i]);
  }
  if (end > 0) (void)draw_key(grid, row, end, &leave);
}

static void draw_foot(const Page *page, Grid *grid, size_t lines) {
  int row = grid->rows - 2;
  size_t room = page_room(grid);
  int end = grid->cols;
  if (lines > room) {
    size_t last = page->scrolled + room;
    end = grid->cols - 14;
    grid_format(grid, row, end > 0 ? end : 0, grid->cols, STYLE_DIM,
                "%zu-%zu of %zu", page->scrolled + 1,
                last < lines ? last : lines, lines);
  }
  if (end > 1) grid_text(grid, row, 0, end - 1, STYLE_DIM, page->foot);
}

void page_draw(Page *page, Grid *grid) {
  grid_clear(grid);
  size_t lines = draw_body(page, grid, false);
  size_t room = page_room(grid);
  size_t most = lines > room ? lines - room : 0;
  if (page->scrolled > most) page->scrolled = most;
  ignore(draw_body(page, grid, true));
  draw_head(page, grid);
  draw_foot(page, grid, lines);
  draw_keys(page, grid);
}
