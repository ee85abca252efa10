// build.c -- one call of the compiler: the learner's file, the test, the
// library. Test and library were compiled before, so that a verdict is quick.
#include "build.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"

// The compiler with the flags of the Makefile, no sanitizer; and its name, by
// which the Makefile calls the folder of what it built.
#ifndef LEARN_COMPILE
#define LEARN_COMPILE "gcc -std=c17 -O1 -g -pthread"
#define LEARN_COMPILER "gcc"
#endif

enum { WORDS = 96 };

// Calls that tests look into; see exercises/stage.c.
static const char WRAPPED[] =
    "-Wl,--wrap=channel_recv,--wrap=pthread_mutex_unlock,--wrap=mutex_init,"
    "--wrap=mutex_release,--wrap=cond_init,--wrap=cond_release";

static const char *const NAMES[MODES] = {"plain", "address", "thread",
                                         "schedules"};
static const char *const FLAGS[MODES] = {
    "", "-fsanitize=address,undefined -fno-sanitize-recover=all",
    "-fsanitize=thread", ""};

const char *mode_name(Mode mode) {
  return NAMES[mode];
}

const char *mode_words(Mode mode) {
  switch (mode) {
    case MODE_PLAIN:
      return "in a plain run";
    case MODE_ADDRESS:
      return "under the address sanitizer";
    case MODE_THREAD:
      return "under the thread sanitizer";
    case MODE_SCHEDULES:
      return "in an order of its steps";
    case MODES:
      break;
  }
  check_failed(__FILE__, __LINE__, "a mode");
}

static Path built(const char *root, Mode mode, const char *what) {
  return path_of("%s/build/%s-%s/%s", root, LEARN_COMPILER, NAMES[mode], what);
}

static Path test_object(const char *root, const Exercise *exercise, Mode mode) {
  return built(root, mode, path_of("exercises/%s/test.o", exercise->name).text);
}

bool build_is_wanted(const char *root, const Exercise *exercise, Mode mode) {
  return mode != MODE_SCHEDULES ||
         file_exists(
             path_of("%s/exercises/%s/schedules.c", root, exercise->name).text);
}

bool build_is_ready(const char *root, const Exercise *exercise, Mode mode) {
  if (mode == MODE_SCHEDULES) {
    return file_exists(built(root, MODE_PLAIN, "libstepping.a").text) &&
           file_exists(built(root, MODE_PLAIN, "lib/stepping/ours.txt").text);
  }
  return file_exists(built(root, mode, "libtroupe.a").text) &&
         file_exists(built(root, mode, "exercises/judge.o").text) &&
         file_exists(built(root, mode, "exercises/stage.o").text) &&
         file_exists(test_object(root, exercise, mode).text);
}

typedef struct Words {
  char *list[WORDS + 1];  // ended by NULL
  size_t count;
} Words;

static void add(Words *words, char *word) {
  CHECK(words->count < WORDS);
  words->list[words->count++] = word;
}

// Cuts the text at its blanks, in place.
static void add_all(Words *words, char *text) {
  while (*(text += strspn(text, " "))) {
    add(words, text);
    text += strcspn(text, " ");
    if (*text) *text++ = '\0';
  }
}

static const JobLimits limits = {.wall_ms = 60000,
                                 .cpu_ms = 20000,
                                 .resident = (i64)2 << 30,
                                 .output = 1 << 20,
                                 .processes = 16,
                                 .threads = 64};

// tools/step.sh knows how.
static void build_steps(Job *job, const char *root, const Exercise *exercise,
                        const char *file, const char *program) {
  Path script = path_of("%s/tools/step.sh", root);
  Path folder = path_of("B=%s", built(root, MODE_PLAIN, "").text);
  Path name = path_of("%s", exercise->name);
  Path source = path_of("%s", file);
  Path target = path_of("%s", program);
  char env[] = "env";
  char compiler[] = "CC=" LEARN_COMPILER;
  char build[] = "--build";
  char option[] = "--exercise";
  char output[] = "-o";
  char *words[] = {env,       compiler, folder.text, script.text, build, option,
                   name.text, output,   target.text, source.text, NULL};
  job_start(job, words, root, NULL, limits);
}

void build_start(Job *job, const char *root, const Exercise *exercise,
                 const char *file, Mode mode, const char *program) {
  if (mode == MODE_SCHEDULES) {
    build_steps(job, root, exercise, file, program);
    return;
  }
  char compile[] = LEARN_COMPILE;
  char flags[128];
  char wrapped[sizeof WRAPPED];
  text_fit(flags, sizeof flags, FLAGS[mode]);
  memcpy(wrapped, WRAPPED, sizeof wrapped);
  Path lib = path_of("%s/lib", root);
  Path own = exercise->folder;
  Path source = path_of("%s", file);
  Path target = path_of("%s", program);
  Path test = test_object(root, exercise, mode);
  Path judge = built(root, mode, "exercises/judge.o");
  Path stage = built(root, mode, "exercises/stage.o");
  Path library = built(root, mode, "libtroupe.a");

  Words words = {0};
  add_all(&words, compile);
  add_all(&words, flags);
  char rest[] =
      "-fno-diagnostics-color -Werror=implicit-function-declaration -no-pie";
  add_all(&words, rest);
  char iquote[] = "-iquote";
  add(&words, iquote);
  add(&words, lib.text);
  add(&words, iquote);
  add(&words, own.text);
  char output[] = "-o";
  add(&words, output);
  add(&words, target.text);
  add(&words, source.text);
  add(&words, test.text);
  add(&words, judge.text);
  add(&words, stage.text);
  add(&words, library.text);
  char libraries[] = "-lcunit -lm";
  add_all(&words, libraries);
  add_all(&words, wrapped);

  job_start(job, words.list, root, NULL, limits);
}
