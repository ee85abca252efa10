// checks.c -- judged once a step; a verdict of the past is kept, not computed.
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "builtin.h"

void checks_init(Checks *checks) {
  *checks = (Checks){0};
  checks->builtins = mem_array(CheckItem, BUILTINS);
  builtins_init(checks->builtins);
}

static void release(CheckItem *check) {
  mem_free(check->name);
  mem_free(check->source);
  mem_free(check->shown);
  mem_free(check->trouble);
  mem_free(check->found);
}

void checks_release(Checks *checks) {
  for (size_t i = 0; i < checks->count; i++) {
    release(&checks->items[i]);
  }
  for (size_t i = 0; checks->builtins != NULL && i < BUILTINS; i++) {
    release(&checks->builtins[i]);
  }
  mem_free(checks->builtins);
  mem_free(checks->items);
  *checks = (Checks){0};
}

CheckItem *checks_at(const Checks *checks, size_t i) {
  if (i < checks->count) {
    return &checks->items[i];
  }
  i -= checks->count;
  for (size_t k = 0; checks->builtins != NULL && k < BUILTINS; k++) {
    if (checks->builtins[k].on && i-- == 0) {
      return &checks->builtins[k];
    }
  }
  return NULL;
}

CheckItem *checks_find(const Checks *checks, const char *name) {
  for (size_t i = 0; i < checks->count; i++) {
    if (text_equal(checks->items[i].name, name)) {
      return &checks->items[i];
    }
  }
  for (size_t i = 0; checks->builtins != NULL && i < BUILTINS; i++) {
    if (text_equal(checks->builtins[i].name, name)) {
      return &checks->builtins[i];
    }
  }
  return NULL;
}

static void forget(CheckItem *check) {
  check->next = 0;
  check->has_failed = check->judged = check->met = false;
}

void checks_turn(CheckItem *check, bool on) {
  check->on = check->wanted = on;
  forget(check);
}

// "within 20 steps" and the like, at the end of an expression; cuts it off.
static bool take_bound(Rule *rule, Text *source) {
  char *place = NULL;
  for (char *at = source->bytes; (at = strstr(at, " within ")) != NULL; at++) {
    place = at;
  }
  if (place == NULL) {
    return true;
  }
  char *end;
  u64 number = strtoull(place + 8, &end, 10);
  const char *unit = end + strspn(end, " ");
  if (end == place + 8 || number == 0 || number > 1000000000) {
    return false;
  }
  if (text_equal(unit, "steps") || text_equal(unit, "step")) {
    rule->steps = number;
  } else if (text_equal(unit, "s")) {
    rule->time = (i64)number * 1000000000;
  } else if (text_equal(unit, "ms")) {
    rule->time = (i64)number * 1000000;
  } else {
    return false;
  }
  *place = '\0';
  return true;
}

bool rule_read(const char *text, Rule *rule, Text *source, Text *why) {
  static const char *const words[] = {"always", "never", "quiet", "eventually"};
  size_t length = strcspn(text, " \t");
  size_t kind = 0;
  while (kind < 4 && (strlen(words[kind]) != length ||
                      strncmp(words[kind], text, length) != 0)) {
    kind++;
  }
  if (kind == 4 || text[length] == '\0') {
    text_add(why,
             "it begins with always, never, quiet or eventually, as in "
             "always counter.count < 100");
    return false;
  }
  *rule = (Rule){.kind = (RuleKind)kind};
  text_clear(source);
  text_add(source, text + length + strspn(text + length, " \t"));
  if (rule->kind == RULE_EVENTUALLY && !take_bound(rule, source)) {
    text_add(why, "a bound reads within 20 steps, within 5 s or within 200 ms");
    return false;
  }
  rule->source = text_of(source);
  return expr_check(rule->source, why);
}

static void show(CheckItem *check) {
  Text shown = {0};
  static const char *const words[] = {"", "never ", "quiet ", "eventually "};
  text_addf(&shown, "%s%s", words[check->kind], check->source);
  if (check->bound_steps > 0) {
    text_addf(&shown, " within %llu steps",
              (unsigned long long)check->bound_steps);
  } else if (check->bound_time > 0) {
    text_addf(&shown, " within %lld ms",
              (long long)(check->bound_time / 1000000));
  }
  text_replace(&check->shown, text_of(&shown));
  text_release(&shown);
}

