// export.c -- which format, and a file that appears whole or not at all.
#include "export.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool make(Desk *desk, const char *format, u64 first, u64 last,
                 Text *out) {
  static const struct {
    const char *name;
    void (*make)(const Chart *chart, Text *out);
  } formats[] = {
      {"mermaid", export_mermaid}, {"svg", export_svg}, {"text", export_text}};
  if (text_equal(format, "jsonl")) {
    export_jsonl(&desk->session.tape, first, last, out);
    return true;
  }
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    if (text_equal(format, formats[i].name)) {
      Chart chart;
      chart_make(&chart, &desk->session.tape, &desk->session.history, first,
                 last);
      chart.title = desk->session.name;
      formats[i].make(&chart, out);
      chart_release(&chart);
      return true;
    }
  }
  static const char *const names[] = {"mermaid", "svg", "jsonl", "text"};
  const char *near = text_nearest(format, names, 4);
  if (near != NULL) {
    text_addf(&desk->answer, "there is no format %s; did you mean %s?", format,
              near);
  } else {
    text_addf(&desk->answer,
              "there is no format %s; there are mermaid, svg, jsonl, text",
              format);
  }
  return false;
}

static bool write_file(const char *path, const Text *text, Text *why) {
  Text part = {0};
  text_addf(&part, "%s.part", path);
  FILE *file = fopen(text_of(&part), "w");
  bool good = file != NULL;
  if (good) {
    good = fwrite(text_of(text), 1, text->length, file) == text->length;
    good &= fclose(file) == 0;
    good = good && rename(text_of(&part), path) == 0;
  }
  if (!good) {
    text_addf(why, "cannot write %s: %s", path, strerror(errno));
    (void)remove(text_of(&part));
  }
  text_release(&part);
  return good;
}

DeskResult export_run(Desk *desk, const char *format, const char *file,
                      u64 first, u64 last) {
  Text out = {0};
  bool good = make(desk, format, first, last, &out);
  if (good && file == NULL && desk->screen) {
    text_clear(&desk->look.info);
    text_add(&desk->look.info, text_of(&out));
    desk->look.panel = PANEL_INFO;
    desk->look.scroll = 0;
  } else if (good && file == NULL) {
    text_add(&desk->answer, text_of(&out));
  } else if (good) {
    good = write_file(file, &out, &desk->answer);
    if (good) {
      text_addf(&desk->answer, "exported steps %llu..%llu to %s (%s)",
                (unsigned long long)first, (unsigned long long)last, file,
                format);
    }
  }
  text_release(&out);
  return good ? DESK_OK : DESK_BAD;
}
