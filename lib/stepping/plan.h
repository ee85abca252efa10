// plan.h -- what the search and one run of the program tell each other.
//
// The search (hunt.h) and each run are processes; a Run lies in memory that
// both see. The search fills `plan`; the run fills the rest and ends. All of it
// is bounded, and addresses in it are those of the program.
#ifndef STEPPING_PLAN_H
#define STEPPING_PLAN_H

#include "base/types.h"

enum {
  PLAN_THREADS = 64,       // of one run; one more is a verdict
  PLAN_STEPS = 200000,     // of one run
  PLAN_OPTIONS = 1 << 20,  // of all steps of one run
  PLAN_PLACES = 256,       // where unordered accesses were seen
  PLAN_TOUCHES = 1 << 19,  // of all steps of one run
  PLAN_WORDS = 4000,
  TASK_NAME = 32,
  PLAN_HAZARDS = 8
};

// What a thread is about to do. The order is that of op_name's table.
typedef enum OpKind {
  OP_NONE,
  OP_BEGIN,
  OP_END,
  OP_JOIN,
  OP_LOCK,
  OP_TRYLOCK,
  OP_TIMEDLOCK,
  OP_READ_LOCK,
  OP_WRITE_LOCK,
  OP_WAIT,   // gives the mutex up and begins to wait on a condition
  OP_WOKEN,  // waits on it
  OP_SIGNAL,
  OP_BROADCAST,
  OP_TAKE,  // from a semaphore
  OP_TRYTAKE,
  OP_TIMEDTAKE,
  OP_POST,
  OP_ARRIVE,  // at a barrier
  OP_PASS,    // waits there for the others
  OP_ONCE,
  OP_SLEEP,
  OP_YIELD,
  OP_LOAD,
  OP_STORE,
  OP_CHANGE,  // an atomic read and write in one
  OP_FENCE,   // its delayed stores reach memory
  OP_READ,    // plain
  OP_WRITE,   // plain
  OP_KINDS
} OpKind;

// How an option of a thread differs from its usual one.
enum {
  HOW_USUAL = 0,
  HOW_TIMEOUT = 1,   // the time of a timed wait is up
  HOW_SPURIOUS = 2,  // a condition wakes for nothing
  HOW_STORE = 3,     // + n: the n-th delayed store of it reaches memory
  HOW_WAITER = 64    // + t: the signal wakes thread t, not the first
};

typedef struct Choice {
  u8 thread;
  u8 how;
} Choice;

// Something that a step, and what its thread did until its next one, has
// touched.
typedef struct Touch {
  u64 object;
  bool writes;
} Touch;

typedef struct Step {
  Choice choice;
  u8 kind;           // of OpKind
  bool writes;       // or only reads
  u16 open_count;    // options there were
  u32 open_first;    // in Run.open
  u64 object;        // address; 0: none
  u64 place;         // in the program's text
  bool touches_all;  // depends on all other steps
  u32 touch_first;   // in Run.touches
  u32 touch_count;
} Step;

typedef enum Verdict {
  VERDICT_NONE,  // the run did not say: see how the process ended
  VERDICT_OK,
  VERDICT_EXIT,       // with another status than 0
  VERDICT_ASSERTION,  // assert, abort
  VERDICT_RACE,
  VERDICT_DEADLOCK,
  VERDICT_PARTIAL_DEADLOCK,  // some wait in a circle, others go on
  VERDICT_LOST_WAKEUP,
  VERDICT_LIVELOCK,   // all that go on look for what nobody will bring
  VERDICT_DESTROYED,  // used after its destruction, or destroyed in use
  VERDICT_NOT_OWNER,  // unlocks what another thread, or none, holds
  VERDICT_MISUSE,     // locks twice, joins itself, and the like
  VERDICT_USE_AFTER_FREE,
  VERDICT_CRASH,
  VERDICT_SILENT,   // computes without end between two steps
  VERDICT_CUT,      // came to the bound of steps: nothing is said
  VERDICT_REFUSED,  // does what this cannot step: `words`
  VERDICT_DIVERGED  // a choice that was to be replayed was not open
} Verdict;

typedef enum PlanMode {
  PLAN_REPLAY,  // `prefix`, then the usual: go on with the same thread
  PLAN_RANDOM,  // after the prefix
  PLAN_PCT      // after the prefix; `depth`, `length`
} PlanMode;

typedef struct Plan {
  PlanMode mode;
  u64 seed;
  u32 depth;      // PCT: one more than its points of change
  u32 length;     // PCT: steps among which these lie
  bool goes_on;   // a data race does not end the run
  bool weak;      // stores that need not be seen at once are delayed
  bool spurious;  // conditions may wake for nothing
  bool shows;     // what the program prints is wanted
  u32 steps;      // bound of the run
  u32 prefix_count;
  Choice prefix[PLAN_STEPS];
} Plan;

// A place where two accesses of different threads are not ordered: a step from
// the next run on.
typedef struct Places {
  u32 count;
  u64 at[PLAN_PLACES];
} Places;

// Two locks taken in both orders, which could deadlock another time.
typedef struct Hazard {
  u64 locks[2];
  u64 places[4];  // the first held, the second taken; and the other way round
  u8 threads[2];
  u8 length;  // locks in the circle
} Hazard;

typedef struct Run {
  Plan plan;
  Places places;  // grows from run to run

  Verdict verdict;
  int status;     // of exit
  u64 place[2];   // where: of a race both accesses, the later first
  u64 caller[2];  // where the functions they are in were called, or 0
  u64 object;
  u8 thread[2];
  char words[PLAN_WORDS];  // what each thread waits for; one a line
  u32 hazard_count;        // grows from run to run
  Hazard hazards[PLAN_HAZARDS];
  char names[PLAN_THREADS][TASK_NAME];  // given by the program, or empty
  u32 step_count;
  u32 open_count;
  u32 touch_count;
  bool waited_busily;  // some thread spun, gave way or asked for the time
  Touch touches[PLAN_TOUCHES];
  Step steps[PLAN_STEPS];
  Choice open[PLAN_OPTIONS];
} Run;

// "lock", "unlock", ...: what a thread does, as a verb.
const char *op_name(OpKind kind);

// "data race", ...
const char *verdict_name(Verdict verdict);

static inline bool choice_equal(Choice a, Choice b) {
  return a.thread == b.thread && a.how == b.how;
}

#endif
