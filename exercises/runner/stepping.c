// stepping.c -- the command show: the simulator, at the end of a schedule that
// a verdict has named.
//
// The program itself says what its schedule is in the simulator's numbers
// (lib/stepping/numbered.h); then the simulator takes this process over.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/writer.h"
#include "build.h"
#include "commands.h"
#include "job.h"

static const JobLimits limits = {.wall_ms = 20000,
                                 .cpu_ms = 10000,
                                 .resident = (i64)1 << 30,
                                 .output = 1 << 20,
                                 .processes = 8,
                                 .threads = 64};

// Only what a verdict can have said: it goes into a command.
static bool is_schedule(const char *text) {
  return strspn(text, "0123456789x.,") == strlen(text);
}

// An option .2 is a condition that wakes for nothing.
static bool is_spurious(const char *schedule) {
  for (const char *at = schedule; (at = strstr(at, ".2")); at++) {
    if (at[2] == '\0' || strchr(",x", at[2])) return true;
  }
  return false;
}

static bool make_program(const Learn *learn, const Exercise *exercise,
                         const char *file, const char *program) {
  Job job;
  build_start(&job, learn->root.text, exercise, file, MODE_SCHEDULES, program);
  while (job.end == JOB_RUNNING) jobs_step(&job, 1);
  bool made = job.end == JOB_EXITED && job.code == 0;
  if (!made && job.output.text) fputs(job.output.text, stderr);
  if (!made) {
    learn_say("%s cannot be built for it", path_shown(file).text);
  }
  job_release(&job);
  return made;
}

// "replay 1:0*3,2" for the schedule. False: the complaint has been made.
static bool number(const char *program, const char *schedule, Path *replay) {
  Path wish = path_of("TROUPE_STEPPING=replay=%s numbers%s", schedule,
                      is_spurious(schedule) ? " spurious" : "");
  char env[] = "env";
  Path target = path_of("%s", program);
  char *words[] = {env, wish.text, target.text, NULL};
  Job job;
  job_run(&job, words, "/", limits);
  const char *said = job.output.text ? job.output.text : "";
  const char *begin = strstr(said, "1:");
  bool known = job.end == JOB_EXITED && job.code == 0;
  if (known) {
    *replay = path_of("replay %.*s", begin ? (int)strcspn(begin, "\n") : 2,
                      begin ? begin : "1:");
  } else {
    learn_say("this order of steps is not one of this program: check it again");
  }
  job_release(&job);
  return known;
}

static int become_simulator(const Learn *learn, char *program, char *replay,
                            int count, char **rest) {
  enum { MOST = 24 };
  char sim[] = "sim";
  char option[] = "-x";
  char *words[MOST + 8];
  size_t n = 0;
  Path built = path_of("%.4000s/build/gcc-plain/troupe-sim", learn->root.text);
  Path door = path_of("%.4000s/troupe", learn->root.text);
  bool is_built = file_exists(built.text);
  words[n++] = is_built ? built.text : door.text;
  if (!is_built) words[n++] = sim;
  words[n++] = program;
  // Nothing to go through is the beginning.
  if (strcmp(replay, "replay 1:") != 0) {
    words[n++] = option;
    words[n++] = replay;
  }
  for (int i = 0; i < count && i < MOST; i++) words[n++] = rest[i];
  words[n] = NULL;
  setenv("TROUPE_ROOT", learn->root.text, 1);
  execv(words[0], words);
  learn_say("%s cannot be started: %s", words[0], strerror(errno));
  return MISSING;
}

int command_show(Learn *learn, int count, char **arguments) {
  Path file;
  const Exercise *exercise = learn_target(learn, arguments[0], NULL, &file);
  if (!exercise) return BAD_USE;
  bool named = count > 1 && arguments[1][0] != '-';
  const char *schedule = named ? arguments[1] : "";
  if (!is_schedule(schedule)) {
    learn_say(
        "an order of steps is as a verdict gives it, such as 1x2,3; not "
        "\"%.60s\"",
        schedule);
    return BAD_USE;
  }
  if (!build_is_wanted(learn->root.text, exercise, MODE_SCHEDULES) ||
      !build_is_ready(learn->root.text, exercise, MODE_SCHEDULES)) {
    learn_say("%s is not judged by orders of steps here", exercise->id);
    return MISSING;
  }
  Path real = path_real(file.text);
  Path folder = path_of("%.4000s/build/learn.shown", learn->root.text);
  Path program = path_of("%.4000s/%s", folder.text, exercise->name);
  if (!folder_make(folder.text)) {
    learn_say("%s cannot be made: %s", folder.text, strerror(errno));
    return MISSING;
  }
  Path replay;
  if (!make_program(learn, exercise, real.text, program.text) ||
      !number(program.text, schedule, &replay)) {
    return NOT_PASSED;
  }
  if (is_spurious(schedule)) setenv("TROUPE_STEPPING", "spurious", 1);
  return become_simulator(learn, program.text, replay.text, count - 1 - named,
                          arguments + 1 + named);
}
