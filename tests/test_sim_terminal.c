// test_sim_terminal.c -- the simulator on a terminal whose bytes are counted.
//
// A paused screen sends nothing and does not even wake up.
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>

#include "sim_support.h"

enum { ROWS = 50, COLS = 200, LONG_MS = 20000, QUIET_MS = 150 };

typedef struct Screen {
  int fd;
  pid_t child;
  size_t bytes;
  char seen[1 << 16];  // the end of what came
  size_t length;
} Screen;

static Screen screen;

static void be_the_simulator(const char *name, const char *script) {
  struct winsize size = {.ws_row = ROWS, .ws_col = COLS};
  char program[4096];
  char root[4096];
  (void)setsid();
  int fd = open(name, O_RDWR);
  (void)snprintf(program, sizeof program, "%s", test_program(""));
  char *place = strstr(program, "/programs/");
  (void)snprintf(place, 16, "/troupe-sim");
  if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0 ||
      ioctl(fd, TIOCSWINSZ, &size) != 0 || dup2(fd, 0) < 0 || dup2(fd, 1) < 0 ||
      getcwd(root, sizeof root) == NULL) {
    _exit(9);
  }
  (void)setenv("TERM", "xterm", 1);
  (void)setenv("LC_ALL", "C.UTF-8", 1);
  (void)setenv("TROUPE_ROOT", root, 1);
  (void)execl(program, "troupe-sim", "-x", script, "election", (char *)NULL);
  _exit(9);
}

static void start(const char *script) {
  screen = (Screen){.fd = posix_openpt(O_RDWR | O_NOCTTY)};
  CU_ASSERT_FATAL(screen.fd >= 0 && grantpt(screen.fd) == 0 &&
                  unlockpt(screen.fd) == 0);
  screen.child = fork();
  CU_ASSERT_FATAL(screen.child >= 0);
  if (screen.child == 0) {
    be_the_simulator(ptsname(screen.fd), script);
  }
}

// Reads what comes within so long. False: nothing did.
static bool hear(int ms) {
  struct pollfd ready = {screen.fd, POLLIN, 0};
  if (poll(&ready, 1, ms) <= 0) {
    return false;
  }
  size_t half = sizeof screen.seen / 2;
  if (screen.length > half) {
    memmove(screen.seen, screen.seen + screen.length - half / 2, half / 2);
    screen.length = half / 2;
  }
  ssize_t got = read(screen.fd, screen.seen + screen.length, half - 1);
  screen.length += got > 0 ? (size_t)got : 0;
  screen.bytes += got > 0 ? (size_t)got : 0;
  screen.seen[screen.length] = '\0';
  return got > 0;
}

static void forget(void) {
  screen.length = 0;
  screen.bytes = 0;
  screen.seen[0] = '\0';
}

static bool await(const char *words) {
  while (strstr(screen.seen, words) == NULL) {
    if (!hear(LONG_MS)) {
      return false;
    }
  }
  return true;
}

static void settle(void) {
  while (hear(QUIET_MS)) {
  }
}

static void press(const char *keys) {
  CU_ASSERT(write(screen.fd, keys, strlen(keys)) == (ssize_t)strlen(keys));
}

// How often it has gone to sleep so far.
static long naps(void) {
  char path[64];
  char line[128];
  long count = -1;
  (void)snprintf(path, sizeof path, "/proc/%d/status", (int)screen.child);
  FILE *file = fopen(path, "r");
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    (void)sscanf(line, "voluntary_ctxt_switches: %ld", &count);
  }
  if (file != NULL) {
    (void)fclose(file);
  }
  return count;
}

static void stop(void) {
  int status = 0;
  press("qq");
  settle();
  (void)close(screen.fd);
  CU_ASSERT(waitpid(screen.child, &status, 0) == screen.child);
}

static void a_paused_screen_sends_nothing_and_sleeps(void) {
  start("step; step; step");
  CU_ASSERT(await("PAUSED"));
  settle();
  forget();
  long before = naps();
  CU_ASSERT(!hear(2 * QUIET_MS));
  CU_ASSERT(screen.bytes == 0 && before > 0 && naps() == before);
  stop();
}

static i64 now_ms(void) {
  struct timespec time;
  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (i64)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void a_running_screen_sends_no_more_than_a_slow_line_carries(void) {
  start("speed 60");
  CU_ASSERT(await("PAUSED"));
  settle();
  forget();
  i64 begin = now_ms();
  press(" ");
  CU_ASSERT(await("RUNNING"));
  settle();
  // 64 KB a second, and what may be under way at once.
  i64 most = (now_ms() - begin) * 65536 / 1000 + 8192;
  CU_ASSERT(screen.bytes > 0 && (i64)screen.bytes < most);
  stop();
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_paused_screen_sends_nothing_and_sleeps),
      CASE(a_running_screen_sends_no_more_than_a_slow_line_carries),
      CU_TEST_INFO_NULL};
  return run_suite("sim_terminal", cases);
}
