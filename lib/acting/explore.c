// explore.c -- a run, what came of it, the next.
//
// Where a run is over, the program is put back to where the search began
// (checkpoint.h); what is to outlive it lies in the arenas.
#include "acting/explore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acting/atoms.h"
#include "acting/explore_impl.h"
#include "base/check.h"
#include "base/deadline.h"

#define ARENA_SIZE ((size_t)4 << 30)  // addresses; pages come with their use
enum { MEMORY_MOST = 512 << 20, TELL_NS = 100000000, LOOK_EVERY = 64 };

// ---- How far it is ----

static void tell_counts(Explore *explore, const char *name) {
  char text[EXPLORE_COUNTS * 21 + 1];
  Writer out = writer_over(text, sizeof text);
  for (size_t i = 0; i < EXPLORE_COUNTS; i++) {
    write_format(&out, "%s%llu", i == 0 ? "" : " ",
                 (unsigned long long)explore->counts[i]);
  }
  char bins[(LENGTH_BINS + 2) * 21 + 1];
  Writer lengths = writer_over(bins, sizeof bins);
  LengthBins now = run_lengths_bins(&explore->lengths, LENGTH_BINS);
  length_bins_print(&now, &lengths);
  explore->line.tell(explore->line.context, "lengths", 0, bins);
  explore->line.tell(explore->line.context, name, 0, text);
}

static void tell_choices(Explore *explore) {
  char text[32768];
  size_t at = 0;
  while (at < explore->found_count) {
    Writer out = writer_over(text, sizeof text);
    while (at < explore->found_count && out.length < sizeof text - 16) {
      write_format(&out, "%lu ", (unsigned long)explore->found[at++]);
    }
    explore->line.tell(explore->line.context, "choices", 0, text);
  }
}

bool explore_may_go_on(Explore *explore) {
  i64 now = clock_now();
  u64 *counts = explore->counts;
  if (now - explore->told > TELL_NS) {
    explore->told = now;
    tell_counts(explore, "progress");
    counts[COUNT_CALLED_OFF] |=
        explore->line.is_called_off(explore->line.context);
  }
  return counts[COUNT_CALLED_OFF] == 0 &&
         now - explore->began < explore->time &&
         explore->own.used < MEMORY_MOST && explore->arena.used < MEMORY_MOST &&
         counts[COUNT_RUNS] + counts[COUNT_BLOCKED] + counts[COUNT_CUT] <
             explore->runs;
}

// ---- A run ----

void explore_end(Explore *explore, RunEnd end, int reason) {
  explore->end = end;
  explore->reason = reason;
  checkpoint_return(&explore->checkpoint);
}

void explore_see(Explore *explore, const Event *event) {
  if (explore->open && explore->strategy->footprints) {
    footprint_see(&explore->footprint, world_mailbox, explore->world, event);
  }
}

void explore_looked(Explore *explore, PointKind point, u64 what) {
  if (explore->open && explore->strategy->footprints) {
    footprint_look(&explore->footprint, world_mailbox, explore->world, point,
                   what);
  }
}

static void close_step(Explore *explore, bool quiet) {
  if (!explore->open) {
    return;
  }
  bool failed = explore_judge(explore, quiet);
  explore->open = false;
  if (explore->strategy->took != NULL) {
    explore->strategy->took(explore);
  }
  if (failed) {
    explore_end(explore, END_FAILED, explore->reason);
  }
}

// The program has ended by itself.
static void on_exit_of_program(void *context) {
  close_step(context, true);
}

static u64 process_of(const Option *option) {
  return footprint_process(option_kind_name(option->kind), option->actor.bits);
}

static OpenStep open_step(const Option *option) {
  MessageId id = {0};
  if (option->message != NULL) {
    id = message_id(option->message);
  }
  return (OpenStep){process_of(option),
                    footprint_step(option_kind_name(option->kind), id)};
}

static void note(Explore *explore, const Option *option, u64 choice) {
  Trail *trail = &explore->trail[explore->count++];
  *trail = (Trail){.choice = (u32)choice,
                   .kind = option_kind_name(option->kind)[0],
                   .process = process_of(option)};
  trail->to = option->kind == OPTION_FLUSH ? option->other.bits : 0;
  if (option->message != NULL) {
    trail->id = message_id(option->message);
  }
  explore->footprint.process = trail->process;
  explore->footprint.count = 0;
  explore->footprint.all = false;
  explore->open = true;
  explore->checkpoint.steps++;
}

size_t explore_choose(Explore *explore, u64 step, const Option *options,
                      size_t count) {
  bool quiet = count == 1 && options[0].kind == OPTION_MAIN;
  u64 choice = 0;
  close_step(explore, quiet);
  if (quiet && explore->count > 0 && explore->strategy->stops_when_quiet) {
    if (explore->strategy->quiet != NULL) {
      explore->strategy->quiet(explore);
    }
    explore->counts[COUNT_ENDS] +=
        hashes_add(&explore->ends, world_end_hash(explore->world));
    explore_end(explore, END_QUIET, 0);
  }
  if (explore->count == explore->steps || count > EXPLORE_OPTIONS) {
    explore_end(explore, END_CUT, 0);
  }
  if (explore->count % LOOK_EVERY == LOOK_EVERY - 1 &&
      !explore_may_go_on(explore)) {
    explore_end(explore, END_OFF, 0);
  }
  for (size_t i = 0; i < count; i++) {
    explore->open_steps[i] = open_step(&options[i]);
  }
  if (!explore->strategy->choose(explore, step, options, count, &choice)) {
    explore_end(explore, END_BLOCKED, 0);
  }
  note(explore, &options[choice], choice);
  return (size_t)choice;
}

