// times.c -- clocks and sleeps: a time of the run's own.
//
// It moves a microsecond a step, and on when a timed wait ends by its time. A
// sleep says only that at least so much time has passed afterwards: any other
// thread may have been slower, so it orders nothing.

#include <errno.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include "stepping/calls.h"
#include "stepping/stand_in.h"

enum { SECOND = 1000000000 };

i64 point_of(const struct timespec *time) {
  return (i64)time->tv_sec * SECOND + time->tv_nsec;
}

int stepped_clock_gettime(clockid_t clock, struct timespec *time) {
  if (!is_stepped()) {
    return clock_gettime(clock, time);
  }
  world->time += 1000;
  world->run->waited_busily = true;
  time->tv_sec = world->time / SECOND;
  time->tv_nsec = world->time % SECOND;
  return 0;
}

time_t stepped_time(time_t *out) {
  if (!is_stepped()) {
    return time(out);
  }
  world->run->waited_busily = true;
  if (out != NULL) {
    *out = world->time / SECOND;
  }
  return world->time / SECOND;
}

void give_way(OpKind kind, i64 due, u64 place) {
  world->now->yields = true;
  turn_point((Op){.kind = kind, .due = due, .place = place});
  world->now->yields = false;
  if (due > world->time) {
    world->time = due;
  }
}

int stepped_nanosleep(const struct timespec *span, struct timespec *left) {
  if (!is_stepped()) {
    return nanosleep(span, left);
  }
  give_way(OP_SLEEP, world->time + point_of(span), PLACE);
  return 0;
}

int stepped_clock_nanosleep(clockid_t clock, int flags,
                            const struct timespec *span,
                            struct timespec *left) {
  if (!is_stepped()) {
    return clock_nanosleep(clock, flags, span, left);
  }
  i64 from = (flags & TIMER_ABSTIME) != 0 ? 0 : world->time;
  give_way(OP_SLEEP, from + point_of(span), PLACE);
  return 0;
}

int stepped_usleep(unsigned span) {
  if (!is_stepped()) {
    return usleep(span);
  }
  give_way(OP_SLEEP, world->time + (i64)span * 1000, PLACE);
  return 0;
}

unsigned stepped_sleep(unsigned seconds) {
  if (!is_stepped()) {
    return sleep(seconds);
  }
  give_way(OP_SLEEP, world->time + (i64)seconds * SECOND, PLACE);
  return 0;
}

int stepped_sched_yield(void) {
  if (!is_stepped()) {
    return sched_yield();
  }
  give_way(OP_YIELD, 0, PLACE);
  return 0;
}
