// seeds.c -- run, and where it fails, cut and try again.
#include "proving/seeds.h"

#include <inttypes.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

enum { MOST_TRIES = 400 };

// A run's choices up to a length; all others are the first that is open.
typedef struct Run {
  u64 seed;
  size_t *choices;
  size_t count;
  u64 steps;
} Run;

static bool body_fails(SeedsBody *body, Kit *kit) {
  if (kit == NULL) {
    return true;
  }
  body(kit);
  return kit_problem(kit) != NULL;
}

static Run write_down(const Kit *kit, u64 seed) {
  const size_t *choices;
  size_t count = kit_choices(kit, &choices);
  Run run = {seed, mem_array(size_t, count + 1), count, count};
  if (count > 0) {
    memcpy(run.choices, choices, count * sizeof *choices);
  }
  return run;
}

static bool fails_with(SeedsBody *body, Run *run, size_t count) {
  Kit *kit = kit_replay(run->seed, run->choices, count);
  bool fails = body_fails(body, kit);
  if (fails && kit != NULL) {
    const size_t *choices;
    run->steps = kit_choices(kit, &choices);
  }
  kit_free(kit);
  return fails;
}

// The shortest start that still fails: halves what it cuts when that no longer
// does.
static void cut_end(SeedsBody *body, Run *run, size_t *tries) {
  for (size_t cut = run->count; cut > 0 && *tries < MOST_TRIES;) {
    ++*tries;
    size_t kept = run->count > cut ? run->count - cut : 0;
    if (run->count > 0 && fails_with(body, run, kept)) {
      run->count = kept;
    } else {
      cut /= 2;
    }
  }
}

// Each choice that can as well be the first that is open becomes so.
static void smooth(SeedsBody *body, Run *run, size_t *tries) {
  for (size_t i = run->count; i > 0 && *tries < MOST_TRIES; i--) {
    size_t was = run->choices[i - 1];
    if (was == 0) {
      continue;
    }
    ++*tries;
    run->choices[i - 1] = 0;
    if (!fails_with(body, run, run->count)) {
      run->choices[i - 1] = was;
    }
  }
}

static void write_run(const Kit *kit, const Run *run, Writer *report) {
  write_text(report, "choices:");
  for (size_t i = 0; i < run->count; i++) {
    write_format(report, " %zu", run->choices[i]);
  }
  const Tape *tape = kit_tape(kit);
  for (size_t i = 0; i < tape_length(tape); i++) {
    write_format(report, "\n%6" PRIu64 "  %s", tape_step(tape, i),
                 tape_line(tape, i));
  }
  write_char(report, '\n');
}

static void shorten(SeedsBody *body, Run *run, SeedsVerdict *verdict,
                    Writer *report) {
  size_t tries = 0;
  cut_end(body, run, &tries);
  smooth(body, run, &tries);
  cut_end(body, run, &tries);
  Kit *kit = kit_replay(run->seed, run->choices, run->count);
  bool fails = body_fails(body, kit);
  CHECK(fails && "a body does the same for the same kit");
  verdict->needed = run->count;
  verdict->steps = run->steps;
  if (kit != NULL) {
    write_format(report, "%s\nseed %" PRIu64 ", %" PRIu64 " steps, ",
                 kit_problem(kit), verdict->seed, run->steps);
    write_run(kit, run, report);
  }
  kit_free(kit);
}

SeedsVerdict seeds_run(SeedsBody *body, u64 seeds, Writer *report) {
  SeedsVerdict verdict = {.passed = true};
  for (u64 seed = 0; verdict.passed && seed < seeds; seed++) {
    Kit *kit = kit_new(seed);
    verdict.tried++;
    if (body_fails(body, kit)) {
      verdict.passed = false;
      verdict.seed = seed;
    }
    Run run = {seed, NULL, 0, 0};
    if (!verdict.passed && kit != NULL) {
      run = write_down(kit, seed);
    }
    kit_free(kit);
    if (run.choices != NULL) {
      shorten(body, &run, &verdict, report);
      mem_free(run.choices);
    } else if (!verdict.passed) {
      write_text(report, "out of memory\n");
    }
  }
  return verdict;
}
