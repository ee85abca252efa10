// ends.c -- the ways a program ends itself, and what cannot be stepped.
#include <assert.h>

#include "stepping/run.h"
#include "stepping/stand_in.h"

_Noreturn void stepped_exit(int status) {
  if (is_stepped()) {
    run_finish(status, PLACE);
  }
  exit(status);
}

_Noreturn void stepped__exit(int status) {
  if (is_stepped()) {
    run_finish(status, PLACE);
  }
  _exit(status);
}

_Noreturn void stepped_abort(void) {
  if (is_stepped()) {
    run_over(VERDICT_ASSERTION, PLACE, 0, "abort");
  }
  abort();
}

_Noreturn void stepped___assert_fail(const char *text, const char *file,
                                     unsigned line, const char *function) {
  if (is_stepped()) {
    run_over(VERDICT_ASSERTION, PLACE, 0, "%s:%u: %s: %s", file, line, function,
             text);
  }
  __assert_fail(text, file, line, function);
}

pid_t stepped_fork(void) {
  if (is_stepped()) {
    run_over(VERDICT_REFUSED, PLACE, 0, "fork cannot be stepped");
  }
  return fork();
}

int stepped_pthread_cancel(pthread_t thread) {
  if (is_stepped()) {
    run_over(VERDICT_REFUSED, PLACE, 0, "pthread_cancel cannot be stepped");
  }
  return pthread_cancel(thread);
}
