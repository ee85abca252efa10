// A storm (storm.h) under every dispatcher: the books balance, the system
// becomes quiet, stops, and leaves no memory.
#include "storm.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ways.h"

// Memory that runs out for a while, again and again.
static u64 allocations;
static u64 drought;

static void *allocate_in_drought(size_t size) {
  allocations++;
  return allocations / drought % 4 == 3 ? NULL : malloc(size);
}

static void blow(u64 round, bool in_drought) {
  StormPlan plan = {.seed = round,
                    .rings = round % 2 == 0,
                    .stirs = 60,
                    .calms = round % 3 != 0,
                    .patience = PATIENCE};
  bool listens = round % 4 < 2;
  storm_begin(&plan);
  System *system = start_listened_system(listens ? storm_listen : NULL, NULL);
  if (in_drought) {
    static const MemAllocator allocator = {allocate_in_drought, free};
    allocations = round * 7;
    drought = 1 + round % 40;
    mem_set_allocator(&allocator);
  }
  storm_blow(system, &plan);
  stop_system(system);
  mem_set_allocator(NULL);
  StormBooks books = storm_books();
  bool balanced = !listens || books.sent == books.handled + books.dead;
  CU_ASSERT(balanced);
  CU_ASSERT_PTR_NULL(books.wrong);
  if (!balanced || books.wrong != NULL) {
    printf("\n    round %llu: %s; %lld sent, %lld handled, %lld dead letters\n",
           (unsigned long long)round, books.wrong != NULL ? books.wrong : "",
           (long long)books.sent, (long long)books.handled,
           (long long)books.dead);
  }
}

// STORM_ROUND=n: that one alone (with TEST_ALL=1 if it is beyond the usual).
static void blow_often(u64 *round, bool in_drought) {
  const char *only = getenv("STORM_ROUND");
  for (int i = 0; i < 8; i++, ++*round) {
    if (only == NULL || *round == strtoull(only, NULL, 10)) {
      blow(*round, in_drought);
    }
  }
}

UNDER_ALL(whatever_actors_do_to_each_other_the_books_balance) {
  static u64 round;
  blow_often(&round, false);
}

STEPPED(wherever_memory_runs_out_the_books_balance) {
  static u64 round;
  blow_often(&round, true);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(whatever_actors_do_to_each_other_the_books_balance),
      CASE(wherever_memory_runs_out_the_books_balance), CU_TEST_INFO_NULL};
  return run_suite("storm", cases);
}
