// breaks.h -- where a run should stop.
//
//   place := ACTOR | MESSAGE | "send" [NAME] | "receive" [NAME]
//          | "failure" [ACTOR] | "state" ACTOR[.FIELD] | "if" EXPR
// and behind any but the last: "if" EXPR, which must hold too. A NAME is an
// actor's or a message's. A break is hit at a step that concerns its place; one
// that is an expression alone when it becomes true; a watch when the value of
// its expression changes.
#ifndef SIM_BREAKS_H
#define SIM_BREAKS_H

#include "expr.h"
#include "tape.h"

typedef enum BreakKind {
  BREAK_ABOUT,
  BREAK_SEND,
  BREAK_RECEIVE,
  BREAK_FAILURE,
  BREAK_STATE,
  BREAK_IF,
  BREAK_WATCH
} BreakKind;

typedef struct Break {
  u64 number;  // from 1, kept for good
  BreakKind kind;
  char *what;       // the name, or NULL for any
  char *condition;  // or NULL
  bool temporary;   // goes when it is hit
  u64 hits;
  bool held;     // its expression was true at the step before
  char *before;  // the value a watch had there
} Break;

typedef struct Breaks {
  Break *items;
  size_t count;
  size_t room;
  u64 highest;  // number given so far
} Breaks;

void breaks_release(Breaks *breaks);

// Adds one; the texts are copied. Gives its number.
u64 breaks_add(Breaks *breaks, BreakKind kind, const char *what,
               const char *condition, bool temporary);
bool breaks_delete(Breaks *breaks, u64 number);  // false: no such

// The first break that the model's last step hits, or NULL. To be told every
// step in turn: it remembers what was true before.
Break *breaks_see(Breaks *breaks, const Model *model, const Tape *tape);

// As typed: "send inc if counter.count > 3".
void break_print(const Break *place, Text *out);

#endif
