// export_svg.c -- one self-contained SVG, readable on light and dark pages.
//
// Colours are set once in a style with a dark twin; the background is part of
// the picture, so that a page's own cannot hide it. A title and a description
// say the same in words.
#include "escape.h"
#include "export.h"

enum { LANE = 170, ROW = 30, TOP = 64, LEFT = 100, LABEL_CHARS = 24 };
enum { NOTE_CHARS = 60, CHAR = 8 };  // a character's width, rather too much

static bool is_arrow(const ChartRow *row) {
  return row->kind == ROW_ARROW || row->kind == ROW_LOST ||
         row->kind == ROW_FLIGHT;
}

size_t svg_x(size_t lane) {
  return LEFT + lane * LANE;
}

static void add_head(const Chart *chart, size_t width, size_t height,
                     Text *out) {
  text_addf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
            "aria-labelledby=\"t d\" viewBox=\"0 0 %zu %zu\" width=\"%zu\" "
            "height=\"%zu\" font-family=\"system-ui, sans-serif\" "
            "font-size=\"13\">\n<title id=\"t\">",
            width, height, width, height);
  escape_xml(chart->title, 200, out);
  text_addf(out, ", steps %llu to %llu</title>\n<desc id=\"d\">",
            (unsigned long long)chart->first, (unsigned long long)chart->last);
  for (size_t i = 0; i < chart->row_count; i++) {
    const ChartRow *row = &chart->rows[i];
    text_addf(out, "%llu: ", (unsigned long long)row->step);
    escape_xml(chart->lanes[row->from], 80, out);
    if (is_arrow(row)) {
      text_add(out, " to ");
      escape_xml(chart->lanes[row->to], 80, out);
    }
    text_add(out, " ");
    escape_xml(row->text, 200, out);
    text_add(out, ". ");
  }
  text_add(out,
           "</desc>\n<style>\n"
           ".bg{fill:#fff}.ink{fill:#1b1b1f}.dim{fill:#6b7280}"
           ".lane{stroke:#c3c8d0;stroke-width:1}"
           ".box{fill:#eef3fb;stroke:#3b6fb6}"
           ".arrow{stroke:#1f5fae;stroke-width:1.6;fill:none}"
           ".tip{fill:#1f5fae}.lost{stroke:#b3261e}.work{fill:#2f7d4f}\n"
           "@media (prefers-color-scheme:dark){"
           ".bg{fill:#16181d}.ink{fill:#e8eaee}.dim{fill:#9aa3b2}"
           ".lane{stroke:#3a404b}.box{fill:#20304a;stroke:#7fb0f0}"
           ".arrow{stroke:#8ab8ff}.tip{fill:#8ab8ff}"
           ".lost{stroke:#ff8a80}.work{fill:#7fd3a0}}\n</style>\n"
           "<rect class=\"bg\" width=\"100%\" height=\"100%\"/>\n");
}

static void add_lanes(const Chart *chart, size_t height, Text *out) {
  for (size_t i = 0; i < chart->lane_count; i++) {
    size_t x = svg_x(i);
    text_addf(out,
              "<line class=\"lane\" x1=\"%zu\" y1=\"44\" x2=\"%zu\" "
              "y2=\"%zu\"/>\n<rect class=\"box\" x=\"%zu\" y=\"16\" "
              "width=\"120\" height=\"28\" rx=\"6\"/>\n<text class=\"ink\" "
              "x=\"%zu\" y=\"35\" text-anchor=\"middle\">",
              x, x, height - 12, x - 60, x);
    escape_xml(chart->lanes[i], 16, out);
    text_add(out, "</text>\n");
  }
}

