// notify.h -- step 4 of the chapter: a condition with a memory of one. Given;
// do not change it.
#ifndef EXERCISE_NOTIFY_H
#define EXERCISE_NOTIFY_H

#include "base/thread.h"
#include "base/types.h"

typedef struct Notify {
  Mutex lock;  // protects all below
  Cond told;
  bool permit;  // somebody was told, and has not heard it yet
} Notify;

static inline void notify_init(Notify *notify) {
  mutex_init(&notify->lock);
  cond_init(&notify->told);
  notify->permit = false;
}

static inline void notify_release(Notify *notify) {
  cond_release(&notify->told);
  mutex_release(&notify->lock);
}

// Wakes one who waits, or keeps the permit for the next one who will. Two in
// a row may be one.
static inline void notify_tell(Notify *notify) {
  mutex_lock(&notify->lock);
  notify->permit = true;
  cond_signal(&notify->told);
  mutex_unlock(&notify->lock);
}

// Blocks until there is a permit, and takes it.
static inline void notify_wait(Notify *notify) {
  mutex_lock(&notify->lock);
  while (!notify->permit) cond_wait(&notify->told, &notify->lock);
  notify->permit = false;
  mutex_unlock(&notify->lock);
}

#endif
