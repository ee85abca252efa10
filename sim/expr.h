// expr.h -- expressions over a model, as checks, breaks and `until` use them.
//
//   either  := both {"||" both}            both := test {"&&" test}
//   test    := sum [("==" | "!=" | "<" | "<=" | ">" | ">=") sum]
//   sum     := product {("+" | "-") product}
//   product := unary {"*" unary}           unary := ["!" | "-"] primary
//   primary := NUMBER | "TEXT" | "true" | "false" | "(" either ")"
//            | ACTOR "." FIELD | "mailbox(" ACTOR ")" | "handled(" ACTOR ")"
//            | "stopped(" ACTOR ")" | "inflight()" | "queued()" | "dead()" |
//            "step()" | WORD
// A WORD is compared as text, as the constants of an enum are.
#ifndef SIM_EXPR_H
#define SIM_EXPR_H

#include "model.h"

typedef enum ValueKind {
  VALUE_BAD,      // text says what is wrong with the expression
  VALUE_PENDING,  // text says what is not there yet: an actor, a field
  VALUE_BOOL,     // integer is 0 or 1
  VALUE_INTEGER,
  VALUE_REAL,
  VALUE_TEXT
} ValueKind;

typedef struct Value {
  ValueKind kind;
  i64 integer;
  f64 real;
  char text[256];
} Value;

// The value of the expression in this model.
Value expr_value(const char *source, const Model *model);

// Its value when what it reads, as expr_reads says it, has these values, as
// they print; a line each in the same order. An empty one is not there.
Value expr_value_given(const char *source, const char *reads,
                       const char *values);

// Adds what its value depends on, each an expression and a line of its own:
// "bank.balance", "mailbox(ann)", "inflight()".
void expr_reads(const char *source, Text *out);

// Whether it is well formed. False: *why gets one line.
bool expr_check(const char *source, Text *why);

// Its value as printed.
void expr_print(const Value *value, Text *out);

#endif
