// keeping.c -- what is written into the learner's folder, and its second copy.
#include "keeping.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"

// The user's data folder, or an empty path: none, or not wanted.
static Path second_place(void) {
  const char *mine = getenv("TROUPE_MINE");
  const char *data = getenv("XDG_DATA_HOME");
  const char *home = getenv("HOME");
  if (mine && *mine) return path_of("%s", "");
  if (data && *data == '/') return path_of("%.4000s/troupe/mine", data);
  if (!home || *home != '/') return path_of("%s", "");
  return path_of("%.4000s/.local/share/troupe/mine", home);
}

static bool copy_over(const char *from, const char *to) {
  size_t length = 0;
  char *text = file_read(from, &length);
  bool copied = text && file_write(to, text, length);
  mem_free(text);
  return copied;
}

void keeping_copy(const Learn *learn, const char *name) {
  Path place = second_place();
  Path from = path_of("%.3000s/%.900s", learn->mine.text, name);
  if (!place.text[0] || !file_exists(from.text)) return;
  if (!folder_make(path_of("%.4000s/passed", place.text).text)) return;
  // That it is a second copy is why nothing is said when it cannot be made.
  ignore(
      copy_over(from.text, path_of("%.3000s/%.900s", place.text, name).text));
}

static size_t bring_back_from(const char *from, const char *to) {
  size_t count = 0;
  DIR *folder = opendir(from);
  if (!folder || !folder_make(to)) {
    if (folder) closedir(folder);
    return 0;
  }
  for (struct dirent *each; (each = readdir(folder));) {
    Path one = path_of("%.3000s/%.900s", from, each->d_name);
    if (each->d_name[0] == '.' || !file_is_plain(one.text)) continue;
    Path other = path_of("%.3000s/%.900s", to, each->d_name);
    count += file_copy_new(one.text, other.text);
  }
  closedir(folder);
  return count;
}

size_t keeping_bring_back(const Learn *learn) {
  Path place = second_place();
  if (!place.text[0] || folder_exists(learn->mine.text)) return 0;
  if (!file_exists(path_of("%.4000s/progress", place.text).text)) return 0;
  size_t count = bring_back_from(place.text, learn->mine.text);
  count += bring_back_from(path_of("%.4000s/passed", place.text).text,
                           path_of("%.4000s/passed", learn->mine.text).text);
  return count;
}

Path learn_passed_file(const Learn *learn, const Exercise *exercise) {
  return path_of("%.4000s/passed/%s.c", learn->mine.text, exercise->name);
}

int learn_copy_start(Learn *learn, const Exercise *exercise) {
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

bool learn_keep_pass(Learn *learn, const Exercise *exercise) {
  Path kept = learn_passed_file(learn, exercise);
  Path folder = path_of("%.4000s/passed", learn->mine.text);
  if (!folder_make(folder.text) ||
      !copy_over(learn_file(learn, exercise).text, kept.text)) {
    learn_say("%s cannot be kept: %s", path_shown(kept.text).text,
              strerror(errno));
  }
  keeping_copy(learn, path_of("passed/%s.c", exercise->name).text);
  Record *record = progress_of(&learn->progress, exercise->name);
  if (record->passed[0]) return false;
  time_t now = time(NULL);
  struct tm day;
  if (!localtime_r(&now, &day)) return false;
  strftime(record->passed, sizeof record->passed, "%Y-%m-%d", &day);
  learn_save(learn);
  return true;
}

void learn_take_back_pass(Learn *learn, const Exercise *exercise) {
  progress_of(&learn->progress, exercise->name)->passed[0] = '\0';
  (void)remove(learn_passed_file(learn, exercise).text);
  learn_save(learn);
}

void learn_save(Learn *learn) {
  if (!folder_make(learn->mine.text) ||
      !progress_write(&learn->progress, learn->kept.text)) {
    learn_say("progress could not be kept in %s: %s",
              path_shown(learn->kept.text).text, strerror(errno));
    return;
  }
  keeping_copy(learn, "progress");
}
