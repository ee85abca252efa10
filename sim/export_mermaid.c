// export_mermaid.c -- a Mermaid sequence diagram.
#include <string.h>

#include "export.h"

// Mermaid ends a message at ; and takes # as the begin of an entity, % % as
// that of a remark. A message without text is none.
static void add_escaped(const char *text, Text *out) {
  if (text[strspn(text, " ")] == '\0') {
    text_add(out, "#160;");
  }
  for (; *text != '\0'; text++) {
    if (*text == ';') {
      text_add(out, "#59;");
    } else if (*text == '#') {
      text_add(out, "#35;");
    } else if (*text == '\n' || *text == '\r') {
      text_add(out, " ");
    } else if (*text == '<') {
      text_add(out, "#lt;");
    } else if (*text == '"') {
      text_add(out, "#quot;");
    } else if (*text == '%') {
      text_add(out, "#37;");
    } else {
      text_add_bytes(out, text, 1);
    }
  }
}

void export_mermaid(const Chart *chart, Text *out) {
  static const char *const arrows[] = {
      [ROW_ARROW] = "->>", [ROW_LOST] = "-x", [ROW_FLIGHT] = "-)"};
  text_add(out, "sequenceDiagram\n");
  for (size_t i = 0; i < chart->lane_count; i++) {
    text_addf(out, "  participant A%zu as ", i);
    add_escaped(chart->lanes[i], out);
    text_add(out, "\n");
  }
  for (size_t i = 0; i < chart->row_count; i++) {
    const ChartRow *row = &chart->rows[i];
    if (row->kind == ROW_ARROW || row->kind == ROW_LOST ||
        row->kind == ROW_FLIGHT) {
      const char *arrow =
          row->kind == ROW_ARROW && row->reply ? "-->>" : arrows[row->kind];
      text_addf(out, "  A%zu%sA%zu: ", row->from, arrow, row->to);
      add_escaped(row->text, out);
      text_add(out, row->kind == ROW_LOST     ? " (lost)"
                    : row->kind == ROW_FLIGHT ? " (in flight)"
                                              : "");
    } else {
      text_addf(out, "  Note over A%zu: ", row->from);
      text_add(out, row->kind == ROW_SAY ? "says " : "");
      add_escaped(row->text, out);
    }
    text_add(out, "\n");
  }
}
