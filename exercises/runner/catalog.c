// catalog.c -- reads the folders, and finds what was meant.
#include "catalog.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"

enum { MOST = 500 };

// Two digits, letters, a dash?
static bool is_exercise_name(const char *name) {
  return isdigit((unsigned char)name[0]) && isdigit((unsigned char)name[1]) &&
         islower((unsigned char)name[2]) && strchr(name, '-') != NULL &&
         strlen(name) < sizeof((Exercise *)0)->name;
}

static void read_title(Exercise *exercise) {
  text_fit(exercise->title, sizeof exercise->title, exercise->name);
  char *task =
      file_read(path_of("%s/task.md", exercise->folder.text).text, NULL);
  if (!task) return;
  const char *begin = task;
  while (*begin == '#' || *begin == ' ') begin++;
  int length = (int)strcspn(begin, "\n");
  snprintf(exercise->title, sizeof exercise->title, "%.*s", length, begin);
  mem_free(task);
}

static int by_name(const void *a, const void *b) {
  return strcmp(((const Exercise *)a)->name, ((const Exercise *)b)->name);
}

bool catalog_read(Catalog *catalog, const char *root) {
  Path all = path_of("%s/exercises", root);
  DIR *folder = opendir(all.text);
  if (!folder) return false;
  *catalog = (Catalog){.items = mem_array(Exercise, MOST)};
  for (struct dirent *each; (each = readdir(folder));) {
    if (!is_exercise_name(each->d_name) || catalog->count == MOST) continue;
    Path place = path_of("%s/%s", all.text, each->d_name);
    if (!file_exists(path_of("%s/task.md", place.text).text)) continue;
    Exercise *exercise = &catalog->items[catalog->count++];
    text_fit(exercise->name, sizeof exercise->name, each->d_name);
    snprintf(exercise->id, sizeof exercise->id, "%.*s",
             (int)strcspn(each->d_name, "-"), each->d_name);
    exercise->folder = place;
    read_title(exercise);
  }
  closedir(folder);
  qsort(catalog->items, catalog->count, sizeof(Exercise), by_name);
  return true;
}

void catalog_release(Catalog *catalog) {
  mem_free(catalog->items);
  *catalog = (Catalog){0};
}

const char *exercise_title(const Exercise *exercise) {
  const char *dot = strstr(exercise->title, ". ");
  return dot ? dot + 2 : exercise->title;
}

static const char *name_without_id(const Exercise *exercise) {
  return strchr(exercise->name, '-') + 1;
}

// What somebody might type for it: 04a-counter, 04a or counter.
static bool is_meant(const Exercise *exercise, const char *typed) {
  return strcmp(exercise->id, typed) == 0 ||
         strcmp(exercise->name, typed) == 0 ||
         strcmp(name_without_id(exercise), typed) == 0;
}

static const Exercise *nearest_of(const Catalog *catalog, const char *typed) {
  Nearest nearest = {.typed = typed};
  const Exercise *best = NULL;
  for (size_t i = 0; i < catalog->count; i++) {
    const Exercise *each = &catalog->items[i];
    const char *const names[] = {each->id, each->name, name_without_id(each)};
    for (size_t n = 0; n < 3; n++) {
      const char *before = nearest.best;
      nearest_see(&nearest, names[n]);
      if (nearest.best != before) best = each;
    }
  }
  return best;
}

FindOutcome catalog_find(const Catalog *catalog, const char *typed,
                         const Exercise **found, const Exercise **suggestion) {
  *found = NULL;
  *suggestion = NULL;
  size_t matches = 0;
  for (size_t i = 0; i < catalog->count; i++) {
    const Exercise *each = &catalog->items[i];
    if (is_meant(each, typed)) {
      *found = each;
      return FIND_OK;
    }
    if (*typed && strncmp(each->name, typed, strlen(typed)) == 0) {
      if (matches++ == 0) *suggestion = each;
    }
  }
  if (matches > 1) return FIND_AMBIGUOUS;
  if (matches == 1) {
    *found = *suggestion;
    return FIND_OK;
  }
  *suggestion = nearest_of(catalog, typed);
  return FIND_UNKNOWN;
}

const Exercise *catalog_of_file(const Catalog *catalog, const char *path) {
  const char *base = path_base(path);
  for (size_t i = 0; i < catalog->count; i++) {
    const Exercise *each = &catalog->items[i];
    size_t length = strlen(each->id);
    if (strncmp(base, each->id, length) == 0 &&
        !isalnum((unsigned char)base[length])) {
      return each;
    }
  }
  // A file inside the exercise's own folder, such as its solution.
  Path real = path_real(path);
  for (size_t i = 0; i < catalog->count; i++) {
    Path folder = path_real(catalog->items[i].folder.text);
    size_t length = strlen(folder.text);
    if (strncmp(real.text, folder.text, length) == 0 &&
        real.text[length] == '/') {
      return &catalog->items[i];
    }
  }
  return NULL;
}
