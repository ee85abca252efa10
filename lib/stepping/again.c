// again.c -- a copy of the process stands ready, and is told to go by a byte.
#include "stepping/again.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/checkpoint.h"
#include "stepping/room.h"
#include "stepping/world.h"

enum { ARENA = 1 << 29 };

// The process that makes runs, and the ends of two pipes to it.
static struct {
  pid_t process;  // 0: none
  int go;
  int done;
} standing;

// ---- In the process that makes them ----

static Checkpoint *here;

static void leave(void) {
  checkpoint_return(here);
}

static void say_accident(Run *run) {
  if (here->accident == RUN_HUNG) {
    run_accident(run, VERDICT_SILENT, 0);
  } else if (here->accident == RUN_EXITED) {
    run_accident(run, VERDICT_EXIT, here->number);
  } else if (here->accident == RUN_CRASHED) {
    run_accident(run,
                 here->number == SIGABRT ? VERDICT_ASSERTION : VERDICT_CRASH,
                 -here->number);
  }
}

static bool pass(int in, int out) {
  char byte = 0;
  return write(out, &byte, 1) == 1 && read(in, &byte, 1) == 1;
}

static _Noreturn void serve(Run *run, int go, int done, int argc, char **argv) {
  Arena local;
  run_be_quiet();
  checkpoint_prepare();
  free(malloc(1));  // there is a heap, whose end can be put back
  room_share(true);
  if (!arena_open(&local, ARENA) || !run_open()) {
    _exit(1);
  }
  Arena *arena = arena_take(&local, 1, sizeof *arena);
  here = arena_take(&local, 1, sizeof *here);
  *arena = local;
  if (!checkpoint_set(here, arena)) {
    _exit(1);
  }
  say_accident(run);
  if (!pass(go, done) || !checkpoint_go(here)) {
    _exit(0);
  }
  run_clear(run);
  world->leave = leave;
  world->beats = &here->steps;
  run_begin(argc, argv);
}

// ---- In the other ----

static void close_both(const int ends[2]) {
  ignore(close(ends[0]));
  ignore(close(ends[1]));
}

// Waits for its byte: it is ready.
static bool hear(void) {
  char byte;
  ssize_t count;
  do {
    count = read(standing.done, &byte, 1);
  } while (count < 0 && errno == EINTR);
  return count == 1;
}

void again_stop(void) {
  if (standing.process == 0) {
    return;
  }
  ignore(close(standing.go));
  ignore(close(standing.done));
  int status;
  while (waitpid(standing.process, &status, 0) < 0 && errno == EINTR) {
  }
  standing.process = 0;
}

static bool start(Run *run, int argc, char **argv) {
  int go[2];
  int done[2];
  if (pipe(go) != 0) {
    return false;
  }
  if (pipe(done) != 0) {
    close_both(go);
    return false;
  }
  pid_t process = fork();
  if (process == 0) {
    ignore(close(go[1]));
    ignore(close(done[0]));
    serve(run, go[0], done[1], argc, argv);
  }
  ignore(close(go[0]));
  ignore(close(done[1]));
  standing.process = process;
  standing.go = go[1];
  standing.done = done[0];
  if (process < 0) {
    standing.process = 0;
    close_both((int[]){standing.go, standing.done});
    return false;
  }
  if (!hear()) {
    again_stop();
  }
  return standing.process != 0;
}

bool again_make(Run *run, int argc, char **argv) {
  char byte = 0;
  if (standing.process == 0 && !start(run, argc, argv)) {
    return false;
  }
  run_reset(run);
  if (write(standing.go, &byte, 1) == 1 && hear()) {
    return true;
  }
  again_stop();
  return false;
}
