// grid.h -- a screenful of cells, apart from any terminal.
//
// Views draw with Unicode; a grid of the ASCII set puts a twin in its place,
// so both look alike and take the same room. Everything outside is clipped.
#ifndef SIM_GRID_H
#define SIM_GRID_H

#include "text.h"
#include "theme.h"

typedef struct Cell {
  u32 rune;  // 0: the second half of a wide character
  u8 style;
} Cell;

// A part of the screen.
typedef struct Area {
  int top;
  int left;
  int rows;
  int cols;
} Area;

enum { HIT_LINE = 72, HITS = 1024 };

// What a click on a part of the screen stands for.
typedef struct Hit {
  Area area;
  u32 key;              // 0: the line
  char line[HIT_LINE];  // of the grammar
} Hit;

typedef struct Grid {
  int rows;
  int cols;
  bool ascii;
  size_t scrolled;  // by how many lines what scrolls was in the end
  size_t page;      // lines of what scrolls that are seen at once
  Cell *cells;
  Hit *hits;  // what was drawn last is on top
  size_t hit_count;
  size_t hit_room;
} Grid;

void grid_init(Grid *grid, int rows, int cols, bool ascii);
void grid_release(Grid *grid);
void grid_clear(Grid *grid);

// What stands for a character in the ASCII set.
u32 grid_twin(u32 rune);

void grid_put(Grid *grid, int row, int col, Style style, u32 rune);

// Writes text from `col` on, not reaching `end`; what does not fit is cut and
// its last character becomes an ellipsis. Returns the column behind it.
int grid_text(Grid *grid, int row, int col, int end, Style style,
              const char *text);
int grid_format(Grid *grid, int row, int col, int end, Style style,
                const char *format, ...) PRINTF_LIKE(6, 7);

// Fills a stretch of a row.
void grid_fill(Grid *grid, int row, int col, int end, Style style, u32 rune);

// A frame around an area.
void grid_frame(Grid *grid, Area area, Style style);

// A click in the area is this line, or this key. Too long a line, or one too
// many: no click.
void grid_hit(Grid *grid, Area area, const char *format, ...) PRINTF_LIKE(3, 4);
void grid_hit_key(Grid *grid, Area area, u32 key);

// What a click there stands for, or NULL.
const Hit *grid_hit_at(const Grid *grid, int row, int col);

// The text broken into lines of at most `cols` columns: how many, and line
// `index` of them in *line.
int grid_wrap(const char *text, int cols, int index, Text *line);

// The grid as lines of text, without blanks at their ends.
void grid_dump(const Grid *grid, Text *out);

#endif
