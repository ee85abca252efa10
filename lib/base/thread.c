// thread.c -- pthreads, with every result looked at.
//
// Mutexes are of the error-checking kind: a thread that locks twice, or
// unlocks what it does not hold, aborts at that line instead of hanging or
// corrupting something later. The price is a few nanoseconds a lock.
#include "base/thread.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "base/check.h"

enum { LOCK_TRIES = 100 };

static _Thread_local int locks_held;

// The acquires pair with the release in thread_set_lock_hook: the hook finds
// what was written before it was set.
static _Atomic(ThreadLockHook *) lock_hook;

static void report(LockEvent event, const Mutex *mutex) {
  ThreadLockHook *hook = atomic_load_explicit(&lock_hook, memory_order_acquire);
  if (hook) hook(event, mutex);
}

void thread_set_lock_hook(ThreadLockHook *hook) {
  atomic_store_explicit(&lock_hook, hook, memory_order_release);
}

void thread_yield(void) {
  int err = sched_yield();
  CHECK(err == 0);
}

int thread_locks_held(void) {
  return locks_held;
}

void mutex_init(Mutex *mutex) {
  pthread_mutexattr_t kind;
  int err = pthread_mutexattr_init(&kind);
  CHECK(err == 0);
  err = pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
  CHECK(err == 0);
  err = pthread_mutex_init(&mutex->raw, &kind);
  CHECK(err == 0);
  err = pthread_mutexattr_destroy(&kind);
  CHECK(err == 0);
}

void mutex_release(Mutex *mutex) {
  int err = pthread_mutex_destroy(&mutex->raw);
  CHECK(err == 0);
}

// Locks here are held for less time than it takes to sleep and be woken: so a
// thread tries for a microsecond or two first. Not under the thread sanitizer,
// which learns the order of locks, and so of possible deadlocks, from plain
// locking alone.
static int lock_raw(pthread_mutex_t *raw) {
#if !defined(__SANITIZE_THREAD__)
  for (int tries = 0; tries < LOCK_TRIES; tries++) {
    int err = pthread_mutex_trylock(raw);
    if (err != EBUSY) return err;
  }
#endif
  return pthread_mutex_lock(raw);
}

void mutex_lock(Mutex *mutex) {
  int err = EBUSY;
  // Tried here only while somebody listens.
  if (atomic_load_explicit(&lock_hook, memory_order_acquire)) {
    err = pthread_mutex_trylock(&mutex->raw);
    if (err == EBUSY) report(LOCK_BLOCKED, mutex);
  }
  if (err == EBUSY) err = lock_raw(&mutex->raw);
  CHECK(err == 0);
  locks_held++;
  report(LOCK_LOCKED, mutex);
}

void mutex_unlock(Mutex *mutex) {
  report(LOCK_UNLOCKED, mutex);
  int err = pthread_mutex_unlock(&mutex->raw);
  CHECK(err == 0);
  locks_held--;
}

void cond_init(Cond *cond) {
  pthread_condattr_t kind;
  int err = pthread_condattr_init(&kind);
  CHECK(err == 0);
  err = pthread_condattr_setclock(&kind, CLOCK_MONOTONIC);
  CHECK(err == 0);
  err = pthread_cond_init(&cond->raw, &kind);
  CHECK(err == 0);
  err = pthread_condattr_destroy(&kind);
  CHECK(err == 0);
}

void cond_release(Cond *cond) {
  int err = pthread_cond_destroy(&cond->raw);
  CHECK(err == 0);
}

void cond_signal(Cond *cond) {
  int err = pthread_cond_signal(&cond->raw);
  CHECK(err == 0);
}

void cond_broadcast(Cond *cond) {
  int err = pthread_cond_broadcast(&cond->raw);
  CHECK(err == 0);
}

void cond_wait(Cond *cond, Mutex *mutex) {
  report(LOCK_UNLOCKED, mutex);
  int err = pthread_cond_wait(&cond->raw, &mutex->raw);
  CHECK(err == 0);
  report(LOCK_LOCKED, mutex);
}

bool cond_wait_until(Cond *cond, Mutex *mutex, i64 point) {
  if (point == POINT_NEVER) {
    cond_wait(cond, mutex);
    return true;
  }
  if (point < 0) point = 0;
  struct timespec time = {
      .tv_sec = (time_t)(point / 1000000000),
      .tv_nsec = (long)(point % 1000000000),
  };
  report(LOCK_UNLOCKED, mutex);
  int err = pthread_cond_timedwait(&cond->raw, &mutex->raw, &time);
  CHECK(err == 0 || err == ETIMEDOUT);
  report(LOCK_LOCKED, mutex);
  return err == 0;
}

static void *thread_main(void *arg) {
  Thread *thread = arg;
#ifdef __linux__
  // A name is a courtesy to debuggers: without one the thread runs as well.
  (void)prctl(PR_SET_NAME, thread->name);
#endif
  thread->run(thread->arg);
  return NULL;
}

bool thread_start(Thread *thread, const char *name, void (*run)(void *arg),
                  void *arg) {
  thread->run = run;
  thread->arg = arg;
  snprintf(thread->name, sizeof thread->name, "%s", name);
  int err = pthread_create(&thread->raw, NULL, thread_main, thread);
  CHECK(err == 0 || err == EAGAIN);
  return err == 0;
}

void thread_join(Thread *thread) {
  int err = pthread_join(thread->raw, NULL);
  CHECK(err == 0);
}
