// fiber.h -- a stack of its own, to go on with when one likes.
//
// All fibers run on one thread of the system, so only one runs, and a switch is
// a plain call. What is _Thread_local in the program is each fiber's own: its
// bytes are changed over at a switch, so a pointer to another fiber's is not
// supported. So is errno.
#ifndef STEPPING_FIBER_H
#define STEPPING_FIBER_H

#include <ucontext.h>

#include "base/types.h"

typedef struct Fiber {
  ucontext_t context;
  void *stack;  // NULL: the process's own
  u8 *locals;   // what its thread-local variables are while it does not run
  int error;    // and errno
} Fiber;

enum { FIBER_STACK = 8 << 20 };  // as the system gives

// Keeps what thread-local variables are at the beginning. Once, before any
// other. False: no memory.
MUST_USE bool fibers_open(void);

// Makes the fiber that runs already. False: no memory.
MUST_USE bool fiber_adopt(Fiber *fiber);

// Makes one that will run `body`, which must not return. False: no memory, and
// nothing has happened.
MUST_USE bool fiber_make(Fiber *fiber, void (*body)(void));

// Goes on with `to`; returns when somebody comes back to `from`.
void fiber_switch(Fiber *from, Fiber *to);

// Frees one that will not run again; not the one that runs.
void fiber_free(Fiber *fiber);

// The bytes of thread-local variables, which are nobody else's.
bool fiber_owns(u64 address);

#endif
