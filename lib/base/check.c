// check.c -- the end of a CHECK that failed.
#include "base/check.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

// Sequentially consistent: set once at a start, read when all is lost.
static _Atomic(CheckHook *) check_hook;

CheckHook *check_set_hook(CheckHook *hook) {
  return atomic_exchange(&check_hook, hook);
}

void check_failed(const char *file, int line, const char *text) {
  CheckHook *hook = atomic_load(&check_hook);
  if (hook) hook(file, line, text);
  fprintf(stderr, "%s:%d: check failed: %s\n", file, line, text);
  abort();
}
