// verbs_checks.c -- check, expect.
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "verbs.h"

static void add_check(const Desk *desk, const CheckItem *check, Text *out) {
  switch (check_verdict(check, session_cursor(&desk->session))) {
    case CHECK_FAILED:
      text_addf(out, "%s failed at step %llu: %s\n", check->name,
                (unsigned long long)check->failed, check_fault(check));
      break;
    case CHECK_HOLDS:
      text_addf(out, "%s holds: %s\n", check->name, check->shown);
      break;
    case CHECK_PENDING:
      text_addf(out, "%s is pending (%s): %s\n", check->name,
                check->trouble == NULL ? "not yet judged" : check->trouble,
                check->shown);
      break;
  }
}

// Those that failed in full, the others in a line.
static void add_builtins(const Desk *desk, Text *out) {
  const CheckItem *builtins = desk->session.checks.builtins;
  u64 cursor = session_cursor(&desk->session);
  Text others = {0};
  for (size_t i = 0; i < BUILTINS; i++) {
    const CheckItem *check = &builtins[i];
    CheckVerdict verdict = check_verdict(check, cursor);
    if (check->on && verdict == CHECK_FAILED) {
      add_check(desk, check, out);
    } else {
      text_addf(&others, "%s%s %s", others.length > 0 ? ", " : "", check->name,
                !check->on                 ? "off"
                : verdict == CHECK_PENDING ? "pending"
                                           : "ok");
    }
  }
  text_addf(out, "built in: %s (check NAME on|off)\n", text_of(&others));
  text_release(&others);
}

static DeskResult list_checks(Desk *desk) {
  const Checks *checks = &desk->session.checks;
  for (size_t i = 0; i < checks->count; i++) {
    add_check(desk, &checks->items[i], &desk->answer);
  }
  if (checks->count == 0) {
    text_add(&desk->answer, "no check; type check NAME := always EXPR\n");
  }
  add_builtins(desk, &desk->answer);
  verbs_show(desk);
  return DESK_OK;
}

// check deadlock off
static DeskResult turn(Desk *desk, const Command *command, CheckItem *check) {
  const char *word = command->words[1];
  bool on = text_equal(word, "on");
  if (command->word_count > 2 || (!on && !text_equal(word, "off"))) {
    text_addf(&desk->answer, "%s is built in: check %s on, or off, not %s",
              check->name, check->name, word);
    return DESK_BAD;
  }
  if (desk->overlay) {
    checks_turn(check, on);
    return DESK_OK;
  }
  session_turn_check(&desk->session, check, on);
  if (on) {
    add_check(desk, check, &desk->answer);
  } else {
    text_addf(&desk->answer, "%s is off", check->name);
  }
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
    if (check->on) {
      add_check(desk, check, &desk->answer);
    } else {
      text_addf(&desk->answer, "%s is off: %s", name, check->shown);
    }
    return DESK_OK;
  }
  CheckItem *known = checks_find(&desk->session.checks, name);
  if (known != NULL && known->is_builtin) {
    return turn(desk, command, known);
  }
  Text why = {0};
  Text source = {0};
  Rule rule;
  bool reads = command->word_count >= 3 && text_equal(command->words[1], ":=");
  bool good =
      reads && rule_read(grammar_after(command, 2), &rule, &source, &why);
  if (!reads) {
    text_add(&desk->answer,
             "a check reads check NAME := always EXPR, as in "
             "check small := always counter.count < 100");
  } else if (!good) {
    text_addf(&desk->answer, "check %s: %s", name, text_of(&why));
  } else if (desk->overlay) {
    checks_add(&desk->session.checks, name, &rule);
  } else {
    session_check(&desk->session, name, &rule);
    add_check(desk, checks_find(&desk->session.checks, name), &desk->answer);
  }
  text_release(&source);
  text_release(&why);
  return good ? DESK_OK : DESK_BAD;
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
  if (!check->on) {
    checks_turn(check, true);
  }
  checks_expect(check, fail);
  return DESK_OK;
}
