// choose.c -- the policies that need nothing but numbers.
#include "acting/choose.h"

#include "base/rng.h"

const char *option_kind_name(OptionKind kind) {
  static const char *const names[] = {"flush", "handle", "timer", "wake",
                                      "main"};
  return names[kind];
}

size_t choose_random(u64 seed, u64 step, const Option *options, size_t count) {
  Rng rng;
  rng_seed(&rng, seed);
  rng_seed(&rng, rng_next(&rng) ^ step);
  size_t plain = 0;
  for (size_t i = 0; i < count; i++) {
    plain += options[i].kind != OPTION_TIMER;
  }
  if (plain == 0) {
    return (size_t)rng_below(&rng, count);
  }
  size_t chosen = (size_t)rng_below(&rng, plain);
  size_t i = 0;
  while (options[i].kind == OPTION_TIMER || chosen > 0) {
    chosen -= options[i].kind != OPTION_TIMER;
    i++;
  }
  return i;
}

static Choice choose_by_seed(void *context, u64 step, const Option *options,
                             size_t count) {
  const u64 *seed = context;
  return (Choice){.index = choose_random(*seed, step, options, count)};
}

ChoicePolicy policy_random(const u64 *seed) {
  // The policy only reads through its context.
  return (ChoicePolicy){.choose = choose_by_seed,
                        .context = (void *)(uintptr_t)seed};
}

static Choice choose_recorded(void *context, u64 step, const Option *options,
                              size_t count) {
  const Replay *replay = context;
  if (step <= replay->count && replay->choices[step - 1] < count) {
    return (Choice){.index = replay->choices[step - 1]};
  }
  return (Choice){.index = choose_random(0, step, options, count)};
}

ChoicePolicy policy_replay(Replay *replay) {
  return (ChoicePolicy){.choose = choose_recorded, .context = replay};
}
