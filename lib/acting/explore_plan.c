// explore_plan.c -- a line, a word, a number or what an atom reads.
#include "acting/explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "acting/atoms.h"

#define STEPS_MOST ((u64)2000000)

static const Strategy *const strategies[] = {
    &strategy_orders, &strategy_all,      &strategy_random, &strategy_pct,
    &strategy_delays, &strategy_shortest, &strategy_shrink};

static bool read_mode(Explore *explore, const char *rest) {
  size_t length = strcspn(rest, " ");
  for (size_t i = 0; i < sizeof strategies / sizeof *strategies; i++) {
    if (strlen(strategies[i]->name) == length &&
        strncmp(rest, strategies[i]->name, length) == 0) {
      explore->strategy = strategies[i];
      explore->number = strtoull(rest + length, NULL, 10);
      return true;
    }
  }
  return false;
}

static bool read_check(Explore *explore, const char *rest) {
  static const char *const rules[] = {"always", "never", "quiet", "eventually"};
  size_t length = strcspn(rest, " ");
  if (explore->check_count == EXPLORE_CHECKS) {
    return false;
  }
  ExploreCheck *check = &explore->checks[explore->check_count++];
  for (size_t i = 0; i < 4; i++) {
    if (strlen(rules[i]) == length && strncmp(rest, rules[i], length) == 0) {
      check->rule = (ExploreRule)i;
      check->met_before = strtoul(rest + length, NULL, 10) != 0;
      explore->remembers |= check->rule == EXPLORE_EVENTUALLY;
      return true;
    }
  }
  return false;
}

static bool read_atom(Explore *explore, const char *rest) {
  if (explore->check_count == 0) {
    return false;
  }
  ExploreCheck *check = &explore->checks[explore->check_count - 1];
  int atom = atoms_add(explore->world, rest);
  if (atom < 0 || check->atom_count == EXPLORE_ATOMS) {
    return false;
  }
  check->atoms[check->atom_count++] = atom;
  return true;
}

static bool read_line(Explore *explore, const char *word, const char *rest) {
  u64 number = strtoull(rest, NULL, 10);
  if (strcmp(word, "mode") == 0) {
    return read_mode(explore, rest);
  }
  if (strcmp(word, "check") == 0) {
    return read_check(explore, rest);
  }
  if (strcmp(word, "atom") == 0) {
    return read_atom(explore, rest);
  }
  if (strcmp(word, "runs") == 0) {
    explore->runs = number;
  } else if (strcmp(word, "steps") == 0) {
    explore->steps = number < STEPS_MOST ? number : STEPS_MOST;
  } else if (strcmp(word, "time") == 0) {
    explore->time = (i64)(number >> 1 << 1);
  } else if (strcmp(word, "seed") == 0) {
    explore->seed = number;
  } else if (strcmp(word, "only_checks") == 0) {
    explore->only_checks = number != 0;
  } else if (strcmp(word, "deadlocks") == 0) {
    explore->bears_deadlocks = number == 0;
  } else {
    return false;
  }
  return true;
}

static bool read_choices(Explore *explore, const char *at) {
  explore->given = arena_room(&explore->arena, strlen(at) / 2 + 2, sizeof(u32));
  while (*at != '\0') {
    char *end;
    unsigned long choice = strtoul(at, &end, 10);
    if (end == at || choice > UINT32_MAX) {
      return false;
    }
    explore->given[explore->given_count++] = (u32)choice;
    at = end + strspn(end, " ");
  }
  return true;
}

bool explore_read(Explore *explore, const char *plan, const char *choices,
                  const char **why) {
  char line[1024];
  *why = "a line of the plan that is not known";
  for (const char *at = plan; *at != '\0';) {
    size_t length = strcspn(at, "\n");
    size_t word = strcspn(at, " \n");
    if (length >= sizeof line) {
      return false;
    }
    memcpy(line, at, length);
    line[length] = '\0';
    line[word] = '\0';
    if (!read_line(explore, line, line + word + (word < length))) {
      return false;
    }
    at += length + (at[length] == '\n');
  }
  if (explore->strategy == &strategy_shortest &&
      explore->world->system->network != NULL) {
    *why = "what is on its way between nodes cannot be seen in a state";
    return false;
  }
  *why = "a plan has a mode, and choices are numbers";
  return explore->strategy != NULL && explore->steps > 0 &&
         read_choices(explore, choices);
}
