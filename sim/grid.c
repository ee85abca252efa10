// grid.c -- cells, clipping, and the ASCII twins.
#include "grid.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void grid_init(Grid *grid, int rows, int cols, bool ascii) {
  *grid = (Grid){.rows = rows, .cols = cols, .ascii = ascii};
  grid->cells = mem_array(Cell, (size_t)rows * (size_t)cols + 1);
  grid_clear(grid);
}

void grid_release(Grid *grid) {
  mem_free(grid->cells);
  mem_free(grid->hits);
  *grid = (Grid){0};
}

void grid_clear(Grid *grid) {
  for (int i = 0; i < grid->rows * grid->cols; i++) {
    grid->cells[i] = (Cell){' ', STYLE_PLAIN};
  }
  grid->hit_count = 0;
  grid->scrolled = 0;
  grid->page = 0;
}

static Hit *add_hit(Grid *grid, Area area) {
  if (grid->hit_count == HITS) {
    return NULL;
  }
  grid->hits = (Hit *)text_grow(grid->hits, &grid->hit_room,
                                grid->hit_count + 1, sizeof *grid->hits);
  Hit *hit = &grid->hits[grid->hit_count++];
  hit->area = area;
  hit->key = 0;
  hit->line[0] = '\0';
  return hit;
}

void grid_hit(Grid *grid, Area area, const char *format, ...) {
  Hit *hit = add_hit(grid, area);
  va_list args;
  va_start(args, format);
  if (hit != NULL &&
      vsnprintf(hit->line, sizeof hit->line, format, args) >= HIT_LINE) {
    grid->hit_count--;
  }
  va_end(args);
}

void grid_hit_key(Grid *grid, Area area, u32 key) {
  Hit *hit = add_hit(grid, area);
  if (hit != NULL) {
    hit->key = key;
  }
}

const Hit *grid_hit_at(const Grid *grid, int row, int col) {
  for (size_t i = grid->hit_count; i-- > 0;) {
    Area area = grid->hits[i].area;
    if (row >= area.top && row < area.top + area.rows && col >= area.left &&
        col < area.left + area.cols) {
      return &grid->hits[i];
    }
  }
  return NULL;
}

u32 grid_twin(u32 rune) {
  static const struct {
    u32 rune;
    char twin;
  } twins[] = {
      {0x2500, '-'}, {0x2502, '|'}, {0x250C, '+'}, {0x2510, '+'}, {0x2514, '+'},
      {0x2518, '+'}, {0x2550, '='}, {0x2551, '|'}, {0x25B6, '>'}, {0x25C0, '<'},
      {0x25B2, '^'}, {0x25BC, 'v'}, {0x25CF, '*'}, {0x25CB, 'o'}, {0x2026, '~'},
      {0x00B7, '.'}, {0x2588, '#'}, {0x2591, '.'}, {0x2194, 'x'}, {0x2192, '>'},
      {0x2190, '<'}, {0x2717, 'x'}, {0x2713, 'v'}, {0x2501, '='}, {0x254C, '-'},
      {0x251C, '+'}, {0x2524, '+'}, {0x252C, '+'}, {0x2534, '+'}, {0x253C, '+'},
      {0x2581, '_'}, {0x2582, '.'}, {0x2583, ':'}, {0x2584, '-'}, {0x2585, '='},
      {0x2586, '+'}, {0x2587, '*'}};
  for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
    if (twins[i].rune == rune) {
      return (u32)twins[i].twin;
    }
  }
  return '?';
}