static void add_arrow(const ChartRow *row, size_t y, Text *out) {
  size_t from = svg_x(row->from);
  size_t to = svg_x(row->to);
  bool right = from < to;
  size_t end = row->kind == ROW_FLIGHT ? (from + to) / 2 : to;
  text_addf(
      out,
      "<line class=\"arrow%s\" x1=\"%zu\" y1=\"%zu\" x2=\"%zu\" "
      "y2=\"%zu\"%s/>\n",
      row->kind == ROW_LOST ? " lost" : "", from, y, right ? end - 6 : end + 6,
      y,
      row->reply || row->kind == ROW_FLIGHT ? " stroke-dasharray=\"6 4\"" : "");
  if (row->kind == ROW_FLIGHT) {
    text_addf(out, "<circle class=\"tip\" cx=\"%zu\" cy=\"%zu\" r=\"5\"/>\n",
              end, y);
  } else {
    size_t back = right ? end - 9 : end + 9;
    text_addf(out, "<path class=\"tip\" d=\"M%zu %zu L%zu %zu L%zu %zu Z\"/>\n",
              end, y, back, y - 5, back, y + 5);
  }
  text_addf(out,
            "<text class=\"ink\" x=\"%zu\" y=\"%zu\" "
            "text-anchor=\"middle\">",
            (from + to) / 2, y - 6);
  size_t lanes =
      row->from < row->to ? row->to - row->from : row->from - row->to;
  escape_xml(row->text, LABEL_CHARS * lanes, out);
  text_add(out, row->kind == ROW_LOST     ? " (lost)</text>\n"
                : row->kind == ROW_FLIGHT ? " (in flight)</text>\n"
                                          : "</text>\n");
}

static void add_row(const ChartRow *row, size_t y, Text *out) {
  text_addf(out, "<text class=\"dim\" x=\"8\" y=\"%zu\">%llu</text>\n", y + 4,
            (unsigned long long)row->step);
  if (is_arrow(row) && row->from != row->to) {
    add_arrow(row, y, out);
    return;
  }
  text_addf(out,
            "<rect class=\"work\" x=\"%zu\" y=\"%zu\" width=\"8\" "
            "height=\"16\" rx=\"2\"/>\n<text class=\"ink\" x=\"%zu\" "
            "y=\"%zu\">",
            svg_x(row->from) - 4, y - 8, svg_x(row->from) + 10, y + 4);
  text_add(out, row->kind == ROW_SAY ? "says " : "");
  escape_xml(row->text, NOTE_CHARS, out);
  text_add(out, "</text>\n");
}

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

// Where the row's words end, at most.
static size_t right_end(const ChartRow *row) {
  size_t chars = (size_t)text_width(row->text);
  if (!is_arrow(row) || row->from == row->to) {
    size_t says = row->kind == ROW_SAY ? 5 : 0;
    return svg_x(row->from) + 10 + (least(chars, NOTE_CHARS) + says + 1) * CHAR;
  }
  size_t apart =
      row->from < row->to ? row->to - row->from : row->from - row->to;
  size_t more = row->kind == ROW_ARROW ? 0 : 12;  // (in flight)
  size_t half = (least(chars, LABEL_CHARS * apart) + more + 1) * CHAR / 2;
  return (svg_x(row->from) + svg_x(row->to)) / 2 + half;
}

static size_t width_of(const Chart *chart) {
  size_t width = svg_x(chart->lane_count == 0 ? 0 : chart->lane_count - 1) + 80;
  for (size_t i = 0; i < chart->row_count; i++) {
    size_t end = right_end(&chart->rows[i]) + 8;
    width = end > width ? end : width;
  }
  return width;
}

void svg_draw(const Chart *chart, SvgMore *more, Text *out) {
  size_t width = width_of(chart);
  size_t height = TOP + chart->row_count * ROW + 24;
  add_head(chart, width, height, out);
  add_lanes(chart, height, out);
  for (size_t i = 0; i < chart->row_count; i++) {
    size_t y = TOP + 12 + i * ROW;
    if (more != NULL) {
      text_add(out, "<g class=\"row\">");
      more(chart, i, y, out);
    }
    add_row(&chart->rows[i], y, out);
    text_add(out, more != NULL ? "</g>\n" : "");
  }
  text_add(out, "</svg>\n");
}

void export_svg(const Chart *chart, Text *out) {
  svg_draw(chart, NULL, out);
}
