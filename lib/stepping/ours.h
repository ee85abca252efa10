// ours.h -- stand-ins for base/thread.h, base/mem.h and the clock, where a
// program is built on the library.
//
// What it calls is then stepped at its own line, and not at one inside of the
// library. (base/mem.h counts and can be made to fail; here it does neither.)
#ifndef STEPPING_OURS_H
#define STEPPING_OURS_H

#include "base/check.h"
#include "base/deadline.h"
#include "base/mem.h"
#include "base/thread.h"

// One a line: ours.txt is made from these lines.
#define OURS(IN)      \
  IN(mutex_init)      \
  IN(mutex_release)   \
  IN(mutex_lock)      \
  IN(mutex_unlock)    \
  IN(cond_init)       \
  IN(cond_release)    \
  IN(cond_signal)     \
  IN(cond_broadcast)  \
  IN(cond_wait)       \
  IN(cond_wait_until) \
  IN(clock_now)       \
  IN(thread_start)    \
  IN(thread_join)     \
  IN(thread_yield)    \
  IN(mem_must)        \
  IN(mem_try)         \
  IN(mem_try_array)   \
  IN(mem_free)        \
  IN(check_failed)

#define OURS_DECLARE(NAME) __typeof__(NAME) stepped_##NAME;
OURS(OURS_DECLARE)

#endif
