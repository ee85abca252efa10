// ways.c -- the ways, and which of them failed.
#include "ways.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Way {
  const char *name;
  const Dispatcher *dispatcher;
  size_t workers;
} Way;

static const Way real_ways[] = {{"threads", &run_threads, 0},
                                {"pool of one", &run_pool, 1},
                                {"pool of two", &run_pool, 2}};
static const Way stepped_way = {"stepper", &run_stepper, 0};

static const Way *way;
static u64 seed;

// Says under which way a body failed, once for each.
static void run(const Way *chosen, u64 chosen_seed, void (*body)(void)) {
  way = chosen;
  seed = chosen_seed;
  unsigned before = CU_get_number_of_failures();
  body();
  if (CU_get_number_of_failures() > before) {
    (void)printf("\n    under %s, seed %llu\n", way->name,
                 (unsigned long long)seed);
  }
}

void run_stepped(void (*body)(void)) {
  const char *all = getenv("TEST_ALL");
  u64 seeds = all != NULL && *all == '1' ? 1000 : 20;
  for (u64 i = 0; i < seeds; i++) {
    run(&stepped_way, i, body);
  }
}

void run_all_ways(void (*body)(void)) {
  for (size_t i = 0; i < sizeof real_ways / sizeof *real_ways; i++) {
    run(&real_ways[i], 0, body);
  }
  run_stepped(body);
}

System *start_system(void) {
  return start_listened_system(NULL, NULL);
}

System *start_listened_system(EventListener *listener, void *context) {
  System *system = system_start(&(SystemOptions){.dispatcher = way->dispatcher,
                                                 .seed = &seed,
                                                 .workers = way->workers,
                                                 .listener = listener,
                                                 .context = context});
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  return system;
}

void stop_system(System *system) {
  CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
}
