// export.h -- a stretch of the tape in another form.
#ifndef SIM_EXPORT_H
#define SIM_EXPORT_H

#include "chart.h"
#include "desk.h"

// Writes steps first..last in this format to `file`, or to the answer when it
// is NULL. A file appears whole or not at all.
DeskResult export_run(Desk *desk, const char *format, const char *file,
                      u64 first, u64 last);

// The formats drawn from a chart; each adds the whole document to *out.
void export_mermaid(const Chart *chart, Text *out);
void export_plantuml(const Chart *chart, Text *out);
void export_svg(const Chart *chart, Text *out);
void export_animated(const Chart *chart, Text *out);
void export_text(const Chart *chart, Text *out);

// Those drawn from the run. The desk is as it was afterwards.
typedef void ExportBody(Desk *desk, u64 first, u64 last, Text *out);
ExportBody export_jsonl, export_shiviz, export_chrome, export_dot,
    export_asciicast, export_cunit, export_html;

// The picture of export_svg.c; `more`, if given, adds to each row, which is
// then a group of its own.
typedef void SvgMore(const Chart *chart, size_t row, size_t y, Text *out);
void svg_draw(const Chart *chart, SvgMore *more, Text *out);
size_t svg_x(size_t lane);

// Makes *out an expression of C that means the same (export_cunit.c). False:
// it cannot be said there.
bool cunit_translate(const char *source, Text *out);

#endif
