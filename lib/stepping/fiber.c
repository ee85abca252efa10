// fiber.c -- makecontext to begin with, and longjmp from then on, which makes
// no system call. Below each stack a page guards it.

#include "stepping/fiber.h"

#include <errno.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>

#include "stepping/room.h"

enum { GUARD = 4096, PITCH = FIBER_STACK + GUARD };

// The thread-local variables of the program itself, not of libraries: those
// belong to the one thread that there is.
static struct {
  u8 *now;      // where they are
  u8 *initial;  // what they were at the beginning
  size_t size;
} locals;

typedef struct Pool {
  u8 *stacks;
  u8 *locals;
  u32 count;
  u32 used;
  u32 guarded;  // stacks that have their guard
} Pool;

static Pool *pool;

// Told of each loaded file; the first is the program.
static int find_locals(struct dl_phdr_info *info, size_t size, void *unused) {
  (void)size;
  (void)unused;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type == PT_TLS) {
      locals.size = info->dlpi_phdr[i].p_memsz;
      locals.now = info->dlpi_tls_data;
    }
  }
  return 1;
}

bool fibers_open(u32 count) {
  dl_iterate_phdr(find_locals, NULL);
  if (locals.now == NULL) {
    locals.size = 0;
  }
  pool = room_take(sizeof *pool);
  u8 *all = room_take((count + 1) * locals.size + 1);
  u8 *stacks = room_take((size_t)count * PITCH);
  if (pool == NULL || all == NULL || stacks == NULL) {
    return false;
  }
  *pool = (Pool){.stacks = stacks, .locals = all + locals.size, .count = count};
  locals.initial = all;
  memcpy(locals.initial, locals.now, locals.size);
  return true;
}

void fibers_clear(void) {
  pool->used = 0;
}

bool fiber_adopt(Fiber *fiber) {
  if (pool->used == pool->count) {
    return false;
  }
  *fiber = (Fiber){.locals = pool->locals + pool->used * locals.size};
  memcpy(fiber->locals, locals.initial, locals.size);
  pool->used++;
  return true;
}

bool fiber_make(Fiber *fiber, void (*body)(void)) {
  u32 number = pool->used;
  if (!fiber_adopt(fiber)) {
    return false;
  }
  u8 *stack = pool->stacks + (size_t)number * PITCH;
  if (number >= pool->guarded) {
    pool->guarded = number + 1;
    ignore(mprotect(stack, GUARD, PROT_NONE));
  }
  fiber->fresh = true;
  ignore(getcontext(&fiber->context));
  fiber->context.uc_stack.ss_sp = stack + GUARD;
  fiber->context.uc_stack.ss_size = FIBER_STACK;
  fiber->context.uc_link = NULL;
  makecontext(&fiber->context, body, 0);
  return true;
}

void fiber_switch(Fiber *from, Fiber *to) {
  if (locals.size != 0) {
    memcpy(from->locals, locals.now, locals.size);
    memcpy(locals.now, to->locals, locals.size);
  }
  from->error = errno;
  errno = to->error;
  if (_setjmp(from->here) != 0) {
    return;
  }
  if (!to->fresh) {
    _longjmp(to->here, 1);
  }
  to->fresh = false;
  ignore(setcontext(&to->context));
}

bool fiber_owns(u64 address) {
  return address - (u64)(uintptr_t)locals.now < locals.size;
}
