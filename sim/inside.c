// inside.c -- the plan out, questions answered, the counts in.
#include "inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acting/explore.h"
#include "base/deadline.h"
#include "base/mem.h"

enum { PATIENCE_MS = 10000, CHOICES_CHUNK = 4000 };

typedef struct Inside {
  Walk *walk;
  const SearchPlan *plan;
  SearchListener *on_progress;
  void *context;
  SearchResult *result;
  size_t room;  // of result->choices
  i64 began;
  bool done;
} Inside;

// ---- What it says ----

static void answer(Inside *inside, u64 index, const char *values) {
  const Checks *checks = &inside->walk->checks;
  u64 truth = 2;
  if (index < checks->count) {
    Value value = expr_value_given(checks->items[index].source,
                                   inside->walk->reads[index], values);
    truth = value.kind == VALUE_BOOL ? (u64)(value.integer != 0) : 2;
  }
  engine_answer(
      &inside->walk->origin.engine,
      &(Event){.kind = COMMAND_SEARCH, .name = "truth", .number = truth});
}

static void take_counts(Inside *inside, const char *text) {
  u64 counts[EXPLORE_COUNTS] = {0};
  SearchResult *result = inside->result;
  for (size_t i = 0; i < EXPLORE_COUNTS; i++) {
    char *end;
    counts[i] = strtoull(text, &end, 10);
    text = end;
  }
  result->runs = counts[COUNT_RUNS];
  result->blocked = counts[COUNT_BLOCKED];
  result->cut = counts[COUNT_CUT];
  result->steps = counts[COUNT_STEPS];
  result->distinct = counts[COUNT_DISTINCT];
  result->ends = counts[COUNT_ENDS];
  result->share = (f64)counts[COUNT_SHARE] / 1e6;
  result->complete = counts[COUNT_COMPLETE] != 0;
  result->interrupted = counts[COUNT_CALLED_OFF] != 0;
  result->found = counts[COUNT_FOUND] != 0;
  result->depth = counts[COUNT_DEPTH];
  result->time = clock_now() - inside->began;
}

static void take_choices(Inside *inside, const char *text) {
  SearchResult *result = inside->result;
  for (;;) {
    char *end;
    u64 choice = strtoull(text, &end, 10);
    if (end == text) {
      return;
    }
    result->choices = (u64 *)text_grow(result->choices, &inside->room,
                                       result->count + 1, sizeof(u64));
    result->choices[result->count++] = choice;
    text = end;
  }
}

static void hear(void *context, const Event *event) {
  Inside *inside = (Inside *)context;
  const char *text = event->text == NULL ? "" : event->text;
  if (event->kind != EVENT_SOUGHT) {
    return;
  }
  if (text_equal(event->name, "judge")) {
    answer(inside, event->number, text);
  } else if (text_equal(event->name, "choices")) {
    take_choices(inside, text);
  } else if (text_equal(event->name, "lengths")) {
    ignore(length_bins_read(text, &inside->result->lengths));
  } else if (text_equal(event->name, "progress")) {
    take_counts(inside, text);
    if (inside->on_progress != NULL &&
        !inside->on_progress(inside->context, inside->result)) {
      engine_answer(&inside->walk->origin.engine,
                    &(Event){.kind = COMMAND_QUIT});
    }
  } else if (text_equal(event->name, "done")) {
    take_counts(inside, text);
    inside->done = true;
  }
}

// ---- What it is told ----

// False: a check asks for what only the whole picture tells.
static bool add_checks(const Walk *walk, Text *plan) {
  static const char *const rules[] = {"always", "never", "quiet", "eventually"};
  for (size_t i = 0; i < walk->checks.count; i++) {
    const CheckItem *check = &walk->checks.items[i];
    const char *at = walk->reads[i];
    if (check->bound_steps > 0 || check->bound_time > 0 ||
        (check->is_builtin && check->builtin == BUILTIN_QUIESCENCE)) {
      return false;
    }
    text_addf(plan, "check %s %d\n", rules[check->kind], check->met);
    while (*at != '\0') {
      int length = (int)strcspn(at, "\n");
      text_addf(plan, "atom %.*s\n", length, at);
      at += length + (at[length] == '\n');
    }
  }
  return true;
}

