// checks.h -- what must always hold, and where a run should stop.
//
// A check is told every step once, in order, and remembers the first at which
// it did not hold. A break stops a run at a step that concerns it.
#ifndef SIM_CHECKS_H
#define SIM_CHECKS_H

#include "expr.h"

typedef enum CheckVerdict {
  CHECK_PENDING,  // cannot be judged yet
  CHECK_HOLDS,
  CHECK_FAILED
} CheckVerdict;

typedef struct CheckItem {
  char *name;
  char *source;
  u64 next;    // the first step it was not told
  u64 failed;  // the first step at which it failed
  bool has_failed;
  bool judged;       // it could be judged at some step
  bool expect_fail;  // its failing is what the scene is about
  char *trouble;     // why it is pending
} CheckItem;

typedef struct Break {
  char *what;       // an actor's or a message's name, or an expression
  bool expression;  // stops when it becomes true
  bool held;        // it was true at the step before
} Break;

typedef struct Checks {
  CheckItem *items;
  size_t count;
  size_t room;
  Break *breaks;
  size_t break_count;
  size_t break_room;
} Checks;

void checks_release(Checks *checks);

// Adds a check, or replaces the one of this name. It knows no step yet.
void checks_add(Checks *checks, const char *name, const char *source);
CheckItem *checks_find(const Checks *checks, const char *name);
void checks_expect(CheckItem *check, bool fail);

// Tells the checks the model of the next step. True: one failed just now, and
// nobody expected it or it is its first time.
bool checks_see(Checks *checks, const Model *model);
void checks_truncate(Checks *checks, u64 step);

CheckVerdict check_verdict(const CheckItem *check, u64 step);

// True if all that should hold does and all that should fail has.
bool checks_as_expected(const Checks *checks);

void breaks_add(Checks *checks, const char *what, bool expression);
bool breaks_delete(Checks *checks, size_t index);  // false: no such

// The break that this step hits, or NULL.
const Break *breaks_hit(Checks *checks, const Model *model);

#endif
