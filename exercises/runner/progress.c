// progress.c -- a text file of lines, read as if anybody had written it.
#include "progress.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/writer.h"

static const char HEAD[] =
    "# What `troupe learn` knows of your progress: a line an exercise.\n";

const Record *progress_find(const Progress *progress, const char *name) {
  for (size_t i = 0; i < progress->count; i++) {
    if (strcmp(progress->records[i].name, name) == 0) {
      return &progress->records[i];
    }
  }
  return NULL;
}

Record *progress_of(Progress *progress, const char *name) {
  const Record *found = progress_find(progress, name);
  if (found) return &progress->records[found - progress->records];
  CHECK(progress->count < PROGRESS_MOST);
  Record *record = &progress->records[progress->count++];
  *record = (Record){0};
  text_fit(record->name, sizeof record->name, name);
  return record;
}

static bool is_name(const char *text) {
  size_t length = strlen(text);
  if (length == 0 || length >= sizeof((Record *)0)->name) return false;
  for (; *text; text++) {
    if (!isalnum((unsigned char)*text) && *text != '-') return false;
  }
  return true;
}

static bool is_day(const char *text) {
  const char *const pattern = "dddd-dd-dd";
  if (strlen(text) != strlen(pattern)) return false;
  for (size_t i = 0; pattern[i]; i++) {
    bool digit = isdigit((unsigned char)text[i]);
    if (pattern[i] == 'd' ? !digit : text[i] != '-') return false;
  }
  return true;
}

// NAME started|DAY HINTS
static bool read_line(Progress *progress, const char *line) {
  char name[80];
  char state[20];
  char hints[4];
  char more[2];
  if (sscanf(line, "%79s %19s %3s %1s", name, state, hints, more) != 3) {
    return false;
  }
  bool started = strcmp(state, "started") == 0;
  if (!is_name(name) || (!started && !is_day(state))) return false;
  if (hints[0] < '0' || hints[0] > '3' || hints[1] != '\0') return false;
  if (progress->count == PROGRESS_MOST && !progress_find(progress, name)) {
    return false;
  }
  Record *record = progress_of(progress, name);
  if (!started) text_fit(record->passed, sizeof record->passed, state);
  record->hints = hints[0] - '0';
  return true;
}

bool progress_read(Progress *progress, const char *path) {
  *progress = (Progress){0};
  size_t length = 0;
  char *text = file_read(path, &length);
  if (!text) return errno == ENOENT;
  int number = 0;
  for (char *line = text; line < text + length; number++) {
    char *end = memchr(line, '\n', (size_t)(text + length - line));
    bool whole = end != NULL;  // a half-written file has no end of line
    if (!end) end = text + length;
    *end = '\0';
    bool empty = *line == '\0' && strlen(line) == (size_t)(end - line);
    bool known = empty || *line == '#' ||
                 (whole && strlen(line) == (size_t)(end - line) &&
                  read_line(progress, line));
    if (!known && progress->strange++ == 0) progress->strange_line = number + 1;
    line = end + 1;
  }
  mem_free(text);
  return true;
}

bool progress_write(const Progress *progress, const char *path) {
  size_t size = sizeof HEAD + progress->count * sizeof(Record) * 2 + 1;
  char *text = mem_array(char, size);
  Writer out = writer_over(text, size);
  write_text(&out, HEAD);
  for (size_t i = 0; i < progress->count; i++) {
    const Record *record = &progress->records[i];
    write_format(&out, "%s %s %d\n", record->name,
                 record->passed[0] ? record->passed : "started", record->hints);
  }
  bool written = file_write(path, text, out.length);
  int why = errno;
  mem_free(text);
  errno = why;
  return written;
}
