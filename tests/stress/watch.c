// watch.c -- a thread that sleeps until a round is late.
#include "watch.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/thread.h"
#include "dump.h"

static struct {
  Thread thread;
  Mutex lock;  // protects all below
  Cond changed;
  const char *what;  // NULL: nothing is watched
  System *system;
  i64 point;
  bool stopping;
} watch;

static void bark(void) {
  (void)fprintf(stderr, "%s: no end in time\n", watch.what);
  if (watch.system != NULL) {
    dump_system(watch.system);
  }
  _Exit(1);
}

static void run(void *arg) {
  (void)arg;
  mutex_lock(&watch.lock);
  while (!watch.stopping) {
    if (watch.what == NULL) {
      cond_wait(&watch.changed, &watch.lock);
    } else if (clock_now() >= watch.point) {
      bark();
    } else {
      ignore(cond_wait_until(&watch.changed, &watch.lock, watch.point));
    }
  }
  mutex_unlock(&watch.lock);
}

bool watch_start(void) {
  mutex_init(&watch.lock);
  cond_init(&watch.changed);
  return thread_start(&watch.thread, "watchdog", run, NULL);
}

void watch_stop(void) {
  mutex_lock(&watch.lock);
  watch.stopping = true;
  cond_signal(&watch.changed);
  mutex_unlock(&watch.lock);
  thread_join(&watch.thread);
  cond_release(&watch.changed);
  mutex_release(&watch.lock);
}

static void look_at(const char *what, System *system, i64 point) {
  mutex_lock(&watch.lock);
  watch.what = what;
  watch.system = system;
  watch.point = point;
  cond_signal(&watch.changed);
  mutex_unlock(&watch.lock);
}

void watch_begin(const char *what, Deadline bound) {
  look_at(what, NULL, deadline_point(bound, clock_now()));
}

void watch_system(System *system) {
  mutex_lock(&watch.lock);
  watch.system = system;
  mutex_unlock(&watch.lock);
}

void watch_end(void) {
  look_at(NULL, NULL, 0);
}
