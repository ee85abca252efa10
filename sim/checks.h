// checks.h -- what must hold.
//
//   rule := "always" EXPR | "never" EXPR | "quiet" EXPR
//         | "eventually" EXPR ["within" NUMBER ("steps" | "ms" | "s")]
// A check is told every step once, in order, and remembers the first at which
// it did not hold.
#ifndef SIM_CHECKS_H
#define SIM_CHECKS_H

#include "expr.h"

typedef enum CheckVerdict {
  CHECK_PENDING,  // cannot be judged yet
  CHECK_HOLDS,
  CHECK_FAILED
} CheckVerdict;

typedef enum RuleKind {
  RULE_ALWAYS,
  RULE_NEVER,
  RULE_QUIET,      // whenever nothing is left to happen
  RULE_EVENTUALLY  // once at least, within its bound or before all is quiet
} RuleKind;

// What a check demands.
typedef struct Rule {
  RuleKind kind;
  const char *source;  // an expression; borrowed
  u64 steps;           // RULE_EVENTUALLY: its bound, 0: none
  i64 time;
} Rule;

// builtin.h says what they are.
typedef enum Builtin {
  BUILTIN_DEADLOCK,
  BUILTIN_LEAKS,
  BUILTIN_DEAD_LETTERS,
  BUILTIN_QUIESCENCE
} Builtin;
enum { BUILTINS = BUILTIN_QUIESCENCE + 1 };

typedef struct CheckItem {
  char *name;
  char *source;  // its expression
  char *shown;   // the whole rule, as typed
  RuleKind kind;
  u64 bound_steps;
  i64 bound_time;
  u64 next;    // the step it will be told next
  u64 failed;  // the first step at which it failed
  bool has_failed;
  bool met;  // RULE_EVENTUALLY: at the step `met_at`
  u64 met_at;
  bool judged;  // it could be judged, first at the step `judged_at`
  u64 judged_at;
  bool expect_fail;  // its failing is what the scene is about
  char *trouble;     // why it is pending
  bool is_builtin;   // then which:
  Builtin builtin;
  bool on;      // a built-in one may be off
  bool wanted;  // it was turned on by name
  char *found;  // what was found where it failed
} CheckItem;

typedef struct Checks {
  CheckItem *items;
  size_t count;
  size_t room;
  CheckItem *builtins;  // BUILTINS of them, or NULL: none
} Checks;

// With the built-in ones. All zero is without.
void checks_init(Checks *checks);
void checks_release(Checks *checks);

// Understands a rule as typed. False: *why gets one line. The expression is
// put into *source, to which the rule then points.
bool rule_read(const char *text, Rule *rule, Text *source, Text *why);

// Adds a check, or replaces the one of this name. It knows no step yet.
void checks_add(Checks *checks, const char *name, const Rule *rule);
// Turns a built-in one on or off. It knows no step yet.
void checks_turn(CheckItem *check, bool on);
// By name; also a built-in one that is off.
CheckItem *checks_find(const Checks *checks, const char *name);
void checks_expect(CheckItem *check, bool fail);

// All that are on, one after the other, the built-in ones last: i from 0, NULL
// behind the last.
CheckItem *checks_at(const Checks *checks, size_t i);

// Tells the checks the model of the next step. True: one failed just now, and
// nobody expected it or it is its first time.
bool checks_see(Checks *checks, const Model *model);
void checks_truncate(Checks *checks, u64 step);

// All begin anew, before step 0.
void checks_forget(Checks *checks);

// What is wrong where it failed, in a few words: its rule, or what was found.
const char *check_fault(const CheckItem *check);

CheckVerdict check_verdict(const CheckItem *check, u64 step);

// True if all that should hold does and all that should fail has.
bool checks_as_expected(const Checks *checks);

#endif
