// kit.c -- a stepped system, a tape, and a policy that writes down its choices.
#include "proving/kit.h"

#include <stdio.h>
#include <string.h>

#include "acting/outgoing.h"
#include "acting/run_stepper.h"
#include "acting/runtime.h"
#include "acting/table.h"
#include "base/check.h"
#include "base/mem.h"
#include "base/writer.h"
#include "proving/faults.h"

enum { NEVER_MOST = 16, PROBLEM_SIZE = 512 };

typedef struct Forbidden {
  char pattern[128];
  size_t seen;  // lines looked at
} Forbidden;

struct Kit {
  System *system;
  Tape *tape;
  u64 seed;
  const size_t *replay;  // or NULL: chosen by the seed
  size_t replay_count;
  size_t *choices;  // taken so far
  size_t taken;
  size_t room;
  Forbidden forbidden[NEVER_MOST];
  size_t forbidden_count;
  char problem[PROBLEM_SIZE];
};

// ---- Choosing ----

static void write_down(Kit *kit, size_t index) {
  if (kit->taken == kit->room) {
    size_t room = kit->room == 0 ? 256 : kit->room * 2;
    size_t *choices = mem_array(size_t, room);
    if (kit->taken > 0) {
      memcpy(choices, kit->choices, kit->taken * sizeof *choices);
    }
    mem_free(kit->choices);
    kit->choices = choices;
    kit->room = room;
  }
  kit->choices[kit->taken++] = index;
}

// The first that is no timer, if there is one.
static size_t first_open(const Option *options, size_t count) {
  size_t i = 0;
  while (i < count && options[i].kind == OPTION_TIMER) {
    i++;
  }
  return i < count ? i : 0;
}

static Choice choose(void *context, u64 step, const Option *options,
                     size_t count) {
  Kit *kit = context;
  size_t index = 0;
  if (kit->replay == NULL) {
    index = choose_random(kit->seed, step, options, count);
  } else if (kit->taken < kit->replay_count &&
             kit->replay[kit->taken] < count) {
    index = kit->replay[kit->taken];
  } else {
    index = first_open(options, count);
  }
  fault_pause();
  write_down(kit, index);
  fault_go_on();
  return (Choice){.kind = CHOOSE_OPTION, .index = index};
}

size_t kit_choices(const Kit *kit, const size_t **choices) {
  *choices = kit->choices;
  return kit->taken;
}

// What is told needs memory that the actors do not miss.
static void hear(void *tape, const Event *event) {
  fault_pause();
  tape_add(tape, event);
  fault_go_on();
}

// ---- Birth and end ----

static Kit *kit_start(u64 seed, const size_t *replay, size_t count) {
  Kit *kit = mem_try(sizeof *kit);
  Tape *tape = tape_new();
  if (kit == NULL || tape == NULL) {
    goto no_memory;
  }
  kit->tape = tape;
  kit->seed = seed;
  kit->replay = replay;
  kit->replay_count = count;
  kit->system = system_start(
      &(SystemOptions){.dispatcher = &run_stepper,
                       .seed = &kit->seed,
                       .policy = {.choose = choose, .context = kit},
                       .listener = hear,
                       .context = tape});
  if (kit->system == NULL) {
    goto no_memory;
  }
  kit->system->watched = true;  // what is said is on the tape
  return kit;
no_memory:
  tape_free(tape);
  mem_free(kit);
  return NULL;
}

Kit *kit_new(u64 seed) {
  return kit_start(seed, NULL, 0);
}

Kit *kit_replay(u64 seed, const size_t *choices, size_t count) {
  static const size_t none = 0;
  return kit_start(seed, choices != NULL ? choices : &none, count);
}

void kit_free(Kit *kit) {
  if (kit == NULL) {
    return;
  }
  fault_memory_back();
  fault_fail_next(NOBODY, "");
  SystemOutcome outcome = system_stop(kit->system, after_ms(1000));
  CHECK(outcome != SYSTEM_STUCK);
  tape_free(kit->tape);
  mem_free(kit->choices);
  mem_free(kit);
}

System *kit_system(Kit *kit) {
  return kit->system;
}

const Tape *kit_tape(const Kit *kit) {
  return kit->tape;
}

// ---- Going on ----

static void look_for_forbidden(Kit *kit) {
  for (size_t i = 0; i < kit->forbidden_count; i++) {
    Forbidden *forbidden = &kit->forbidden[i];
    size_t at = tape_find(kit->tape, forbidden->seen, forbidden->pattern);
    forbidden->seen = tape_length(kit->tape);
    if (at < tape_length(kit->tape) && kit->problem[0] == '\0') {
      Writer out = writer_over(kit->problem, sizeof kit->problem);
      write_format(&out, "step %llu: \"%s\" should never be, but: %s",
                   (unsigned long long)tape_step(kit->tape, at),
                   forbidden->pattern, tape_line(kit->tape, at));
    }
  }
}

