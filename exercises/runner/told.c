// told.c -- each part of the watch screen, written as the commands write it.
#include "told.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "hints.h"
#include "judging.h"
#include "listing.h"
#include "show.h"

static const char KEYS[] =
    "v    the verdict\n"
    "t    the task\n"
    "h    the hints so far; once more: another one\n"
    "l    all exercises\n"
    "n    after a pass: the next exercise\n"
    "s    the order of steps that goes wrong, in the simulator\n"
    "Up, Down, PgUp, PgDn, Home, End, Space    what does not fit\n"
    "q    leave\n\n"
    "Each save of your file is judged. `watch --lines` does without a "
    "screen.\n";

static void write_verdict(const Told *told, FILE *out) {
  if (!told->verdict) {
    fputs("Judging your file for the first time ...\n", out);
    return;
  }
  if (*told->above) {
    show_wrapped(out, told->above, 0);
    fputc('\n', out);
  }
  show_verdict(out, told->verdict, false);
  if (told->verdict->kind != VERDICT_PASSED) return;
  judging_write_next(out, told->learn, told->verdict, told->exercise);
}

static void write_file(const Told *told, FILE *out, const char *name) {
  Path path = path_of("%.4000s/%s", told->exercise->folder.text, name);
  char *text = file_read(path.text, NULL);
  fputs(text ? text : "there is none\n", out);
  mem_free(text);
}

static void write_hints(const Told *told, FILE *out) {
  const Record *record =
      progress_find(&told->learn->progress, told->exercise->name);
  int shown = record ? record->hints : 0;
  for (int level = 1; level <= shown; level++) {
    char *text = hint_read(told->exercise, level);
    fprintf(out, "# Hint %d of %d\n\n%s\n", level, HINTS, text ? text : "");
    mem_free(text);
  }
  fputs(shown < HINTS ? "h: another hint\n" : "That was the last hint.\n", out);
}

static void write_part(const Told *told, PagePart part, FILE *out) {
  switch (part) {
    case PAGE_VERDICT:
      write_verdict(told, out);
      break;
    case PAGE_TASK:
      write_file(told, out, "task.md");
      break;
    case PAGE_HINTS:
      write_hints(told, out);
      break;
    case PAGE_LIST:
      ignore(listing_write(out, told->learn, NULL) > 0);
      break;
    case PAGE_KEYS:
      fputs(KEYS, out);
      break;
  }
}

char *told_text(const Told *told, PagePart part, int columns) {
  char *raw = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&raw, &size);
  if (!out) return text_copy("out of memory");
  show_set_width(columns);
  write_part(told, part, out);
  fclose(out);
  Text clean = {0};
  for (const char *at = raw; *at;) {
    size_t length = strcspn(at, "\n");
    char *line = text_copy_bytes(at, length);
    text_add_printable(&clean, line);
    text_add(&clean, "\n");
    mem_free(line);
    at += length + (at[length] == '\n');
  }
  free(raw);
  char *text = text_copy(text_of(&clean));
  text_release(&clean);
  return text;
}
