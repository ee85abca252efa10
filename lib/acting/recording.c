// recording.c -- frames to a file, as far as they may go.
#include "acting/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "telling/record.h"

struct Recording {
  int fd;
  u64 written;
  u64 lost;
  u8 frame[RECORD_LIMIT + 4];
};

// One system of the process has it, for good. Sequentially consistent, as flags
// are; it guards no other memory.
static atomic_flag in_use = ATOMIC_FLAG_INIT;

// False: not all of it was.
static bool write_all(Recording *recording, const u8 *bytes, size_t size) {
  size_t done = 0;
  while (done < size) {
    ssize_t count = write(recording->fd, bytes + done, size - done);
    if (count < 0 && errno != EINTR) {
      return false;
    }
    done += count > 0 ? (size_t)count : 0;
  }
  recording->written += size;
  return true;
}

// The environment asked for it, so nobody in the program can be told.
static void complain(const char *path) {
  ignore(fprintf(stderr, "TROUPE_RECORD: cannot write %s: %s\n", path,
                 strerror(errno)));
}

Recording *recording_open(void) {
  const char *path = getenv("TROUPE_RECORD");
  if (path == NULL || *path == '\0' || atomic_flag_test_and_set(&in_use)) {
    return NULL;
  }
  Recording *recording = mem_try(sizeof *recording);
  if (recording == NULL) {
    return NULL;
  }
  recording->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (recording->fd < 0 ||
      !write_all(recording, (const u8 *)RECORD_MAGIC, RECORD_MAGIC_SIZE)) {
    complain(path);
    recording_close(recording);
    return NULL;
  }
  return recording;
}

// A frame that is written in part would hide what comes behind it: nothing
// does.
void recording_listen(void *context, const Event *event) {
  Recording *recording = context;
  size_t size = record_write(recording->frame, sizeof recording->frame, event);
  if (recording->lost > 0 || recording->written + size > RECORDING_BYTES ||
      !write_all(recording, recording->frame, size)) {
    recording->lost++;
  }
}

void recording_close(Recording *recording) {
  if (recording == NULL) {
    return;
  }
  if (recording->fd >= 0) {
    if (recording->lost > 0) {
      Event lost = {.kind = EVENT_LOST, .number = recording->lost};
      size_t size =
          record_write(recording->frame, sizeof recording->frame, &lost);
      ignore(write_all(recording, recording->frame, size));
    }
    ignore(close(recording->fd));
  }
  mem_free(recording);
}
