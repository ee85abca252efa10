// view_panel.c -- help, output and answers over the view; the menu of scenes.
#include <string.h>

#include "controls.h"
#include "views.h"

// Lines of a text from `first` on into the area.
static void write_lines(Grid *grid, Area area, const char *text, size_t first) {
  int row = area.top;
  for (size_t i = 0; *text != '\0' && row < area.top + area.rows; i++) {
    size_t length = strcspn(text, "\n");
    if (i >= first) {
      Text line = {0};
      text_add_bytes(&line, text, length);
      grid_text(grid, row++, area.left, area.left + area.cols, STYLE_PLAIN,
                text_of(&line));
      text_release(&line);
    }
    text += length + (text[length] == '\n');
  }
}

// Longer lines go on below, further to the right.
static void wrap_lines(Text *text, int cols) {
  enum { HANGS = 6 };
  Text wrapped = {0};
  const char *at = text_of(text);
  if (cols < 3 * HANGS) {
    return;
  }
  while (*at != '\0') {
    size_t length = strcspn(at, "\n");
    size_t blanks = strspn(at, " ");
    Text line = {0};
    text_add_bytes(&line, at, length);
    const char *words = text_of(&line) + (blanks < length ? blanks : length);
    int room = cols - (int)blanks - HANGS;
    bool whole = text_width(text_of(&line)) <= cols || room < HANGS;
    int count = whole ? 1 : grid_wrap(words, room, 0, NULL);
    for (int i = 0; i < count; i++) {
      Text part = {0};
      if (!whole) {
        (void)grid_wrap(words, room, i, &part);
      }
      text_addf(&wrapped, "%*s%s\n",
                whole ? 0 : (int)blanks + (i > 0 ? HANGS : 0), "",
                whole ? text_of(&line) : text_of(&part));
      text_release(&part);
    }
    text_release(&line);
    at += length + (at[length] == '\n');
  }
  text_release(text);
  *text = wrapped;
}

static size_t count_lines(const char *text) {
  size_t count = 0;
  for (; *text != '\0'; text++) {
    count += *text == '\n' || text[1] == '\0';
  }
  return count;
}

void panel_draw(const Desk *desk, Grid *grid, Area area) {
  static const char *const titles[] = {
      [PANEL_NONE] = "",
      [PANEL_HELP] = " help: PgUp PgDn scroll, Esc closes ",
      [PANEL_OUTPUT] = " OUTPUT: printed and said; Esc closes ",
      [PANEL_INFO] = " PgUp PgDn scroll, Esc closes "};
  Text text = {0};
  const Look *look = &desk->look;
  if (look->panel == PANEL_HELP) {
    controls_help(NULL, area.cols - 4, &text);
  } else if (look->panel == PANEL_INFO) {
    text_add(&text, text_of(&look->info));
    wrap_lines(&text, area.cols - 4);
  } else {
    const Output *output = &desk->session.output;
    size_t count = output_count(output, session_cursor(&desk->session));
    size_t first = count > 2000 ? count - 2000 : 0;
    for (size_t i = first; i < count; i++) {
      text_addf(&text, "%s\n", output_line(output, i));
    }
    if (count == 0) {
      text_add(&text, "nothing was printed so far\n");
    }
  }
  grid_frame(grid, area, STYLE_SELECTED);
  grid_text(grid, area.top, area.left + 2, area.left + area.cols - 1,
            STYLE_SELECTED, titles[look->panel]);
  Area inner = {area.top + 1, area.left + 2, area.rows - 2, area.cols - 4};
  size_t lines = count_lines(text_of(&text));
  size_t room = inner.rows > 0 ? (size_t)inner.rows : 0;
  size_t most = lines > room ? lines - room : 0;
  // Scrolling counts from the end of output, and from the top of the others,
  // where "down" is what has to be remembered.
  size_t back = look->scroll < most ? look->scroll : most;
  grid->scrolled = back;
  grid->page = room;
  write_lines(grid, inner, text_of(&text),
              look->panel == PANEL_OUTPUT ? most - back : back);
  text_release(&text);
}

void menu_draw(const Catalog *catalog, size_t marked, Grid *grid) {
  grid_clear(grid);
  grid_fill(grid, 0, 0, grid->cols, STYLE_BAR, ' ');
  grid_text(grid, 0, 1, grid->cols, STYLE_BAR,
            catalog->goals
                ? "troupe  which puzzle?  Up/Down, Enter plays, p: scenes, q"
                : "troupe  which scene?  Up/Down, Enter opens, p: puzzles, q");
  size_t width = 12;
  for (size_t i = 0; i < catalog->count; i++) {
    size_t length = strlen(catalog->scenes[i].name);
    width = length > width ? length : width;
  }
  int row = grid->rows > 6 ? 2 : 1;
  int room = grid->rows - row - (grid->rows > 6 ? 2 : 0);
  size_t first =
      room > 0 && marked >= (size_t)room ? marked - (size_t)room + 1 : 0;
  size_t i = first;
  for (; i < catalog->count && room-- > 0; i++) {
    bool on = i == marked;
    Style style = on ? STYLE_MARKED : STYLE_PLAIN;
    grid_format(grid, row, 1, grid->cols - 1, style, "%s %-*s %s ",
                on ? ">" : " ", (int)width, catalog->scenes[i].name,
                catalog->scenes[i].line);
    row++;
  }
  if (grid->rows > 6 && i < catalog->count) {
    grid_format(grid, grid->rows - 2, 3, grid->cols, STYLE_DIM,
                "%zu more below", catalog->count - i);
  }
  if (grid->rows > 6) {
    grid_text(grid, grid->rows - 1, 1, grid->cols, STYLE_DIM,
              catalog->goals
                  ? "You are the scheduler. [n]: reached, by so many choices"
                  : "Enter opens the scene; there, Space runs it and ? shows "
                    "help");
  }
}