static bool write_plan(const Inside *inside, size_t count, Text *text) {
  const SearchPlan *plan = inside->plan;
  u64 steps = plan->steps > count ? plan->steps : count;
  text_addf(text, "mode %s %llu\n", search_mode_name(plan->mode),
            (unsigned long long)plan->number);
  text_addf(text,
            "runs %llu\nsteps %llu\ntime %lld\nonly_checks %d\n"
            "deadlocks %d\nseed 1\n",
            (unsigned long long)plan->runs, (unsigned long long)steps,
            (long long)plan->time, plan->only_checks,
            !inside->walk->bears_deadlocks);
  return add_checks(inside->walk, text);
}

static EngineState command(Inside *inside, const char *name, const char *text) {
  Engine *engine = &inside->walk->origin.engine;
  engine_command(engine,
                 &(Event){.kind = COMMAND_SEARCH, .name = name, .text = text});
  return engine_wait(engine, inside->walk->origin.stop);
}

static EngineState tell_choices(Inside *inside, const u64 *choices,
                                size_t count) {
  EngineState state = ENGINE_READY;
  for (size_t at = 0; at < count && state == ENGINE_READY;) {
    Text text = {0};
    for (size_t i = 0; i < CHOICES_CHUNK && at < count; i++, at++) {
      text_addf(&text, "%s%llu", i == 0 ? "" : " ",
                (unsigned long long)choices[at]);
    }
    state = command(inside, "choices", text_of(&text));
    text_release(&text);
  }
  return state;
}

// Once more, by a copy, with all events.
static void verify(Inside *inside) {
  SearchResult *result = inside->result;
  Walk *walk = inside->walk;
  WalkState state = walk_begin(walk);
  if (state == WALK_READY) {
    state = walk_replay(walk, result->choices, result->count);
  }
  result->found = state == WALK_FAILED;
  if (result->found) {
    (void)snprintf(result->failure, sizeof result->failure, "%s",
                   walk->failure);
    result->count = walk->count;
  } else if (state == WALK_INTERRUPTED) {
    result->interrupted = true;
  } else {
    (void)snprintf(result->why, sizeof result->why,
                   "a run of %zu steps went wrong, but not when it was made "
                   "once more: something in the program is not decided by its "
                   "choices",
                   result->count);
  }
}

static bool conclude(Inside *inside, EngineState state) {
  Engine *engine = &inside->walk->origin.engine;
  SearchResult *result = inside->result;
  if (state == ENGINE_INTERRUPTED) {
    result->interrupted = true;
    result->found = false;
  }
  bool known = inside->done || result->interrupted;
  if (engine->state != ENGINE_READY || known) {
    engine_stop(engine);
  }
  if (inside->plan->mode == SEARCH_SHRINK && inside->done && !result->found &&
      !result->interrupted) {
    (void)snprintf(result->why, sizeof result->why, "%s", SEARCH_NO_FAILURE);
  }
  result->time = clock_now() - inside->began;
  if (known && result->found) {
    verify(inside);
  } else if (!known) {
    mem_free(result->choices);
    *result = (SearchResult){.mode = inside->plan->mode};
  }
  return known;
}

bool inside_run(Walk *walk, const SearchPlan *plan, const u64 *choices,
                size_t count, SearchListener *on_progress, void *context,
                SearchResult *result) {
  Inside inside = {.walk = walk,
                   .plan = plan,
                   .on_progress = on_progress,
                   .context = context,
                   .result = result,
                   .began = clock_now()};
  Text text = {0};
  bool can = write_plan(&inside, count, &text);
  if (can) {
    Engine *engine = &walk->origin.engine;
    i64 patience = engine->patience_ms;
    engine->patience_ms = PATIENCE_MS;
    walk_lend(walk, hear, &inside);
    EngineState state = tell_choices(&inside, choices, count);
    if (state == ENGINE_READY) {
      state = command(&inside, "plan", text_of(&text));
    }
    engine->patience_ms = patience;
    can = conclude(&inside, state);
  }
  text_release(&text);
  return can;
}
