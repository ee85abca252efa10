// sleepers.c -- the seat and the list under one lock, and two flags outside it
// for those who push work: they hardly ever have to lock.
#include "acting/sleepers.h"

#include "base/check.h"

void sleepers_init(Sleepers *sleepers, bool (*has_work)(void *context),
                   void *context) {
  *sleepers = (Sleepers){.has_work = has_work, .context = context};
  mutex_init(&sleepers->lock);
}

void sleepers_release(Sleepers *sleepers) {
  CHECK(sleepers->asleep == NULL);
  mutex_release(&sleepers->lock);
}

void sleeper_init(Sleeper *self) {
  *self = (Sleeper){.called = false};
  cond_init(&self->wake);
}

void sleeper_release(Sleeper *self) {
  cond_release(&self->wake);
}

// After each change of seat or list. Sequentially consistent: pairs with the
// load in sleepers_call, see the header.
static void tell_locked(Sleepers *sleepers) {
  bool short_handed = sleepers->seat == NULL && sleepers->asleep != NULL;
  if (atomic_load_explicit(&sleepers->short_handed, memory_order_relaxed) !=
      short_handed) {
    atomic_store(&sleepers->short_handed, short_handed);
  }
}

// Gives the one that is to be woken, or NULL.
static Sleeper *call_locked(Sleepers *sleepers) {
  Sleeper *called = sleepers->asleep;
  if (sleepers->seat != NULL || called == NULL) {
    return NULL;
  }
  sleepers->asleep = called->next;
  sleepers->seat = called;
  called->called = true;
  tell_locked(sleepers);
  return called;
}

// Without the lock, which it would have to wait for otherwise. Workers are
// released after all that may call them.
static void wake(Sleeper *called) {
  if (called != NULL) {
    cond_signal(&called->wake);
  }
}

// Out of the list, by whoever calls it, into the seat.
static bool sleep_locked(Sleepers *sleepers, Sleeper *self) {
  while (!self->called && !sleepers->stopping) {
    cond_wait(&self->wake, &sleepers->lock);
  }
  self->called = false;
  return !sleepers->stopping;
}

static void lie_down_locked(Sleepers *sleepers, Sleeper *self) {
  self->next = sleepers->asleep;
  sleepers->asleep = self;
}

bool sleepers_sit(Sleepers *sleepers, Sleeper *self) {
  mutex_lock(&sleepers->lock);
  bool sits = !sleepers->stopping;
  if (sits && sleepers->seat == NULL) {
    sleepers->seat = self;
    tell_locked(sleepers);
  } else if (sits) {
    lie_down_locked(sleepers, self);
    sits = sleep_locked(sleepers, self);
  }
  mutex_unlock(&sleepers->lock);
  return sits;
}

void sleepers_get_up(Sleepers *sleepers) {
  mutex_lock(&sleepers->lock);
  sleepers->seat = NULL;
  tell_locked(sleepers);
  bool others = sleepers->asleep != NULL;
  mutex_unlock(&sleepers->lock);
  if (others && sleepers->has_work(sleepers->context)) {
    sleepers_call(sleepers);
  }
}

bool sleepers_sleep(Sleepers *sleepers, Sleeper *self) {
  mutex_lock(&sleepers->lock);
  sleepers->seat = NULL;
  if (!sleepers->stopping) {
    lie_down_locked(sleepers, self);
  }
  tell_locked(sleepers);
  mutex_unlock(&sleepers->lock);
  if (sleepers->has_work(sleepers->context)) {
    sleepers_call(sleepers);  // perhaps itself
  }
  mutex_lock(&sleepers->lock);
  bool sits = sleep_locked(sleepers, self);
  mutex_unlock(&sleepers->lock);
  return sits;
}

bool sleepers_nap(Sleepers *sleepers, Sleeper *self, i64 point) {
  mutex_lock(&sleepers->lock);
  // Sequentially consistent: pairs with the load in sleepers_call_any. The
  // caller's next look may be late by one nap, never longer.
  atomic_store(&sleepers->naps, true);
  bool in_time = true;
  while (!self->called && in_time && !sleepers->stopping) {
    in_time = cond_wait_until(&self->wake, &sleepers->lock, point);
  }
  self->called = false;
  atomic_store(&sleepers->naps, false);
  bool goes_on = !sleepers->stopping;
  mutex_unlock(&sleepers->lock);
  return goes_on;
}

void sleepers_call_one(Sleepers *sleepers) {
  mutex_lock(&sleepers->lock);
  Sleeper *called = call_locked(sleepers);
  mutex_unlock(&sleepers->lock);
  wake(called);
}

void sleepers_call_any(Sleepers *sleepers) {
  sleepers_call(sleepers);
  if (atomic_load(&sleepers->naps)) {
    mutex_lock(&sleepers->lock);
    bool naps = atomic_load_explicit(&sleepers->naps, memory_order_relaxed);
    Sleeper *called = naps ? sleepers->seat : NULL;
    if (called != NULL) {
      called->called = true;
    }
    mutex_unlock(&sleepers->lock);
    wake(called);
  }
}

void sleepers_stop(Sleepers *sleepers) {
  mutex_lock(&sleepers->lock);
  sleepers->stopping = true;
  for (Sleeper *at = sleepers->asleep; at != NULL; at = at->next) {
    cond_signal(&at->wake);
  }
  if (sleepers->seat != NULL) {
    cond_signal(&sleepers->seat->wake);
  }
  sleepers->asleep = NULL;
  mutex_unlock(&sleepers->lock);
}
