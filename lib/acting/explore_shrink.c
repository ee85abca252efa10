// explore_shrink.c -- chunks of steps left out, the halves first, then the
// quarters, until no single one can be missed (Zeller and Hildebrandt,
// "Simplifying and isolating failure-inducing input", 2002).
//
// A step is known again by its process, not by its place among the options: a
// run is the sequence of those whose turn it is. One that has nothing to do
// without what was left out is left out too.
//
// Where that leads no further, a step must also be of its kind, and a message
// go to whom it went: then what is left of a run falls into step again behind
// the gap, and the order in which messages came stays as it was.
#include <string.h>

#include "acting/explore_impl.h"

typedef struct Shrink {
  Trail *best;
  size_t count;
  int reason;
  size_t chunk;
  size_t from;  // what this run leaves out
  size_t to;
  size_t at;   // the next of `best`
  bool any;    // a run of this round was shorter
  bool loose;  // the turn alone counts
} Shrink;

static void start(Explore *explore) {
  Shrink *own = ARENA_ARRAY(&explore->own, Shrink, 1);
  own->best = arena_room(&explore->own, explore->steps + 1, sizeof(Trail));
  explore->mine = own;
}

// Where no chunk could be missed, the same ones, known the other way; then
// smaller ones, and single steps once more if any was left out. No chunk: that
// is all.
static void next_pass(Shrink *own, bool first) {
  if (first) {
    own->chunk = (own->count + 1) / 2;
    own->loose = true;
  } else if (own->loose && !own->any) {
    own->loose = false;
  } else {
    own->loose = true;
    own->chunk = own->any && own->chunk == 1 ? 1 : own->chunk / 2;
    own->any = false;
  }
  own->from = own->count;
}

// From the end: what is there has no followers.
static bool next(Explore *explore) {
  Shrink *own = explore->mine;
  own->at = 0;
  if (explore->run == 0) {
    return true;
  }
  if (own->from == 0) {
    next_pass(own, explore->run == 1);
  }
  if (own->chunk == 0) {
    return false;
  }
  own->to = own->from < own->count ? own->from : own->count;
  own->from = own->to > own->chunk ? own->to - own->chunk : 0;
  explore->counts[COUNT_DISTINCT] = own->count;
  return true;
}

static bool is_open(const Explore *explore, const Trail *step,
                    const Option *options, size_t count, u64 *choice) {
  const Shrink *own = explore->mine;
  for (size_t i = 0; i < count; i++) {
    if (explore->open_steps[i].process == step->process) {
      const Option *option = &options[i];
      u64 to = option->kind == OPTION_FLUSH ? option->other.bits : 0;
      *choice = i;
      return own->loose || (to == step->to &&
                            option_kind_name(option->kind)[0] == step->kind);
    }
  }
  return false;
}

static bool choose(Explore *explore, u64 step, const Option *options,
                   size_t count, u64 *choice) {
  Shrink *own = explore->mine;
  (void)step;
  if (explore->run == 1) {
    bool more = explore->count < explore->given_count;
    *choice = more ? explore->given[explore->count] : 0;
    return more && *choice < count;
  }
  while (own->at < own->count) {
    size_t at = own->at++;
    if ((at < own->from || at >= own->to) &&
        is_open(explore, &own->best[at], options, count, choice)) {
      return true;
    }
  }
  return false;
}

static bool ended(Explore *explore, RunEnd end) {
  Shrink *own = explore->mine;
  bool first = explore->run == 1;
  if (end == END_BLOCKED) {
    explore->counts[COUNT_BLOCKED]--;
    explore->counts[COUNT_RUNS]++;
  }
  if (end == END_FAILED && (first || (explore->count < own->count &&
                                      explore->reason == own->reason))) {
    memcpy(own->best, explore->trail, explore->count * sizeof(Trail));
    own->count = explore->count;
    own->reason = explore->reason;
    own->any |= !first;
    own->to = own->from;
    explore_keep(explore);
  }
  return !first || end == END_FAILED;
}

const Strategy strategy_shrink = {.name = "shrink",
                                  .start = start,
                                  .next = next,
                                  .choose = choose,
                                  .ended = ended};
