// test_live.c -- who watches a running system sees what there is, and never
// stops it.
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "support.h"
#include "telling/record.h"
#include "troupe.h"

// Two of them play as long as they live. child(): spawns one that ends at once.
#define PLAYER(M)                                      \
  M(PLAYER_MEET, player, meet, (ref(Player), other), ) \
  M(PLAYER_BALL, player, ball, (i64, number), )        \
  M(PLAYER_CHILD, player, child, , )                   \
  M(PLAYER_ECHO, player, echo, (i64, number), (i64, number))
PROTOCOL(Player, player, PLAYER)
STATE(PlayerState, (ref(Player), other)(i64, balls))
ACTOR(Player, player, PlayerState, playing)

static void playing(PlayerState *self, const PlayerMsg *message) {
  PlayerRef child;
  switch (message->kind) {
    case PLAYER_MEET:
      self->other = message->meet.other;
      break;
    case PLAYER_BALL:
      self->balls++;
      ignore(player_tell_ball(self->other, message->ball.number + 1));
      break;
    case PLAYER_CHILD:
      child = player_spawn(actor_system(), "child", (PlayerState){.balls = 0});
      ignore(player_tell_ball(child, 0));
      actor_stop(child.ref);
      break;
    case PLAYER_ECHO:
      player_reply_echo(message->echo.number);
      break;
  }
}

static char folder[] = "/tmp/troupe-live-XXXXXX";
static char path[64];
static System *played;
static PlayerRef one;
static PlayerRef two;

static void begin(bool plays) {
  CU_ASSERT_FATAL(setenv("TROUPE_ATTACH", path, 1) == 0);
  played = system_start(&(SystemOptions){.dispatcher = &run_pool});
  CU_ASSERT_PTR_NOT_NULL_FATAL(played);
  one = player_spawn(played, "one", (PlayerState){.balls = 0});
  two = player_spawn(played, "two", (PlayerState){.other = one});
  ignore(player_tell_meet(one, two));
  if (plays) {
    ignore(player_tell_ball(one, 0));
  }
}

static void end(void) {
  CU_ASSERT(system_stop(played, PATIENCE) == SYSTEM_CLEAN);
  CU_ASSERT(unsetenv("TROUPE_ATTACH") == 0);
}

static u64 handled(void) {
  ActorCounts counts;
  return actor_counts(one.ref, &counts) ? counts.handled : 0;
}

// ---- The watcher ----

enum { BYTES = 1 << 21 };

typedef struct Watcher {
  int fd;
  u8 *bytes;
  size_t length;
  size_t at;
} Watcher;

static Watcher come(const char *word) {
  Watcher watcher = {.fd = socket(AF_UNIX, SOCK_STREAM, 0),
                     .bytes = mem_array(u8, BYTES)};
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  CU_ASSERT_FATAL(
      connect(watcher.fd, (struct sockaddr *)&address, sizeof address) == 0);
  CU_ASSERT(send(watcher.fd, word, RECORD_MAGIC_SIZE, MSG_NOSIGNAL) ==
            RECORD_MAGIC_SIZE);
  return watcher;
}

static void leave(Watcher *watcher) {
  (void)close(watcher->fd);
  mem_free(watcher->bytes);
}

// More bytes. False: there will be none.
static bool read_on(Watcher *watcher) {
  struct pollfd end = {watcher->fd, POLLIN, 0};
  memmove(watcher->bytes, watcher->bytes + watcher->at,
          watcher->length - watcher->at);
  watcher->length -= watcher->at;
  watcher->at = 0;
  CU_ASSERT_FATAL(poll(&end, 1, 20000) == 1);
  ssize_t got = recv(watcher->fd, watcher->bytes + watcher->length,
                     BYTES - watcher->length, 0);
  watcher->length += got > 0 ? (size_t)got : 0;
  return got > 0;
}

// The next event; its texts live until the one after. False: the stream ended.
static bool next(Watcher *watcher, Event *event) {
  static RecordTexts texts;
  size_t used = 0;
  for (;;) {
    RecordOutcome outcome =
        record_read(watcher->bytes + watcher->at, watcher->length - watcher->at,
                    event, &texts, &used);
    CU_ASSERT_FATAL(outcome != RECORD_BAD);
    if (outcome == RECORD_OK) {
      watcher->at += used;
      return true;
    }
    if (!read_on(watcher)) {
      return false;
    }
  }
}

static Watcher come_in(void) {
  Watcher watcher = come(RECORD_MAGIC);
  while (watcher.length < RECORD_MAGIC_SIZE && read_on(&watcher)) {
  }
  CU_ASSERT_FATAL(watcher.length >= RECORD_MAGIC_SIZE &&
                  memcmp(watcher.bytes, RECORD_MAGIC, RECORD_MAGIC_SIZE) == 0);
  watcher.at = RECORD_MAGIC_SIZE;
  return watcher;
}

// Reads up to the next event of this kind.
static Event await(Watcher *watcher, EventKind kind) {
  Event event;
  bool found = false;
  while (!found && next(watcher, &event)) {
    found = event.kind == kind;
  }
  CU_ASSERT_FATAL(found);
  return event;
}

// ---- What is promised ----

