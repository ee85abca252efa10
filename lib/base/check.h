// check.h -- what must be true in a right program, and is never compiled out.
//
// A failed CHECK is a bug of the caller, not an event of the run: there is
// nothing to return. The runtime sets a hook that ends the faulty actor
// instead of the process where that is safe. Any thread.
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include "base/types.h"

#define CHECK(condition) \
  ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))

// Told of a failed check, on the thread that failed. May leave by longjmp;
// if it returns, the process aborts. Must not fail a check itself.
typedef void CheckHook(const char *file, int line, const char *text);

// Sets the hook of the whole process and gives the one it replaces; NULL is
// no hook.
CheckHook *check_set_hook(CheckHook *hook);

// Calls the hook, then prints file, line and text to stderr and aborts. Does
// not return.
_Noreturn void check_failed(const char *file, int line, const char *text);

#endif
