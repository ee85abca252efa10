// kit.h -- actors in a test: run one alone, move the clock, ask what happened.
//
// A kit is a system of its own under the stepper, with every event on a tape
// (tape.h). Nothing happens by itself: the test says what goes on, and then
// looks. Time is virtual: waiting costs none. The kit works with any test
// framework: what does not hold is remembered with file and line (KIT_CHECK),
// and kit_problem gives it. One thread. To make things fail, see
// faults.h.
//
//   Kit *kit = kit_new(1);
//   CounterRef counter = counter_spawn(kit_system(kit), "counter", ...);
//   ignore(counter_tell_inc(counter, 8));
//   kit_handle(kit, counter.ref);                      // on_start, then inc
//   KIT_CHECK(kit, kit_saw(kit, "handled counter inc {count: 8}"));
//   CU_ASSERT_PTR_NULL(kit_problem(kit));
//   kit_free(kit);
#ifndef PROVING_KIT_H
#define PROVING_KIT_H

#include "acting/system.h"
#include "base/deadline.h"
#include "proving/tape.h"

typedef struct Kit Kit;

// Gives a kit whose steps are chosen by the seed, or NULL when out of memory.
MUST_USE Kit *kit_new(u64 seed);

// The same, the first steps chosen by `choices` (indexes of options), all
// others the first that is open: a run that was written down. The seed is that
// of the run: actors have their random numbers from it. Borrows the choices
// until kit_free.
MUST_USE Kit *kit_replay(u64 seed, const size_t *choices, size_t count);

// Ends all its actors and frees it. NULL is allowed.
void kit_free(Kit *kit);

// Its system, to spawn in, and all that has happened there. Both live as long
// as the kit.
System *kit_system(Kit *kit);
const Tape *kit_tape(const Kit *kit);

// ---- Going on ----

// Lets all that the test has sent arrive, and what others sent to this actor;
// then lets it alone handle one user message. What it sends stays on its way.
// False: there was none to handle.
bool kit_handle(Kit *kit, Ref actor);

// Takes any one step but that time passes. False: none is open.
bool kit_step(Kit *kit);

// Takes steps until none is open; no time passes.
void kit_run(Kit *kit);

// Lets that much time pass: all that comes due happens, with all that follows.
void kit_advance(Kit *kit, Deadline span);

// Takes steps, lets time pass if there are none, until a line matches. False:
// nothing can happen any more, or `KIT_PATIENCE` steps were not enough.
bool kit_eventually(Kit *kit, const char *pattern);

enum { KIT_PATIENCE = 100000 };

// ---- Looking back ----

// How many lines match (so far), or whether any does.
size_t kit_count(const Kit *kit, const char *pattern);
bool kit_saw(const Kit *kit, const char *pattern);

// How many messages this actor has sent that are still on their way.
size_t kit_in_flight(const Kit *kit, Ref actor);

// No line may ever match: a problem as soon as one does. Copies the pattern;
// at most 16 of them.
void kit_never(Kit *kit, const char *pattern);

// Notes a problem, with where, unless the condition holds.
#define KIT_CHECK(kit, condition) \
  kit_check(kit, condition, __FILE__, __LINE__, #condition)
void kit_check(Kit *kit, bool holds, const char *file, int line,
               const char *text);

// The first problem as one line, or NULL: none so far.
const char *kit_problem(Kit *kit);

// ---- For seeds.h ----

// How many steps were chosen, and which options.
size_t kit_choices(const Kit *kit, const size_t **choices);

#endif