static void a_watcher_is_first_told_who_lives(void) {
  begin(false);
  Watcher watcher = come_in();
  Event event;
  CU_ASSERT(next(&watcher, &event) && event.kind == EVENT_RUN);
  CU_ASSERT_STRING_EQUAL(event.text, "pool");
  CU_ASSERT(next(&watcher, &event) && event.kind == EVENT_LOST);
  CU_ASSERT(event.number == 0);
  bool seen_one = false;
  bool seen_two = false;
  do {
    event = await(&watcher, EVENT_SEEN);
    seen_one |= event.actor == one.ref.bits;
    seen_two |= event.actor == two.ref.bits;
  } while (event.actor != 0);
  CU_ASSERT(seen_one && seen_two && event.number == 1);
  leave(&watcher);
  end();
}

static void then_every_message_is_told_with_its_text(void) {
  begin(false);
  Watcher watcher = come_in();
  while (await(&watcher, EVENT_SEEN).actor != 0) {
  }
  ignore(player_tell_ball(one, 41));
  Event event = await(&watcher, EVENT_SENT);
  CU_ASSERT_STRING_EQUAL(event.text, "ball{number: 41}");
  event = await(&watcher, EVENT_TAKEN);
  CU_ASSERT(event.actor == one.ref.bits);
  event = await(&watcher, EVENT_HANDLED);
  CU_ASSERT(event.actor == one.ref.bits && event.text != NULL);
  leave(&watcher);
  end();
}

static void who_does_not_read_stops_nobody_and_hears_what_was_lost(void) {
  begin(true);
  Watcher watcher = come_in();
  u64 before = handled();
  wait_until(handled() > before + (UNDER_THREAD_SANITIZER ? 20000 : 500000),
             PATIENCE);
  Event event = await(&watcher, EVENT_RUN);
  event = await(&watcher, EVENT_RUN);  // the next window
  CU_ASSERT(next(&watcher, &event) && event.kind == EVENT_LOST);
  CU_ASSERT(event.number > 0);
  leave(&watcher);
  end();
}

static void watchers_come_and_go_while_actors_do(void) {
  begin(true);
  for (int i = 0; i < 12; i++) {
    Watcher watcher = come_in();
    Event event;
    for (int n = 0; n < i * 50; n++) {
      CU_ASSERT_FATAL(next(&watcher, &event));
      if (n % 10 == 0) {
        struct player_echo_reply echo = {0};
        ignore(player_tell_child(one));
        CU_ASSERT(player_ask_echo(two, n, &echo, PATIENCE) == ASK_OK);
      }
    }
    leave(&watcher);
    u64 before = handled();
    wait_until(handled() > before + 1000, PATIENCE);
  }
  end();
}

static void who_speaks_otherwise_is_sent_away(void) {
  begin(true);
  Watcher watcher = come("GET / H");
  CU_ASSERT(!read_on(&watcher));
  leave(&watcher);
  watcher = come("TROUPE\x7f");
  CU_ASSERT(!read_on(&watcher));
  leave(&watcher);
  watcher = come_in();  // and the next one is welcome
  leave(&watcher);
  end();
}

static void what_a_watcher_says_changes_nothing(void) {
  static u8 noise[65536];
  begin(false);
  Watcher watcher = come_in();
  CU_ASSERT(send(watcher.fd, noise, sizeof noise, MSG_NOSIGNAL) > 0);
  while (await(&watcher, EVENT_SEEN).actor != 0) {
  }
  ignore(player_tell_ball(one, 7));
  CU_ASSERT(await(&watcher, EVENT_TAKEN).actor == one.ref.bits);
  leave(&watcher);
  end();
}

static void the_end_of_the_system_ends_the_stream(void) {
  begin(false);
  Watcher watcher = come_in();
  while (await(&watcher, EVENT_SEEN).actor != 0) {
  }
  end();
  Event event;
  Event last = {.kind = EVENT_NONE};
  while (next(&watcher, &event)) {
    last = event;
  }
  CU_ASSERT(last.kind == EVENT_ENDED);
  CU_ASSERT(access(path, F_OK) != 0);
  leave(&watcher);
}

static void a_socket_left_behind_is_taken_over_a_file_is_not(void) {
  int left = socket(AF_UNIX, SOCK_STREAM, 0);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  (void)snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  CU_ASSERT(bind(left, (struct sockaddr *)&address, sizeof address) == 0);
  (void)close(left);
  begin(false);
  Watcher watcher = come_in();
  leave(&watcher);
  end();
  FILE *file = fopen(path, "w");
  CU_ASSERT_FATAL(file != NULL);
  (void)fclose(file);
  begin(false);  // says so on standard error, and runs
  struct player_echo_reply echo = {0};
  CU_ASSERT(player_ask_echo(two, 3, &echo, PATIENCE) == ASK_OK);
  end();
  CU_ASSERT(unlink(path) == 0);
}

int main(void) {
  if (mkdtemp(folder) == NULL) {
    return 2;
  }
  (void)snprintf(path, sizeof path, "%s/live", folder);
  CU_TestInfo cases[] = {
      CASE(a_watcher_is_first_told_who_lives),
      CASE(then_every_message_is_told_with_its_text),
      CASE(who_does_not_read_stops_nobody_and_hears_what_was_lost),
      CASE(watchers_come_and_go_while_actors_do),
      CASE(who_speaks_otherwise_is_sent_away),
      CASE(what_a_watcher_says_changes_nothing),
      CASE(the_end_of_the_system_ends_the_stream),
      CASE(a_socket_left_behind_is_taken_over_a_file_is_not),
      CU_TEST_INFO_NULL};
  int code = run_suite("live", cases);
  (void)rmdir(folder);
  return code;
}
