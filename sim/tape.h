// tape.h -- everything that happened in a run, in the order it happened.
//
// The tape holds the events of steps 0..last as the frames of record.h; a
// model of any of its moments is a fold over it. Step 0 is the program up to
// its first wait; each EVENT_CHOICE begins the next step. Options and READY
// belong to the step they follow.
#ifndef SIM_TAPE_H
#define SIM_TAPE_H

#include "base/types.h"
#include "telling/event.h"

enum { TAPE_STEPS = 200000, TAPE_BYTES = 256 << 20 };

typedef enum StepKind {
  STEP_START,   // step 0
  STEP_OPTION,  // an option was taken: flush, handle, timer, main
  STEP_SEND,    // the watcher sent a message
  STEP_KILL,    // the watcher killed an actor
  STEP_FAULT,   // the watcher did something to a message
  STEP_NETWORK  // the watcher did something to nodes or links
} StepKind;

typedef struct TapeStep {
  size_t offset;  // of its first byte
  size_t length;
  StepKind kind;
  u64 choice;    // index of the option taken
  u64 actor;     // of a typed command: whom it is for
  char *text;    // of a typed command, else NULL; of a fault: its verb
  MessageId id;  // of a fault; `choice` is then its number
  u64 hash;      // of the EVENT_STEPPED
  bool stepped;  // it has ended
  bool ready;    // its options are known
  u32 options;   // kept ones
} TapeStep;

typedef struct Tape {
  u8 *bytes;
  size_t length;
  size_t capacity;
  bool mapped;  // the bytes are pages of the system, not a block
  TapeStep *steps;
  size_t count;
  size_t room;
  u64 age;             // another whenever what it told is told no more
  size_t limit_bytes;  // TAPE_BYTES and TAPE_STEPS unless a test sets less
  size_t limit_steps;
} Tape;

void tape_init(Tape *tape);
void tape_release(Tape *tape);

// Makes *copy, which holds nothing yet, an equal tape of its own.
void tape_copy(Tape *copy, const Tape *tape);

// How far two tapes of one program tell the same: the last such step.
u64 tape_common(const Tape *a, const Tape *b);

typedef enum TapeOutcome {
  TAPE_OK,
  TAPE_FULL  // a limit is reached; the event was not kept
} TapeOutcome;

MUST_USE TapeOutcome tape_append(Tape *tape, const Event *event);

// Number of the last step that has begun.
u64 tape_last(const Tape *tape);

const TapeStep *tape_step(const Tape *tape, u64 step);

// Forgets what came after `step`.
void tape_truncate(Tape *tape, u64 step);

// Tells every event of the steps first..last, as far as there are such.
void tape_each(const Tape *tape, u64 first, u64 last, EventListener *listener,
               void *context);

// The same without options and READY, of which most of a tape consists and a
// fold that goes on to a later step needs none.
void tape_told(const Tape *tape, u64 first, u64 last, EventListener *listener,
               void *context);

#endif