void checks_add(Checks *checks, const char *name, const Rule *rule) {
  CheckItem *check = checks_find(checks, name);
  if (check == NULL) {
    checks->items = (CheckItem *)text_grow(
        checks->items, &checks->room, checks->count + 1, sizeof *checks->items);
    check = &checks->items[checks->count++];
    *check = (CheckItem){.name = text_copy(name), .on = true};
  }
  text_replace(&check->source, rule->source);
  text_replace(&check->trouble, NULL);
  check->kind = rule->kind;
  check->bound_steps = rule->steps;
  check->bound_time = rule->time;
  forget(check);
  show(check);
}

void checks_expect(CheckItem *check, bool fail) {
  check->expect_fail = fail;
}

static bool is_quiet(const Model *model) {
  return model->ended || model_is_quiet(model);
}

// Whether the check fails now, its expression being `truth`.
static bool breaks_rule(CheckItem *check, bool truth, const Model *model) {
  switch (check->kind) {
    case RULE_ALWAYS:
    case RULE_QUIET:
      return !truth;
    case RULE_NEVER:
      return truth;
    case RULE_EVENTUALLY:
      if (check->met) {
        return false;
      }
      check->met = truth;
      check->met_at = model->step;
      return !truth &&
             ((check->bound_steps > 0 && model->step >= check->bound_steps) ||
              (check->bound_time > 0 && model->time >= check->bound_time) ||
              is_quiet(model));
  }
  return false;
}

// By its expression: whether it fails now.
static bool see_rule(CheckItem *check, const Model *model) {
  if (check->kind == RULE_QUIET && !is_quiet(model)) {
    return false;
  }
  Value value = expr_value(check->source, model);
  bool settled = value.kind == VALUE_BOOL;
  if (!settled) {
    text_replace(&check->trouble,
                 value.kind == VALUE_BAD || value.kind == VALUE_PENDING
                     ? value.text
                     : "it is not true or false");
    // What cannot be judged has not come true in time either.
    if (check->kind != RULE_EVENTUALLY) {
      return false;
    }
  }
  check->judged |= settled;
  return breaks_rule(check, settled && value.integer, model) &&
         !check->has_failed;
}

static bool see(CheckItem *check, const Model *model) {
  check->next++;
  bool judged = check->judged;
  bool fails =
      check->is_builtin ? builtin_see(check, model) : see_rule(check, model);
  if (!judged) {
    check->judged_at = model->step;
  }
  if (!fails) {
    return false;
  }
  check->has_failed = true;
  check->failed = model->step;
  return true;
}

bool checks_see(Checks *checks, const Model *model) {
  bool fails = false;
  CheckItem *check;
  for (size_t i = 0; (check = checks_at(checks, i)) != NULL; i++) {
    if (check->next == model->step) {
      fails |= see(check, model);
    }
  }
  return fails;
}

void checks_truncate(Checks *checks, u64 step) {
  CheckItem *check;
  for (size_t i = 0; (check = checks_at(checks, i)) != NULL; i++) {
    if (check->next > step + 1) {
      check->next = step + 1;
    }
    if (check->has_failed && check->failed > step) {
      check->has_failed = false;
    }
    check->met &= check->met_at <= step;
    check->judged &= check->judged_at <= step;
  }
}

void checks_forget(Checks *checks) {
  CheckItem *check;
  for (size_t i = 0; (check = checks_at(checks, i)) != NULL; i++) {
    forget(check);
  }
}

const char *check_fault(const CheckItem *check) {
  return check->found != NULL ? check->found : check->shown;
}

CheckVerdict check_verdict(const CheckItem *check, u64 step) {
  if (check->has_failed && check->failed <= step) {
    return CHECK_FAILED;
  }
  if (check->kind == RULE_EVENTUALLY) {
    return check->met && check->met_at <= step ? CHECK_HOLDS : CHECK_PENDING;
  }
  return check->judged && check->judged_at <= step ? CHECK_HOLDS
                                                   : CHECK_PENDING;
}

bool checks_as_expected(const Checks *checks) {
  const CheckItem *check;
  for (size_t i = 0; (check = checks_at(checks, i)) != NULL; i++) {
    if (check->has_failed != check->expect_fail) {
      return false;
    }
  }
  return true;
}
