// operate.h -- what expressions do with values. For expr.c only.
//
// Of two operands the bad wins over the pending, and that over the rest, so
// the first trouble is what is told.
#ifndef SIM_OPERATE_H
#define SIM_OPERATE_H

#include "expr.h"

Value value_integer(i64 number);
Value value_boolean(bool truth);

// VALUE_BAD or VALUE_PENDING, saying `says` and then `what`.
Value value_trouble(ValueKind kind, const char *says, const char *what);

// Neither bad nor pending.
bool value_is_settled(const Value *value);

// A value as states print it: a number, true, false, a text in quotes, a word.
Value value_of_printed(const char *printed);

Value value_arithmetic(char sign, const Value *a, const Value *b);
Value value_compare(const char *sign, const Value *a, const Value *b);

// a && b when `both`, else a || b. A truth that decides alone does so.
Value value_join(const Value *a, const Value *b, bool both);

#endif
