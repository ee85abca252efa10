// live.c -- a thread that waits for a watcher, and opens windows for it
// (live_window.c).
#include "acting/live.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "acting/doorstep.h"
#include "acting/live_impl.h"
#include "base/mem.h"
#include "telling/record.h"

enum {
  TICK_MS = 50,        // how often the bank goes out
  GREETING_MS = 2000,  // for a watcher to say who it is
  REST = 50,           // after a full bank, so many times as long as that took
  REST_MS = 1000       // at most
};

// One system of the process at a time has it. Sequentially consistent, as flags
// are; it guards no other memory.
static atomic_flag in_use = ATOMIC_FLAG_INIT;

// ---- The watcher ----

// Waits until the watcher can be read or written to. False: it is time to
// leave, or nothing came for so long.
static bool wait_for(Live *live, short what, int ms, bool leaving) {
  struct pollfd ends[2] = {{live->watcher, what, 0},
                           {live->wake[0], POLLIN, 0}};
  int count = poll(ends, leaving ? 1 : 2, ms);
  return count > 0 && ends[0].revents != 0 && (leaving || ends[1].revents == 0);
}

static bool send_all(Live *live, const u8 *bytes, size_t length, bool leaving) {
  size_t sent = 0;
  while (sent < length) {
    ssize_t count = send(live->watcher, bytes + sent, length - sent,
                         MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) {
      sent += (size_t)count;
    } else if (errno != EINTR &&
               (errno != EAGAIN ||
                !wait_for(live, POLLOUT, leaving ? LIVE_PATIENCE_MS : -1,
                          leaving))) {
      return false;
    }
  }
  return true;
}

// Both ends begin with the same word.
static bool greet(Live *live) {
  u8 word[RECORD_MAGIC_SIZE];
  size_t length = 0;
  i64 limit = clock_now() + (i64)GREETING_MS * 1000000;
  while (length < sizeof word) {
    i64 left = (limit - clock_now()) / 1000000;
    if (left <= 0 || !wait_for(live, POLLIN, (int)left, false)) {
      return false;
    }
    ssize_t count =
        recv(live->watcher, word + length, sizeof word - length, MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) {
      return false;
    }
    length += count > 0 ? (size_t)count : 0;
  }
  return memcmp(word, RECORD_MAGIC, sizeof word) == 0 &&
         send_all(live, (const u8 *)RECORD_MAGIC, RECORD_MAGIC_SIZE, false);
}

// What it says is read and forgotten. False: it has gone.
static bool is_there(Live *live) {
  u8 said[512];
  ssize_t count = recv(live->watcher, said, sizeof said, MSG_DONTWAIT);
  return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

static bool is_leaving(const Live *live) {
  struct pollfd end = {live->wake[0], POLLIN, 0};
  return poll(&end, 1, 0) > 0;
}

// Decides whether a window that is closed is to be opened again.
static void plan(Live *live, i64 taken_at, i64 full_at) {
  i64 now = clock_now();
  if (full_at == 0) {
    live->emptied_at = taken_at;
  } else if (live->reopen_at == 0) {
    i64 rest = REST * (full_at - live->emptied_at);
    i64 most = (i64)REST_MS * 1000000;
    live->reopen_at = full_at + (rest < most ? rest : most);
  }
  if (full_at != 0 && now >= live->reopen_at) {
    live_open_window(live);
  }
}

static void serve(Live *live) {
  if (!greet(live)) {
    return;
  }
  live_open_window(live);
  i64 full_at = 0;
  bool good = true;
  while (good && !is_leaving(live)) {
    ignore(wait_for(live, POLLIN, TICK_MS, false));
    good = is_there(live);
    i64 taken_at = clock_now();
    size_t length = live_take_bank(live, &full_at);
    good = good && send_all(live, live->sending, length, false);
    plan(live, taken_at, full_at);
  }
  if (good) {  // what there is at the end of the system
    size_t length = live_take_bank(live, &full_at);
    ignore(send_all(live, live->sending, length, true));
  }
  live_close_window(live);
}

static void run(void *arg) {
  Live *live = arg;
  while (!is_leaving(live)) {
    struct pollfd ends[2] = {{live->socket, POLLIN, 0},
                             {live->wake[0], POLLIN, 0}};
    ignore(poll(ends, 2, -1));
    if (ends[1].revents == 0 && ends[0].revents != 0) {
      live->watcher = accept(live->socket, NULL, NULL);
      if (live->watcher >= 0) {
        ignore(fcntl(live->watcher, F_SETFD, FD_CLOEXEC));
        serve(live);
        ignore(close(live->watcher));
      }
    }
  }
}

// ---- Start and end ----

static void release(Live *live) {
  for (int i = 0; i < 2; i++) {
    if (live->wake[i] >= 0) {
      ignore(close(live->wake[i]));
    }
  }
  if (live->socket >= 0) {
    ignore(close(live->socket));
  }
  mem_free(live->bank);
  mem_free(live->sending);
  mem_free(live);
  atomic_flag_clear(&in_use);
}

Live *live_open(System *system) {
  const char *path = getenv("TROUPE_ATTACH");
  if (path == NULL || *path == '\0' || system->dispatcher->holds_outbox ||
      atomic_flag_test_and_set(&in_use)) {
    return NULL;
  }
  Live *live = mem_try(sizeof *live);
  if (live == NULL) {
    atomic_flag_clear(&in_use);
    return NULL;
  }
  *live = (Live){.system = system, .socket = -1, .wake = {-1, -1}};
  live->bank = mem_try_array(LIVE_BUFFER, 1);
  live->sending = mem_try_array(LIVE_BUFFER, 1);
  if (live->bank == NULL || live->sending == NULL || pipe(live->wake) != 0 ||
      !doorstep_open(path, &live->address, &live->socket)) {
    ignore(fprintf(stderr, "TROUPE_ATTACH: cannot wait at %s: %s\n", path,
                   strerror(errno)));
    release(live);
    return NULL;
  }
  return live;
}

void live_begin(Live *live) {
  if (live != NULL) {
    live->begun = thread_start(&live->thread, "live", run, live);
  }
}

void live_close(Live *live) {
  if (live == NULL) {
    return;
  }
  ignore(close(live->wake[1]));
  live->wake[1] = -1;
  if (live->begun) {
    thread_join(&live->thread);
  }
  ignore(unlink(live->address.sun_path));
  release(live);
}
