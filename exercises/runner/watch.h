// watch.h -- tells when a file has been saved.
//
// The folder is watched, not the file: many editors write a new file and
// rename it into place. Where the system has no watches to give, the file is
// looked at twice a second.
#ifndef RUNNER_WATCH_H
#define RUNNER_WATCH_H

#include "base/types.h"
#include "files.h"

typedef struct Watch {
  Path file;
  int fd;        // of inotify; -1: by looking
  int keys;      // a file to be woken by, too; -1: none
  i64 modified;  // as it was when last told of
  i64 size;
  i64 inode;
} Watch;

// Starts; what is there now counts as known. Environment TROUPE_POLL=1 does
// without inotify.
void watch_start(Watch *watch, const char *file);
void watch_stop(Watch *watch);

// Blocks until the file has been saved: true. False: `stop` said so.
MUST_USE bool watch_wait(Watch *watch, bool (*stop)(void));

// True if it has been saved since it was last told of; does not block.
bool watch_has_changed(Watch *watch);

#endif
