// commands.c -- what only reads, copies and prints. See judging.c for the rest.
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "job.h"
#include "show.h"

static const char *state_of(const Learn *learn, const Exercise *exercise) {
  if (learn_has_passed(learn, exercise)) return "passed";
  return file_exists(learn_file(learn, exercise).text) ? "started" : "";
}

static size_t count_passed(const Learn *learn) {
  size_t passed = 0;
  for (size_t i = 0; i < learn->catalog.count; i++) {
    passed += learn_has_passed(learn, &learn->catalog.items[i]);
  }
  return passed;
}

// The title without the id in front: "04a. The counter".
static const char *title_of(const Exercise *exercise) {
  const char *dot = strstr(exercise->title, ". ");
  return dot ? dot + 2 : exercise->title;
}

static void show_next(const Learn *learn) {
  const Exercise *next = learn_next(learn);
  const char *command = learn->command.text;
  if (!next) {
    printf(
        "All are passed. `%s list` names them; `%s solution ID` shows one\n"
        "way to do each.\n",
        command, command);
    return;
  }
  if (strcmp(state_of(learn, next), "started") == 0) {
    printf("Go on with %s, %s:\n", next->id, title_of(next));
    printf("  edit %s, then\n  %s check %s\n",
           path_shown(learn_file(learn, next).text).text, command, next->id);
    return;
  }
  printf("Next is %s, %s:\n  %s start %s\n", next->id, title_of(next), command,
         next->id);
}

int command_overview(Learn *learn, int count, char **arguments) {
  (void)count;
  (void)arguments;
  printf("Troupe's exercises: %zu of %zu passed.\n\n", count_passed(learn),
         learn->catalog.count);
  show_next(learn);
  printf("\n`%s list` names all exercises, `%s help` all commands.\n",
         learn->command.text, learn->command.text);
  return DONE;
}

int command_next(Learn *learn, int count, char **arguments) {
  (void)count;
  (void)arguments;
  show_next(learn);
  return DONE;
}

int command_list(Learn *learn, int count, char **arguments) {
  (void)count;
  (void)arguments;
  for (size_t i = 0; i < learn->catalog.count; i++) {
    const Exercise *each = &learn->catalog.items[i];
    printf("  %-4s %-8s %-20s %s\n", each->id, state_of(learn, each),
           each->name, title_of(each));
  }
  return DONE;
}

int command_progress(Learn *learn, int count, char **arguments) {
  (void)count;
  (void)arguments;
  size_t passed = count_passed(learn);
  for (size_t i = 0; i < learn->catalog.count; i++) {
    const Exercise *each = &learn->catalog.items[i];
    const Record *record = progress_find(&learn->progress, each->name);
    const char *state = state_of(learn, each);
    printf("  %-4s %-8s %-11s", each->id, *state ? state : "-",
           record ? record->passed : "");
    if (record && record->hints > 0) {
      printf(" %d hint%s", record->hints, record->hints == 1 ? "" : "s");
    }
    printf("\n");
  }
  printf("%zu of %zu passed.\n", passed, learn->catalog.count);
  return DONE;
}

// Prints a file of the exercise. False: said why not.
static bool show_file(const Exercise *exercise, const char *name) {
  Path path = path_of("%.4000s/%s", exercise->folder.text, name);
  char *text = file_read(path.text, NULL);
  if (!text) {
    learn_say("%s: %s", path.text, strerror(errno));
    return false;
  }
  fputs(text, stdout);
  mem_free(text);
  return true;
}

// Copies the start to the learner's folder.
static int copy_start(Learn *learn, const Exercise *exercise) {
  Path from = path_of("%.4000s/start.c", exercise->folder.text);
  Path to = learn_file(learn, exercise);
  if (!folder_make(learn->mine.text) || !file_copy_new(from.text, to.text)) {
    learn_say("%s cannot be made: %s", path_shown(to.text).text,
              strerror(errno));
    return BAD_USE;
  }
  (void)progress_of(&learn->progress, exercise->name);
  learn_save(learn);
  return DONE;
}

static void show_what_to_do(const Learn *learn, const Exercise *exercise) {
  const char *command = learn->command.text;
  printf("The task again: %s/task.md\n",
         path_shown(exercise->folder.text).text);
  printf("Your file: %s. Edit it, then:\n",
         path_shown(learn_file(learn, exercise).text).text);
  printf(
      "  %s check %s\n  %s watch %s   checks at each save\n"
      "  %s hint %s    three of them, one more each time\n",
      command, exercise->id, command, exercise->id, command, exercise->id);
}

int command_start(Learn *learn, int count, char **arguments) {
  (void)count;
  const Exercise *exercise = learn_find(learn, arguments[0]);
  if (!exercise) return BAD_USE;
  Path file = learn_file(learn, exercise);
  if (file_exists(file.text)) {
    learn_say(
        "%s is there already: check it by `%s check %s`, or begin again "
        "by `%s reset %s`",
        path_shown(file.text).text, learn->command.text, exercise->id,
        learn->command.text, exercise->id);
    return BAD_USE;
  }
  int code = copy_start(learn, exercise);
  if (code != DONE) return code;
  (void)show_file(exercise, "task.md");
  printf("\n");
  show_what_to_do(learn, exercise);
  return DONE;
}

