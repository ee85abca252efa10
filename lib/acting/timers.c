// timers.c -- a heap, a lock, and a thread that sleeps until the earliest.
#include "acting/timers.h"

#include "base/check.h"
#include "base/list.h"

void timers_init(Timers *timers, System *owner, void (*firing)(System *system),
                 void (*fired)(System *system)) {
  *timers = (Timers){.owner = owner, .firing = firing, .fired = fired};
  mutex_init(&timers->lock);
  cond_init(&timers->earlier);
  heap_init(&timers->heap);
}

void timers_release(Timers *timers) {
  CHECK(heap_length(&timers->heap) == 0);
  cond_release(&timers->earlier);
  mutex_release(&timers->lock);
}

bool timers_add(Timers *timers, Timer *timer, i64 point) {
  mutex_lock(&timers->lock);
  CHECK(!timer->armed);
  timer->armed = true;
  timers->strong += !timer->weak;
  heap_push(&timers->heap, &timer->node, point);
  bool first = heap_first(&timers->heap) == &timer->node;
  mutex_unlock(&timers->lock);
  return first;
}

bool timers_remove(Timers *timers, Timer *timer) {
  mutex_lock(&timers->lock);
  bool armed = timer->armed;
  if (armed) {
    heap_remove(&timers->heap, &timer->node);
    timer->armed = false;
    timers->strong -= !timer->weak;
  }
  mutex_unlock(&timers->lock);
  return armed;
}

bool timers_move(Timers *timers, Timer *timer, i64 point) {
  mutex_lock(&timers->lock);
  bool armed = timer->armed;
  if (armed) {
    heap_remove(&timers->heap, &timer->node);
    heap_push(&timers->heap, &timer->node, point);
  }
  mutex_unlock(&timers->lock);
  return armed;
}

bool timers_weaken(Timers *timers, Timer *timer) {
  mutex_lock(&timers->lock);
  bool counted = timer->armed && !timer->weak;
  timer->weak = true;
  timers->strong -= counted;
  mutex_unlock(&timers->lock);
  return counted;
}

bool timers_are_strong(Timers *timers) {
  mutex_lock(&timers->lock);
  bool strong = timers->strong > 0;
  mutex_unlock(&timers->lock);
  return strong;
}

static Timer *first_locked(Timers *timers) {
  HeapNode *node = heap_first(&timers->heap);
  return node == NULL ? NULL : CONTAINER_OF(node, Timer, node);
}

i64 timers_next(Timers *timers, Ref *owner) {
  mutex_lock(&timers->lock);
  Timer *timer = first_locked(timers);
  i64 point = timer == NULL ? POINT_NEVER : timer->node.key;
  *owner = timer == NULL ? NOBODY : timer->owner;
  mutex_unlock(&timers->lock);
  return point;
}

static Timer *take_locked(Timers *timers) {
  Timer *timer = first_locked(timers);
  if (timer != NULL) {
    heap_remove(&timers->heap, &timer->node);
    timer->armed = false;
    timers->strong -= !timer->weak;
  }
  return timer;
}

bool timers_fire_next(Timers *timers, i64 now) {
  mutex_lock(&timers->lock);
  Timer *timer = first_locked(timers);
  if (timer == NULL || timer->node.key > now) {
    mutex_unlock(&timers->lock);
    return false;
  }
  // Copied under the lock: once unlocked, its owner may use it again.
  void (*fire)(System *, Timer *, u64) = timer->fire;
  u64 argument = timer->argument;
  bool weak = timer->weak;
  ignore(take_locked(timers));
  mutex_unlock(&timers->lock);
  if (weak) {
    timers->firing(timers->owner);
  }
  fire(timers->owner, timer, argument);
  timers->fired(timers->owner);
  return true;
}

static void run(void *arg) {
  Timers *timers = arg;
  mutex_lock(&timers->lock);
  while (!timers->stopping) {
    Timer *timer = first_locked(timers);
    i64 due = timer == NULL ? POINT_NEVER : timer->node.key;
    if (due > clock_now()) {
      ignore(cond_wait_until(&timers->earlier, &timers->lock, due));
      continue;
    }
    mutex_unlock(&timers->lock);
    ignore(timers_fire_next(timers, clock_now()));
    mutex_lock(&timers->lock);
  }
  mutex_unlock(&timers->lock);
}

bool timers_start(Timers *timers) {
  timers->threaded = thread_start(&timers->thread, "timers", run, timers);
  return timers->threaded;
}

void timers_wake(Timers *timers) {
  mutex_lock(&timers->lock);
  cond_signal(&timers->earlier);
  mutex_unlock(&timers->lock);
}

void timers_stop(Timers *timers) {
  if (!timers->threaded) {
    return;
  }
  mutex_lock(&timers->lock);
  timers->stopping = true;
  cond_signal(&timers->earlier);
  mutex_unlock(&timers->lock);
  thread_join(&timers->thread);
  timers->threaded = false;
}
