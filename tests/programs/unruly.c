// unruly.c -- an actor that does to the simulator what it is told to.
//
// A program on the library, unlike fake_child.c: each message is one way in
// which a watcher's own program can go wrong.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "troupe.h"

#define UNRULY(M)                               \
  M(UNRULY_HEAR, unruly, hear, (text, words), ) \
  M(UNRULY_PRINT, unruly, print, , )            \
  M(UNRULY_LOOP, unruly, loop, , )              \
  M(UNRULY_EAT, unruly, eat, , )                \
  M(UNRULY_FORK, unruly, fork, , )              \
  M(UNRULY_LEAVE, unruly, leave, , )            \
  M(UNRULY_HANG_UP, unruly, hang_up, , )        \
  M(UNRULY_GARBAGE, unruly, garbage, , )        \
  M(UNRULY_FREEZE, unruly, freeze, , )
PROTOCOL(Unruly, unruly, UNRULY)
STATE(UnrulyState, (text, words))
ACTOR(Unruly, unruly, UnrulyState, being)

enum { CONTROL_FDS = 64, CHUNK = 1 << 20 };

static void eat(void) {
  for (;;) {
    volatile char *chunk = malloc(CHUNK);
    for (size_t i = 0; chunk != NULL && i < CHUNK; i += 512) {
      chunk[i] = 1;
    }
  }
}

// A process that outlives its parent and holds all it has open.
static void leave_one_behind(void) {
  if (fork() == 0) {
    for (;;) {
      (void)pause();
    }
  }
  _exit(0);
}

static void print(void) {
  static const char words[] = "nul \0 red \033[31m title \033]0;x\007 c1 \x9b";
  ignore(fwrite(words, 1, sizeof words - 1, stdout));
  (void)fflush(stdout);  // and no end of line
  say("said \033[2J\n");
}

static void garble(bool hangs_up) {
  for (int fd = 3; fd < CONTROL_FDS; fd++) {
    if (hangs_up) {
      (void)close(fd);
    } else {
      ignore(write(fd, "\377\377\377\377 no frame", 13));
    }
  }
  while (hangs_up) {
    (void)pause();
  }
}

static void being(UnrulyState *self, const UnrulyMsg *message) {
  (void)self;
  switch (message->kind) {
    case UNRULY_HEAR:
      break;
    case UNRULY_PRINT:
      print();
      break;
    case UNRULY_LOOP:
      for (volatile int i = 0; i == 0;) {
      }
      break;
    case UNRULY_EAT:
      eat();
      break;
    case UNRULY_FORK:
      leave_one_behind();
      break;
    case UNRULY_LEAVE:
      exit(0);
    case UNRULY_HANG_UP:
      garble(true);
      break;
    case UNRULY_GARBAGE:
      garble(false);
      break;
    case UNRULY_FREEZE:
      (void)raise(SIGSTOP);
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  (void)unruly_spawn(system, "unruly", (UnrulyState){0});
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
