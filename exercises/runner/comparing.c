// comparing.c -- the commands solution and diff.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "commands.h"
#include "job.h"

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
  if (!learn_show_file(exercise, "solution.c")) return MISSING;
  printf("\n");
  return learn_show_file(exercise, "explain.md") ? DONE : MISSING;
}

// Runs diff on the two. False: it cannot be run.
static bool compare(const char *name, const char *other, const char *mine) {
  char words[][16] = {"diff", "-u", "--label", "", "--label", "yours"};
  Path paths[] = {path_real(other), path_real(mine)};
  char *argv[] = {words[0], words[1],      words[2],      words[3], words[4],
                  words[5], paths[0].text, paths[1].text, NULL};
  text_fit(words[3], sizeof words[3], name);
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
  if (same) printf("Your file is the %s, unchanged.\n", name);
  return ran;
}

// With what to compare: one of `words`, or, as a rule, the last pass.
static const char *read_other(const Learn *learn, const Exercise *exercise,
                              int count, char **arguments) {
  bool has_passed = file_exists(learn_passed_file(learn, exercise).text);
  const char *other = has_passed ? "last pass" : "start";
  for (int i = 1; i < count; i++) {
    if (strcmp(arguments[i], "--solution") == 0) {
      other = "solution";
    } else if (strcmp(arguments[i], "--start") == 0) {
      other = "start";
    } else if (strcmp(arguments[i], "--anyway") != 0) {
      learn_say("diff takes an exercise, --start, --solution; not \"%s\"",
                arguments[i]);
      return NULL;
    }
  }
  return other;
}

int command_diff(Learn *learn, int count, char **arguments) {
  const Exercise *exercise = learn_find(learn, arguments[0]);
  if (!exercise) return BAD_USE;
  const char *name = read_other(learn, exercise, count, arguments);
  if (!name) return BAD_USE;
  if (strcmp(name, "solution") == 0 &&
      is_locked(learn, exercise, count, arguments, "diff --solution")) {
    return NOT_PASSED;
  }
  Path mine = learn_file(learn, exercise);
  if (!file_exists(mine.text)) {
    learn_say("%s was not started yet: `%s start %s`", exercise->id,
              learn->command.text, exercise->id);
    return BAD_USE;
  }
  Path other = strcmp(name, "last pass") == 0
                   ? learn_passed_file(learn, exercise)
                   : path_of("%.4000s/%s.c", exercise->folder.text, name);
  return compare(name, other.text, mine.text) ? DONE : MISSING;
}
