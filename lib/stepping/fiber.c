// fiber.c -- makecontext and swapcontext, with a page that guards each stack.

#include "stepping/fiber.h"

#include <errno.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>

enum { GUARD = 4096 };

// The thread-local variables of the program itself, not of libraries: those
// belong to the one thread that there is.
static struct {
  u8 *now;      // where they are
  u8 *initial;  // what they were at the beginning
  size_t size;
} locals;

static void *memory(size_t size) {
  void *block = mmap(NULL, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return block == MAP_FAILED ? NULL : block;
}

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

bool fibers_open(void) {
  dl_iterate_phdr(find_locals, NULL);
  if (locals.size == 0 || locals.now == NULL) {
    locals.size = 0;
    return true;
  }
  locals.initial = memory(locals.size);
  if (locals.initial == NULL) {
    return false;
  }
  memcpy(locals.initial, locals.now, locals.size);
  return true;
}

static bool make_locals(Fiber *fiber) {
  *fiber = (Fiber){.error = 0};
  if (locals.size == 0) {
    return true;
  }
  fiber->locals = memory(locals.size);
  if (fiber->locals != NULL) {
    memcpy(fiber->locals, locals.initial, locals.size);
  }
  return fiber->locals != NULL;
}

bool fiber_adopt(Fiber *fiber) {
  return make_locals(fiber);
}

bool fiber_make(Fiber *fiber, void (*body)(void)) {
  if (!make_locals(fiber) || getcontext(&fiber->context) != 0) {
    return false;
  }
  fiber->stack = memory(FIBER_STACK + GUARD);
  if (fiber->stack == NULL || mprotect(fiber->stack, GUARD, PROT_NONE) != 0) {
    fiber_free(fiber);
    return false;
  }
  fiber->context.uc_stack.ss_sp = (u8 *)fiber->stack + GUARD;
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
  ignore(swapcontext(&from->context, &to->context));
}

void fiber_free(Fiber *fiber) {
  if (fiber->stack != NULL) {
    ignore(munmap(fiber->stack, FIBER_STACK + GUARD));
  }
  if (fiber->locals != NULL) {
    ignore(munmap(fiber->locals, locals.size));
  }
  *fiber = (Fiber){.error = 0};
}

bool fiber_owns(u64 address) {
  return address - (u64)(uintptr_t)locals.now < locals.size;
}
