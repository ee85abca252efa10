// judging.c -- the commands check and watch.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "show.h"
#include "verdict.h"
#include "watch.h"

// Set by a signal handler, looked at by whoever waits.
static volatile sig_atomic_t signalled;
static Watch *watched;  // for must_stop; NULL while nothing is watched

static void on_signal(int number) {
  signalled = number;
}

static void catch_endings(void) {
  const int endings[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction action = {.sa_handler = on_signal};
  for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
    sigaction(endings[i], &action, NULL);
  }
}

static bool must_stop(void) {
  return signalled != 0;
}

// While watching, a save makes the verdict under way out of date.
static bool must_stop_or_again(void) {
  static Watch before;
  if (signalled) return true;
  before = *watched;
  bool changed = watch_has_changed(watched);
  if (changed) *watched = before;  // to be told of once more
  return changed;
}

static void keep_pass(Learn *learn, const char *name) {
  Record *record = progress_of(&learn->progress, name);
  if (record->passed[0]) return;
  time_t now = time(NULL);
  struct tm day;
  if (!localtime_r(&now, &day)) return;
  strftime(record->passed, sizeof record->passed, "%Y-%m-%d", &day);
  learn_save(learn);
}

static void show_what_next(const Learn *learn, const Verdict *verdict,
                           const Exercise *exercise) {
  const char *command = learn->command.text;
  if (verdict->kind == VERDICT_PASSED) {
    printf("\nWhy it is so, and one way to do it: `%s solution %s`\n", command,
           exercise->id);
    const Exercise *next = learn_next(learn);
    if (next) printf("Next: `%s start %s`\n", command, next->id);
    return;
  }
  if (verdict->kind == VERDICT_MISSING) return;
  printf("\nMend %s, then:\n", path_shown(verdict->source.text).text);
  printf("  %s check %s         (--more shows all it printed)\n", command,
         exercise->id);
  printf("  %s hint %s\n", command, exercise->id);
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

static bool is_path(const char *text) {
  size_t length = strlen(text);
  return strchr(text, '/') != NULL ||
         (length > 2 && strcmp(text + length - 2, ".c") == 0);
}

// What to check, and against which test. NULL: the complaint has been made.
static const Exercise *find_target(const Learn *learn, const CheckWords *words,
                                   Path *file) {
  const Exercise *exercise = NULL;
  if (words->exercise) {
    exercise = learn_find(learn, words->exercise);
    if (!exercise) return NULL;
  }
  if (words->target && is_path(words->target)) {
    *file = path_of("%s", words->target);
    if (!exercise) exercise = catalog_of_file(&learn->catalog, words->target);
    if (!exercise) {
      learn_say("%s: which exercise is it for? Say --exercise ID",
                words->target);
    }
    return exercise;
  }
  if (!exercise && words->target) {
    exercise = learn_find(learn, words->target);
  } else if (!exercise) {
    exercise = learn_current(learn);
    if (!exercise) {
      learn_say("nothing was started yet: `%s` says what is next",
                learn->command.text);
    }
  }
  if (!exercise) return NULL;
  *file = learn_file(learn, exercise);
  if (!file_exists(file->text)) {
    learn_say("%s was not started yet: `%s start %s`", exercise->id,
              learn->command.text, exercise->id);
    return NULL;
  }
  return exercise;
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
  const Exercise *exercise = find_target(learn, &words, &file);
  if (!exercise) return BAD_USE;
  catch_endings();
  Verdict verdict;
  verdict_make(&verdict, learn->root.text, exercise, file.text, must_stop);
  if (signalled) {
    verdict_release(&verdict);
    return 128 + signalled;
  }
  bool own = is_own(learn, exercise, &verdict);
  if (verdict.kind == VERDICT_PASSED && own) keep_pass(learn, exercise->name);
  if (words.json) {
    show_json(stdout, &verdict);
  } else if (verdict.kind == VERDICT_BAD_FILE) {
    learn_say("%s", verdict.message);
  } else {
    show_verdict(stdout, &verdict, words.more);
    if (own) show_what_next(learn, &verdict, exercise);
  }
  int code = verdict_exit_code(&verdict);
  verdict_release(&verdict);
  return code;
}

// A fresh page on a terminal that can, a line between verdicts elsewhere.
static void new_page(void) {
  const char *term = getenv("TERM");
  bool can = isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
  if (can) {
    fputs("\033[H\033[2J", stdout);
  } else {
    fputs("----\n", stdout);
  }
}

static void judge_once(Learn *learn, const Exercise *exercise,
                       const char *file) {
  Verdict verdict;
  verdict_make(&verdict, learn->root.text, exercise, file, must_stop_or_again);
  if (strcmp(verdict.reason, "stopped") != 0) {
    if (verdict.kind == VERDICT_PASSED) keep_pass(learn, exercise->name);
    new_page();
    show_verdict(stdout, &verdict, false);
    show_what_next(learn, &verdict, exercise);
    printf("Watching %s; Ctrl-C ends.\n", path_shown(file).text);
    fflush(stdout);
  }
  verdict_release(&verdict);
}

int command_watch(Learn *learn, int count, char **arguments) {
  CheckWords words = {.target = count > 0 ? arguments[0] : NULL};
  Path file;
  if (words.target && is_path(words.target)) {
    learn_say("watch takes an exercise, not a file: `%s watch 04a`",
              learn->command.text);
    return BAD_USE;
  }
  const Exercise *exercise = find_target(learn, &words, &file);
  if (!exercise) return BAD_USE;
  catch_endings();
  Watch watch;
  watch_start(&watch, file.text);
  watched = &watch;
  do {
    judge_once(learn, exercise, file.text);
  } while (!signalled && watch_wait(&watch, must_stop));
  watch_stop(&watch);
  if (isatty(STDOUT_FILENO)) printf("\n");
  return signalled == SIGINT ? DONE : 128 + signalled;
}
