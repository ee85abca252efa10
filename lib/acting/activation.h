// activation.h -- what runs on a thread, and how it fails.
//
// While a dispatcher runs an actor on a thread, the thread's Activation names
// the actor. User code (a handler, on_start, on_stop) may leave it by fail() or
// by a CHECK that does not hold; the runtime's own code, or code that holds a
// Mutex, may not: there the process aborts, because what it was changing would
// stay half changed.
#ifndef ACTING_ACTIVATION_H
#define ACTING_ACTIVATION_H

#include <setjmp.h>

#include "acting/dispatch.h"
#include "telling/ref.h"

// Ends this handler now; the actor fails with this reason (a printf format).
// What it owns is freed; messages it sent before are on their way. Also where
// a CHECK in a handler fails. Outside a handler it aborts.
_Noreturn void fail(const char *reason, ...) PRINTF_LIKE(1, 2);

// ---- For the runtime ----

typedef struct Activation {
  Actor *actor;      // NULL: outside
  jmp_buf *landing;  // where a failure lands; set while user_code is
  bool user_code;
  // Who runs next on this thread and on no other (a worker's slot), or NULL;
  // and the end of the list of messages that he has, if it is known.
  Actor *next;
  struct Message *next_last;
  u64 brought_by;    // the actor's own timer that brought its message, or 0
  char reason[256];  // of the failure
  char place[64];    // file:line of a CHECK, or empty
} Activation;

extern _Thread_local Activation activation_here;

// The calling thread's own, never NULL.
static inline Activation *activation(void) {
  return &activation_here;
}

// The `main` of the system that the calling thread started last, or NOBODY. By
// now that system may have been stopped, by another thread too.
Ref activation_main(void);
void activation_set_main(Ref main);

// The hook of CHECK (base/check.h).
void activation_check_failed(const char *file, int line, const char *text);

#endif
