// frames.c -- how long the simulator takes to draw a frame and to reach a step.
//
//   frames [ACTORS] [MESSAGES] [EVENTS]     (1000 10000 1000000)
//
// The tape is made here, without a program: workers that hand work round. First
// frames of each view at 200x50 while stepping, with so many actors and queued
// messages; then a long tape of eight actors, of which steps are reached at
// random. All of it on one thread; times are of its processor.
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/mem.h"
#include "base/rng.h"
#include "views.h"

enum { ROWS = 50, COLS = 200, FRAMES = 240, SEEKS = 300, FRAME_MS = 16 };

static i64 now_us(void) {
  struct timespec time;
  (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (i64)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static u64 ref_of(u64 slot) {
  return (u64)1 << 56 | slot << 30 | 1;
}

typedef struct Pending {
  MessageId id;
  u64 to;
} Pending;

typedef struct Maker {
  Tape *tape;
  Rng rng;
  u64 actors;
  u64 *sequences;  // by slot
  u64 events;
  u64 options;       // told after each step
  Pending *pending;  // in the order they were sent
  size_t sent;
  size_t arrived;
  size_t taken;
  size_t room;
} Maker;

static void tell(Maker *maker, Event event) {
  if (tape_append(maker->tape, &event) != TAPE_OK) {
    (void)fprintf(stderr, "the tape is full\n");
    exit(1);
  }
  maker->events++;
}

static void post(Maker *maker, u64 from, u64 to) {
  char text[64];
  MessageId id = {ref_of(from), ++maker->sequences[from]};
  (void)snprintf(text, sizeof text, "work{job: %llu}",
                 (unsigned long long)id.sequence);
  tell(maker, (Event){.kind = EVENT_SENT,
                      .actor = ref_of(from),
                      .other = ref_of(to),
                      .id = id,
                      .name = "work",
                      .text = text});
  size_t at = maker->sent++ % maker->room;
  maker->pending[at].id = id;
  maker->pending[at].to = to;
}

// What was sent first of what is in flight.
static void arrive(Maker *maker) {
  size_t at = maker->arrived++ % maker->room;
  MessageId id = maker->pending[at].id;
  tell(maker, (Event){.kind = EVENT_FLUSHED,
                      .actor = ref_of(maker->pending[at].to),
                      .other = id.sender,
                      .id = id});
}

static void end_step(Maker *maker) {
  tell(maker, (Event){.kind = EVENT_STEPPED, .number = maker->events});
  for (u64 i = 0; i < maker->options; i++) {
    u64 slot = 2 + rng_below(&maker->rng, maker->actors);
    tell(maker, (Event){.kind = EVENT_OPTION,
                        .name = "handle",
                        .number = i,
                        .actor = ref_of(slot),
                        .other = ref_of(0),
                        .text = "work{job: 1}"});
  }
  tell(maker, (Event){.kind = EVENT_READY, .number = maker->options});
}

// Who is born and what is queued before the first step.
static void begin(Maker *maker, u64 messages) {
  tell(maker, (Event){.kind = EVENT_RUN, .number = 1, .name = "frames"});
  tell(maker, (Event){.kind = EVENT_PROTOCOL,
                      .name = "Worker",
                      .text = "work(job: i64) | jobs: i64 | working"});
  for (u64 slot = 0; slot < maker->actors + 2; slot++) {
    char label[24];
    (void)snprintf(label, sizeof label, "w-%llu", (unsigned long long)slot);
    tell(maker, (Event){.kind = EVENT_SPAWNED,
                        .actor = ref_of(slot),
                        .other = slot > 1 ? ref_of(0) : 0,
                        .name = slot == 0   ? "main"
                                : slot == 1 ? "you"
                                            : label,
                        .text = "Worker",
                        .number = 64});
    tell(maker, (Event){.kind = EVENT_STARTED,
                        .actor = ref_of(slot),
                        .text = "{jobs: 0}"});
  }
  for (u64 i = 0; i < messages; i++) {
    u64 from = 2 + rng_below(&maker->rng, maker->actors);
    u64 to = 2 + i % maker->actors;
    post(maker, from, to);
  }
  for (u64 i = 0; i < messages * 9 / 10; i++) {
    arrive(maker);
  }
  end_step(maker);
}

// One actor takes the message, answers with another to somebody else.
static void step(Maker *maker, u64 number) {
  char state[40];
  bool flush = number % 2 == 1;
  size_t at = (flush ? maker->arrived : maker->taken) % maker->room;
  MessageId id = maker->pending[at].id;
  u64 actor = maker->pending[at].to;
  u64 sender = id.sender >> 30 & 0x3FFFFFF;
  tell(maker, (Event){.kind = EVENT_CHOICE,
                      .name = flush ? "flush" : "handle",
                      .actor = ref_of(flush ? sender : actor),
                      .other = ref_of(flush ? actor : sender),
                      .id = id,
                      .text = "work{job: 1}"});
  if (flush) {
    arrive(maker);
  } else {
    maker->taken++;
    post(maker, actor, 2 + rng_below(&maker->rng, maker->actors));
    (void)snprintf(state, sizeof state, "{jobs: %llu}",
                   (unsigned long long)number);
    tell(maker, (Event){.kind = EVENT_TAKEN,
                        .actor = ref_of(actor),
                        .other = id.sender,
                        .id = id});
    tell(maker, (Event){.kind = EVENT_HANDLED,
                        .actor = ref_of(actor),
                        .other = id.sender,
                        .id = id,
                        .name = "work",
                        .text = state});
  }
  end_step(maker);
}

static Maker make(Desk *desk, u64 actors, u64 messages, u64 options) {
  desk_init(desk, "none", "frames", 1);
  Maker maker = {.tape = &desk->session.tape,
                 .actors = actors,
                 .options = options,
                 .room = messages + 2};
  rng_seed(&maker.rng, 1);
  maker.pending = mem_array(Pending, maker.room);
  maker.sequences = mem_array(u64, actors + 2);
  for (u64 i = 0; i < actors + 2; i++) {
    maker.sequences[i] = 0;
  }
  begin(&maker, messages);
  return maker;
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
  Maker maker = make(&desk, actors, messages, 64);
  for (u64 i = 1; i <= VIEWS * FRAMES; i++) {
    step(&maker, i);
  }
  tape_each(&desk.session.tape, 0, 0, model_apply, &desk.session.model);
  desk.look.actor = ref_of(2);
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
  mem_free(maker.sequences);
  mem_free(maker.pending);
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
  Maker maker = make(&desk, 8, 20, 1);
  for (u64 i = 1; maker.events < events; i++) {
    step(&maker, i);
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
  mem_free(maker.sequences);
  mem_free(maker.pending);
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
  return 0;
}
