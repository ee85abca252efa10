// progress.c -- read defensively, written to a new file that takes its place.
#include "progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

enum { WINS_MOST = 1000, LINE_MOST = 200 };

// False: nobody says where the user's data is.
static bool find_folder(Text *path) {
  const char *data = getenv("XDG_DATA_HOME");
  const char *home = getenv("HOME");
  if (data != NULL && *data == '/') {
    text_addf(path, "%s/troupe", data);
  } else if (home != NULL && *home == '/') {
    text_addf(path, "%s/.local/share/troupe", home);
  } else {
    return false;
  }
  return true;
}

// Each folder of the path that is not there.
static void make_folders(const char *path) {
  char *copy = text_copy(path);
  for (char *at = copy + 1; *at != '\0'; at++) {
    if (*at == '/') {
      *at = '\0';
      (void)mkdir(copy, 0755);
      *at = '/';
    }
  }
  (void)mkdir(copy, 0755);
  mem_free(copy);
}

static Win *find(const Progress *progress, const char *what) {
  for (size_t i = 0; i < progress->count; i++) {
    if (text_equal(progress->wins[i].what, what)) {
      return &progress->wins[i];
    }
  }
  return NULL;
}

static void note(Progress *progress, const char *what, u64 choices) {
  Win *win = find(progress, what);
  if (win == NULL && progress->count < WINS_MOST) {
    progress->wins = (Win *)text_grow(progress->wins, &progress->room,
                                      progress->count + 1, sizeof(Win));
    win = &progress->wins[progress->count++];
    *win = (Win){text_copy(what), choices};
  }
  if (win != NULL && choices < win->choices) {
    win->choices = choices;
  }
}

// "bank/lost_update 26" and nothing else.
static void read_line(Progress *progress, char *line) {
  size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz0123456789_/");
  char *end;
  if (length == 0 || length > 100 || line[length] != ' ') {
    return;
  }
  line[length] = '\0';
  char *number = line + length + 1;
  u64 choices = strtoull(number, &end, 10);
  if (*number >= '0' && *number <= '9' && (*end == '\n' || *end == '\0') &&
      choices > 0 && choices < 1000000000) {
    note(progress, line, choices);
  }
}

void progress_read(Progress *progress) {
  Text path = {0};
  char line[LINE_MOST];
  *progress = (Progress){0};
  FILE *file = NULL;
  if (find_folder(&path)) {
    text_add(&path, "/puzzles");
    file = fopen(text_of(&path), "r");
  }
  // As many lines as can be wins; a file of anything else does not go on.
  for (int i = 0; file != NULL && i < 10 * WINS_MOST &&
                  fgets(line, sizeof line, file) != NULL;
       i++) {
    read_line(progress, line);
  }
  if (file != NULL) {
    (void)fclose(file);
  }
  text_release(&path);
}

void progress_release(Progress *progress) {
  for (size_t i = 0; i < progress->count; i++) {
    mem_free(progress->wins[i].what);
  }
  mem_free(progress->wins);
  *progress = (Progress){0};
}

u64 progress_of(const Progress *progress, const char *what) {
  const Win *win = find(progress, what);
  return win == NULL ? 0 : win->choices;
}

static bool write_all(const Progress *progress, FILE *file) {
  bool good = true;
  for (size_t i = 0; i < progress->count; i++) {
    good &= fprintf(file, "%s %llu\n", progress->wins[i].what,
                    (unsigned long long)progress->wins[i].choices) > 0;
  }
  good &= fflush(file) == 0 && fsync(fileno(file)) == 0;
  return (fclose(file) == 0) & good;
}

bool progress_note(const char *what, u64 choices, Text *why) {
  Progress progress;
  Text path = {0};
  Text part = {0};
  bool good = find_folder(&path);
  errno = ENOENT;
  if (good) {
    make_folders(text_of(&path));
    progress_read(&progress);
    note(&progress, what, choices);
    text_addf(&part, "%s/puzzles.%ld", text_of(&path), (long)getpid());
    text_add(&path, "/puzzles");
    FILE *file = fopen(text_of(&part), "w");
    good = file != NULL && write_all(&progress, file) &&
           rename(text_of(&part), text_of(&path)) == 0;
    if (!good && file != NULL) {
      int error = errno;
      (void)unlink(text_of(&part));
      errno = error;
    }
    progress_release(&progress);
  }
  if (!good) {
    text_addf(why, "it could not be noted in %s: %s",
              path.length == 0 ? "your data folder" : text_of(&path),
              strerror(errno));
  }
  text_release(&path);
  text_release(&part);
  return good;
}
