// checkpoint.h -- a moment of the process to which it comes back again and
// again. Not for users.
//
// Only a process of one thread. Everything in its memory is as it was, but for
// shared mappings (base/arena.h); descriptors opened meanwhile are closed. Two
// ways: the memory itself is put back, or each run is made by a copy of the
// process, which ends where it should come back. The first is some twenty times
// cheaper; the sanitizers, which keep books of their own, need the second.
#ifndef BASE_CHECKPOINT_H
#define BASE_CHECKPOINT_H

#include <setjmp.h>

#include "base/arena.h"

enum { CHECKPOINT_REGIONS = 512 };

// What the program did instead of coming back.
typedef enum RunAccident {
  RUN_CAME_BACK,
  RUN_CRASHED,  // number: the signal
  RUN_EXITED,   // number: the status
  RUN_HUNG      // it made no step for CHECKPOINT_PATIENCE_MS
} RunAccident;

enum { CHECKPOINT_PATIENCE_MS = 2000, CHECKPOINT_TICK_MS = 200 };

typedef struct Region {
  u8 *start;
  u8 *end;
} Region;

typedef struct SavedPage {
  u8 *page;
  u8 *copy;
} SavedPage;

typedef struct Checkpoint {
  Arena *arena;
  bool copies;  // by copies of the process
  bool copy;    // this is one
  bool running;
  sigjmp_buf here;
  // Called when the program exits by itself, before it is put back; or NULL.
  void (*on_exit)(void *context);
  void *context;
  RunAccident accident;
  int number;
  u64 steps;  // counted by the runs: the sign of life
  u64 steps_seen;
  int ticks;  // without one
  // By memory.
  Region regions[CHECKPOINT_REGIONS];
  size_t region_count;
  u8 *stack;  // from here to stack_end
  u8 *stack_end;
  u8 *stack_copy;
  u8 *heap_end;
  SavedPage *pages;  // all that was ever written since
  size_t page_count;
  size_t page_room;
  int first_free;  // the lowest descriptor
} Checkpoint;

// To be called before the process has much memory: what it frees is then not
// given back to the system, and can be put back.
void checkpoint_prepare(void);

// Sets the moment, once a process: this returns now and, where memory is put
// back, again after each run. *checkpoint and *arena lie in an arena
// themselves, the former zeroed but for on_exit and its context. False: the
// process has several threads, or the system does not tell of its memory.
MUST_USE bool checkpoint_set(Checkpoint *checkpoint, Arena *arena);

// Begins a run. True: this is it, to end in checkpoint_return. False: a copy
// has made it.
MUST_USE bool checkpoint_go(Checkpoint *checkpoint);

// The run is over; `accident` stays as it is.
_Noreturn void checkpoint_return(Checkpoint *checkpoint);

// True if the process has no thread but this one.
bool checkpoint_is_alone(void);

#endif
