// checks.c -- judged once a step; a verdict of the past is kept, not computed.
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void checks_release(Checks *checks) {
  for (size_t i = 0; i < checks->count; i++) {
    mem_free(checks->items[i].name);
    mem_free(checks->items[i].source);
    mem_free(checks->items[i].shown);
    mem_free(checks->items[i].trouble);
  }
  mem_free(checks->items);
  *checks = (Checks){0};
}

CheckItem *checks_find(const Checks *checks, const char *name) {
  for (size_t i = 0; i < checks->count; i++) {
    if (text_equal(checks->items[i].name, name)) {
      return &checks->items[i];
    }
  }
  return NULL;
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
    *check = (CheckItem){.name = text_copy(name)};
  }
  text_replace(&check->source, rule->source);
  text_replace(&check->trouble, NULL);
  check->kind = rule->kind;
  check->bound_steps = rule->steps;
  check->bound_time = rule->time;
  check->next = 0;
  check->has_failed = check->judged = check->met = false;
  show(check);
}

void checks_expect(CheckItem *check, bool fail) {
  check->expect_fail = fail;
}

static bool is_quiet(const Model *model) {
  return model->quiet || model->ended ||
         (model->ready && model->option_total == 0);
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

static bool see(CheckItem *check, const Model *model) {
  check->next++;
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
  if (!breaks_rule(check, settled && value.integer, model) ||
      check->has_failed) {
    return false;
  }
  check->has_failed = true;
  check->failed = model->step;
  return true;
}

bool checks_see(Checks *checks, const Model *model) {
  bool fails = false;
  for (size_t i = 0; i < checks->count; i++) {
    if (checks->items[i].next == model->step) {
      fails |= see(&checks->items[i], model);
    }
  }
  return fails;
}

void checks_truncate(Checks *checks, u64 step) {
  for (size_t i = 0; i < checks->count; i++) {
    CheckItem *check = &checks->items[i];
    if (check->next > step + 1) {
      check->next = step + 1;
    }
    if (check->has_failed && check->failed > step) {
      check->has_failed = false;
    }
    check->met &= check->met_at <= step;
  }
}

CheckVerdict check_verdict(const CheckItem *check, u64 step) {
  if (check->has_failed && check->failed <= step) {
    return CHECK_FAILED;
  }
  if (check->kind == RULE_EVENTUALLY) {
    return check->met && check->met_at <= step ? CHECK_HOLDS : CHECK_PENDING;
  }
  return check->judged ? CHECK_HOLDS : CHECK_PENDING;
}

bool checks_as_expected(const Checks *checks) {
  for (size_t i = 0; i < checks->count; i++) {
    if (checks->items[i].has_failed != checks->items[i].expect_fail) {
      return false;
    }
  }
  return true;
}
