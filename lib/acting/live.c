// live.c -- a thread that waits for a watcher, and windows for it.
//
// Two banks: events go into one under the trace's lock, while the thread sends
// the other. The thread takes no lock of the system but to look at an actor.
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
#include "acting/extras.h"
#include "acting/lives.h"
#include "acting/living.h"
#include "acting/plain.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/mem.h"
#include "telling/record.h"

enum {
  TICK_MS = 50,        // how often the bank goes out
  GREETING_MS = 2000,  // for a watcher to say who it is
  REST = 30,           // after a full bank, so many times as long as that took
  REST_MS = 1000       // at most
};

struct Live {
  // Set once.
  System *system;
  int socket;
  int wake[2];  // closed at its writing end: leave
  Thread thread;
  bool begun;
  struct sockaddr_un address;

  // The thread's.
  int watcher;
  i64 emptied_at;  // the bank was
  i64 reopen_at;   // 0: the window is open, or was just closed
  u8 *sending;

  // Protected by System.trace_lock.
  u8 *bank;
  size_t length;
  bool open;
  i64 full_at;  // when it was closed
  u64 lost;
};

// One system of the process at a time has it. Sequentially consistent, as flags
// are; it guards no other memory.
static atomic_flag in_use = ATOMIC_FLAG_INIT;

static void let_tell(System *system, bool told) {
  bool plain = HAS_SHORT_WAY && !told && !system->measures;
  atomic_store_explicit(&system->traced, told, memory_order_relaxed);
  atomic_store_explicit(&system->is_plain, plain, memory_order_relaxed);
}

void live_listen(void *context, const Event *event) {
  Live *live = context;
  if (live->open && LIVE_BUFFER - live->length >= RECORD_LIMIT + 4) {
    live->length += record_write(live->bank + live->length,
                                 LIVE_BUFFER - live->length, event);
    return;
  }
  live->lost++;
  if (live->open) {
    live->open = false;
    live->full_at = clock_now();
    let_tell(live->system, false);
  }
}

// ---- What there is ----

static void tell_seen(Live *live, Ref ref) {
  System *system = live->system;
  Actor *actor = table_at(system, ref);
  char label[LABEL_SIZE];
  Event seen = {.kind = EVENT_SEEN, .actor = ref.bits, .name = label};
  mutex_lock(&system->lock);
  bool lives = table_lives_locked(actor, ref);
  if (lives) {
    memcpy(label, actor->label, strlen(actor->label) + 1);
    seen.text = actor->type->name;
    seen.number = mailbox_load(&actor->mailbox, ref).length;
    seen.request = turns_done(&actor->turns);
    seen.due = turns_is_running(&actor->turns);
    seen.other =
        lives_of(actor) != NULL ? lives_of(actor)->terms.supervisor.bits : 0;
  }
  const ActorType *type = lives ? actor->type : NULL;
  mutex_unlock(&system->lock);
  if (type != NULL) {
    trace_type(system, type);
    trace(system, seen);
  }
}

static void tell_all_seen(Live *live) {
  Roll roll;
  roll_begin(&roll, live->system);
  int left = LIVE_SEEN;
  Ref ref = roll_next(&roll);
  while (left-- > 0 && !ref_equal(ref, NOBODY)) {
    tell_seen(live, ref);
    ref = roll_next(&roll);
  }
  trace(live->system,
        (Event){.kind = EVENT_SEEN, .number = ref_equal(ref, NOBODY) ? 1 : 0});
  roll_end(&roll);
}

// ---- Windows ----

static void open_window(Live *live) {
  System *system = live->system;
  live->emptied_at = clock_now();
  live->reopen_at = 0;
  mutex_lock(&system->trace_lock);
  u64 lost = live->lost;
  live->lost = 0;
  live->open = true;
  mutex_unlock(&system->trace_lock);
  let_tell(system, true);
  trace(system, (Event){.kind = EVENT_RUN,
                        .number = system->seed,
                        .text = system->dispatcher->name});
  trace(system, (Event){.kind = EVENT_LOST, .number = lost});
  tell_all_seen(live);
}

static void close_window(Live *live) {
  System *system = live->system;
  let_tell(system, false);
  mutex_lock(&system->trace_lock);
  live->open = false;
  live->length = 0;
  live->lost = 0;
  mutex_unlock(&system->trace_lock);
}

// Takes what there is to send; *full_at becomes when the window was closed, 0:
// it is open.
static size_t take_bank(Live *live, i64 *full_at) {
  mutex_lock(&live->system->trace_lock);
  u8 *full = live->bank;
  size_t length = live->length;
  live->bank = live->sending;
  live->sending = full;
  live->length = 0;
  *full_at = live->open ? 0 : live->full_at;
  mutex_unlock(&live->system->trace_lock);
  return length;
}

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
    open_window(live);
  }
}

static void serve(Live *live) {
  if (!greet(live)) {
    return;
  }
  open_window(live);
  i64 full_at = 0;
  bool good = true;
  while (good && !is_leaving(live)) {
    ignore(wait_for(live, POLLIN, TICK_MS, false));
    good = is_there(live);
    i64 taken_at = clock_now();
    size_t length = take_bank(live, &full_at);
    good = good && send_all(live, live->sending, length, false);
    plan(live, taken_at, full_at);
  }
  if (good) {  // what there is at the end of the system
    size_t length = take_bank(live, &full_at);
    ignore(send_all(live, live->sending, length, true));
  }
  close_window(live);
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
