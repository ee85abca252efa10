// grading.c -- the command grade: the files of many, each judged as check does.
//
// The folders are somebody else's: only regular files in them are judged, and
// no name of theirs goes to the terminal as it is.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "judging.h"
#include "show.h"

typedef struct Grade {
  const char *word;  // for the table
  char why[200];     // the test, or the reason; empty: it passed
} Grade;

static void print_name(FILE *out, const char *name, int width) {
  int column = 0;
  for (; *name && column < width; name++, column++) {
    fputc(isprint((unsigned char)*name) ? *name : '?', out);
  }
  fprintf(out, "%*s", width - column, "");
}

// The last part of a folder's path, also where it ends in slashes.
static Path short_name(const char *folder) {
  Path path = path_of("%s", folder);
  size_t length = strlen(path.text);
  while (length > 1 && path.text[length - 1] == '/') path.text[--length] = '\0';
  return path_of("%s", path_base(path.text));
}

static const char *word_of(VerdictKind kind) {
  switch (kind) {
    case VERDICT_PASSED:
      return "passed";
    case VERDICT_FAILED:
      return "FAILED";
    case VERDICT_LIMIT:
      return "stopped";
    case VERDICT_BAD_FILE:
      return "no file";
    case VERDICT_MISSING:
      return "missing";
  }
  return "?";
}

enum { MOST = 500 };  // exercises

// A column of the table for each exercise of which somebody has a file.
static void choose_columns(const Learn *learn, int count, char **folders,
                           bool columns[MOST]) {
  for (size_t i = 0; i < learn->catalog.count && i < MOST; i++) {
    columns[i] = false;
    for (int k = 0; k < count; k++) {
      Path file =
          path_of("%.4000s/%s.c", folders[k], learn->catalog.items[i].name);
      columns[i] = columns[i] || file_exists(file.text);
    }
  }
}

static void judge_one(const Learn *learn, const char *folder,
                      const Exercise *exercise, bool json, Grade *grade) {
  Path file = path_of("%.4000s/%s.c", folder, exercise->name);
  *grade = (Grade){.word = "-"};
  // A link may lead to what is the teacher's alone.
  bool is_strange = !file_is_plain(file.text) && file_exists(file.text);
  if (is_strange) {
    grade->word = "no file";
    snprintf(grade->why, sizeof grade->why, "it is no regular file");
  }
  if (!file_is_plain(file.text)) return;
  Verdict verdict;
  verdict_make(&verdict, learn->root.text, exercise, file.text,
               judging_must_stop);
  grade->word = word_of(verdict.kind);
  if (verdict.kind != VERDICT_PASSED) {
    snprintf(grade->why, sizeof grade->why, "%.100s%s%.90s", verdict.test,
             verdict.test[0] ? ": " : "",
             verdict.test[0] ? verdict.reason : verdict.message);
  }
  if (json && judging_signal() == 0) show_json_of(stdout, folder, &verdict);
  verdict_release(&verdict);
}

static void print_head(const Learn *learn, const bool columns[MOST]) {
  printf("%-20s", "");
  for (size_t i = 0; i < learn->catalog.count && i < MOST; i++) {
    if (columns[i]) printf(" %-8s", learn->catalog.items[i].id);
  }
  printf(" passed\n");
}

static void print_reasons(const Learn *learn, const Grade *grades) {
  for (size_t i = 0; i < learn->catalog.count && i < MOST; i++) {
    if (!grades[i].why[0]) continue;
    printf("  %s: ", learn->catalog.items[i].id);
    print_name(stdout, grades[i].why, (int)strlen(grades[i].why));
    printf("\n");
  }
}

static void grade_folder(const Learn *learn, const char *folder,
                         const bool columns[MOST], bool json) {
  static Grade grades[MOST];
  size_t passed = 0;
  Path name = short_name(folder);
  if (!json) print_name(stdout, name.text, 20);
  for (size_t i = 0; i < learn->catalog.count && i < MOST; i++) {
    judge_one(learn, folder, &learn->catalog.items[i], json, &grades[i]);
    if (judging_signal() != 0) return;
    passed += strcmp(grades[i].word, "passed") == 0;
    if (!json && columns[i]) printf(" %-8s", grades[i].word);
    fflush(stdout);
  }
  if (json) return;
  printf(" %zu\n", passed);
  print_reasons(learn, grades);
}

// The folders, without the options. False: the complaint has been made.
static bool read_words(int *count, char **arguments, bool *json) {
  int folders = 0;
  *json = false;
  for (int i = 0; i < *count; i++) {
    if (strcmp(arguments[i], "--json") == 0) {
      *json = true;
    } else if (arguments[i][0] == '-') {
      learn_say("grade takes folders and --json; not \"%.60s\"", arguments[i]);
      return false;
    } else if (!folder_exists(arguments[i])) {
      learn_say("there is no folder \"%.200s\"", arguments[i]);
      return false;
    } else {
      arguments[folders++] = arguments[i];
    }
  }
  *count = folders;
  if (folders == 0) learn_say("grade which folders? One a learner");
  return folders > 0;
}

int command_grade(Learn *learn, int count, char **arguments) {
  bool json;
  if (!read_words(&count, arguments, &json)) return BAD_USE;
  judging_catch_endings();
  static bool columns[MOST];
  choose_columns(learn, count, arguments, columns);
  if (!json) print_head(learn, columns);
  for (int i = 0; i < count && judging_signal() == 0; i++) {
    grade_folder(learn, arguments[i], columns, json);
  }
  return judging_signal() ? 128 + judging_signal() : DONE;
}
