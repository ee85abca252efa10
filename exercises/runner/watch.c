// watch.c -- inotify says when to look; what counts is what the look finds.
#include "watch.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOK_MS = 500, SETTLE_MS = 30, SETTLE_ROUNDS = 20 };

static bool look(const Watch *watch, Watch *seen) {
  struct stat about;
  *seen = *watch;
  if (stat(watch->file.text, &about) != 0) return false;
  seen->modified =
      (i64)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec;
  seen->size = (i64)about.st_size;
  seen->inode = (i64)about.st_ino;
  return true;
}

static bool is_same(const Watch *a, const Watch *b) {
  return a->modified == b->modified && a->size == b->size &&
         a->inode == b->inode;
}

void watch_start(Watch *watch, const char *file) {
  *watch = (Watch){.file = path_of("%s", file), .fd = -1, .keys = -1};
  Path folder = path_of("%s", file);
  char *slash = strrchr(folder.text, '/');
  if (slash) *slash = '\0';
  const char *poll_only = getenv("TROUPE_POLL");
  if (!poll_only || strcmp(poll_only, "1") != 0) {
    watch->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  }
  u32 events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB;
  if (watch->fd >= 0 &&
      inotify_add_watch(watch->fd, slash ? folder.text : ".", events) < 0) {
    close(watch->fd);
    watch->fd = -1;
  }
  Watch seen;
  if (look(watch, &seen)) *watch = seen;
}

void watch_stop(Watch *watch) {
  if (watch->fd >= 0) close(watch->fd);
  watch->fd = -1;
}

bool watch_has_changed(Watch *watch) {
  Watch seen;
  if (!look(watch, &seen)) return false;  // in the middle of a rename
  if (is_same(watch, &seen)) return false;
  *watch = seen;
  return true;
}

// An editor may write in several goes: waits until it is quiet.
static void settle(Watch *watch) {
  for (int i = 0; i < SETTLE_ROUNDS; i++) {
    poll(NULL, 0, SETTLE_MS);
    if (!watch_has_changed(watch)) return;
  }
}

bool watch_wait(Watch *watch, bool (*stop)(void)) {
  char events[4096];
  while (!stop()) {
    if (watch_has_changed(watch)) {
      settle(watch);
      return true;
    }
    struct pollfd fds[] = {{.fd = watch->fd, .events = POLLIN},
                           {.fd = watch->keys, .events = POLLIN}};
    poll(fds, 2, LOOK_MS);
    // What they say does not matter, only that there were some.
    while (watch->fd >= 0 && read(watch->fd, events, sizeof events) > 0) {
      continue;
    }
  }
  return false;
}
