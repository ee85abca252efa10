// schedules.c -- reads the report of tools/step.sh (lib/stepping/report.c).
#include "schedules.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/writer.h"

static const char VERDICT[] = "verdict: ";

// Each verdict of the stepper, and what to think of.
static const char *const MEANINGS[][2] = {
    {"data race",
     "two threads touch the same memory, one of them writes, and nothing says "
     "which comes first: C promises nothing about that"},
    {"deadlock",
     "each thread that is left waits for something that none of "
     "the others will do"},
    {"partial deadlock", "some threads wait for each other, in a circle"},
    {"lost wake-up",
     "a signal that nobody waits for is gone: look at what is waited for, "
     "under the lock, before waiting and after each waking"},
    {"livelock", "a thread looks again and again for what nobody will bring"},
    {"use after destroy",
     "a lock or condition is destroyed before all are "
     "done with it"},
    {"unlock by another thread", "only who has locked may unlock"},
    {"assertion", "in this order of steps the result is wrong"}};

static const char *meaning_of(const char *verdict) {
  for (size_t i = 0; i < sizeof MEANINGS / sizeof MEANINGS[0]; i++) {
    if (strcmp(MEANINGS[i][0], verdict) == 0) return MEANINGS[i][1];
  }
  return "";
}

// The line behind `head`, or NULL; without its end.
static const char *line_with(const char *output, const char *head, char *line,
                             size_t size) {
  const char *at = output ? strstr(output, head) : NULL;
  if (!at) return NULL;
  at += strlen(head);
  snprintf(line, size, "%.*s", (int)strcspn(at, "\n"), at);
  return at;
}

bool schedules_found(const char *output) {
  char verdict[64];
  return line_with(output, VERDICT, verdict, sizeof verdict) &&
         strcmp(verdict, "passed") != 0 &&
         strcmp(verdict, "not steppable") != 0;
}

// The first "NAME:12" of the learner's file.
static void find_place(Verdict *verdict, const char *output) {
  const char *slash = strrchr(verdict->source.text, '/');
  Path name = path_of("%s:", slash ? slash + 1 : verdict->source.text);
  const char *at = strstr(output, name.text);
  if (at) {
    verdict->file = verdict->source;
    verdict->line = (int)strtol(at + strlen(name.text), NULL, 10);
  }
}

// "// test: NAME", the first line of the exercise's schedules.c.
static void find_test(Verdict *verdict, const char *root) {
  static const char head[] = "// test: ";
  Path path = path_of("%s/exercises/%s/schedules.c", root, verdict->exercise);
  char *text = file_read(path.text, NULL);
  if (text && strncmp(text, head, sizeof head - 1) == 0) {
    ignore(line_with(text, head, verdict->test, sizeof verdict->test) != NULL);
  }
  mem_free(text);
}

// The lines from `at` that are set in, as places of the verdict.
static const char *keep_lines(Verdict *verdict, const char *at) {
  const size_t most = sizeof verdict->where / sizeof verdict->where[0];
  while (*at == ' ') {
    size_t length = strcspn(at, "\n");
    size_t blanks = strspn(at, " ");
    if (verdict->where_count < most) {
      snprintf(verdict->where[verdict->where_count++], sizeof verdict->where[0],
               "%.*s", (int)(length - blanks), at + blanks);
    }
    at += length + (at[length] == '\n');
  }
  return at;
}

// "Ann: lock at mine.c:12: mutex_lock(...);" without the text of the line.
static int step_length(const char *step) {
  size_t length = strcspn(step, "\n");
  const char *at = strstr(step, " at ");
  const char *number = at && at < step + length ? strchr(at, ':') : NULL;
  if (!number || number > step + length) return (int)length;
  return (int)(number + 1 - step + (ptrdiff_t)strspn(number + 1, "0123456789"));
}

// "schedule: 4 steps", and its lines, one after the other.
static void tell_story(Verdict *verdict, const char *at) {
  Writer out = writer_over(verdict->story, sizeof verdict->story);
  bool first = true;
  write_text(&out, "The order of steps:");
  for (at = strchr(at, '\n'); at && at[1] == ' '; at = strchr(at, '\n')) {
    at++;
    const char *step = at + strspn(at, " 0123456789");
    write_format(&out, "%s %.*s", first ? "" : ";", step_length(step), step);
    first = false;
  }
  write_text(&out, ".");
}

void schedules_tell(Verdict *verdict, const char *root, const char *output) {
  char kind[64] = "";
  char replay[700] = "";
  const char *rest = line_with(output, VERDICT, kind, sizeof kind);
  verdict->reason = "schedule";
  snprintf(verdict->message, sizeof verdict->message,
           "there is an order of steps that goes wrong: %s", kind);
  text_fit(verdict->meaning, sizeof verdict->meaning, meaning_of(kind));
  find_test(verdict, root);
  find_place(verdict, output);
  rest = strchr(rest ? rest : output, '\n');
  rest = keep_lines(verdict, rest ? rest + 1 : "");
  tell_story(verdict, rest);
  if (line_with(output, "replay: ", replay, sizeof replay)) {
    text_fit(verdict->schedule, sizeof verdict->schedule, replay);
    Path shown = path_shown(verdict->source.text);
    const char *quote = strpbrk(shown.text, " '\"$&();<>|*?[]~`\\") ? "'" : "";
    Writer again = writer_over(verdict->again, sizeof verdict->again);
    write_format(&again, "%s learn show %s%s%s %s", path_door(root).text, quote,
                 shown.text, quote, replay);
  }
}
