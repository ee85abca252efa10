// export_plantuml.c -- a PlantUML sequence diagram.
#include <string.h>

#include "export.h"

// PlantUML reads a markup in every text. What could begin some is written as
// the number of its character, and so is the second of two that are alike.
static void add_escaped(const char *text, Text *out) {
  char before = '\0';
  if (text[strspn(text, " ")] == '\0') {
    text_add(out, "<U+00A0>");
  }
  for (; *text != '\0'; before = *text++) {
    bool twice = *text == before && strchr("-_/*.=^'", *text) != NULL;
    if (twice || strchr("\\~<%$!&@[]|\"", *text) != NULL) {
      text_addf(out, "<U+%04X>", (unsigned)(unsigned char)*text);
    } else if (*text == '\n' || *text == '\r') {
      text_add(out, " ");
    } else {
      text_add_bytes(out, text, 1);
    }
  }
}

static const char *arrow_of(const ChartRow *row) {
  return row->kind == ROW_LOST     ? "->x"
         : row->kind == ROW_FLIGHT ? "->o"
         : row->reply              ? "-->"
                                   : "->";
}

void export_plantuml(const Chart *chart, Text *out) {
  text_add(out, "@startuml\ntitle ");
  add_escaped(chart->title, out);
  text_add(out, "\nhide footbox\n");
  for (size_t i = 0; i < chart->lane_count; i++) {
    text_add(out, "participant \"");
    add_escaped(chart->lanes[i], out);
    text_addf(out, "\" as A%zu\n", i);
  }
  for (size_t i = 0; i < chart->row_count; i++) {
    const ChartRow *row = &chart->rows[i];
    bool arrow = row->kind == ROW_ARROW || row->kind == ROW_LOST ||
                 row->kind == ROW_FLIGHT;
    if (arrow) {
      text_addf(out, "A%zu %s A%zu : ", row->from, arrow_of(row), row->to);
    } else {
      text_addf(out, "note over A%zu : ", row->from);
      text_add(out, row->kind == ROW_SAY ? "says " : "");
    }
    add_escaped(row->text, out);
    text_add(out, row->kind == ROW_LOST     ? " (lost)\n"
                  : row->kind == ROW_FLIGHT ? " (in flight)\n"
                                            : "\n");
  }
  text_add(out, "@enduml\n");
}
