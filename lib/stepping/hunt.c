// hunt.c -- in turn: the usual run, all of few preemptions, many at random.
#include "stepping/hunt.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "stepping/again.h"
#include "stepping/reduced.h"
#include "stepping/schedules.h"

typedef struct Hunt {
  Run *run;
  const HuntPlan *plan;
  int argc;
  char **argv;
  HuntResult *result;
  i64 end;
  bool copies;  // each run is one of a copy of the process
} Hunt;

static i64 clock_nanoseconds(void) {
  struct timespec now;
  ignore(clock_gettime(CLOCK_MONOTONIC, &now));
  return (i64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static bool is_wrong(Verdict verdict) {
  return verdict != VERDICT_OK && verdict != VERDICT_CUT;
}

static bool has_time(const Hunt *hunt) {
  return clock_nanoseconds() < hunt->end;
}

// One more run by run->plan. True: it went wrong, or no more can be made.
static bool try_one(Hunt *hunt) {
  Run *run = hunt->run;
  HuntResult *result = hunt->result;
  bool made = !hunt->copies && again_make(run, hunt->argc, hunt->argv);
  if (!made && !run_make(run, hunt->argc, hunt->argv)) {
    result->verdict = VERDICT_NONE;
    return true;
  }
  result->runs++;
  result->steps += run->step_count;
  result->cut += run->verdict == VERDICT_CUT;
  result->verdict = run->verdict;
  result->weak = run->plan.weak;
  return is_wrong(run->verdict);
}

static void plan_replay(Hunt *hunt, bool weak) {
  Plan *plan = &hunt->run->plan;
  plan->mode = PLAN_REPLAY;
  plan->prefix_count = 0;
  plan->weak = weak;
  plan->goes_on = hunt->plan->goes_on;
  plan->steps = hunt->plan->steps;
  plan->seed = hunt->plan->seed;
  plan->spurious = false;
}

// ---- All schedules with few preemptions ----

static bool try_bound(Hunt *hunt, Schedules *schedules, u32 bound) {
  Plan *plan = &hunt->run->plan;
  const Places *places = &hunt->run->places;
  plan->prefix_count = 0;
  schedules_begin(schedules, bound);
  bool more = true;
  while (more) {
    u32 known = places->count;
    if (!has_time(hunt) || schedules->failed) {
      return false;
    }
    if (try_one(hunt)) {
      return true;
    }
    if (hunt->plan->goes_on &&
        places->count != known) {  // there are more steps now: begin anew
      plan->prefix_count = 0;
      schedules_begin(schedules, bound);
      continue;
    }
    schedules_learn(schedules, hunt->run);
    more = schedules_next(schedules, plan);
  }
  hunt->result->bound = (i32)bound;
  hunt->result->complete = !schedules->pruned && hunt->result->cut == 0;
  return false;
}

static bool try_schedules(Hunt *hunt, bool weak, u32 from, u32 to) {
  Schedules schedules = {.count = 0};
  bool found = false;
  plan_replay(hunt, weak);
  i64 end = hunt->end;
  hunt->end -= (end - clock_nanoseconds()) / 6;  // some is left for the others
  for (u32 bound = from;
       bound <= to && !found && !hunt->result->complete && has_time(hunt);
       bound++) {
    found = try_bound(hunt, &schedules, bound);
  }
  hunt->end = end;
  schedules_release(&schedules);
  return found;
}

// ---- All schedules that are not alike ----

// Classes seen, to count them.
typedef struct Classes {
  u64 *all;
  u32 count;
  u32 room;
} Classes;

static void count_class(Classes *classes, u64 class) {
  for (u32 i = 0; i < classes->count; i++) {
    if (classes->all[i] == class) {
      return;
    }
  }
  if (classes->count == classes->room) {
    u32 room = 2 * classes->room + 64;
    u64 *all = realloc(classes->all, room * sizeof *all);
    if (all == NULL) {
      return;
    }
    classes->all = all;
    classes->room = room;
  }
  classes->all[classes->count++] = class;
}

// Without sleep sets it is brute force, to compare with. `classes` may be NULL.
static bool try_reduced(Hunt *hunt, bool sleeps, i64 end, Classes *classes) {
  Reduced reduced = {.sleeps = sleeps};
  Run *run = hunt->run;
  bool found = false;
  bool more = true;
  plan_replay(hunt, false);
  while (more && !found && clock_nanoseconds() < end && !run->waited_busily &&
         !reduced.failed) {
    u64 cut = hunt->result->cut;
    found = try_one(hunt);
    if (found || hunt->result->cut != cut) {
      break;
    }
    if (reduced_learn(&reduced, run) && classes != NULL) {
      count_class(classes, reduced_class(run));
    }
    more = !run->waited_busily && reduced_next(&reduced, &run->plan);
  }
  hunt->result->complete =
      !more && !run->waited_busily && !reduced.failed && !found;
  reduced_release(&reduced);
  return found;
}

// ---- At random ----

// Those with numbers from `from` to `to`.
static bool try_random(Hunt *hunt, bool weak, u64 from, u64 to) {
  Plan *plan = &hunt->run->plan;
  plan_replay(hunt, weak);
  u32 length = hunt->run->step_count;
  for (u64 i = from; i < to && has_time(hunt); i++) {
    plan->seed = hunt->plan->seed + i;
    plan->mode = i % 2 == 0 ? PLAN_PCT : PLAN_RANDOM;
    plan->depth = 2 + (u32)(i / 2 % 3);
    plan->length = length;
    plan->spurious = i % 4 == 3;
    if (try_one(hunt)) {
      return true;
    }
    hunt->result->random++;
    length = hunt->run->step_count > length ? hunt->run->step_count : length;
  }
  return false;
}

// ---- The one that was found ----

// As few of its choices as need be given, the rest as usual.
static void shorten(Hunt *hunt) {
  Run *run = hunt->run;
  Verdict verdict = run->verdict;
  u32 count = run->step_count;
  bool spurious = run->plan.spurious;
  static Choice choices[PLAN_STEPS];
  for (u32 i = 0; i < count; i++) {
    choices[i] = run->steps[i].choice;
  }
  u32 enough = count;
  u32 tries = 0;
  plan_replay(hunt, run->plan.weak);
  run->plan.spurious = spurious;
  for (u32 n = 0; n < count && tries < 200 && has_time(hunt);
       n += count / 200 + 1, tries++) {
    for (u32 i = 0; i < n; i++) {
      run->plan.prefix[i] = choices[i];
    }
    run->plan.prefix_count = n;
    ignore(try_one(hunt));
    if (run->verdict == verdict) {
      enough = n;
      break;
    }
  }
  for (u32 i = 0; i < enough; i++) {
    run->plan.prefix[i] = choices[i];
  }
  run->plan.prefix_count = enough;
  ignore(try_one(hunt));
}

// ---- All ----

// True if runs whose memory is put back are as those of copies: the usual one
// is made by a copy, and twice so.
static bool is_put_back(Hunt *hunt) {
  Run *run = hunt->run;
  plan_replay(hunt, false);
  hunt->copies = true;
  ignore(try_one(hunt));
  Verdict verdict = run->verdict;
  u32 steps = run->step_count;
  if (verdict == VERDICT_SILENT) {
    return false;
  }
  hunt->copies = false;
  for (int i = 0; i < 2; i++) {
    ignore(try_one(hunt));
    if (run->verdict != verdict || run->step_count != steps) {
      return false;
    }
  }
  return true;
}

// When so much of the time that is left will be over.
static i64 part_of(const Hunt *hunt, i64 part) {
  i64 now = clock_nanoseconds();
  return now + (hunt->end - now) / part;
}

// What a few at random find soon, all in order may find late: so they come
// between.
static bool try_all(Hunt *hunt, bool weak) {
  const HuntPlan *plan = hunt->plan;
  u64 some = plan->runs / 10;
  hunt->result->bound = -1;
  hunt->result->complete = false;
  // At random also when there are no other schedules: conditions may still
  // wake for nothing.
  return try_schedules(hunt, weak, 0, 0) || try_random(hunt, weak, 0, some) ||
         (!weak && !plan->goes_on && !hunt->result->complete &&
          try_reduced(hunt, true, part_of(hunt, 6), NULL)) ||
         try_schedules(hunt, weak, 1, plan->preemptions) ||
         try_random(hunt, weak, some, plan->runs);
}

static bool search(Hunt *hunt) {
  HuntResult *result = hunt->result;
  bool found = try_all(hunt, false);
  if (!found && hunt->plan->weak) {
    i32 bound = result->bound;
    found = try_all(hunt, true);
    if (!found) {
      result->bound = bound;
    }
  }
  return found && is_wrong(result->verdict);
}

// The run that went wrong, with as few choices as need be given, made by a
// copy. False: it does not go wrong there.
static bool show(Hunt *hunt) {
  Verdict verdict = hunt->run->verdict;
  if (verdict == VERDICT_SILENT) {
    return true;
  }
  hunt->end = clock_nanoseconds() + hunt->plan->time / 2;
  shorten(hunt);
  hunt->copies = true;
  ignore(try_one(hunt));
  return hunt->run->verdict == verdict;
}

void hunt_compare(Run *run, const HuntPlan *plan, int argc, char **argv) {
  for (int sleeps = 1; sleeps >= 0; sleeps--) {
    HuntResult result = {.bound = -1};
    Classes classes = {.count = 0};
    Hunt all = {.run = run,
                .plan = plan,
                .argc = argc,
                .argv = argv,
                .result = &result,
                .end = clock_nanoseconds() + plan->time};
    run->waited_busily = false;
    ignore(try_reduced(&all, sleeps, all.end, &classes));
    printf("%s: %llu runs, %u unlike, %s, %s\n", sleeps ? "reduced" : "all",
           (unsigned long long)result.runs, classes.count,
           result.complete ? "whole" : "not whole",
           verdict_name(result.verdict));
    free(classes.all);
  }
  again_stop();
}

void hunt(Run *run, const HuntPlan *plan, int argc, char **argv,
          HuntResult *result) {
  i64 start = clock_nanoseconds();
  *result = (HuntResult){.bound = -1};
  Hunt all = {.run = run,
              .plan = plan,
              .argc = argc,
              .argv = argv,
              .result = result,
              .end = start + plan->time};
  all.copies = !is_put_back(&all);
  bool copies = all.copies;
  if (search(&all) && !show(&all) && !copies) {
    all.copies = true;  // it was not put back after all
    all.end = clock_nanoseconds() + plan->time;
    ignore(search(&all) && show(&all));
  }
  again_stop();
  result->time = clock_nanoseconds() - start;
}
