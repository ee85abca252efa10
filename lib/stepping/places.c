// places.c -- a stack of the calls of each thread.
#include "stepping/places.h"

#include "stepping/world.h"

extern const char __executable_start[];  // the linker's
// The section of library modules, if there are any.
extern const char __start_stepped_library[] __attribute__((weak));
extern const char __stop_stepped_library[] __attribute__((weak));

static bool is_library(const void *address) {
  return (const char *)address > __start_stepped_library &&
         (const char *)address <= __stop_stepped_library;
}

u64 place_of_call(const void *address) {
  const void *at = address;
  if (world != NULL && world->now != NULL) {
    const Task *me = world->now;
    u32 depth = me->call_count < TASK_CALLS ? me->call_count : TASK_CALLS;
    while (is_library(at) && depth > 0) {
      at = me->calls[--depth];
    }
  }
  return (u64)(uintptr_t)at - 1 - (u64)(uintptr_t)__executable_start;
}

void places_enter(const void *address) {
  if (world != NULL && world->now != NULL) {
    Task *me = world->now;
    if (me->call_count < TASK_CALLS) {
      me->calls[me->call_count] = address;
    }
    me->call_count++;
  }
}

void places_leave(void) {
  if (world != NULL && world->now != NULL && world->now->call_count > 0) {
    world->now->call_count--;
  }
}
