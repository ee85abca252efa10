// findings.c -- knows the first lines of the sanitizers' reports, and picks
// from their stacks what stands in the learner's file.
#include "findings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

typedef struct Kind {
  const char *mark;  // what its first line holds
  const char *kind;
  const char *words;
} Kind;

static const Kind KINDS[] = {
    {"heap-use-after-free", "heap-use-after-free",
     "memory was used after it had been freed: who owns it?"},
    {"attempting double-free", "double free",
     "memory was freed twice: it must have one owner"},
    {"heap-buffer-overflow", "heap-buffer-overflow",
     "something was read or written behind the end of a block"},
    {"stack-buffer-overflow", "stack-buffer-overflow",
     "something was read or written behind the end of a local array"},
    {"stack-use-after-return", "stack-use-after-return",
     "a local variable was used when its function had returned: a pointer to "
     "it had been given away"},
    {"stack-use-after-scope", "stack-use-after-scope",
     "a local variable was used when its block had ended: a pointer to it had "
     "been given away"},
    {"stack-overflow", "stack-overflow",
     "the stack is used up: a function that calls itself without an end?"},
    {"detected memory leaks", "memory leak",
     "memory was never freed: its owner ended, or nobody was its owner"},
    {"data race", "data race",
     "two threads touch the same memory, one of them writes, and nothing puts "
     "one before the other"},
    {"lock-order-inversion", "lock-order inversion",
     "two locks are taken in both orders: two threads can block each other"},
    {"thread leak", "thread leak", "a thread was started and never joined"},
    {"destroy of a locked mutex", "destroy of a locked mutex",
     "a lock was thrown away while somebody held it"},
    {"(pc 0x000000000000 ", "SEGV",
     "what was called is no function: a behaviour or other pointer to a "
     "function is NULL"},
    {"AddressSanitizer: SEGV", "SEGV",
     "a pointer points nowhere: NULL, or never set"},
    {"signal-unsafe call", "signal-unsafe call", NULL},
    {"null pointer", "undefined behaviour",
     "a pointer points nowhere: NULL, or never set"},
    {"misaligned address", "undefined behaviour",
     "a pointer that is none: another field of the union was meant, or the "
     "struct it lies in is NULL or freed"},
    {"signed integer overflow", "undefined behaviour",
     "the number does not fit into its type"},
    {"runtime error: ", "undefined behaviour", NULL},
    {"ThreadSanitizer: ", "a thread sanitizer's finding", NULL},
    {"AddressSanitizer: ", "an address sanitizer's finding", NULL},
};

static size_t line_length(const char *text) {
  return strcspn(text, "\n");
}

static bool line_holds(const char *line, const char *text) {
  const char *found = strstr(line, text);
  return found && (size_t)(found - line) < line_length(line);
}

static bool begins_report(const char *line) {
  return line_holds(line, "ERROR: AddressSanitizer") ||
         line_holds(line, "ERROR: LeakSanitizer") ||
         line_holds(line, "WARNING: ThreadSanitizer") ||
         line_holds(line, "ERROR: ThreadSanitizer") ||
         line_holds(line, ": runtime error: ");
}

static const char *next_line(const char *line) {
  line += line_length(line);
  return *line ? line + 1 : NULL;
}

static void name_kind(Finding *finding, const char *line) {
  for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
    if (!line_holds(line, KINDS[i].mark)) continue;
    text_fit(finding->kind, sizeof finding->kind, KINDS[i].kind);
    finding->meaning = KINDS[i].words;
    break;
  }
  const char *undefined = strstr(line, "runtime error: ");
  if (undefined && line_holds(line, "runtime error: ")) {
    const char *text = undefined + strlen("runtime error: ");
    snprintf(finding->kind, sizeof finding->kind, "undefined behaviour: %.*s",
             (int)line_length(text), text);
  }
}

// FILE:LINE in the line, if the file is the learner's; otherwise 0.
static int line_in(const char *line, const char *file) {
  const char *found = strstr(line, file);
  if (!found || (size_t)(found - line) >= line_length(line)) return 0;
  found += strlen(file);
  return *found == ':' ? (int)strtol(found + 1, NULL, 10) : 0;
}

// Who touched it, who freed it, who holds what; not where it lies. Who started
// the thread matters only where nothing else is told, as for one never joined.
static bool is_heading(const char *line, const Finding *finding) {
  if (line_holds(line, "Location is")) return false;
  if (line_holds(line, "created by")) return finding->place_count == 0;
  return line_holds(line, " of size ") || line_holds(line, " by thread ") ||
         line_holds(line, "acquired here") || line_holds(line, "leak of");
}

