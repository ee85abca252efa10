// thread.h -- threads, mutexes and conditions that cannot fail quietly.
//
// Thin covers over pthreads: what only a bug can cause aborts by CHECK
// (locking a mutex twice, unlocking somebody else's), and time runs on
// CLOCK_MONOTONIC. A Mutex, Cond or Thread stays at its address from init or
// start to release or join.
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>

#include "base/deadline.h"
#include "base/types.h"

typedef struct Mutex {
  pthread_mutex_t raw;
} Mutex;

void mutex_init(Mutex *mutex);
void mutex_release(Mutex *mutex);  // nobody holds it or waits for it
void mutex_lock(Mutex *mutex);     // blocks; the caller does not hold it yet
void mutex_unlock(Mutex *mutex);   // the caller holds it

typedef struct Cond {
  pthread_cond_t raw;
} Cond;

void cond_init(Cond *cond);
void cond_release(Cond *cond);  // nobody waits for it
void cond_signal(Cond *cond);
void cond_broadcast(Cond *cond);

// Unlock, wait, lock again. May wake without a reason: call it in a loop that
// asks for the state waited for. The caller holds the mutex.
void cond_wait(Cond *cond, Mutex *mutex);

// The same up to `point` on clock_now()'s clock. False: the time is up, and
// the mutex is held again all the same.
MUST_USE bool cond_wait_until(Cond *cond, Mutex *mutex, i64 point);

typedef struct Thread {
  pthread_t raw;
  void (*run)(void *arg);
  void *arg;
  char name[16];  // what debuggers show, cut to fit
} Thread;

// Starts run(arg) on a thread of its own. False: the system has no thread to
// give, and nothing has happened. Borrows *thread until thread_join.
MUST_USE bool thread_start(Thread *thread, const char *name,
                           void (*run)(void *arg), void *arg);

// Blocks until run has returned. Once for every started thread.
void thread_join(Thread *thread);

// Lets another thread run, if one is waiting for this core. For loops that look
// for something for a short while.
void thread_yield(void);

// How many Mutexes the calling thread holds.
int thread_locks_held(void);

typedef enum LockEvent {
  LOCK_LOCKED,    // the calling thread holds it now
  LOCK_BLOCKED,   // another holds it; the calling thread is about to wait
  LOCK_UNLOCKED,  // the calling thread is about to give it up
} LockEvent;

// Called on the thread that locks; must not lock a Mutex itself.
typedef void ThreadLockHook(LockEvent event, const Mutex *mutex);

// Sets who is told of every lock in the process; NULL is nobody.
void thread_set_lock_hook(ThreadLockHook *hook);

#endif
