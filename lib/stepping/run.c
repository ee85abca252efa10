// run.c -- a copy of the process, which begins the program.

#include "stepping/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stepping/policy.h"
#include "stepping/accesses.h"
#include "stepping/turn.h"

enum { CPU_SECONDS = 2, REAL_SECONDS = 10, MEMORY = 1 << 30 };

// The program's main, as its objects call it now.
int stepped_main(int argc, char **argv, char **environment);

static void *shared(size_t size, int how) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                      how | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

Run *run_new(void) {
  return shared(sizeof(Run), MAP_SHARED);
}

// ---- The copy ----

static void be_quiet(void) {
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

void run_prepare(Run *run) {
  world = shared(sizeof *world, MAP_PRIVATE);
  if (world == NULL || !fibers_open() || !accesses_open()) {
    run->verdict = VERDICT_REFUSED;
    _exit(0);
  }
  world->run = run;
  turn_begin();
  policy_born(&world->tasks[0]);
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

bool run_make(Run *run, int argc, char **argv) {
  run->verdict = VERDICT_NONE;
  run->words[0] = '\0';
  run->place[0] = run->place[1] = run->object = 0;
  run->step_count = run->open_count = run->hazard_count = 0;
  run->status = 0;
  ignore(fflush(NULL));
  pid_t copy = fork();
  if (copy < 0) {
    return false;
  }
  if (copy == 0) {
    if (!run->plan.shows) {
      be_quiet();
    }
    set_limits();
    run_prepare(run);
    run_begin(argc, argv);
  }
  int status = 0;
  while (waitpid(copy, &status, 0) < 0 && errno == EINTR) {
  }
  if (run->verdict == VERDICT_NONE) {
    run->verdict = verdict_of(status);
    run->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    if (run->step_count > 0) {
      run->place[0] = run->steps[run->step_count - 1].place;
    }
  }
  return true;
}