static void take_out(char *text, const char *from, const char *to) {
  char *begin = strstr(text, from);
  char *end = begin ? strstr(begin + strlen(from), to) : NULL;
  if (end) memmove(begin, end, strlen(end) + 1);
}

// Before each stack stands a line that says what it is the stack of, such as
// "  Write of size 8 at 0x7b0400000010 by thread T1 (mutexes: write M8):".
// Addresses and the numbers of processes say nothing to anybody.
static void read_heading(FindingPlace *place, const char *line) {
  line += strspn(line, " ");
  char text[300];
  snprintf(text, sizeof text, "%.*s", (int)line_length(line), line);
  take_out(text, " at 0x", strstr(text, " by ") ? " by " : " thread ");
  char *end = strstr(text, " (");
  if (end) *end = '\0';
  size_t length = strlen(text);
  if (length > 0 && text[length - 1] == ':') text[length - 1] = '\0';
  text_fit(place->what, sizeof place->what, text);
}

// "thread T3" becomes the thread's name, where the report gives it: one
// sanitizer writes Thread T3 'name' (, the other Thread T3 (name).
static void name_threads(FindingPlace *place, const char *output) {
  char *at = strstr(place->what, "thread T");
  if (!at) return;
  char key[32];
  size_t digits = strspn(at + 8, "0123456789");
  snprintf(key, sizeof key, "Thread T%.*s ", (int)digits, at + 8);
  const char *found = strstr(output, key);
  if (!found && strcmp(key, "Thread T0 ") != 0) return;
  char name[40] = "main";
  if (found) {
    found += strlen(key);
    if (*found != '\'' && *found != '(') return;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(found + 1, "')\n"),
             found + 1);
  }
  char rest[120];
  text_fit(rest, sizeof rest, at + 8 + digits);
  snprintf(at, (size_t)(place->what + sizeof place->what - at), "thread %s%s",
           name, rest);
}

// The first frame of a stack that is in the learner's file: #1 0x.. in F FILE
static void read_stack_line(Finding *finding, FindingPlace *place,
                            const char *line, const char *file) {
  const size_t most = sizeof finding->places / sizeof finding->places[0];
  int number = line_in(line, file);
  if (number == 0 || finding->place_count == most || place->line != 0) return;
  place->line = number;
  const char *name = strstr(line, " in ");
  name = name && name < line + line_length(line) ? name + 4
                                                 : strchr(line, '#') + 1;
  if (name[-1] == '#') name += strspn(name, "0123456789 ");
  snprintf(place->function, sizeof place->function, "%.*s",
           (int)strcspn(name, " \n"), name);
  finding->places[finding->place_count++] = *place;
}

bool finding_read(Finding *finding, const char *output, const char *file) {
  *finding = (Finding){0};
  const char *line = output;
  while (line && !begins_report(line)) line = next_line(line);
  if (!line) return false;
  name_kind(finding, line);
  FindingPlace place = {0};
  bool is_undefined = line_holds(line, "runtime error: ");
  bool is_telling = true;            // also a stack right behind the first line
  int direct = line_in(line, file);  // an undefined behaviour's own place
  if (direct != 0) {
    place.line = direct;
    finding->places[finding->place_count++] = place;
  }
  const char *report = line;
  while ((line = next_line(line)) && !line_holds(line, "SUMMARY:")) {
    const char *text = line + strspn(line, " ");
    if (*text == '#') {
      if (is_telling) read_stack_line(finding, &place, line, file);
    } else if (line_length(text) > 0) {
      place = (FindingPlace){0};
      bool heads = is_heading(line, finding);
      if (heads) read_heading(&place, line);
      is_telling = heads || is_undefined;
    }
  }
  for (size_t i = 0; i < finding->place_count; i++) {
    name_threads(&finding->places[i], report);
  }
  return true;
}

bool finding_is_refusal(const char *output, char *why) {
  static const char *const marks[] = {
      "FATAL: ThreadSanitizer", "ReserveShadowMemoryRange failed",
      "Shadow memory range interleaves",
      "LeakSanitizer has encountered a fatal", "ThreadSanitizer CHECK failed"};
  for (size_t i = 0; output && i < sizeof marks / sizeof marks[0]; i++) {
    const char *found = strstr(output, marks[i]);
    if (!found) continue;
    snprintf(why, 200, "%.*s", (int)line_length(found), found);
    return true;
  }
  return false;
}
