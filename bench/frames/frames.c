// frames.c -- how long the simulator takes to draw a frame and to reach a step.
//
//   frames [ACTORS] [MESSAGES] [EVENTS]     (1000 10000 1000000)
//
// The tape is made here, without a program: workers that hand work round. First
// frames of each view at 200x50 while stepping, with so many actors and queued
// messages; then a long tape of eight actors, of which steps are reached at
// random. All of it on one thread; times are of its processor. Last the whole
// screen, on a terminal that only reads: its share of a core, and what it
// sends.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/rng.h"
#include "made.h"
#include "shares.h"
#include "views.h"

enum { ROWS = 50, COLS = 200, FRAMES = 240, SEEKS = 300, FRAME_MS = 16 };

static i64 now_us(void) {
  struct timespec time;
  (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (i64)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int ascending(const void *a, const void *b) {
  i64 left = *(const i64 *)a;
  i64 right = *(const i64 *)b;
  return left < right ? -1 : left > right;
}

static void report(const char *what, i64 *times, size_t count) {
  qsort(times, count, sizeof *times, ascending);
  (void)printf("%-12s p50 %7.2f ms   p99 %7.2f ms   worst %7.2f ms\n", what,
               (double)times[count / 2] / 1000,
               (double)times[count * 99 / 100] / 1000,
               (double)times[count - 1] / 1000);
}

static void measure_views(u64 actors, u64 messages) {
  static const char *const names[VIEWS] = {
      [VIEW_FLOW] = "flow",         [VIEW_SEQUENCE] = "sequence",
      [VIEW_CLUSTER] = "cluster",   [VIEW_ACTORS] = "actors",
      [VIEW_MESSAGES] = "messages", [VIEW_CODE] = "code",
      [VIEW_METRICS] = "metrics"};
  static i64 times[FRAMES];
  Desk desk;
  Grid grid;
  int prompt = 0;
  Maker maker = made_begin(&desk, actors, messages, 64);
  for (u64 i = 1; i <= VIEWS * FRAMES; i++) {
    made_step(&maker, i);
  }
  tape_each(&desk.session.tape, 0, 0, model_apply, &desk.session.model);
  desk.look.actor = made_ref(2);
  desk.screen = true;
  grid_init(&grid, ROWS, COLS, false);
  (void)printf("frames at %dx%d, %llu actors, %llu messages, a step each:\n",
               COLS, ROWS, (unsigned long long)actors,
               (unsigned long long)messages);
  for (int view = 0; view < VIEWS; view++) {
    if (names[view] == NULL) {
      continue;
    }
    desk.look.view = (ViewKind)view;
    for (size_t i = 0; i < FRAMES; i++) {
      i64 start = now_us();
      ignore(session_step(&desk.session) == SESSION_OK);
      frame_draw(&desk, &grid, &prompt);
      times[i] = now_us() - start;
    }
    report(names[view], times, FRAMES);
  }
  grid_release(&grid);
  made_release(&maker);
  desk_release(&desk);
}

static long resident_kb(void) {
  struct rusage usage;
  (void)getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

static void measure_seeks(u64 events) {
  static i64 times[SEEKS];
  Desk desk;
  Rng rng;
  long before = resident_kb();
  Maker maker = made_begin(&desk, 8, 20, 1);
  for (u64 i = 1; maker.events < events; i++) {
    made_step(&maker, i);
  }
  Session *session = &desk.session;
  long tape = resident_kb();
  i64 start = now_us();
  tape_each(&session->tape, 0, 0, model_apply, &session->model);
  session_goto(session, session_last(session));
  i64 folded = now_us() - start;
  rng_seed(&rng, 2);
  for (size_t i = 0; i < SEEKS; i++) {
    u64 target = rng_below(&rng, session_last(session) + 1);
    start = now_us();
    session_goto(session, target);
    times[i] = now_us() - start;
  }
  (void)printf("a tape of %llu events in %llu steps, 8 actors:\n",
               (unsigned long long)maker.events,
               (unsigned long long)session_last(session));
  (void)printf("%-12s %.0f ms, %.2f us an event\n", "once through",
               (double)folded / 1000, (double)folded / (double)maker.events);
  report("any step", times, SEEKS);
  (void)printf("%-12s %.1f MB, of them the tape %.1f MB, %zu models kept\n",
               "memory", (double)(resident_kb() - before) / 1024,
               (double)(tape - before) / 1024, session->history.count);
  (void)printf("%-12s %.1f MB of events, %.1f MB of steps\n", "",
               (double)session->tape.length / 1048576,
               (double)(session->tape.count * sizeof(TapeStep)) / 1048576);
  made_release(&maker);
  desk_release(&desk);
}

static u64 number_at(int count, char **words, int index, u64 usual) {
  return index < count ? strtoull(words[index], NULL, 10) : usual;
}

int main(int count, char **words) {
  u64 actors = number_at(count, words, 1, 1000);
  u64 messages = number_at(count, words, 2, 10000);
  u64 events = number_at(count, words, 3, 1000000);
  if (actors < 1 || actors > 100000 || messages > 1000000) {
    (void)fprintf(stderr, "frames [ACTORS] [MESSAGES] [EVENTS]\n");
    return 2;
  }
  measure_seeks(events);
  measure_views(actors, messages);
  return shares_measure(actors, messages) ? 0 : 1;
}