void grid_put(Grid *grid, int row, int col, Style style, u32 rune) {
  if (row < 0 || row >= grid->rows || col < 0 || col >= grid->cols) {
    return;
  }
  if (rune < 0x20 || (rune >= 0x7F && rune < 0xA0)) {
    rune = 0xFFFD;
  }
  int width = text_rune_width(rune);
  if (grid->ascii && rune > 0x7E) {
    rune = grid_twin(rune);
    width = 1;
  }
  if (width == 0) {
    return;
  }
  Cell *cell = &grid->cells[row * grid->cols + col];
  if (width == 2 && col + 1 >= grid->cols) {
    rune = ' ';
    width = 1;
  }
  if (cell->rune == 0 && col > 0) {
    cell[-1].rune = ' ';  // the half of a wide one that stays behind
  }
  if (col + width < grid->cols && cell[width].rune == 0) {
    cell[width].rune = ' ';
  }
  *cell = (Cell){rune, (u8)style};
  if (width == 2) {
    cell[1] = (Cell){0, (u8)style};
  }
}

int grid_text(Grid *grid, int row, int col, int end, Style style,
              const char *text) {
  if (end > grid->cols) {
    end = grid->cols;
  }
  while (*text != '\0' && col < end) {
    const char *next = text;
    u32 rune = text_rune(&next);
    int width = grid->ascii && rune > 0x7E ? 1 : text_rune_width(rune);
    bool cut = col + width > end || (col + width == end && *next != '\0');
    if (cut && width > 0) {
      grid_put(grid, row, col, style, 0x2026);
      return end;
    }
    grid_put(grid, row, col, style, rune);
    col += width;
    text = next;
  }
  return col;
}

int grid_format(Grid *grid, int row, int col, int end, Style style,
                const char *format, ...) {
  char line[1024];
  va_list args;
  va_start(args, format);
  (void)vsnprintf(line, sizeof line, format, args);
  va_end(args);
  return grid_text(grid, row, col, end, style, line);
}

void grid_fill(Grid *grid, int row, int col, int end, Style style, u32 rune) {
  for (; col < end && col < grid->cols; col++) {
    grid_put(grid, row, col, style, rune);
  }
}

void grid_frame(Grid *grid, Area area, Style style) {
  int bottom = area.top + area.rows - 1;
  int right = area.left + area.cols - 1;
  for (int row = area.top; row <= bottom; row++) {
    bool edge = row == area.top || row == bottom;
    grid_fill(grid, row, area.left + 1, right, STYLE_PLAIN, ' ');
    if (edge) {
      grid_fill(grid, row, area.left + 1, right, style, 0x2500);
    }
    grid_put(grid, row, area.left, style,
             !edge             ? 0x2502
             : row == area.top ? 0x250C
                               : 0x2514);
    grid_put(grid, row, right, style,
             !edge             ? 0x2502
             : row == area.top ? 0x2510
                               : 0x2518);
  }
}

int grid_wrap(const char *text, int cols, int index, Text *line) {
  int count = 0;
  while (*text != '\0' && cols > 0) {
    const char *at = text;
    const char *space = NULL;
    int width = 0;
    while (*at != '\0' && *at != '\n') {
      const char *next = at;
      int more = text_rune_width(text_rune(&next));
      if (width + more > cols) {
        break;
      }
      if (*at == ' ') {
        space = at;
      }
      width += more;
      at = next;
    }
    bool whole = *at == '\0' || *at == '\n' || *at == ' ';
    const char *end = whole || space == NULL ? at : space;
    if (end == text && *end != '\n') {
      text_rune(&end);
    }
    if (count == index && line != NULL) {
      text_add_bytes(line, text, (size_t)(end - text));
    }
    count++;
    text = end;
    text += *text == ' ' || *text == '\n';
  }
  return count;
}

void grid_dump(const Grid *grid, Text *out) {
  for (int row = 0; row < grid->rows; row++) {
    const Cell *cells = &grid->cells[row * grid->cols];
    int end = grid->cols;
    while (end > 0 && cells[end - 1].rune == ' ') {
      end--;
    }
    for (int col = 0; col < end; col++) {
      char bytes[4];
      if (cells[col].rune != 0) {
        text_add_bytes(out, bytes, text_encode(cells[col].rune, bytes));
      }
    }
    text_add(out, "\n");
  }
}
