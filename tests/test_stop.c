// Tests of a stop that comes while actors are being spawned.
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/thread.h"
#include "support.h"
#include "troupe.h"

#define PARENT(M) M(PARENT_HAVE, parent, have, , )
PROTOCOL(Parent, parent, PARENT)
STATE(ParentState, (i64, unused))
ACTOR(Parent, parent, ParentState, spawning)

enum { LATE = 2 };

// A spawn that has its slot goes on only when the stop tells the first actor.
static struct {
  System *system;
  atomic_int waiting;
  atomic_bool stops;
  atomic_bool may_go;
} gate;
static _Thread_local bool is_late;
static _Thread_local bool is_main;

static void *allocate(size_t size) {
  if (is_late) {
    is_late = false;
    atomic_fetch_add(&gate.waiting, 1);
    wait_until(atomic_load(&gate.may_go), PATIENCE);
  }
  if (is_main && thread_locks_held() == 0 &&
      atomic_exchange(&gate.stops, false)) {
    u64 before = system_counts(gate.system).spawned;
    atomic_store(&gate.may_go, true);
    wait_until(system_counts(gate.system).spawned == before + LATE, PATIENCE);
  }
  return malloc(size);
}

static void spawning(ParentState *self, const ParentMsg *message) {
  (void)self;
  switch (message->kind) {
    case PARENT_HAVE:
      is_late = true;  // a label that is known takes no memory
      (void)parent_spawn(actor_system(), "parent", (ParentState){.unused = 0});
      break;
  }
}

static void raise_family(System *system) {
  static const ParentState state;
  static const ChildSpec child = {
      .type = &parent_type, .label = "child", .state = &state};
  static const SupervisorOptions options = {.children = &child, .count = 1};
  SupervisorRef supervisor = supervisor_spawn(system, "supervisor", &options);
  CU_ASSERT_EQUAL(actor_wait_started(supervisor.ref, PATIENCE), START_OK);
}

static void stop_meanwhile(const Dispatcher *dispatcher) {
  static const MemAllocator slow = {allocate, free};
  SystemOptions options = {.dispatcher = dispatcher, .workers = LATE};
  System *system = system_start(&options);
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  gate.system = system;
  atomic_store(&gate.waiting, 0);
  atomic_store(&gate.may_go, false);
  is_main = true;
  raise_family(system);
  ParentRef parents[LATE];
  for (int i = 0; i < LATE; i++) {
    parents[i] = parent_spawn(system, "parent", (ParentState){.unused = 0});
    CU_ASSERT_EQUAL(actor_wait_started(parents[i].ref, PATIENCE), START_OK);
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  mem_set_allocator(&slow);
  for (int i = 0; i < LATE; i++) {
    CU_ASSERT_EQUAL(parent_tell_have(parents[i]), TELL_OK);
  }
  wait_until(atomic_load(&gate.waiting) == LATE, PATIENCE);
  atomic_store(&gate.stops, true);
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
  mem_set_allocator(NULL);
  is_main = false;
}

// Those that come late are in nobody's list when the others are told.
static void actors_that_are_being_spawned_do_not_hold_up_the_stop(void) {
  stop_meanwhile(&run_threads);
  stop_meanwhile(&run_pool);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(actors_that_are_being_spawned_do_not_hold_up_the_stop),
      CU_TEST_INFO_NULL};
  return run_suite("stop", cases);
}
