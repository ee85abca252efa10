// report.c -- a line, its word, its fields.
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "files.h"

enum { FIELDS = 8 };

// Cuts the line at its tabs. Fields that are not there are empty.
static void cut(char *line, char *fields[FIELDS]) {
  static char nothing[1];
  for (size_t i = 0; i < FIELDS; i++) {
    fields[i] = line ? line : nothing;
    char *tab = line ? strchr(line, '\t') : NULL;
    if (tab) *tab = '\0';
    line = tab ? tab + 1 : NULL;
  }
}

static void keep(char *to, size_t size, const char *text) {
  text_fit(to, size, text);
}

static void read_fail(Report *report, char *fields[FIELDS]) {
  report->failed = true;
  keep(report->file, sizeof report->file, fields[1]);
  report->line = (int)strtol(fields[2], NULL, 10);
  keep(report->what, sizeof report->what, fields[3]);
  keep(report->expected, sizeof report->expected, fields[4]);
  keep(report->seen, sizeof report->seen, fields[5]);
  keep(report->story, sizeof report->story, fields[6]);
}

static void read_stack(Report *report, char *fields[FIELDS]) {
  if (report->stack_count == REPORT_STACKS) return;
  ReportStack *stack = &report->stacks[report->stack_count++];
  keep(stack->why, sizeof stack->why, fields[1]);
  keep(stack->thread, sizeof stack->thread, fields[2]);
  keep(stack->addresses, sizeof stack->addresses, fields[3]);
}

static void read_line(Report *report, char *line) {
  char *fields[FIELDS];
  cut(line, fields);
  const char *word = fields[0];
  if (strcmp(word, "begin") == 0) {
    keep(report->test, sizeof report->test, fields[1]);
    report->in_test = true;
  } else if (strcmp(word, "pass") == 0) {
    report->in_test = false;
    report->passed++;
  } else if (strcmp(word, "done") == 0) {
    report->done = true;
  } else if (strcmp(word, "fail") == 0 || strcmp(word, "check") == 0) {
    if (report->failed) return;  // the first one counts
    read_fail(report, fields);
    report->by_check = *word == 'c';
  } else if (strcmp(word, "exit") == 0) {
    report->exited = true;
  } else if (strcmp(word, "crash") == 0) {
    report->crash = (int)strtol(fields[1], NULL, 10);
  } else if (strcmp(word, "stack") == 0) {
    read_stack(report, fields);
  }
}

void report_read(Report *report, const char *text, const char *secret) {
  *report = (Report){0};
  if (!text) return;
  size_t length = strlen(text);
  size_t head = strlen(secret);
  char *copy = mem_array(char, length + 1);
  memcpy(copy, text, length);
  for (char *line = copy; line;) {
    char *end = strchr(line, '\n');
    if (!end) break;  // cut off in the middle
    *end = '\0';
    if (strncmp(line, secret, head) == 0 && line[head] == ' ') {
      read_line(report, line + head + 1);
    }
    line = end + 1;
  }
  mem_free(copy);
}