// ---- Between runs ----

static void read_accident(Explore *explore) {
  const Checkpoint *checkpoint = &explore->checkpoint;
  switch (checkpoint->accident) {
    case RUN_CAME_BACK:
      break;
    case RUN_CRASHED:
      explore->end = END_FAILED;
      explore->reason = REASON_SIGNAL + checkpoint->number;
      break;
    case RUN_EXITED:
      explore->end = checkpoint->number == 0 ? END_QUIET : END_FAILED;
      explore->reason = REASON_STATUS;
      break;
    case RUN_HUNG:
      explore->end = END_FAILED;
      explore->reason = REASON_HUNG;
      break;
  }
}

void explore_keep(Explore *explore) {
  explore->counts[COUNT_FOUND] = 1;
  explore->found_count = explore->count;
  for (size_t i = 0; i < explore->count; i++) {
    explore->found[i] = explore->trail[i].choice;
  }
}

// Counts the run just made. False: the search is over.
static bool settle(Explore *explore) {
  u64 *counts = explore->counts;
  read_accident(explore);
  counts[COUNT_STEPS] += explore->count;
  counts[COUNT_DEPTH] = explore->count;
  if (explore->end != END_BLOCKED && explore->end != END_OFF) {
    run_lengths_note(&explore->lengths, explore->count);
  }
  switch (explore->end) {
    case END_QUIET:
      counts[COUNT_RUNS]++;
      break;
    case END_FAILED:
      counts[COUNT_RUNS]++;
      break;
    case END_CUT:
      counts[COUNT_CUT]++;
      break;
    case END_BLOCKED:
      counts[COUNT_BLOCKED]++;
      break;
    case END_OFF:
      return false;
  }
  if (explore->strategy->ended != NULL) {
    return explore->strategy->ended(explore, explore->end);
  }
  if (explore->end == END_FAILED) {
    explore_keep(explore);
  }
  return explore->end != END_FAILED;
}

static void begin_run(Explore *explore) {
  explore->run++;
  explore->count = 0;
  explore->open = false;
  explore->end = END_QUIET;
  for (size_t i = 0; i < explore->check_count; i++) {
    explore->checks[i].met = explore->checks[i].met_before;
  }
}

static void conclude(Explore *explore) {
  if (explore->counts[COUNT_FOUND] != 0) {
    tell_choices(explore);
  }
  tell_counts(explore, "done");
}

bool explore_runs(Explore *explore) {
  bool goes_on = checkpoint_set(&explore->checkpoint, &explore->arena);
  if (!goes_on) {
    explore->line.tell(explore->line.context, "cannot", 0, "");
    return false;
  }
  // Here again after each run, one way or another.
  while (goes_on) {
    goes_on = (explore->run == 0 || settle(explore)) &&
              explore_may_go_on(explore) && explore->strategy->next(explore);
    if (goes_on) {
      begin_run(explore);
      if (checkpoint_go(&explore->checkpoint)) {
        return true;
      }
    }
  }
  conclude(explore);
  return false;
}

// ---- From start to end ----

static Explore *make(void) {
  Arena arena;
  if (!arena_open(&arena, ARENA_SIZE)) {
    return NULL;
  }
  Explore *explore = ARENA_ARRAY(&arena, Explore, 1);
  explore->arena = arena;
  if (!arena_open(&explore->own, ARENA_SIZE)) {
    arena_close(&arena);
    return NULL;
  }
  return explore;
}

Explore *explore_new(World *world, const ExploreLine *line, const char *plan,
                     const char *choices, const char **why) {
  *why = "no memory to search in";
  if (!checkpoint_is_alone()) {
    *why = "a program with threads cannot be put back";
    return NULL;
  }
  Explore *explore = make();
  if (explore == NULL) {
    return NULL;
  }
  explore->world = world;
  explore->line = *line;
  if (!explore_read(explore, plan, choices, why)) {
    explore_free(explore);
    return NULL;
  }
  Arena *arena = &explore->arena;
  explore->trail = arena_room(arena, explore->steps + 1, sizeof(Trail));
  explore->lengths.room = explore->steps + 2;
  explore->lengths.counts =
      arena_room(arena, explore->lengths.room, sizeof(u64));
  hashes_init(&explore->ends, EXPLORE_ENDS, arena);
  explore->found = arena_room(arena, explore->steps + 1, sizeof(u32));
  explore->open_steps = arena_room(arena, EXPLORE_OPTIONS, sizeof(OpenStep));
  explore->truth_keys = arena_room(arena, EXPLORE_TRUTHS, sizeof(u64));
  explore->truths = arena_room(arena, EXPLORE_TRUTHS, 1);
  explore->began = explore->told = clock_now();
  explore->world->system->terse = true;
  explore->world->system->content = explore->strategy->content;
  explore->checkpoint.on_exit = on_exit_of_program;
  explore->checkpoint.context = explore;
  atoms_look(world);
  if (explore->strategy->start != NULL) {
    explore->strategy->start(explore);
  }
  return explore;
}

void explore_free(Explore *explore) {
  Arena arena = explore->arena;
  arena_close(&explore->own);
  arena_close(&arena);
}
