// commands.c -- what only reads, copies and prints. See judging.c for the rest.
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "hints.h"

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
  if (strcmp(learn_state(learn, next), "started") == 0) {
    printf("Go on with %s, %s:\n", next->id, exercise_title(next));
    printf("  edit %s, then\n  %s check %s\n",
           path_shown(learn_file(learn, next).text).text, command, next->id);
    return;
  }
  printf("Next is %s, %s:\n  %s start %s\n", next->id, exercise_title(next),
         command, next->id);
}

int command_overview(Learn *learn, int count, char **arguments) {
  (void)count;
  (void)arguments;
  printf("Troupe's exercises: %zu of %zu passed.\n\n", learn_passed(learn),
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
  int code = learn_copy_start(learn, exercise);
  if (code != DONE) return code;
  (void)learn_show_file(exercise, "task.md");
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
  int code = learn_copy_start(learn, exercise);
  if (code != DONE) return code;
  printf("Your old file is kept as %s.\n", path_shown(kept.text).text);
  show_what_to_do(learn, exercise);
  return DONE;
}

static bool show_hint(const Exercise *exercise, int level) {
  char *text = hint_read(exercise, level);
  if (!text) return false;
  printf("Hint %d of %d for %s:\n\n%s", level, HINTS, exercise->id, text);
  if (text[0] && text[strlen(text) - 1] != '\n') printf("\n");
  mem_free(text);
  return true;
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
  bool was_last = record->hints == HINTS;
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