static bool step(Kit *kit, StepFilter *allows, const void *context) {
  bool stepped = stepper_step(kit->system, allows, context);
  look_for_forbidden(kit);
  return stepped;
}

static bool no_time_passes(const void *context, const Option *option) {
  (void)context;
  return option->kind != OPTION_TIMER;
}

static bool due_by(const void *point, const Option *option) {
  return option->kind != OPTION_TIMER || option->due <= *(const i64 *)point;
}

static bool anything(const void *context, const Option *option) {
  (void)context;
  (void)option;
  return true;
}

// What the test sent arrives in any case: it stands in one outbox.
static bool arrives_at(const void *actor, const Option *option) {
  return option->kind == OPTION_FLUSH &&
         (ref_equal(option->other, *(const Ref *)actor) ||
          ref_slot(option->actor) == MAIN_SLOT);
}

static bool is_handled_by(const void *actor, const Option *option) {
  return (option->kind == OPTION_HANDLE || option->kind == OPTION_WAKE) &&
         ref_equal(option->actor, *(const Ref *)actor);
}

static bool leaves(const void *actor, const Option *option) {
  return option->kind == OPTION_FLUSH &&
         ref_equal(option->actor, *(const Ref *)actor);
}

// How many user messages it has handled, or failed at. Its slot is nobody
// else's before it has ended, and then keeps the number.
static u64 handled(const Kit *kit, Ref actor) {
  const Actor *at = table_at(kit->system, actor);
  return turns_done(&at->turns);
}

bool kit_handle(Kit *kit, Ref actor) {
  u64 before = handled(kit, actor);
  while (step(kit, arrives_at, &actor)) {
  }
  while (handled(kit, actor) == before) {
    // What it sent before has to leave first.
    if (!step(kit, is_handled_by, &actor) && !step(kit, leaves, &actor)) {
      return false;
    }
  }
  return true;
}

bool kit_step(Kit *kit) {
  return step(kit, no_time_passes, NULL);
}

void kit_run(Kit *kit) {
  for (size_t steps = 0; kit_step(kit); steps++) {
    CHECK(steps < KIT_PATIENCE && "actors that never come to rest");
  }
}

void kit_advance(Kit *kit, Deadline span) {
  i64 point = deadline_point(span, kit->system->dispatcher->now(kit->system));
  CHECK(point != POINT_NEVER && "a time that comes");
  kit_run(kit);
  for (size_t steps = 0; step(kit, due_by, &point); steps++) {
    CHECK(steps < KIT_PATIENCE && "timers that never come to rest");
  }
  stepper_pass(kit->system, point);
}

bool kit_eventually(Kit *kit, const char *pattern) {
  size_t seen = 0;
  for (size_t steps = 0; steps < KIT_PATIENCE; steps++) {
    if (tape_find(kit->tape, seen, pattern) < tape_length(kit->tape)) {
      return true;
    }
    seen = tape_length(kit->tape);
    if (!kit_step(kit) && !step(kit, anything, NULL)) {
      return false;
    }
  }
  return false;
}

// ---- Looking back ----

size_t kit_count(const Kit *kit, const char *pattern) {
  return tape_count(kit->tape, 0, pattern);
}

bool kit_saw(const Kit *kit, const char *pattern) {
  return kit_count(kit, pattern) > 0;
}

size_t kit_in_flight(const Kit *kit, Ref actor) {
  const Actor *from = table_at(kit->system, actor);
  size_t count = 0;
  for (const Message *message =
           ref_equal(from->ref, actor) ? outgoing_first(from) : NULL;
       message != NULL; message = lane_next(&from->outbox, message)) {
    count++;
  }
  return count;
}

void kit_never(Kit *kit, const char *pattern) {
  CHECK(kit->forbidden_count < NEVER_MOST);
  Forbidden *forbidden = &kit->forbidden[kit->forbidden_count];
  CHECK(strlen(pattern) < sizeof forbidden->pattern);
  kit->forbidden_count++;
  Writer out = writer_over(forbidden->pattern, sizeof forbidden->pattern);
  write_text(&out, pattern);
  look_for_forbidden(kit);
}

void kit_check(Kit *kit, bool holds, const char *file, int line,
               const char *text) {
  if (!holds && kit->problem[0] == '\0') {
    Writer out = writer_over(kit->problem, sizeof kit->problem);
    write_format(&out, "%s:%d: %s", file, line, text);
  }
}

const char *kit_problem(Kit *kit) {
  if (kit->problem[0] == '\0' && !tape_is_whole(kit->tape)) {
    Writer out = writer_over(kit->problem, sizeof kit->problem);
    write_text(&out, "more happened than the tape can hold");
  }
  return kit->problem[0] != '\0' ? kit->problem : NULL;
}
