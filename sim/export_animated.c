// export_animated.c -- the picture of export_svg.c, in which messages move.
//
// One row after the other, over and over; a row that has not come yet is pale.
// Who wants no motion sees the still picture: the style says so, and it wins
// over what the animations set.
#include "export.h"

enum { ROW_MS = 900, PAUSE_MS = 2500 };

// Adds when the row begins and ends, of the whole, from 0 to 1.
typedef struct Span {
  double begin;
  double end;
  double whole;  // seconds
} Span;

static Span span_of(const Chart *chart, size_t row) {
  double whole = (double)(chart->row_count * ROW_MS + PAUSE_MS);
  return (Span){(double)(row * ROW_MS) / whole,
                (double)(row * ROW_MS + ROW_MS) / whole, whole / 1000.0};
}

static void add_move(const ChartRow *row, const Span *span, size_t y,
                     Text *out) {
  size_t from = svg_x(row->from);
  size_t to = svg_x(row->to);
  size_t end = row->kind == ROW_FLIGHT ? (from + to) / 2 : to;
  text_addf(out,
            "<circle class=\"fly tip\" cx=\"%zu\" cy=\"%zu\" r=\"6\" "
            "opacity=\"0\"><animate attributeName=\"cx\" dur=\"%.3fs\" "
            "repeatCount=\"indefinite\" values=\"%zu;%zu;%zu;%zu\" "
            "keyTimes=\"0;%.6f;%.6f;1\"/>",
            from, y, span->whole, from, from, end, end, span->begin, span->end);
  text_addf(out,
            "<animate attributeName=\"opacity\" calcMode=\"discrete\" "
            "dur=\"%.3fs\" repeatCount=\"indefinite\" values=\"0;1;0\" "
            "keyTimes=\"0;%.6f;%.6f\"/></circle>",
            span->whole, span->begin, span->end);
}

static void add_motion(const Chart *chart, size_t at, size_t y, Text *out) {
  static const char style[] =
      "<style>@media (prefers-reduced-motion:reduce){.fly{display:none}"
      ".row{opacity:1!important}}</style>\n";
  const ChartRow *row = &chart->rows[at];
  Span span = span_of(chart, at);
  text_add(out, at == 0 ? style : "");
  text_addf(out,
            "<animate attributeName=\"opacity\" calcMode=\"discrete\" "
            "dur=\"%.3fs\" repeatCount=\"indefinite\" values=\".3;1\" "
            "keyTimes=\"0;%.6f\"/>",
            span.whole, at == 0 ? 0.000001 : span.begin);
  bool moves = row->kind == ROW_ARROW || row->kind == ROW_LOST ||
               row->kind == ROW_FLIGHT;
  if (moves && row->from != row->to) {
    add_move(row, &span, y, out);
  }
}

void export_animated(const Chart *chart, Text *out) {
  svg_draw(chart, add_motion, out);
}
