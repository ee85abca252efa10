// shares.c -- the real screen, in a child, on a pty of which the bytes are
// counted.
//
// The tape is made before the fork, so the child's processor time is that of
// reading steps from it, drawing and curses. A child that makes the steps,
// which the simulator has besides, is no part of it.
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#include "shares.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "made.h"
#include "screen.h"

enum { ROWS = 50, COLS = 200, SECONDS = 4, STEPS_A_SECOND = 60 };

static i64 now_us(void) {
  struct timespec time;
  (void)clock_gettime(CLOCK_MONOTONIC, &time);
  return (i64)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

// In the child: the pty's other end becomes the terminal.
static void take_terminal(const char *name) {
  struct winsize size = {.ws_row = ROWS, .ws_col = COLS};
  (void)setsid();
  int fd = open(name, O_RDWR);
  if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0 ||
      ioctl(fd, TIOCSWINSZ, &size) != 0 || dup2(fd, 0) < 0 || dup2(fd, 1) < 0) {
    _exit(1);
  }
  (void)setenv("TERM", "xterm-256color", 1);
  (void)unsetenv("LINES");
  (void)unsetenv("COLUMNS");
}

// What the child did, for its parent to read.
typedef struct Done {
  u64 steps;
  u64 frames;
} Done;

static void watch(Desk *desk, const char *name, Done *done) {
  Text why = {0};
  volatile int stop = 0;
  u64 before = session_cursor(&desk->session);
  take_terminal(name);
  if (!screen_open(false, false, &why)) {
    _exit(1);
  }
  int code = screen_run(desk, &stop);
  done->steps = session_cursor(&desk->session) - before;
  done->frames = screen_frames();
  screen_close();
  _exit(code);
}

// Reads for so long; gives the bytes.
static size_t read_for(int fd, i64 us) {
  size_t bytes = 0;
  char buffer[16384];
  i64 end = now_us() + us;
  for (i64 left = us; left > 0; left = end - now_us()) {
    struct pollfd ready = {fd, POLLIN, 0};
    if (poll(&ready, 1, (int)(left / 1000) + 1) > 0) {
      ssize_t got = read(fd, buffer, sizeof buffer);
      bytes += got > 0 ? (size_t)got : 0;
      left = got > 0 ? left : 0;
    }
  }
  return bytes;
}

static i64 time_of(const struct rusage *usage) {
  return ((i64)usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000 +
         usage->ru_utime.tv_usec + usage->ru_stime.tv_usec;
}

// Processor time of a child that runs, as the system counts it.
static i64 time_now(pid_t child) {
  clockid_t clock;
  struct timespec time = {0};
  if (clock_getcpuclockid(child, &clock) == 0) {
    (void)clock_gettime(clock, &time);
  }
  return (i64)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

// The first frame, which sends the whole screen, is over before it is measured.
static bool measure(Desk *desk, const char *what, Done *done) {
  int fd = posix_openpt(O_RDWR | O_NOCTTY);
  if (fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0) {
    return false;
  }
  (void)fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    watch(desk, ptsname(fd), done);
  }
  (void)read_for(fd, 500000);
  i64 begin = now_us();
  i64 used = time_now(child);
  size_t bytes = read_for(fd, (i64)SECONDS * 1000000);
  used = time_now(child) - used;
  double seconds = (double)(now_us() - begin) / 1e6;
  (void)!write(fd, "qq", 2);
  (void)read_for(fd, 300000);
  struct rusage usage;
  int status = 0;
  bool good = child > 0 && wait4(child, &status, 0, &usage) == child &&
              time_of(&usage) >= used;
  (void)close(fd);
  (void)printf(
      "%-12s %6.2f %% of a core   %6.1f KB/s   %5.1f steps/s   %5.1f "
      "frames/s\n",
      what, (double)used / 1e4 / seconds, (double)bytes / 1024 / seconds,
      (double)done->steps / (seconds + 0.5),
      (double)done->frames / (seconds + 0.5));
  return good;
}

bool shares_measure(u64 actors, u64 messages) {
  static const char *const names[VIEWS] = {"flow",    "sequence", "cluster",
                                           "actors",  "messages", "code",
                                           "explore", "metrics"};
  Desk desk;
  Maker maker = made_begin(&desk, actors, messages, 64);
  Done *done = mmap(NULL, sizeof *done, PROT_READ | PROT_WRITE,
                    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  (void)setlocale(LC_ALL, "C.UTF-8");
  for (u64 i = 1; i <= (u64)STEPS_A_SECOND * (SECONDS + 4); i++) {
    made_step(&maker, i);
  }
  tape_each(&desk.session.tape, 0, 0, model_apply, &desk.session.model);
  desk.look.actor = made_ref(2);
  desk.look.speed = STEPS_A_SECOND;
  (void)printf("the screen at %dx%d and %d steps a second, %d s each:\n", COLS,
               ROWS, STEPS_A_SECOND, SECONDS);
  bool good = done != MAP_FAILED;
  desk.runner.on = true;
  for (int view = 0; view < VIEWS && good; view++) {
    desk.look.view = (ViewKind)view;
    good = view == VIEW_EXPLORE || measure(&desk, names[view], done);
  }
  desk.runner.on = false;
  good = good && measure(&desk, "paused", done);
  made_release(&maker);
  desk_release(&desk);
  return good;
}
