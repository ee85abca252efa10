// test_checkpoint.c -- a process that comes back to a moment: what is put back,
// and how a run can end. Each case is a process of its own.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/checkpoint.h"
#include "base/check.h"
#include "base/mem.h"
#include "support.h"

enum { RUNS = 20, ARENA = 64 << 20 };

static int global = 7;
static char *block;

// In the arena: what outlives the runs.
typedef struct Seen {
  Arena arena;
  Checkpoint checkpoint;
  int runs;
  int wrong;  // things found otherwise than they were left
  int accidents;
} Seen;

typedef void RunFn(Seen *seen, int run);

static void compare(Seen *seen, int local) {
  seen->wrong += global != 7;
  seen->wrong += local != 3;
  seen->wrong += strcmp(block, "as it was") != 0;
}

static int make_runs(RunFn *run) {
  Arena arena;
  volatile int local = 3;
  CHECK(arena_open(&arena, ARENA));
  Seen *seen = ARENA_ARRAY(&arena, Seen, 1);
  seen->arena = arena;
  block = mem_array(char, 64);
  memcpy(block, "as it was", 10);
  if (!checkpoint_set(&seen->checkpoint, &seen->arena)) {
    return 99;
  }
  while (seen->runs < RUNS) {
    seen->accidents += seen->checkpoint.accident != RUN_CAME_BACK;
    compare(seen, local);
    seen->runs++;
    if (checkpoint_go(&seen->checkpoint)) {
      global = seen->runs;
      local = seen->runs;
      memset(block, 'x', 10);
      run(seen, seen->runs);
      checkpoint_return(&seen->checkpoint);
    }
  }
  seen->accidents += seen->checkpoint.accident != RUN_CAME_BACK;
  _exit(seen->wrong > 0 ? 98 : seen->accidents);
}

// So many runs end by an accident; 98: something was not put back. The thread
// sanitizer has a thread of its own, and then there are no runs at all.
static void expect_accidents(RunFn *run, int wanted) {
  int status = 0;
  (void)fflush(stdout);  // or the child would print it too
  pid_t child = fork();
  CU_ASSERT_FATAL(child >= 0);
  if (child == 0) {
    bool alone = checkpoint_is_alone();
    int refused = make_runs(run);
    _exit(alone ? refused : wanted);
  }
  CU_ASSERT_FATAL(waitpid(child, &status, 0) == child);
  CU_ASSERT(WIFEXITED(status));
  CU_ASSERT_EQUAL(WEXITSTATUS(status), wanted);
}

static void nothing(Seen *seen, int run) {
  (void)seen;
  (void)run;
}

static void a_run_leaves_no_trace_in_memory(void) {
  expect_accidents(nothing, 0);
}

static void takes_memory(Seen *seen, int run) {
  (void)seen;
  for (int i = 0; i < 200; i++) {
    void *taken = mem_must((size_t)(i + 1) * 500, 1);
    memset(taken, run, (size_t)i + 1);
    if (i % 3 == 0) {
      mem_free(taken);
    }
  }
  mem_free(block);
}

static void memory_taken_and_freed_is_as_before(void) {
  expect_accidents(takes_memory, 0);
}

static void opens_a_file(Seen *seen, int run) {
  int fd = dup(2);
  (void)run;
  seen->wrong += fd != seen->checkpoint.first_free;
}

static void descriptors_are_closed_again(void) {
  expect_accidents(opens_a_file, 0);
}

static void crashes_sometimes(Seen *seen, int run) {
  (void)seen;
  if (run % 4 == 0) {
    abort();
  }
}

static void a_crash_is_the_end_of_its_run_alone(void) {
  expect_accidents(crashes_sometimes, RUNS / 4);
}

static void exits_sometimes(Seen *seen, int run) {
  (void)seen;
  if (run % 5 == 0) {
    exit(3);
  }
}

static void an_exit_is_the_end_of_its_run_alone(void) {
  expect_accidents(exits_sometimes, RUNS / 5);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(a_run_leaves_no_trace_in_memory),
                         CASE(memory_taken_and_freed_is_as_before),
                         CASE(descriptors_are_closed_again),
                         CASE(a_crash_is_the_end_of_its_run_alone),
                         CASE(an_exit_is_the_end_of_its_run_alone),
                         CU_TEST_INFO_NULL};
  return run_suite("checkpoint", cases);
}
