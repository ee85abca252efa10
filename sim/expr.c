// expr.c -- a parser that evaluates as it goes.
//
// Expressions are a line long and models small, so parsing anew for every step
// is cheaper to read than a tree. A value that is bad or pending wins over the
// others, so the first trouble is what is told.
#include "expr.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "operate.h"

enum { DEPTH_LIMIT = 100 };

typedef struct Parse {
  const char *source;
  const char *at;
  const Model *model;
  int depth;
  Text *reads;        // gets what is read, or NULL
  const char *given;  // instead of a model: what is read, and its values
  const char *values;
} Parse;

static Value either(Parse *p);

static Value bad(Parse *p, const char *expected) {
  Value value = {.kind = VALUE_BAD};
  (void)snprintf(value.text, sizeof value.text, "%s expected %s%.40s", expected,
                 *p->at == '\0' ? "at the end" : "before ", p->at);
  return value;
}

static void skip(Parse *p) {
  while (isspace((unsigned char)*p->at)) {
    p->at++;
  }
}

static bool accept(Parse *p, const char *token) {
  skip(p);
  if (!text_starts(p->at, token)) {
    return false;
  }
  p->at += strlen(token);
  return true;
}

// A name: letters, digits, _ and #; a hyphen too when a letter or digit
// follows at once and the name is an actor's (teller-1, but balance - 1).
static size_t name_length(const char *at, bool hyphens) {
  size_t length = 0;
  while (isalnum((unsigned char)at[length]) || at[length] == '_' ||
         (hyphens && at[length] == '#') ||
         (hyphens && at[length] == '-' && length > 0 &&
          isalnum((unsigned char)at[length + 1]))) {
    length++;
  }
  return length;
}

static bool take_name(Parse *p, bool hyphens, char *out, size_t size) {
  skip(p);
  size_t length = name_length(p->at, hyphens);
  if (length == 0 || length >= size) {
    return false;
  }
  memcpy(out, p->at, length);
  out[length] = '\0';
  p->at += length;
  return true;
}

static Value no_field(const ModelActor *actor, const char *field) {
  const char *names[16] = {NULL};
  for (size_t i = 0; i < actor->field_count && i < 16; i++) {
    names[i] = actor->fields[i].name;
  }
  const char *near = text_nearest(field, names, 16);
  Value value = {.kind = VALUE_PENDING};
  (void)snprintf(value.text, sizeof value.text,
                 "%.60s shows no field called %.60s%s%.60s%s", actor->label,
                 field, near == NULL ? "" : "; did you mean ",
                 near == NULL ? "" : near, near == NULL ? "" : "?");
  return value;
}

// The value given for what is read.
static Value value_given(const Parse *p, const char *read) {
  const char *at = p->given;
  const char *value = p->values;
  size_t length = strlen(read);
  while (*at != '\0' && *value != '\0') {
    size_t line = strcspn(at, "\n");
    size_t shown = strcspn(value, "\n");
    if (line == length && strncmp(at, read, length) == 0) {
      char *printed = text_copy_bytes(value, shown);
      Value found = shown == 0
                        ? value_trouble(VALUE_PENDING, "waits for ", read)
                        : value_of_printed(printed);
      mem_free(printed);
      return found;
    }
    at += line + (at[line] == '\n');
    value += shown + (value[shown] == '\n');
  }
  return value_trouble(VALUE_PENDING, "waits for ", read);
}

static Value field_of(Parse *p, const char *name) {
  char field[128];
  if (!take_name(p, false, field, sizeof field)) {
    return bad(p, "a field's name");
  }
  if (p->reads != NULL) {
    text_addf(p->reads, "%s.%s\n", name, field);
  }
  if (p->given != NULL) {
    char read[272];
    (void)snprintf(read, sizeof read, "%s.%s", name, field);
    return value_given(p, read);
  }
  if (p->model == NULL) {
    return value_trouble(VALUE_PENDING, "", "");
  }
  const ModelActor *actor = model_find(p->model, name, NULL);
  if (actor == NULL) {
    return value_trouble(VALUE_PENDING, "waits for an actor called ", name);
  }
  const ModelField *found = model_field(actor, field);
  if (found == NULL) {
    return no_field(actor, field);
  }
  return value_of_printed(found->value);
}

static Value about_actor(Parse *p, const char *function) {
  char name[128];
  if (!take_name(p, true, name, sizeof name)) {
    return bad(p, "an actor's name");
  }
  if (!accept(p, ")")) {
    return bad(p, ")");
  }
  if (p->reads != NULL) {
    text_addf(p->reads, "%s(%s)\n", function, name);
  }
  if (p->given != NULL) {
    char read[272];
    (void)snprintf(read, sizeof read, "%s(%s)", function, name);
    return value_given(p, read);
  }
  const ModelActor *actor =
      p->model == NULL ? NULL : model_find(p->model, name, NULL);
  if (actor == NULL) {
    return value_trouble(VALUE_PENDING, "waits for an actor called ", name);
  }
  if (text_equal(function, "mailbox")) {
    return value_integer((i64)actor->mailbox.count);
  }
  return text_equal(function, "handled") ? value_integer((i64)actor->handled)
                                         : value_boolean(actor->stopped);
}

