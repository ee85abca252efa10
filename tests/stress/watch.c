// watch.c -- a thread that sleeps until a round is late.
#include "watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/check.h"
#include "base/thread.h"
#include "dump.h"

static struct {
  Thread thread;
  Mutex lock;  // protects all below
  Cond changed;
  const char *what;  // NULL: nothing is watched
  System *system;
  i64 point;
  int late;  // so often it was, and went on
  bool stopping;
} watch;

enum { LOOK_MS = 5000, LATE_MOST = 20 };

// Who hangs sleeps: it takes next to no time of the processor.
static i64 processor_ns(void) {
  struct timespec used;
  CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0);
  return used.tv_sec * (i64)1000000000 + used.tv_nsec;
}

// True: the round has ended meanwhile, or it is only slow.
static bool goes_on(void) {
  static const i64 asleep_ns = 5000000;
  i64 before = processor_ns();
  i64 point = deadline_point(after_ms(LOOK_MS), clock_now());
  while (watch.what != NULL && clock_now() < point) {
    ignore(cond_wait_until(&watch.changed, &watch.lock, point));
  }
  return watch.what == NULL || processor_ns() - before > asleep_ns;
}

static void bark(void) {
  if (watch.late < LATE_MOST && goes_on()) {
    watch.late++;
    return;
  }
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
  watch.late = 0;
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
