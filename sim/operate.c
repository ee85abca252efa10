// operate.c -- numbers, truths and texts, and what they make together.
#include "operate.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Value value_integer(i64 number) {
  return (Value){.kind = VALUE_INTEGER, .integer = number};
}

Value value_boolean(bool truth) {
  return (Value){.kind = VALUE_BOOL, .integer = truth};
}

Value value_trouble(ValueKind kind, const char *says, const char *what) {
  Value value = {.kind = kind};
  (void)snprintf(value.text, sizeof value.text, "%s%.80s", says, what);
  return value;
}

bool value_is_settled(const Value *value) {
  return value->kind > VALUE_PENDING;
}

static f64 real_of(const Value *value) {
  return value->kind == VALUE_REAL ? value->real : (f64)value->integer;
}

Value value_of_printed(const char *printed) {
  char *end = NULL;
  if (text_equal(printed, "true") || text_equal(printed, "false")) {
    return value_boolean(*printed == 't');
  }
  Value value = {.kind = VALUE_TEXT};
  if (*printed == '-' || isdigit((unsigned char)*printed)) {
    i64 number = strtoll(printed, &end, 10);
    if (*end == '\0' && strlen(printed) < 19) {
      return value_integer(number);
    }
    value.real = strtod(printed, &end);
    if (*end == '\0') {
      value.kind = VALUE_REAL;
      return value;
    }
  }
  size_t length = strlen(printed);
  bool quoted = length >= 2 && *printed == '"';
  (void)snprintf(value.text, sizeof value.text, "%.*s",
                 (int)(quoted ? length - 2 : length), printed + quoted);
  return value;
}

// Integers as long as the result surely fits, then reals.
Value value_arithmetic(char sign, const Value *a, const Value *b) {
  if (a->kind == VALUE_BAD ||
      (a->kind == VALUE_PENDING && value_is_settled(b))) {
    return *a;
  }
  if (!value_is_settled(b)) {
    return *b;
  }
  if ((a->kind != VALUE_INTEGER && a->kind != VALUE_REAL) ||
      (b->kind != VALUE_INTEGER && b->kind != VALUE_REAL)) {
    return value_trouble(VALUE_BAD, "+, - and * need numbers", "");
  }
  f64 x = real_of(a);
  f64 y = real_of(b);
  f64 real = sign == '+' ? x + y : sign == '-' ? x - y : x * y;
  if (a->kind == VALUE_REAL || b->kind == VALUE_REAL || real > 9e18 ||
      real < -9e18) {
    return (Value){.kind = VALUE_REAL, .real = real};
  }
  return value_integer(sign == '+'   ? a->integer + b->integer
                       : sign == '-' ? a->integer - b->integer
                                     : a->integer * b->integer);
}

Value value_compare(const char *sign, const Value *a, const Value *b) {
  if (a->kind == VALUE_BAD ||
      (a->kind == VALUE_PENDING && value_is_settled(b))) {
    return *a;
  }
  if (!value_is_settled(b)) {
    return *b;
  }
  bool texts = a->kind == VALUE_TEXT && b->kind == VALUE_TEXT;
  bool bools = a->kind == VALUE_BOOL && b->kind == VALUE_BOOL;
  bool numbers = (a->kind == VALUE_INTEGER || a->kind == VALUE_REAL) &&
                 (b->kind == VALUE_INTEGER || b->kind == VALUE_REAL);
  if (!texts && !bools && !numbers) {
    return value_trouble(VALUE_BAD, "two different kinds of value are compared",
                         "");
  }
  int order = texts ? strcmp(a->text, b->text)
                    : (real_of(a) > real_of(b)) - (real_of(a) < real_of(b));
  bool equal = order == 0;
  bool truth = sign[0] == '='   ? equal
               : sign[0] == '!' ? !equal
               : sign[0] == '<' ? order < 0 || (sign[1] && equal)
                                : order > 0 || (sign[1] && equal);
  return value_boolean(truth);
}

Value value_join(const Value *a, const Value *b, bool both) {
  if (a->kind == VALUE_BAD || b->kind == VALUE_BAD) {
    return a->kind == VALUE_BAD ? *a : *b;
  }
  // Known truths decide before what is pending does.
  bool decides = !both;
  if ((a->kind == VALUE_BOOL && (a->integer != 0) == decides) ||
      (b->kind == VALUE_BOOL && (b->integer != 0) == decides)) {
    return value_boolean(decides);
  }
  if (a->kind == VALUE_PENDING || b->kind == VALUE_PENDING) {
    return a->kind == VALUE_PENDING ? *a : *b;
  }
  if (a->kind != VALUE_BOOL || b->kind != VALUE_BOOL) {
    return value_trouble(VALUE_BAD, "&& and || need something true or false",
                         "");
  }
  return value_boolean(both);
}

void expr_print(const Value *value, Text *out) {
  switch (value->kind) {
    case VALUE_BOOL:
      text_add(out, value->integer ? "true" : "false");
      break;
    case VALUE_INTEGER:
      text_addf(out, "%lld", (long long)value->integer);
      break;
    case VALUE_REAL:
      text_addf(out, "%g", value->real);
      break;
    case VALUE_TEXT:
      text_addf(out, "\"%s\"", value->text);
      break;
    case VALUE_BAD:
    case VALUE_PENDING:
      text_add(out, value->text);
      break;
  }
}
