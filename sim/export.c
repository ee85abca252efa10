// export.c -- which format, and a file that appears whole or not at all.
#include "export.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct Format {
  const char *name;
  void (*drawn)(const Chart *chart, Text *out);  // or:
  ExportBody *whole;
} Format;

static const Format formats[] = {{"mermaid", export_mermaid, NULL},
                                 {"plantuml", export_plantuml, NULL},
                                 {"svg", export_svg, NULL},
                                 {"animated", export_animated, NULL},
                                 {"html", NULL, export_html},
                                 {"text", export_text, NULL},
                                 {"jsonl", NULL, export_jsonl},
                                 {"shiviz", NULL, export_shiviz},
                                 {"chrome", NULL, export_chrome},
                                 {"dot", NULL, export_dot},
                                 {"asciicast", NULL, export_asciicast},
                                 {"cunit", NULL, export_cunit}};
enum { FORMATS = sizeof formats / sizeof *formats };

static void draw(Desk *desk, const Format *format, u64 first, u64 last,
                 Text *out) {
  Chart chart;
  chart_make(&chart, &desk->session.tape, &desk->session.history, first, last);
  chart.title = desk->session.name;
  format->drawn(&chart, out);
  chart_release(&chart);
}

static void complain(Desk *desk, const char *format) {
  const char *names[FORMATS];
  for (size_t i = 0; i < FORMATS; i++) {
    names[i] = formats[i].name;
  }
  const char *near = text_nearest(format, names, FORMATS);
  text_addf(&desk->answer, "there is no format %s; ", format);
  if (near != NULL) {
    text_addf(&desk->answer, "did you mean %s?", near);
    return;
  }
  for (size_t i = 0; i < FORMATS; i++) {
    text_addf(&desk->answer, "%s%s", i == 0 ? "there are " : ", ", names[i]);
  }
}

static bool make(Desk *desk, const char *format, u64 first, u64 last,
                 Text *out) {
  for (size_t i = 0; i < FORMATS; i++) {
    if (!text_equal(format, formats[i].name)) {
      continue;
    }
    bool stepped = desk->session.source == SOURCE_PROGRAM;
    if (!stepped && formats[i].whole == export_cunit) {
      text_add(&desk->answer,
               "cunit needs a program that is stepped here: a record does not "
               "know what else was possible");
      return false;
    }
    if (formats[i].whole != NULL) {
      formats[i].whole(desk, first, last, out);
    } else {
      draw(desk, &formats[i], first, last, out);
    }
    return true;
  }
  complain(desk, format);
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
