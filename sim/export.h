// export.h -- a stretch of the tape in another form.
#ifndef SIM_EXPORT_H
#define SIM_EXPORT_H

#include "chart.h"
#include "desk.h"

// Writes steps first..last in this format to `file`, or to the answer when it
// is NULL. A file appears whole or not at all.
DeskResult export_run(Desk *desk, const char *format, const char *file,
                      u64 first, u64 last);

// The formats; each adds the whole document to *out.
void export_mermaid(const Chart *chart, Text *out);
void export_svg(const Chart *chart, Text *out);
void export_text(const Chart *chart, Text *out);
void export_jsonl(const Tape *tape, u64 first, u64 last, Text *out);

#endif
