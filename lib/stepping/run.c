// run.c -- a copy of the process, which begins the program.

#include "stepping/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stepping/policy.h"
#include "stepping/accesses.h"
#include "stepping/room.h"
#include "stepping/turn.h"

enum { CPU_SECONDS = 2, REAL_SECONDS = 10, MEMORY = 1 << 30 };

// The program's main, as its objects call it now.
int stepped_main(int argc, char **argv, char **environment);

Run *run_new(void) {
  room_share(true);
  Run *run = room_take(sizeof(Run));
  room_share(false);
  return run;
}

// ---- The copy ----

void run_be_quiet(void) {
  int nothing = open("/dev/null", O_RDWR);
  if (nothing >= 0) {
    ignore(dup2(nothing, 0));
    ignore(dup2(nothing, 1));
    ignore(dup2(nothing, 2));
  }
}

// Ends the process, by a signal that says so, when it computes without a step
// or sleeps in the system.
static void set_limits(void) {
  struct itimerval cpu = {.it_value = {.tv_sec = CPU_SECONDS}};
  struct itimerval real = {.it_value = {.tv_sec = REAL_SECONDS}};
  struct rlimit memory = {MEMORY, MEMORY};
  struct rlimit core = {0, 0};
  ignore(setitimer(ITIMER_VIRTUAL, &cpu, NULL));
  ignore(setitimer(ITIMER_REAL, &real, NULL));
  ignore(setrlimit(RLIMIT_DATA, &memory));
  ignore(setrlimit(RLIMIT_CORE, &core));
}

_Noreturn void run_finish(int status, u64 place) {
  Run *run = world->run;
  run->status = status;
  if (status != 0) {
    run_over(VERDICT_EXIT, place, 0, "status %d", status);
  }
  run_over(VERDICT_OK, place, 0, "%s", "");
}

bool run_open(void) {
  return world_open() && fibers_open(PLAN_THREADS) && accesses_open();
}

void run_clear(Run *run) {
  world_clear();
  fibers_clear();
  accesses_clear();
  world->run = run;
  turn_begin();
  policy_born(&world->tasks[0]);
}

void run_prepare(Run *run) {
  if (!run_open()) {
    run->verdict = VERDICT_REFUSED;
    _exit(0);
  }
  run_clear(run);
}

_Noreturn void run_begin(int argc, char **argv) {
  world->on = true;
  run_finish(stepped_main(argc, argv, environ), 0);
}

// ---- Whoever waits for it ----

static Verdict verdict_of(int status) {
  if (WIFEXITED(status)) {
    return VERDICT_EXIT;
  }
  switch (WTERMSIG(status)) {
    case SIGVTALRM:
    case SIGALRM:
      return VERDICT_SILENT;
    case SIGABRT:
      return VERDICT_ASSERTION;
    default:
      return VERDICT_CRASH;
  }
}

void run_reset(Run *run) {
  run->verdict = VERDICT_NONE;
  run->words[0] = '\0';
  run->place[0] = run->place[1] = run->object = 0;
  run->caller[0] = run->caller[1] = 0;
  run->step_count = run->open_count = run->touch_count = 0;
  run->waited_busily = false;
  run->status = 0;
  if (!run->plan.goes_on) {
    run->places.count = 0;  // a run must not depend on those before it
  }
}

void run_accident(Run *run, Verdict verdict, int status) {
  run->verdict = verdict;
  run->status = status;
  if (run->step_count > 0) {
    run->place[0] = run->steps[run->step_count - 1].place;
  }
}

bool run_make(Run *run, int argc, char **argv) {
  run_reset(run);
  ignore(fflush(NULL));
  pid_t copy = fork();
  if (copy < 0) {
    return false;
  }
  if (copy == 0) {
    if (!run->plan.shows) {
      run_be_quiet();
    }
    set_limits();
    run_prepare(run);
    run_begin(argc, argv);
  }
  int status = 0;
  while (waitpid(copy, &status, 0) < 0 && errno == EINTR) {
  }
  if (run->verdict == VERDICT_NONE) {
    run_accident(run, verdict_of(status),
                 WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
  }
  return true;
}
