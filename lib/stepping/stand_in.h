// stand_in.h -- the functions that stand in for the system's.
//
// The objects of the program have these names changed in them (objcopy
// --redefine-syms, stand_ins.txt): where they call pthread_mutex_lock they come
// to stepped_pthread_mutex_lock. The source is as it was, and so is the program
// built without that. Outside of a run, before main and at exit, the stand-ins
// go straight on to the system's.
#ifndef STEPPING_STAND_IN_H
#define STEPPING_STAND_IN_H

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include "stepping/turn.h"

// One a line: stand_ins.txt is made from these lines.
#define STAND_INS(IN)            \
  IN(pthread_mutex_init)         \
  IN(pthread_mutex_destroy)      \
  IN(pthread_mutex_lock)         \
  IN(pthread_mutex_trylock)      \
  IN(pthread_mutex_timedlock)    \
  IN(pthread_mutex_unlock)       \
  IN(pthread_cond_init)          \
  IN(pthread_cond_destroy)       \
  IN(pthread_cond_wait)          \
  IN(pthread_cond_timedwait)     \
  IN(pthread_cond_clockwait)     \
  IN(pthread_cond_signal)        \
  IN(pthread_cond_broadcast)     \
  IN(pthread_rwlock_init)        \
  IN(pthread_rwlock_destroy)     \
  IN(pthread_rwlock_rdlock)      \
  IN(pthread_rwlock_wrlock)      \
  IN(pthread_rwlock_tryrdlock)   \
  IN(pthread_rwlock_trywrlock)   \
  IN(pthread_rwlock_unlock)      \
  IN(pthread_spin_init)          \
  IN(pthread_spin_destroy)       \
  IN(pthread_spin_lock)          \
  IN(pthread_spin_trylock)       \
  IN(pthread_spin_unlock)        \
  IN(pthread_barrier_init)       \
  IN(pthread_barrier_destroy)    \
  IN(pthread_barrier_wait)       \
  IN(pthread_once)               \
  IN(pthread_create)             \
  IN(pthread_join)               \
  IN(pthread_detach)             \
  IN(pthread_self)               \
  IN(pthread_exit)               \
  IN(pthread_setname_np)         \
  IN(pthread_key_create)         \
  IN(pthread_getspecific)        \
  IN(pthread_setspecific)        \
  IN(pthread_cancel)             \
  IN(pthread_mutex_clocklock)    \
  IN(pthread_mutex_consistent)   \
  IN(pthread_rwlock_timedrdlock) \
  IN(pthread_rwlock_timedwrlock) \
  IN(pthread_tryjoin_np)         \
  IN(pthread_key_delete)         \
  IN(mtx_init)                   \
  IN(mtx_destroy)                \
  IN(mtx_lock)                   \
  IN(mtx_trylock)                \
  IN(mtx_timedlock)              \
  IN(mtx_unlock)                 \
  IN(cnd_init)                   \
  IN(cnd_destroy)                \
  IN(cnd_wait)                   \
  IN(cnd_timedwait)              \
  IN(cnd_signal)                 \
  IN(cnd_broadcast)              \
  IN(thrd_create)                \
  IN(thrd_join)                  \
  IN(thrd_detach)                \
  IN(thrd_current)               \
  IN(thrd_exit)                  \
  IN(thrd_yield)                 \
  IN(thrd_sleep)                 \
  IN(call_once)                  \
  IN(tss_create)                 \
  IN(tss_delete)                 \
  IN(tss_get)                    \
  IN(tss_set)                    \
  IN(sem_init)                   \
  IN(sem_destroy)                \
  IN(sem_wait)                   \
  IN(sem_trywait)                \
  IN(sem_timedwait)              \
  IN(sem_post)                   \
  IN(sem_getvalue)               \
  IN(sched_yield)                \
  IN(clock_gettime)              \
  IN(clock_nanosleep)            \
  IN(nanosleep)                  \
  IN(usleep)                     \
  IN(sleep)                      \
  IN(time)                       \
  IN(malloc)                     \
  IN(calloc)                     \
  IN(realloc)                    \
  IN(free)                       \
  IN(memcpy)                     \
  IN(memmove)                    \
  IN(memset)                     \
  IN(strlen)                     \
  IN(strcmp)                     \
  IN(strncmp)                    \
  IN(memcmp)                     \
  IN(strcpy)                     \
  IN(strncpy)                    \
  IN(strcat)                     \
  IN(strdup)                     \
  IN(snprintf)                   \
  IN(sprintf)                    \
  IN(strtok)                     \
  IN(strerror)                   \
  IN(localtime)                  \
  IN(gmtime)                     \
  IN(ctime)                      \
  IN(asctime)                    \
  IN(exit)                       \
  IN(_exit)                      \
  IN(abort)                      \
  IN(fork)                       \
  IN(__assert_fail)

#define STEPPING_DECLARE(NAME) __typeof__(NAME) stepped_##NAME;
STAND_INS(STEPPING_DECLARE)

extern const char __executable_start[];  // the linker's

// Where in the program's text the caller is, wherever it was loaded.
#define PLACE place_of(__builtin_return_address(0))

static inline u64 place_of(const void *back) {
  return (u64)(uintptr_t)back - 1 - (u64)(uintptr_t)__executable_start;
}

static inline bool is_stepped(void) {
  return world != NULL && world->on;
}

static inline u64 address_of(const volatile void *object) {
  return (u64)(uintptr_t)object;
}

// A point of the clock, in nanoseconds.
i64 point_of(const struct timespec *time);

#endif
