// explore_judge.c -- the simulator is asked once for each combination of values
// that a check meets.
#include <string.h>

#include "acting/atoms.h"
#include "acting/explore_impl.h"

enum { TRUTH_NO, TRUTH_YES, TRUTH_OPEN };

static void write_values(const Explore *explore, const ExploreCheck *check,
                         Writer *out) {
  for (size_t i = 0; i < check->atom_count; i++) {
    write_text(out, explore->world->atoms[check->atoms[i]].value);
    write_char(out, '\n');
  }
}

static u64 key_of(size_t index, const char *values) {
  u64 key = 0xCBF29CE484222325U + index;
  for (; *values != '\0'; values++) {
    key = (key ^ (u8)*values) * 0x100000001B3U;
  }
  return key == 0 ? 1 : key;
}

static u64 truth_of(Explore *explore, size_t index) {
  char values[EXPLORE_ATOMS * sizeof(((Atom *)0)->value) + 1];
  Writer out = writer_over(values, sizeof values);
  write_values(explore, &explore->checks[index], &out);
  u64 key = key_of(index, values);
  size_t place = (size_t)(key * 0x9E3779B97F4A7C15U >> 44);
  size_t tried = 0;
  for (; tried < 16 && explore->truths[place] != 0; tried++) {
    if (explore->truth_keys[place] == key) {
      return explore->truths[place] - 1U;
    }
    place = (place + 1) % EXPLORE_TRUTHS;
  }
  explore->line.tell(explore->line.context, "judge", index, values);
  u64 truth = explore->line.answer(explore->line.context);
  explore->truth_keys[place] = key;
  explore->truths[place] = (u8)(1 + (truth < TRUTH_OPEN ? truth : TRUTH_OPEN));
  explore->checkpoint.steps++;
  return truth;
}

// Whether the check fails now.
static bool fails(Explore *explore, size_t index, bool quiet) {
  ExploreCheck *check = &explore->checks[index];
  if (check->rule == EXPLORE_QUIET && !quiet) {
    return false;
  }
  u64 truth = truth_of(explore, index);
  switch (check->rule) {
    case EXPLORE_ALWAYS:
    case EXPLORE_QUIET:
      return truth == TRUTH_NO;
    case EXPLORE_NEVER:
      return truth == TRUTH_YES;
    case EXPLORE_EVENTUALLY:
      check->met |= truth == TRUTH_YES;
      return !check->met && quiet;
  }
  return false;
}

// The step changed what these checks read. When all is quiet all orders have
// come together.
static void touch(Explore *explore) {
  for (size_t i = 0; i < explore->check_count; i++) {
    const ExploreCheck *check = &explore->checks[i];
    bool changed = false;
    for (size_t k = 0; k < check->atom_count; k++) {
      changed |= explore->world->atoms[check->atoms[k]].changed;
    }
    if (changed && check->rule != EXPLORE_QUIET) {
      footprint_touch(&explore->footprint, OBJECT_CHECK, i, 0);
    }
  }
}

bool explore_judge(Explore *explore, bool quiet) {
  if (explore->count < explore->known && !explore->remembers && !quiet) {
    return false;
  }
  if (explore->check_count > 0) {
    atoms_look(explore->world);
    touch(explore);
  }
  for (size_t i = 0; i < explore->check_count; i++) {
    if (fails(explore, i, quiet)) {
      explore->reason = (int)i;
      return true;
    }
  }
  if (explore->only_checks) {
    return false;
  }
  if (quiet && !explore->bears_deadlocks && world_any_waits(explore->world)) {
    explore->reason = REASON_DEADLOCK;
    return true;
  }
  explore->reason = REASON_FAILURE;
  return explore->world->failed;
}
