// fiber.h -- a stack of its own, to go on with when one likes.
//
// All fibers run on one thread of the system, so only one runs, and a switch is
// a plain call. What is _Thread_local in the program is each fiber's own: its
// bytes are changed over at a switch, so a pointer to another fiber's is not
// supported. So is errno.
#ifndef STEPPING_FIBER_H
#define STEPPING_FIBER_H

#include <setjmp.h>
#include <ucontext.h>

#include "base/types.h"

typedef struct Fiber {
  ucontext_t context;  // to begin with
  bool fresh;          // it has not begun
  jmp_buf here;        // to go on with
  u8 *locals;  // what its thread-local variables are while it does not run
  int error;   // and errno
} Fiber;

enum { FIBER_STACK = 8 << 20 };  // as the system gives

// Keeps what thread-local variables are at the beginning, and makes room
// (room.h) for so many fibers. Once, before any other. False: no memory.
MUST_USE bool fibers_open(u32 count);

// All are gone, and the next one made is the first again.
void fibers_clear(void);

// Makes the fiber that runs already. False: no memory.
MUST_USE bool fiber_adopt(Fiber *fiber);

// Makes one that will run `body`, which must not return. False: no memory, and
// nothing has happened.
MUST_USE bool fiber_make(Fiber *fiber, void (*body)(void));

// Goes on with `to`; returns when somebody comes back to `from`.
void fiber_switch(Fiber *from, Fiber *to);

// The bytes of thread-local variables, which are nobody else's.
bool fiber_owns(u64 address);

#endif
