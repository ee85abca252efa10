// reduced.c -- a stack of steps, each with what sleeps there.
#include "stepping/reduced.h"

#include <stdlib.h>
#include <string.h>

static void release_all(Branching *at) {
  free(at->open);
  free(at->taken.touches);
  for (u32 i = 0; i < at->asleep_count; i++) {
    free(at->asleep[i].touches);
  }
  free(at->asleep);
  *at = (Branching){.open = NULL};
}

void reduced_release(Reduced *reduced) {
  for (u32 i = 0; i < reduced->count; i++) {
    release_all(&reduced->steps[i]);
  }
  free(reduced->steps);
  *reduced = (Reduced){.count = 0};
}

static bool depend(const Sleeper *a, const Sleeper *b) {
  if (a->choice.thread == b->choice.thread || a->touches_all ||
      b->touches_all) {
    return true;
  }
  for (u32 i = 0; i < a->touch_count; i++) {
    for (u32 k = 0; k < b->touch_count; k++) {
      if (a->touches[i].object / 8 == b->touches[k].object / 8 &&
          (a->touches[i].writes || b->touches[k].writes)) {
        return true;
      }
    }
  }
  return false;
}

// A copy of the block, or NULL without memory; never NULL for nothing.
static void *copy_of(const void *block, size_t size) {
  void *copy = malloc(size + 1);
  if (copy != NULL && size > 0) {
    memcpy(copy, block, size);
  }
  return copy;
}

static bool fall_asleep(Branching *at, const Sleeper *sleeper) {
  Sleeper *asleep =
      realloc(at->asleep, (at->asleep_count + 1) * sizeof *asleep);
  if (asleep == NULL) {
    return false;
  }
  at->asleep = asleep;
  Sleeper *new = &asleep[at->asleep_count];
  *new = *sleeper;
  new->touches =
      copy_of(sleeper->touches, sleeper->touch_count * sizeof(Touch));
  at->asleep_count += new->touches != NULL;
  return new->touches != NULL;
}

static bool is_asleep(const Branching *at, Choice choice) {
  for (u32 i = 0; i < at->asleep_count; i++) {
    if (choice_equal(at->asleep[i].choice, choice)) {
      return true;
    }
  }
  return false;
}

// What slept before the step sleeps on if it does not depend on it.
static bool inherit(Branching *at, const Branching *before) {
  for (u32 i = 0; i < before->asleep_count; i++) {
    if (!depend(&before->asleep[i], &before->taken) &&
        !fall_asleep(at, &before->asleep[i])) {
      return false;
    }
  }
  return true;
}

static bool take(Branching *at, const Run *run, u32 n) {
  const Step *step = &run->steps[n];
  free(at->taken.touches);
  at->taken = (Sleeper){.choice = step->choice,
                        .touches_all = step->touches_all,
                        .touch_count = step->touch_count,
                        .touches = copy_of(&run->touches[step->touch_first],
                                           step->touch_count * sizeof(Touch))};
  return at->taken.touches != NULL;
}

static bool add_step(Reduced *reduced, const Run *run, u32 n) {
  const Step *step = &run->steps[n];
  if (n == reduced->room) {
    u32 room = reduced->room == 0 ? 256 : 2 * reduced->room;
    Branching *steps = realloc(reduced->steps, room * sizeof *steps);
    if (steps == NULL) {
      return false;
    }
    reduced->steps = steps;
    reduced->room = room;
  }
  Branching *at = &reduced->steps[n];
  *at = (Branching){.open_count = step->open_count};
  reduced->count = n + 1;
  at->open =
      copy_of(&run->open[step->open_first], step->open_count * sizeof(Choice));
  return at->open != NULL && take(at, run, n) &&
         (n == 0 || !reduced->sleeps || inherit(at, &reduced->steps[n - 1]));
}

bool reduced_learn(Reduced *reduced, const Run *run) {
  if (reduced->count > 0 && run->step_count >= reduced->count &&
      !take(&reduced->steps[reduced->count - 1], run, reduced->count - 1)) {
    reduced->failed = true;
  }
  for (u32 n = reduced->count; n < run->step_count && !reduced->failed; n++) {
    reduced->failed = !add_step(reduced, run, n);
    if (!reduced->failed &&
        is_asleep(&reduced->steps[n], run->steps[n].choice)) {
      return false;
    }
  }
  return true;
}

// The one that was taken is done: from now on it sleeps here.
static bool go_on(Branching *at, Plan *plan, u32 n) {
  for (u32 i = 0; i < at->open_count; i++) {
    if (!is_asleep(at, at->open[i])) {
      at->taken.choice = at->open[i];
      plan->prefix_count = n + 1;
      return true;
    }
  }
  return false;
}

bool reduced_next(Reduced *reduced, Plan *plan) {
  while (reduced->count > 0 && !reduced->failed) {
    u32 n = reduced->count - 1;
    Branching *at = &reduced->steps[n];
    if (!is_asleep(at, at->taken.choice) && !fall_asleep(at, &at->taken)) {
      reduced->failed = true;
      return false;
    }
    if (go_on(at, plan, n)) {
      for (u32 i = 0; i <= n; i++) {
        plan->prefix[i] = reduced->steps[i].taken.choice;
      }
      return true;
    }
    release_all(at);
    reduced->count--;
  }
  return false;
}

// Each step's hash is made from those of the latest steps before that it
// depends on; their sum does not know of any order.
u64 reduced_class(const Run *run) {
  enum { MOST = 400 };
  u64 hashes[MOST];
  u64 sum = 0;
  u32 count = run->step_count < MOST ? run->step_count : MOST;
  for (u32 n = 0; n < count; n++) {
    const Step *step = &run->steps[n];
    Sleeper me = {step->choice, step->touches_all, step->touch_count,
                  (Touch *)(uintptr_t)&run->touches[step->touch_first]};
    u64 hash = step->choice.thread * 256u + step->choice.how + 1;
    u64 past = 0;
    for (u32 k = 0; k < n; k++) {
      const Step *other = &run->steps[k];
      Sleeper it = {other->choice, other->touches_all, other->touch_count,
                    (Touch *)(uintptr_t)&run->touches[other->touch_first]};
      past += depend(&me, &it) ? hashes[k] * 0x9E3779B97F4A7C15u : 0;
    }
    hash = (hash + past) * 0xBF58476D1CE4E5B9u;
    hash ^= hash >> 29;
    hashes[n] = hash * 0x94D049BB133111EBu;
    sum += hashes[n];
  }
  return sum;
}
