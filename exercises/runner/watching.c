// watching.c -- the command watch: a verdict at each save, on a screen, or line
// by line where there is none or none is wanted.
//
// One thread: whoever waits for a verdict or a save looks after the keys. A
// pass is followed by a longer search, which a save or another exercise ends.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "judging.h"
#include "keeping.h"
#include "show.h"
#include "viewer.h"
#include "watch.h"

typedef struct Watching {
  Learn *learn;
  const Exercise *exercise;
  Path file;
  Watch watch;
  Viewer *viewer;  // NULL: line by line
  Verdict verdict;
  bool first_pass;  // the pass under way is the first
} Watching;

// For what a verdict is stopped by, which takes no argument.
static Watching *watching;

// True if the watching is over, or another exercise is wanted.
static bool must_leave(void) {
  if (judging_must_stop()) return true;
  return watching->viewer && viewer_turn(watching->viewer);
}

// A save makes the verdict under way out of date.
static bool must_stop_or_again(void) {
  if (must_leave()) return true;
  Watch before = watching->watch;
  bool changed = watch_has_changed(&watching->watch);
  if (changed) watching->watch = before;  // to be told of once more
  return changed;
}

static bool was_stopped(const Verdict *verdict) {
  return strcmp(verdict->reason, "stopped") == 0;
}

static void tell(Watching *one, const char *note) {
  if (one->viewer) {
    viewer_tell(one->viewer, &one->verdict, note);
    return;
  }
  printf("----\n");
  if (*note) show_wrapped(stdout, note, 0);
  show_verdict(stdout, &one->verdict, false);
  judging_write_next(stdout, one->learn, &one->verdict, one->exercise);
  printf("Watching %s; Ctrl-C ends.\n", path_shown(one->file.text).text);
  fflush(stdout);
}

// The pass may be none: then it is taken back.
static void search_on(Watching *one) {
  Verdict found;
  if (one->viewer) viewer_note(one->viewer, "passed; a longer search goes on");
  verdict_search(&found, one->learn->root.text, one->exercise, one->file.text,
                 must_stop_or_again);
  if (was_stopped(&found) || found.kind != VERDICT_FAILED) {
    if (one->viewer && !was_stopped(&found)) {
      viewer_note(one->viewer, "a longer search has found nothing either");
    }
    verdict_release(&found);
    return;
  }
  if (one->first_pass) learn_take_back_pass(one->learn, one->exercise);
  found.passed = one->verdict.passed;
  verdict_release(&one->verdict);
  one->verdict = found;
  tell(one,
       "It had passed; a longer search has found an order of steps that "
       "goes wrong, so it is not passed.");
}

static void judge_once(Watching *one) {
  Verdict next;
  if (one->viewer) viewer_note(one->viewer, "judging ...");
  verdict_make(&next, one->learn->root.text, one->exercise, one->file.text,
               must_stop_or_again);
  if (was_stopped(&next)) {
    verdict_release(&next);
    return;
  }
  verdict_release(&one->verdict);
  one->verdict = next;
  one->first_pass = false;
  keeping_copy(one->learn, path_of("%s.c", one->exercise->name).text);
  bool passed = next.kind == VERDICT_PASSED;
  if (passed) one->first_pass = learn_keep_pass(one->learn, one->exercise);
  tell(one, "");
  if (passed && next.over_schedules) search_on(one);
}

// Until the watching is over, or the viewer wants another exercise.
static void watch_one(Watching *one) {
  one->file = learn_file(one->learn, one->exercise);
  watch_start(&one->watch, one->file.text);
  one->watch.keys = one->viewer ? STDIN_FILENO : -1;
  do {
    judge_once(one);
  } while (!must_leave() && watch_wait(&one->watch, must_leave));
  watch_stop(&one->watch);
  verdict_release(&one->verdict);
  one->verdict = (Verdict){0};
}

static bool read_words(int count, char **arguments, const char **target,
                       bool *lines) {
  *target = NULL;
  *lines = false;
  for (int i = 0; i < count; i++) {
    if (strcmp(arguments[i], "--lines") == 0) {
      *lines = true;
    } else if (arguments[i][0] == '-' || *target) {
      learn_say("watch takes an exercise and --lines; not \"%.60s\"",
                arguments[i]);
      return false;
    } else {
      *target = arguments[i];
    }
  }
  return true;
}

int command_watch(Learn *learn, int count, char **arguments) {
  const char *target;
  bool lines;
  if (!read_words(count, arguments, &target, &lines)) return BAD_USE;
  Watching one = {.learn = learn};
  if (target && learn_is_path(target)) {
    learn_say("watch takes an exercise, not a file: `%s watch 04a`",
              learn->command.text);
    return BAD_USE;
  }
  one.exercise = learn_target(learn, target, NULL, &one.file);
  if (!one.exercise) return BAD_USE;
  judging_catch_endings();
  watching = &one;
  one.viewer = lines ? NULL : viewer_open(learn);
  while (one.exercise && !judging_must_stop()) {
    if (one.viewer) viewer_begin(one.viewer, one.exercise);
    watch_one(&one);
    one.exercise = one.viewer ? viewer_next(one.viewer) : NULL;
  }
  if (one.viewer) viewer_close(one.viewer);
  int number = judging_signal();
  return number == SIGINT || number == 0 ? DONE : 128 + number;
}