int command_reset(Learn *learn, int count, char **arguments) {
  (void)count;
  const Exercise *exercise = learn_find(learn, arguments[0]);
  if (!exercise) return BAD_USE;
  Path file = learn_file(learn, exercise);
  if (!file_exists(file.text)) {
    learn_say("%s was not started yet: `%s start %s`", exercise->id,
              learn->command.text, exercise->id);
    return BAD_USE;
  }
  Path kept;
  if (!file_set_aside(file.text, &kept)) {
    learn_say("%s cannot be set aside: %s", path_shown(file.text).text,
              strerror(errno));
    return BAD_USE;
  }
  int code = copy_start(learn, exercise);
  if (code != DONE) return code;
  printf("Your old file is kept as %s.\n", path_shown(kept.text).text);
  show_what_to_do(learn, exercise);
  return DONE;
}

// Prints the part of hints.md below `## LEVEL`, up to the next one.
static bool show_hint(const Exercise *exercise, int level) {
  Path path = path_of("%.4000s/hints.md", exercise->folder.text);
  char *text = file_read(path.text, NULL);
  if (!text) return false;
  char head[16];
  snprintf(head, sizeof head, "## %d", level);
  char *begin = strstr(text, head);
  if (begin) {
    begin += strcspn(begin, "\n");
    begin += strspn(begin, "\n");
    char *end = strstr(begin, "\n## ");
    if (end) *end = '\0';
    printf("Hint %d of 3 for %s:\n\n%s", level, exercise->id, begin);
    if (begin[0] && begin[strlen(begin) - 1] != '\n') printf("\n");
  }
  mem_free(text);
  return begin != NULL;
}

static const Exercise *meant_or_current(const Learn *learn, int count,
                                        char **arguments) {
  if (count > 0) return learn_find(learn, arguments[0]);
  const Exercise *current = learn_current(learn);
  if (!current) {
    learn_say("nothing was started yet: `%s` says what is next",
              learn->command.text);
  }
  return current;
}

int command_hint(Learn *learn, int count, char **arguments) {
  const Exercise *exercise = meant_or_current(learn, count, arguments);
  if (!exercise) return BAD_USE;
  Record *record = progress_of(&learn->progress, exercise->name);
  bool was_last = record->hints == 3;
  if (!was_last) record->hints++;
  if (!show_hint(exercise, record->hints)) {
    learn_say("%s has no hint %d", exercise->id, record->hints);
    return MISSING;
  }
  learn_save(learn);
  if (was_last) {
    printf(
        "\nThat was the last one. `%s solution %s --anyway` shows one way.\n",
        learn->command.text, exercise->id);
  }
  return DONE;
}

// The lock is a courtesy: who wants to see it is told how.
static bool is_locked(const Learn *learn, const Exercise *exercise, int count,
                      char **arguments, const char *word) {
  if (learn_has_passed(learn, exercise)) return false;
  for (int i = 1; i < count; i++) {
    if (strcmp(arguments[i], "--anyway") == 0) return false;
  }
  learn_say("%s is not passed yet; to see it all the same: `%s %s %s --anyway`",
            exercise->id, learn->command.text, word, exercise->id);
  return true;
}

int command_solution(Learn *learn, int count, char **arguments) {
  const Exercise *exercise = learn_find(learn, arguments[0]);
  if (!exercise) return BAD_USE;
  if (is_locked(learn, exercise, count, arguments, "solution")) {
    return NOT_PASSED;
  }
  if (!show_file(exercise, "solution.c")) return MISSING;
  printf("\n");
  return show_file(exercise, "explain.md") ? DONE : MISSING;
}

int command_diff(Learn *learn, int count, char **arguments) {
  const Exercise *exercise = learn_find(learn, arguments[0]);
  if (!exercise) return BAD_USE;
  bool with_solution = false;
  for (int i = 1; i < count; i++) {
    with_solution |= strcmp(arguments[i], "--solution") == 0;
  }
  if (with_solution &&
      is_locked(learn, exercise, count, arguments, "diff --solution")) {
    return NOT_PASSED;
  }
  Path mine = learn_file(learn, exercise);
  if (!file_exists(mine.text)) {
    learn_say("%s was not started yet: `%s start %s`", exercise->id,
              learn->command.text, exercise->id);
    return BAD_USE;
  }
  Path other = path_of("%.4000s/%s", exercise->folder.text,
                       with_solution ? "solution.c" : "start.c");
  char words[][16] = {"diff", "-u", "--label", "start", "--label", "yours"};
  char *argv[] = {words[0], words[1],   words[2],  words[3], words[4],
                  words[5], other.text, mine.text, NULL};
  Path real = path_real(mine.text);
  argv[7] = real.text;
  if (with_solution) snprintf(words[3], sizeof words[3], "solution");
  JobLimits limits = {.wall_ms = 10000,
                      .cpu_ms = 5000,
                      .resident = (i64)1 << 30,
                      .output = 4 << 20,
                      .processes = 4,
                      .threads = 4};
  Job job;
  job_run(&job, argv, "/", limits);
  bool ran = job.end == JOB_EXITED && job.code <= 1;
  bool same = ran && job.code == 0;
  if (ran && job.output.text) fputs(job.output.text, stdout);
  job_release(&job);
  if (!ran) learn_say("the command diff cannot be run");
  if (same) printf("Your file is the %s, unchanged.\n", words[3]);
  return ran ? DONE : MISSING;
}
