// activation.c -- one Activation a thread, and the jump out of user code.
#include "acting/activation.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/thread.h"
#include "base/writer.h"

_Thread_local Activation activation_here;
static _Thread_local Ref started_here;

Ref activation_main(void) {
  return started_here;
}

void activation_set_main(Ref main) {
  started_here = main;
}

static bool may_leave(void) {
  return activation_here.actor != NULL && activation_here.user_code &&
         thread_locks_held() == 0;
}

static _Noreturn void leave_handler(void) {
  activation()->user_code = false;
  longjmp(*activation()->landing, 1);
}

void fail(const char *reason, ...) {
  Activation *here = activation();
  Writer out = writer_over(here->reason, sizeof here->reason);
  va_list args;
  va_start(args, reason);
  write_args(&out, reason, args);
  va_end(args);
  here->place[0] = '\0';
  if (!may_leave()) {
    check_failed(__FILE__, __LINE__, here->reason);
  }
  leave_handler();
}

void activation_check_failed(const char *file, int line, const char *text) {
  Activation *here = activation();
  if (!may_leave()) {
    return;
  }
  ignore(snprintf(here->reason, sizeof here->reason, "CHECK(%s)", text));
  const char *name = strrchr(file, '/');
  ignore(snprintf(here->place, sizeof here->place, "%s:%d",
                  name == NULL ? file : name + 1, line));
  leave_handler();
}
