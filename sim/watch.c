// watch.c -- a socket that is read a moment at a time.
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "retell.h"
#include "telling/record.h"

enum { MOMENT_MS = 20, CHUNK = 1 << 16 };

struct Watch {
  struct sockaddr_un address;
  int fd;  // -1: it is over
  bool greeted;
  u8 *bytes;  // read and not yet understood
  size_t length;
  size_t capacity;
  Retell retell;
  char said[256];
};

static void end(Watch *watch, const char *why) {
  (void)snprintf(watch->said, sizeof watch->said, "%s", why);
  if (watch->fd >= 0) {
    (void)close(watch->fd);
  }
  watch->fd = -1;
}

static bool come(Watch *watch) {
  watch->greeted = false;
  watch->length = 0;
  watch->fd = socket(AF_UNIX, SOCK_STREAM, 0);
  return watch->fd >= 0 && fcntl(watch->fd, F_SETFD, FD_CLOEXEC) == 0 &&
         connect(watch->fd, (struct sockaddr *)&watch->address,
                 sizeof watch->address) == 0 &&
         send(watch->fd, RECORD_MAGIC, RECORD_MAGIC_SIZE, MSG_NOSIGNAL) ==
             RECORD_MAGIC_SIZE;
}

Watch *watch_open(const char *path, Text *why) {
  Watch *watch = mem_new(Watch);
  *watch = (Watch){.fd = -1};
  watch->address.sun_family = AF_UNIX;
  bool good = strlen(path) < sizeof watch->address.sun_path;
  errno = ENAMETOOLONG;
  if (good) {
    memcpy(watch->address.sun_path, path, strlen(path) + 1);
    good = come(watch);
  }
  if (!good) {
    text_addf(why,
              "nobody to watch at %s: %s; start the program with "
              "TROUPE_ATTACH=%s",
              path, strerror(errno), path);
    watch_close(watch);
    return NULL;
  }
  return watch;
}

void watch_close(Watch *watch) {
  if (watch != NULL) {
    end(watch, "");
    retell_release(&watch->retell);
    mem_free(watch->bytes);
    mem_free(watch);
  }
}

// Bytes to events. False: they are none.
static bool understand(Watch *watch) {
  static RecordTexts texts;  // large; one thread watches
  size_t at = 0;
  RecordOutcome outcome = RECORD_OK;
  if (!watch->greeted && watch->length >= RECORD_MAGIC_SIZE) {
    if (memcmp(watch->bytes, RECORD_MAGIC, RECORD_MAGIC_SIZE) != 0) {
      return false;
    }
    watch->greeted = true;
    at = RECORD_MAGIC_SIZE;
  }
  while (watch->greeted && at < watch->length && outcome == RECORD_OK) {
    Event event;
    size_t used = 0;
    outcome = record_read(watch->bytes + at, watch->length - at, &event, &texts,
                          &used);
    if (outcome == RECORD_OK) {
      if ((u32)event.kind >= EVENT_KINDS) {
        return false;
      }
      retell_add(&watch->retell, &event);
      at += used;
    }
  }
  watch->length -= at;
  memmove(watch->bytes, watch->bytes + at, watch->length);
  return outcome != RECORD_BAD;
}

// Reads what is there, a bounded piece. False: there is nothing now, or ever.
static bool read_some(Watch *watch) {
  watch->bytes =
      (u8 *)text_grow(watch->bytes, &watch->capacity, watch->length + CHUNK, 1);
  ssize_t got =
      recv(watch->fd, watch->bytes + watch->length, CHUNK, MSG_DONTWAIT);
  if (got > 0) {
    watch->length += (size_t)got;
    if (!understand(watch)) {
      end(watch, "what came was no stream of Troupe, or of another version");
      return false;
    }
    return true;
  }
  if (got == 0) {
    end(watch, watch->greeted ? "the program has ended"
                              : "the program was left: somebody else watches "
                                "it, or it is no program of Troupe");
  } else if (errno != EAGAIN && errno != EINTR) {
    end(watch, strerror(errno));
  }
  return false;
}

WatchOutcome watch_listen(Watch *watch, Tape *tape, const volatile int *stop) {
  struct pollfd end = {watch->fd, POLLIN, 0};
  if (watch->fd >= 0) {
    (void)poll(&end, 1, MOMENT_MS);
  }
  if (stop != NULL && *stop != 0) {
    return WATCH_STOPPED;
  }
  // A bank at most, so that a screen is drawn now and then.
  for (int i = 0; i < 32 && watch->fd >= 0 && read_some(watch); i++) {
  }
  u64 before = tape->length;
  if (retell_flush(&watch->retell, tape) == TAPE_FULL) {
    return WATCH_FULL;
  }
  return watch->fd < 0 && tape->length == before ? WATCH_OVER : WATCH_OK;
}

void watch_again(Watch *watch) {
  end(watch, "");
  retell_release(&watch->retell);
  if (!come(watch)) {
    end(watch, "the program has ended");
  }
}

const char *watch_said(const Watch *watch) {
  return watch->said;
}
