// learn.c -- the learner's place: folders, progress, which exercise is meant.
#include "learn.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "keeping.h"

void learn_say(const char *format, ...) {
  va_list rest;
  va_start(rest, format);
  fputs("learn: ", stderr);
  vfprintf(stderr, format, rest);
  fputc('\n', stderr);
  va_end(rest);
}

// Keeps a strange file beside, and writes what could be read of it.
static void mend_progress(Learn *learn) {
  Path kept;
  const char *shown = path_shown(learn->kept.text).text;
  if (!file_set_aside(learn->kept.text, &kept)) {
    learn_say("%s: line %d is strange and was passed over", shown,
              learn->progress.strange_line);
    return;
  }
  learn_say(
      "%s: line %d was strange; %d line%s left out, the old file is "
      "kept as %s",
      shown, learn->progress.strange_line, learn->progress.strange,
      learn->progress.strange == 1 ? " was" : "s were", path_base(kept.text));
  learn_save(learn);
}

int learn_open(Learn *learn) {
  const char *root = getenv("TROUPE_ROOT");
  const char *mine = getenv("TROUPE_MINE");
  *learn = (Learn){.root = path_real(root && *root ? root : ".")};
  if (!catalog_read(&learn->catalog, learn->root.text)) {
    learn_say("there are no exercises in %s; start it as ./troupe learn",
              learn->root.text);
    return MISSING;
  }
  learn->command = path_of("%.4000s learn", path_door(learn->root.text).text);
  learn->mine = mine && *mine ? path_of("%s", mine)
                              : path_of("%.4000s/mine", learn->root.text);
  learn->kept = path_of("%.4000s/progress", learn->mine.text);
  size_t back = keeping_bring_back(learn);
  if (back > 0) {
    learn_say(
        "there was no %s: %zu files of yours came back from the second "
        "copy of it",
        path_shown(learn->mine.text).text, back);
  }
  if (!progress_read(&learn->progress, learn->kept.text)) {
    learn_say("%s cannot be read (%s); going on without it",
              path_shown(learn->kept.text).text, strerror(errno));
  } else if (learn->progress.strange > 0) {
    mend_progress(learn);
  }
  return DONE;
}

void learn_close(Learn *learn) {
  catalog_release(&learn->catalog);
}

const Exercise *learn_find(const Learn *learn, const char *typed) {
  const Exercise *found = NULL;
  const Exercise *suggestion = NULL;
  switch (catalog_find(&learn->catalog, typed, &found, &suggestion)) {
    case FIND_OK:
      return found;
    case FIND_AMBIGUOUS:
      learn_say(
          "\"%s\" may be several exercises, %s and others; type more of it",
          typed, suggestion->name);
      return NULL;
    case FIND_UNKNOWN:
      break;
  }
  if (suggestion) {
    learn_say("no exercise \"%s\"; the nearest is %s (`%s list` names all)",
              typed, suggestion->name, learn->command.text);
  } else {
    learn_say("no exercise \"%s\"; `%s list` names all", typed,
              learn->command.text);
  }
  return NULL;
}

Path learn_file(const Learn *learn, const Exercise *exercise) {
  return path_of("%.4000s/%s.c", learn->mine.text, exercise->name);
}

bool learn_has_passed(const Learn *learn, const Exercise *exercise) {
  const Record *record = progress_find(&learn->progress, exercise->name);
  return record && record->passed[0];
}

const char *learn_state(const Learn *learn, const Exercise *exercise) {
  if (learn_has_passed(learn, exercise)) return "passed";
  return file_exists(learn_file(learn, exercise).text) ? "started" : "";
}

size_t learn_passed(const Learn *learn) {
  size_t passed = 0;
  for (size_t i = 0; i < learn->catalog.count; i++) {
    passed += learn_has_passed(learn, &learn->catalog.items[i]);
  }
  return passed;
}

const Exercise *learn_next(const Learn *learn) {
  const Exercise *fresh = NULL;
  for (size_t i = 0; i < learn->catalog.count; i++) {
    const Exercise *each = &learn->catalog.items[i];
    if (learn_has_passed(learn, each)) continue;
    if (file_exists(learn_file(learn, each).text)) return each;
    if (!fresh) fresh = each;
  }
  return fresh;
}

const Exercise *learn_current(const Learn *learn) {
  const Exercise *current = NULL;
  struct timespec latest = {0};
  for (size_t i = 0; i < learn->catalog.count; i++) {
    const Exercise *each = &learn->catalog.items[i];
    struct stat about;
    if (stat(learn_file(learn, each).text, &about) != 0) continue;
    bool later = about.st_mtim.tv_sec > latest.tv_sec ||
                 (about.st_mtim.tv_sec == latest.tv_sec &&
                  about.st_mtim.tv_nsec > latest.tv_nsec);
    if (current && !later) continue;
    current = each;
    latest = about.st_mtim;
  }
  return current;
}

bool learn_is_path(const char *text) {
  size_t length = strlen(text);
  return strchr(text, '/') != NULL ||
         (length > 2 && strcmp(text + length - 2, ".c") == 0);
}

// Against which test a file is to be judged.
static const Exercise *exercise_of(const Learn *learn, const char *file) {
  const Exercise *exercise = catalog_of_file(&learn->catalog, file);
  if (!exercise) {
    learn_say("%s: which exercise is it for? Say --exercise ID", file);
  }
  return exercise;
}

const Exercise *learn_target(const Learn *learn, const char *target,
                             const char *typed, Path *file) {
  const Exercise *exercise = typed ? learn_find(learn, typed) : NULL;
  if (typed && !exercise) return NULL;
  if (target && learn_is_path(target)) {
    *file = path_of("%s", target);
    return exercise ? exercise : exercise_of(learn, target);
  }
  if (!exercise && target) {
    exercise = learn_find(learn, target);
    if (!exercise) return NULL;
  } else if (!exercise) {
    exercise = learn_current(learn);
    if (!exercise) {
      learn_say("nothing was started yet: `%s` says what is next",
                learn->command.text);
      return NULL;
    }
  }
  *file = learn_file(learn, exercise);
  if (file_exists(file->text)) return exercise;
  learn_say("%s was not started yet: `%s start %s`", exercise->id,
            learn->command.text, exercise->id);
  return NULL;
}

bool learn_show_file(const Exercise *exercise, const char *name) {
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
