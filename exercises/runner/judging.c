// judging.c -- the command check.
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "judging.h"

#include "commands.h"
#include "keeping.h"
#include "show.h"

// Set by a signal handler, looked at by whoever waits.
static volatile sig_atomic_t signalled;

static void on_signal(int number) {
  signalled = number;
}

void judging_catch_endings(void) {
  const int endings[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction action = {.sa_handler = on_signal};
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
    sigaction(endings[i], &action, NULL);
  }
}

int judging_signal(void) {
  return signalled;
}

bool judging_must_stop(void) {
  return signalled != 0;
}

void judging_write_next(FILE *out, const Learn *learn, const Verdict *verdict,
                        const Exercise *exercise) {
  const char *command = learn->command.text;
  if (verdict->kind == VERDICT_PASSED) {
    fprintf(out, "\nWhy it is so, and one way to do it: `%s solution %s`\n",
            command, exercise->id);
    const Exercise *next = learn_next(learn);
    if (next) fprintf(out, "Next: `%s start %s`\n", command, next->id);
    return;
  }
  if (verdict->kind == VERDICT_MISSING) return;
  fprintf(out, "\nMend %s, then:\n", path_shown(verdict->source.text).text);
  fprintf(out, "  %s check %s         (--more shows all it printed)\n", command,
          exercise->id);
  fprintf(out, "  %s hint %s\n", command, exercise->id);
}

typedef struct CheckWords {
  const char *target;    // an id or a file; NULL: the one saved last
  const char *exercise;  // --exercise ID
  bool json;
  bool more;
} CheckWords;

static bool read_words(CheckWords *words, int count, char **arguments) {
  *words = (CheckWords){0};
  for (int i = 0; i < count; i++) {
    const char *word = arguments[i];
    if (strcmp(word, "--json") == 0) {
      words->json = true;
    } else if (strcmp(word, "--more") == 0) {
      words->more = true;
    } else if (strcmp(word, "--exercise") == 0 && i + 1 < count) {
      words->exercise = arguments[++i];
    } else if (word[0] == '-' || words->target) {
      learn_say(
          "check takes an exercise or a file, --json, --more and "
          "--exercise ID; not \"%s\"",
          word);
      return false;
    } else {
      words->target = word;
    }
  }
  return true;
}

// Only the learner's own file counts as progress.
static bool is_own(const Learn *learn, const Exercise *exercise,
                   const Verdict *verdict) {
  Path own = path_real(learn_file(learn, exercise).text);
  return strcmp(own.text, verdict->source.text) == 0;
}

int command_check(Learn *learn, int count, char **arguments) {
  CheckWords words;
  Path file;
  if (!read_words(&words, count, arguments)) return BAD_USE;
  const Exercise *exercise =
      learn_target(learn, words.target, words.exercise, &file);
  if (!exercise) return BAD_USE;
  judging_catch_endings();
  Verdict verdict;
  verdict_make(&verdict, learn->root.text, exercise, file.text,
               judging_must_stop);
  if (signalled) {
    verdict_release(&verdict);
    return 128 + signalled;
  }
  bool own = is_own(learn, exercise, &verdict);
  if (own) keeping_copy(learn, path_of("%s.c", exercise->name).text);
  if (verdict.kind == VERDICT_PASSED && own) {
    ignore(learn_keep_pass(learn, exercise));
  }
  if (words.json) {
    show_json(stdout, &verdict);
  } else if (verdict.kind == VERDICT_BAD_FILE) {
    learn_say("%s", verdict.message);
  } else {
    show_verdict(stdout, &verdict, words.more);
    if (own) judging_write_next(stdout, learn, &verdict, exercise);
  }
  int code = verdict_exit_code(&verdict);
  verdict_release(&verdict);
  return code;
}
