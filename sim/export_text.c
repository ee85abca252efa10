// export_text.c -- a message sequence chart in characters, for any page.
#include <string.h>

#include "base/mem.h"
#include "export.h"

enum { STEP_WIDTH = 6, LANE_LEAST = 14, LANE_MOST = 34 };

static size_t lane_width(const Chart *chart) {
  size_t width = LANE_LEAST;
  for (size_t i = 0; i < chart->row_count; i++) {
    const ChartRow *row = &chart->rows[i];
    size_t apart =
        row->from > row->to ? row->from - row->to : row->to - row->from;
    size_t needed = (size_t)text_width(row->text) + 6;
    if (apart > 0 && needed / apart > width) {
      width = needed / apart;
    }
  }
  for (size_t i = 0; i < chart->lane_count; i++) {
    size_t needed = (size_t)text_width(chart->lanes[i]) + 2;
    width = needed > width ? needed : width;
  }
  return width < LANE_MOST ? width : LANE_MOST;
}

// A text into cells of one byte; what is not ASCII becomes ?.
static void put(char *line, size_t size, size_t at, const char *text) {
  while (*text != '\0' && at < size) {
    u32 rune = text_rune(&text);
    line[at++] = rune < 0x20 || rune > 0x7E ? '?' : (char)rune;
  }
}

static void put_arrow(char *line, size_t left, size_t right,
                      const ChartRow *row) {
  bool forward = row->from <= row->to;
  memset(line + left + 1, row->reply ? '=' : '-', right - left - 1);
  size_t room = right - left > 5 ? right - left - 5 : 0;
  size_t length = strlen(row->text) < room ? strlen(row->text) : room;
  char *label = text_copy_bytes(row->text, length);
  put(line, right - 2, left + 3 + (room - length) / 2, label);
  mem_free(label);
  char tip = row->kind == ROW_LOST ? 'x' : row->kind == ROW_FLIGHT ? 'o' : 0;
  if (forward) {
    line[right - 1] = tip != 0 ? tip : '>';
  } else {
    line[left + 1] = tip != 0 ? tip : '<';
  }
}

static void add_row(const Chart *chart, const ChartRow *row, size_t width,
                    Text *out) {
  size_t size = STEP_WIDTH + width * (chart->lane_count + 2) + 120;
  char *line = mem_array(char, size + 1);
  memset(line, ' ', size);
  for (size_t i = 0; i < chart->lane_count; i++) {
    line[STEP_WIDTH + width / 2 + i * width] = '|';
  }
  size_t from = STEP_WIDTH + width / 2 + row->from * width;
  size_t to = STEP_WIDTH + width / 2 + row->to * width;
  if (from != to) {
    put_arrow(line, from < to ? from : to, from < to ? to : from, row);
  } else {
    char mark = row->kind == ROW_HANDLE ? '#'
                : row->kind == ROW_SAY  ? '"'
                : row->kind == ROW_NOTE ? '*'
                                        : '@';
    line[from] = mark;
    line[from + 1] = ' ';
    put(line, size, from + 2, row->text);
  }
  Text number = {0};
  text_addf(&number, "%4llu", (unsigned long long)row->step);
  put(line, size, 0, text_of(&number));
  text_release(&number);
  size_t end = size;
  while (end > 0 && line[end - 1] == ' ') {
    end--;
  }
  text_add_bytes(out, line, end);
  text_add(out, "\n");
  mem_free(line);
}

void export_text(const Chart *chart, Text *out) {
  size_t width = lane_width(chart);
  text_add(out, "step  ");
  for (size_t i = 0; i < chart->lane_count; i++) {
    const char *name = chart->lanes[i];
    size_t length = (size_t)text_width(name);
    size_t pad = length < width ? (width - length) / 2 : 0;
    text_addf(out, "%*s%s%*s", (int)pad, "", name,
              i + 1 == chart->lane_count || length + pad >= width
                  ? 0
                  : (int)(width - pad - length),
              "");
  }
  text_add(out, "\n");
  for (size_t i = 0; i < chart->row_count; i++) {
    add_row(chart, &chart->rows[i], width, out);
  }
  text_add(out,
           "-> arrives  => reply  # handles  * note  \" says  "
           "-x lost  -o in flight\n");
}
