// stacks.c -- addr2line names the frames; here the telling ones are picked.
#include "stacks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "job.h"

enum { FRAMES = 40 };

// The addresses as arguments: each points behind its call, so one less.
static size_t add_addresses(char words[FRAMES][20], const char *text) {
  size_t count = 0;
  while (*text && count < FRAMES) {
    char *end = NULL;
    unsigned long long address = strtoull(text, &end, 16);
    if (end == text) break;
    snprintf(words[count++], 20, "0x%llx", address > 0 ? address - 1 : 0);
    text = end + strspn(end, " ");
  }
  return count;
}

static bool ends_in(const char *text, const char *end) {
  size_t length = strlen(text);
  size_t tail = strlen(end);
  return tail > 0 && length >= tail && strcmp(text + length - tail, end) == 0;
}

// One frame: a line with the function, one with FILE:LINE.
static char *take_frame(char *text, char **function, char **file, int *line) {
  *function = text;
  char *second = strchr(text, '\n');
  if (!second) return NULL;
  *second++ = '\0';
  char *end = strchr(second, '\n');
  if (!end) return NULL;
  *end++ = '\0';
  *file = second;
  char *colon = strrchr(second, ':');
  *line = colon ? (int)strtol(colon + 1, NULL, 10) : 0;
  if (colon) *colon = '\0';
  return end;
}

// The frames come innermost first: library, learner, test.
static bool pick(char *text, const char *file, const char *test, Place *place) {
  static const char wrap[] = "__wrap_";
  char *function = NULL;
  char *source = NULL;
  int line = 0;
  while ((text = take_frame(text, &function, &source, &line))) {
    bool learners = ends_in(source, file);
    bool tests = ends_in(source, test);
    if (tests && place->is_learners) {
      place->test_line = line;
      return true;
    }
    if ((learners || tests) && !place->function[0]) {
      place->is_learners = learners;
      text_fit(place->function, sizeof place->function, function);
      place->file = path_of("%s", source);
      place->line = line;
      if (tests) return true;
    }
    if (place->function[0] || *function == '?') continue;
    if (ends_in(source, "/judge.c") || strstr(function, "restore_rt")) {
      place->callee[0] = '\0';  // how it came to tell, not where it was
      continue;
    }
    if (strncmp(function, wrap, sizeof wrap - 1) == 0) {
      function += sizeof wrap - 1;
    }
    text_fit(place->callee, sizeof place->callee, function);
  }
  return place->function[0] != '\0';
}

bool stack_place(const ReportStack *stack, const char *program,
                 const char *file, const char *test, Place *place) {
  *place = (Place){0};
  char addresses[FRAMES][20];
  size_t count = add_addresses(addresses, stack->addresses);
  char words[][12] = {"addr2line", "-f", "-i", "-e"};
  char *argv[FRAMES + 6] = {words[0], words[1], words[2], words[3]};
  Path target = path_of("%s", program);
  argv[4] = target.text;
  for (size_t i = 0; i < count; i++) argv[5 + i] = addresses[i];
  JobLimits limits = {.wall_ms = 10000,
                      .cpu_ms = 5000,
                      .resident = (i64)1 << 30,
                      .output = 1 << 16,
                      .processes = 4,
                      .threads = 8};
  Job job;
  job_run(&job, argv, "/", limits);
  bool found = job.end == JOB_EXITED && job.code == 0 && job.output.text &&
               pick(job.output.text, file, test, place);
  job_release(&job);
  return found;
}
