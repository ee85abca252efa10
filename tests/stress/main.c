// main.c -- rounds of random work, until the time is up or something is wrong.
//
// usage: troupe-stress [--seconds S] [--workers K] [--seed N] [--round R]
//                      [--bound S] [--dispatcher pool|threads]
//   --seconds     how long to go on (10)
//   --workers     of the pool; 0, the usual: another number each round, 1 to 8
//   --dispatcher  who runs the actors (pool)
//   --seed        of everything chosen (1)
//   --round       this round alone, again and again
//   --bound       seconds until a round counts as hanging (30)
//
// A round starts a system, lets actors and threads outside do what a seed says,
// stops it, and looks whether totals, outcomes and memory are as they must be.
// What the threads make of a seed differs from run to run; so a round that went
// wrong is repeated by --seed and --round, for some time.
// Exit: 0; 1 something was wrong, or hung (then standard error says who lives
// and waits for what); 2 bad use.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "dump.h"
#include "flood.h"
#include "storm.h"
#include "troupe.h"
#include "watch.h"

typedef struct Wish {
  u64 seconds;
  u64 workers;
  u64 seed;
  u64 round;
  bool one_round;
  u64 bound;
  const Dispatcher *dispatcher;
} Wish;

static bool take_number(const char *text, u64 *number) {
  char *end;
  *number = text == NULL ? 0 : strtoull(text, &end, 10);
  return text != NULL && end != text && *end == '\0';
}

static bool take_option(Wish *wish, const char *name, const char *value) {
  if (strcmp(name, "--seconds") == 0) {
    return take_number(value, &wish->seconds);
  }
  if (strcmp(name, "--workers") == 0) {
    return take_number(value, &wish->workers) && wish->workers <= 64;
  }
  if (strcmp(name, "--seed") == 0) {
    return take_number(value, &wish->seed);
  }
  if (strcmp(name, "--bound") == 0) {
    return take_number(value, &wish->bound) && wish->bound > 0;
  }
  if (strcmp(name, "--round") == 0) {
    wish->one_round = true;
    return take_number(value, &wish->round);
  }
  if (strcmp(name, "--dispatcher") != 0 || value == NULL) {
    return false;
  }
  wish->dispatcher = strcmp(value, "pool") == 0      ? &run_pool
                     : strcmp(value, "threads") == 0 ? &run_threads
                                                     : NULL;
  return wish->dispatcher != NULL;
}

static bool take_wish(Wish *wish, int argc, char **argv) {
  *wish =
      (Wish){.seconds = 10, .seed = 1, .bound = 30, .dispatcher = &run_pool};
  for (int i = 1; i < argc; i += 2) {
    if (!take_option(wish, argv[i], argv[i + 1])) {
      (void)fprintf(stderr,
                    "usage: troupe-stress [--seconds S] [--workers K] "
                    "[--seed N] [--round R] [--bound S] "
                    "[--dispatcher pool|threads]\n");
      return false;
    }
  }
  return true;
}

// ---- A round ----

typedef struct Round {
  const Wish *wish;
  u64 number;
  Rng rng;
  char name[120];
} Round;

static System *start(Round *round, EventListener *listener) {
  const Wish *wish = round->wish;
  u64 seed = rng_next(&round->rng);
  System *system = system_start(&(SystemOptions){
      .dispatcher = wish->dispatcher,
      .seed = &seed,
      .workers = wish->workers != 0 ? (size_t)wish->workers
                                    : (size_t)1 << rng_below(&round->rng, 4),
      .listener = listener});
  watch_system(system);
  return system;
}

// Every actor ends by itself; the watchdog sees to it that it does.
static const char *stop(System *system) {
  SystemOutcome outcome = system_stop(system, NEVER);
  watch_system(NULL);
  return outcome == SYSTEM_CLEAN ? NULL : SystemOutcome_value_names[outcome];
}

static const char *do_storm(Round *round) {
  Rng *rng = &round->rng;
  StormPlan plan = {.seed = rng_next(rng),
                    .rings = rng_below(rng, 2) == 0,
                    .stirs = 20 + (int)rng_below(rng, 100),
                    .outside = rng_below(rng, STORM_OUTSIDE + 1),
                    .calms = rng_below(rng, 3) != 0,
                    .patience = NEVER};
  bool listens = rng_below(rng, 2) == 0;
  storm_begin(&plan);
  System *system = start(round, listens ? storm_listen : NULL);
  if (system == NULL) {
    return "no system: no memory or threads";
  }
  storm_blow(system, &plan);
  if (storm_books().wrong != NULL) {
    (void)fprintf(stderr, "%s:\n", storm_books().wrong);
    dump_system(system);
  }
  const char *wrong = stop(system);
  StormBooks books = storm_books();
  return books.wrong != NULL ? books.wrong
         : listens && books.sent != books.handled + books.dead
             ? "the books do not balance"
             : wrong;
}

static const char *do_flood(Round *round) {
  Rng *rng = &round->rng;
  bool bounded = rng_below(rng, 2) == 0;
  FloodPlan plan = {.seed = rng_next(rng),
                    .outside = 1 + rng_below(rng, FLOOD_OUTSIDE),
                    .pours = 1 + (i64)rng_below(rng, 200),
                    .depth = (i64)rng_below(rng, 6),
                    .capacity = bounded ? 1 + rng_below(rng, 20) : 0,
                    .policy = (FullPolicy)rng_below(rng, 4),
                    .blocking = rng_below(rng, 3) == 0,
                    .calms = rng_below(rng, 3) != 0,
                    .patience = NEVER};
  System *system = start(round, NULL);
  if (system == NULL) {
    return "no system: no memory or threads";
  }
  const char *wrong = flood_pour(system, &plan);
  const char *unclean = stop(system);
  return wrong != NULL ? wrong : unclean;
}

static bool run_round(const Wish *wish, u64 number) {
  Round round = {.wish = wish, .number = number};
  rng_seed(&round.rng, wish->seed * 1000003 + number);
  bool storms = rng_below(&round.rng, 2) == 0;
  (void)snprintf(round.name, sizeof round.name,
                 "--dispatcher %s --workers %" PRIu64 " --seed %" PRIu64
                 " --round %" PRIu64 " (a %s)",
                 wish->dispatcher->name, wish->workers, wish->seed, number,
                 storms ? "storm" : "flood");
  i64 live = mem_live();
  watch_begin(round.name, after_ms((i64)wish->bound * 1000));
  const char *wrong = storms ? do_storm(&round) : do_flood(&round);
  watch_end();
  if (wrong == NULL && mem_live() != live) {
    wrong = "memory is left";
  }
  if (wrong != NULL) {
    (void)fprintf(stderr, "%s: %s\n", round.name, wrong);
  }
  return wrong == NULL;
}

int main(int argc, char **argv) {
  Wish wish;
  if (!take_wish(&wish, argc, argv)) {
    return 2;
  }
  if (!watch_start()) {
    (void)fprintf(stderr, "troupe-stress: no thread for the watchdog\n");
    return 1;
  }
  i64 end = deadline_point(after_ms((i64)wish.seconds * 1000), clock_now());
  u64 rounds = 0;
  bool right = true;
  do {
    right = run_round(&wish, wish.one_round ? wish.round : rounds);
    rounds++;
  } while (right && clock_now() < end);
  watch_stop();
  if (right) {
    (void)printf("%" PRIu64 " rounds, all right\n", rounds);
  }
  return right ? 0 : 1;
}
