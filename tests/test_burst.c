// Tests of memory after a burst: it comes back, and a second burst lives on
// what the first has left. Counted in blocks and in resident pages, not timed.
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"
#include "support.h"
#include "troupe.h"

#define SINK(M)                \
  M(SINK_HOLD, sink, hold, , ) \
  M(SINK_DROP, sink, drop, , ) \
  M(SINK_COUNT, sink, count, , (i64, drops))
PROTOCOL(Sink, sink, SINK)
STATE(SinkState, (i64, drops))
ACTOR(Sink, sink, SinkState, sinking)

static atomic_bool may_go;

static void sinking(SinkState *self, const SinkMsg *message) {
  switch (message->kind) {
    case SINK_HOLD:
      while (!atomic_load(&may_go)) {
        thread_yield();
      }
      break;
    case SINK_DROP:
      self->drops++;
      break;
    case SINK_COUNT:
      sink_reply_count(self->drops);
      break;
  }
}

#if defined(NO_POOL)  // a sanitizer keeps what is freed
enum { COUNTS_PAGES = 0, DEPTH = 5000, CROWD = 2000 };
#else
enum { COUNTS_PAGES = 1, DEPTH = 300000, CROWD = 100000 };
#endif

// 0: not known here.
static i64 resident_pages(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  long long pages = 0;
  if (file != NULL) {
    if (fscanf(file, "%*s %lld", &pages) != 1) {
      pages = 0;
    }
    (void)fclose(file);
  }
  return COUNTS_PAGES ? pages : 0;
}

// As many messages wait before the first is handled.
static void deep_backlog(System *system, SinkRef sink) {
  atomic_store(&may_go, false);
  CU_ASSERT_EQUAL(sink_tell_hold(sink), TELL_OK);
  bool told = true;
  for (int i = 0; i < DEPTH; i++) {
    told = told && sink_tell_drop(sink) == TELL_OK;
  }
  CU_ASSERT_TRUE(told);
  atomic_store(&may_go, true);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static void crowd(System *system, SinkRef sink) {
  (void)sink;
  SinkRef *all = mem_array(SinkRef, CROWD);
  for (int i = 0; i < CROWD; i++) {
    all[i] = sink_spawn(system, "one of many", (SinkState){.drops = 0});
  }
  CU_ASSERT_EQUAL(spawn_outcome(all[CROWD - 1].ref), SPAWN_OK);
  for (int i = 0; i < CROWD; i++) {
    actor_stop(all[i].ref);
  }
  mem_free(all);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

// The first burst leaves no block behind but those of the table of slots, of
// which `slots` hold some each; the pages it has touched are used again.
static void burst_often(void (*burst)(System *system, SinkRef sink),
                        i64 slots) {
  enum { BURSTS = 4, SOME_PAGES = 256 };
  SystemOptions options = {.dispatcher = &run_pool, .workers = 2};
  System *system = system_start(&options);
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  SinkRef sink = sink_spawn(system, "sink", (SinkState){.drops = 0});
  CU_ASSERT_EQUAL(actor_wait_started(sink.ref, PATIENCE), START_OK);
  i64 before = mem_live();
  burst(system, sink);
  i64 live = mem_live();
  CU_ASSERT(live <= before + slots);
  i64 pages = resident_pages();
  for (int i = 1; i < BURSTS; i++) {
    burst(system, sink);
    CU_ASSERT_EQUAL(mem_live(), live);
    CU_ASSERT(resident_pages() <= pages + SOME_PAGES);
  }
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
}

static void a_deep_backlog_leaves_no_memory_and_a_second_takes_none(void) {
  burst_often(deep_backlog, 0);
}

static void a_crowd_that_ends_leaves_no_memory_and_a_second_takes_none(void) {
  enum { SLOTS_TOGETHER = 1024 };
  burst_often(crowd, CROWD / SLOTS_TOGETHER + 1);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_deep_backlog_leaves_no_memory_and_a_second_takes_none),
      CASE(a_crowd_that_ends_leaves_no_memory_and_a_second_takes_none),
      CU_TEST_INFO_NULL};
  return run_suite("burst", cases);
}