static Value call(Parse *p, const char *function) {
  static const char *const names[] = {
      "mailbox", "handled", "stopped", "inflight", "dead", "step", "queued"};
  enum { NAMES = sizeof names / sizeof *names };
  size_t which = 0;
  while (which < NAMES && !text_equal(function, names[which])) {
    which++;
  }
  if (which == NAMES) {
    const char *near = text_nearest(function, names, NAMES);
    Value value = {.kind = VALUE_BAD};
    (void)snprintf(value.text, sizeof value.text,
                   "there is no function %.40s; there is %s()", function,
                   near == NULL ? "mailbox" : near);
    return value;
  }
  if (which < 3) {
    return about_actor(p, function);
  }
  if (!accept(p, ")")) {
    return bad(p, ")");
  }
  if (p->reads != NULL) {
    text_addf(p->reads, "%s()\n", function);
  }
  if (p->given != NULL) {
    char read[272];
    (void)snprintf(read, sizeof read, "%s()", function);
    return value_given(p, read);
  }
  if (p->model == NULL) {
    return value_integer(0);
  }
  return value_integer((i64)(which == 3   ? model_in_flight(p->model)
                             : which == 4 ? p->model->dead_total
                             : which == 5 ? p->model->step
                                          : model_in_mailboxes(p->model)));
}

static Value quoted(Parse *p) {
  Value value = {.kind = VALUE_TEXT};
  size_t length = 0;
  while (*p->at != '"') {
    if (*p->at == '\0') {
      return bad(p, "a closing \"");
    }
    if (length + 1 < sizeof value.text) {
      value.text[length++] = *p->at;
    }
    p->at++;
  }
  p->at++;
  return value;
}

static Value primary(Parse *p) {
  char name[128];
  skip(p);
  if (accept(p, "(")) {
    Value value = either(p);
    return value.kind == VALUE_BAD || accept(p, ")") ? value : bad(p, ")");
  }
  if (accept(p, "\"")) {
    return quoted(p);
  }
  if (isdigit((unsigned char)*p->at)) {
    size_t length = strspn(p->at, "0123456789.");
    (void)snprintf(name, sizeof name, "%.*s", (int)(length < 60 ? length : 60),
                   p->at);
    p->at += length;
    return value_of_printed(name);
  }
  if (!take_name(p, true, name, sizeof name)) {
    return bad(p, "a value");
  }
  if (*p->at == '.') {
    p->at++;
    return field_of(p, name);
  }
  return accept(p, "(") ? call(p, name) : value_of_printed(name);
}

static Value unary(Parse *p) {
  if (p->depth >= DEPTH_LIMIT) {
    return value_trouble(VALUE_BAD, "it is nested too deeply", "");
  }
  p->depth++;
  skip(p);
  bool negates = *p->at == '!' && p->at[1] != '=';
  Value value;
  if (negates || *p->at == '-') {
    p->at++;
    value = unary(p);
    if (negates && value_is_settled(&value)) {
      value =
          value.kind == VALUE_BOOL
              ? value_boolean(!value.integer)
              : value_trouble(VALUE_BAD, "! needs something true or false", "");
    } else if (value.kind == VALUE_INTEGER) {
      value.integer = -value.integer;
    } else if (value.kind == VALUE_REAL) {
      value.real = -value.real;
    }
  } else {
    value = primary(p);
  }
  p->depth--;
  return value;
}

static Value product(Parse *p) {
  Value value = unary(p);
  while (value.kind != VALUE_BAD && accept(p, "*")) {
    Value right = unary(p);
    value = value_arithmetic('*', &value, &right);
  }
  return value;
}

static Value sum(Parse *p) {
  Value value = product(p);
  while (value.kind != VALUE_BAD) {
    skip(p);
    char sign = *p->at;
    if (sign != '+' && sign != '-') {
      break;
    }
    p->at++;
    Value right = product(p);
    value = value_arithmetic(sign, &value, &right);
  }
  return value;
}

static Value test(Parse *p) {
  static const char *const operators[] = {"==", "!=", "<=", ">=", "<", ">"};
  Value value = sum(p);
  for (size_t i = 0; i < 6 && value.kind != VALUE_BAD; i++) {
    if (accept(p, operators[i])) {
      Value right = sum(p);
      return value_compare(operators[i], &value, &right);
    }
  }
  return value;
}

static Value both(Parse *p) {
  Value value = test(p);
  while (value.kind != VALUE_BAD && accept(p, "&&")) {
    Value right = test(p);
    value = value_join(&value, &right, true);
  }
  return value;
}

static Value either(Parse *p) {
  Value value = both(p);
  while (value.kind != VALUE_BAD && accept(p, "||")) {
    Value right = both(p);
    value = value_join(&value, &right, false);
  }
  return value;
}

Value expr_value(const char *source, const Model *model) {
  Parse p = {.source = source, .at = source, .model = model};
  Value value = either(&p);
  skip(&p);
  if (value.kind != VALUE_BAD && *p.at != '\0') {
    return value_trouble(VALUE_BAD, "an operator is expected before ", p.at);
  }
  return value;
}

Value expr_value_given(const char *source, const char *reads,
                       const char *values) {
  Parse p = {.source = source, .at = source, .given = reads, .values = values};
  return either(&p);
}

void expr_reads(const char *source, Text *out) {
  Parse p = {.source = source, .at = source, .reads = out};
  (void)either(&p);
}

bool expr_check(const char *source, Text *why) {
  Value value = expr_value(source, NULL);
  if (value.kind == VALUE_BAD) {
    text_add(why, value.text);
    return false;
  }
  if (value.kind != VALUE_BOOL && value.kind != VALUE_PENDING) {
    text_addf(why, "%s is not true or false; compare it, as in %s == 1", source,
              source);
    return false;
  }
  return true;
}
