// verbs_checks.c -- check, expect, break, delete.
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "verbs.h"

static void add_check(const Desk *desk, const CheckItem *check, Text *out) {
  switch (check_verdict(check, session_cursor(&desk->session))) {
    case CHECK_FAILED:
      text_addf(out, "%s failed at step %llu: %s\n", check->name,
                (unsigned long long)check->failed, check->source);
      break;
    case CHECK_HOLDS:
      text_addf(out, "%s holds: %s\n", check->name, check->source);
      break;
    case CHECK_PENDING:
      text_addf(out, "%s is pending (%s): %s\n", check->name,
                check->trouble == NULL ? "not yet judged" : check->trouble,
                check->source);
      break;
  }
}

static DeskResult list_checks(Desk *desk) {
  const Checks *checks = &desk->session.checks;
  for (size_t i = 0; i < checks->count; i++) {
    add_check(desk, &checks->items[i], &desk->answer);
  }
  if (checks->count == 0) {
    text_add(&desk->answer, "no check; type check NAME := always EXPR");
  }
  verbs_show(desk);
  return DESK_OK;
}

DeskResult verb_check(Desk *desk, const Command *command) {
  if (command->word_count == 0) {
    return list_checks(desk);
  }
  const char *name = command->words[0];
  if (command->word_count == 1) {
    const CheckItem *check = checks_find(&desk->session.checks, name);
    if (check == NULL) {
      text_addf(&desk->answer,
                "no check is called %s; check %s := always EXPR makes it", name,
                name);
      return DESK_BAD;
    }
    add_check(desk, check, &desk->answer);
    return DESK_OK;
  }
  if (command->word_count < 4 || !text_equal(command->words[1], ":=") ||
      !text_equal(command->words[2], "always")) {
    text_add(&desk->answer,
             "a check reads check NAME := always EXPR, as in "
             "check small := always counter.count < 100");
    return DESK_BAD;
  }
  const char *source = grammar_after(command, 3);
  Text why = {0};
  if (!expr_check(source, &why)) {
    text_addf(&desk->answer, "check %s: %s", name, text_of(&why));
    text_release(&why);
    return DESK_BAD;
  }
  if (desk->overlay) {
    checks_add(&desk->session.checks, name, source);
    return DESK_OK;
  }
  session_check(&desk->session, name, source);
  add_check(desk, checks_find(&desk->session.checks, name), &desk->answer);
  return DESK_OK;
}

DeskResult verb_expect(Desk *desk, const Command *command) {
  bool fail = text_equal(command->words[0], "fail");
  CheckItem *check = checks_find(&desk->session.checks, command->words[1]);
  if (!fail && !text_equal(command->words[0], "ok")) {
    text_addf(&desk->answer, "expect ok NAME or expect fail NAME, not %s",
              command->words[0]);
    return DESK_BAD;
  }
  if (check == NULL) {
    text_addf(&desk->answer, "no check is called %s; it must be made before",
              command->words[1]);
    return DESK_BAD;
  }
  checks_expect(check, fail);
  return DESK_OK;
}

static DeskResult list_breaks(Desk *desk) {
  const Checks *checks = &desk->session.checks;
  for (size_t i = 0; i < checks->break_count; i++) {
    text_addf(&desk->answer, "%zu %s%s\n", i + 1,
              checks->breaks[i].expression ? "if " : "",
              checks->breaks[i].what);
  }
  if (checks->break_count == 0) {
    text_add(&desk->answer,
             "no break; type break ACTOR, break MESSAGE or "
             "break if EXPR");
  }
  verbs_show(desk);
  return DESK_OK;
}

// A message's name that some protocol has: "inc" in "inc(amount: i64)".
static bool is_message(const Model *model, const char *name) {
  size_t length = strlen(name);
  for (size_t i = 0; i < model->type_count; i++) {
    const char *protocol = model->types[i].protocol;
    for (const char *at = strstr(protocol, name); at != NULL && length > 0;
         at = strstr(at + 1, name)) {
      if (at[length] == '(' && (at == protocol || at[-1] == ' ')) {
        return true;
      }
    }
  }
  return false;
}

DeskResult verb_break(Desk *desk, const Command *command) {
  if (command->word_count == 0) {
    return list_breaks(desk);
  }
  const char *what = command->words[0];
  if (!text_equal(what, "if") && command->word_count > 1) {
    text_addf(&desk->answer,
              "break takes one actor, one message, or if EXPR; what is %s?",
              command->words[1]);
    return DESK_BAD;
  }
  bool expression = text_equal(what, "if");
  Text why = {0};
  bool good = true;
  if (expression) {
    what = grammar_after(command, 1);
    good = expr_check(what, &why);
  } else if (model_find(&desk->session.model, what, &why) == NULL) {
    good = is_message(&desk->session.model, what);
  }
  if (good) {
    breaks_add(&desk->session.checks, what, expression);
    text_addf(&desk->answer, "a run will stop at %s (break %zu)", what,
              desk->session.checks.break_count);
  } else {
    text_addf(&desk->answer, "break: %s", text_of(&why));
  }
  text_release(&why);
  return good ? DESK_OK : DESK_BAD;
}

DeskResult verb_delete(Desk *desk, const Command *command) {
  u64 number = 0;
  if (!grammar_number(command->words[0], &number) || number == 0 ||
      !breaks_delete(&desk->session.checks, (size_t)number - 1)) {
    text_addf(&desk->answer, "there is no break %s; break lists them",
              command->words[0]);
    return DESK_BAD;
  }
  text_addf(&desk->answer, "break %llu deleted", (unsigned long long)number);
  return DESK_OK;
}
