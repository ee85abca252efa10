// complaints.c -- FILE:LINE:COLUMN: error: TEXT, and a small dictionary.
#include "complaints.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

typedef struct Meaning {
  const char *pattern;  // part of the message
  const char *words;
} Meaning;

// The first that fits. A pattern may be of gcc's words or of clang's.
static const Meaning MEANINGS[] = {
    {"-Wswitch-enum",
     "a switch forgets one of the messages; add a case for it"},
    {"not handled in switch",
     "a switch forgets one of the messages; add a case for it"},
    {"warn_unused_result",
     "the result says whether it worked; look at it, or say ignore(...)"},
    {"implicit declaration of function",
     "this name is not known here: a misspelling, or an include is missing"},
    {"undeclared",
     "this name is not known here: a misspelling, or it stands further down"},
    {"unused parameter",
     "a parameter is not used; if that is meant, write (void)name;"},
    {"defined but not used",
     "this function is called by nobody: a call is missing, or it can go"},
    {"unused variable", "this variable is not used: it can go"},
    {"uninitialized",
     "it may be read before anything was written to it; give it a first value"},
    {"incompatible pointer type",
     "a pointer to one type is used as a pointer to another; look at both"},
    {"changes the sign",
     "a signed number becomes an unsigned one or the other way round; give "
     "both one type, or write the cast"},
    {"may change value",
     "the number may not fit into the smaller type; give both one type"},
    {"may fall through",
     "a break is missing at the end of this case, so the next one runs too"},
    {"control reaches end of non-void function",
     "not every way through this function returns a value"},
    {"no previous prototype",
     "make it static: only what the header names is seen from outside"},
    {"expected ';'", "a semicolon is missing, mostly in the line before"},
    {"or ';' before", "a semicolon is missing, mostly in the line before"},
    {"expected expression",
     "the compiler lost its way here; look for a bracket or semicolon missing "
     "just before"},
    {"has no member named",
     "the struct or union has no such field; compare with its declaration"},
    {"No such file or directory", "the include names a file that is not there"},
    {"undefined reference to",
     "the function is declared, but nobody has written it"},
    {"multiple definition of `main'",
     "your file has a main, but the test brings its own: take yours out"},
    {"multiple definition of",
     "this name is defined twice; take one out, or "
     "make it static"},
};

static const char *meaning_of(const char *text) {
  for (size_t i = 0; i < sizeof MEANINGS / sizeof MEANINGS[0]; i++) {
    if (strstr(text, MEANINGS[i].pattern)) return MEANINGS[i].words;
  }
  return NULL;
}

// Cuts FILE:LINE[:COLUMN] off the front of a place. Without a line it is 0.
static void read_place(Complaint *complaint, const char *place, int length) {
  complaint->file = path_of("%.*s", length, place);
  complaint->line = 0;
  for (int i = 0; i < 2; i++) {
    char *colon = strrchr(complaint->file.text, ':');
    if (!colon || colon[1] < '0' || colon[1] > '9') return;
    complaint->line = (int)strtol(colon + 1, NULL, 10);
    *colon = '\0';
  }
}

static bool read_compiler_line(Complaint *complaint, const char *line) {
  const char *error = strstr(line, ": error: ");
  if (!error) error = strstr(line, ": fatal error: ");
  const char *warning = strstr(line, ": warning: ");
  const char *found = error ? error : warning;
  if (!found) return false;
  read_place(complaint, line, (int)(found - line));
  complaint->is_error = error != NULL;
  text_fit(complaint->text, sizeof complaint->text,
           strstr(found + 2, ": ") + 2);
  return complaint->line > 0;
}

static bool read_linker_line(Complaint *complaint, const char *line) {
  const char *found = strstr(line, "undefined reference to");
  if (!found) found = strstr(line, "multiple definition of");
  if (!found) return false;
  complaint->is_error = true;
  complaint->line = 0;
  complaint->file = path_of("%s", "");
  snprintf(complaint->text, sizeof complaint->text, "%.*s",
           (int)strcspn(found, ";"), found);
  return true;
}

static bool is_known(const Complaints *complaints, const Complaint *one) {
  for (size_t i = 0; i < complaints->count; i++) {
    const Complaint *each = &complaints->items[i];
    if (each->line == one->line && strcmp(each->text, one->text) == 0) {
      return true;
    }
  }
  return false;
}

static void add(Complaints *complaints, const Complaint *one) {
  const size_t most = sizeof complaints->items / sizeof complaints->items[0];
  if (is_known(complaints, one)) return;
  size_t at = complaints->count;
  if (one->is_error) {  // in front of all warnings
    size_t errors = complaints->errors++;
    at = errors < at ? errors : at;
  } else {
    complaints->warnings++;
  }
  if (at >= most) return;
  size_t last = complaints->count < most ? complaints->count : most - 1;
  for (size_t i = last; i > at; i--) {
    complaints->items[i] = complaints->items[i - 1];
  }
  complaints->items[at] = *one;
  if (complaints->count < most) complaints->count++;
}

void complaints_read(Complaints *complaints, const char *output) {
  *complaints = (Complaints){0};
  char line[2000];
  while (output && *output) {
    size_t length = strcspn(output, "\n");
    snprintf(line, sizeof line, "%.*s", (int)length, output);
    output += length + (output[length] == '\n');
    Complaint one = {0};
    if (!read_compiler_line(&one, line) && !read_linker_line(&one, line)) {
      continue;
    }
    one.meaning = meaning_of(one.text);
    add(complaints, &one);
  }
}
