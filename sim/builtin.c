// builtin.c -- each looks only where it can have come true: a deadlock where a
// wait began or all is quiet, the others at a count.
#include "builtin.h"

#include "base/mem.h"
#include "waits.h"

static const struct {
  const char *name;
  const char *shown;
  const char *pending;  // why it cannot be judged yet, if so
  const char *source;   // as an expression, or what is none
  RuleKind kind;
  bool on;
} builtins[BUILTINS] = {
    [BUILTIN_DEADLOCK] = {"deadlock", "no actor waits for ever", "", "true",
                          RULE_ALWAYS, true},
    [BUILTIN_LEAKS] = {"leaks", "all memory is freed when the program ends",
                       "the program has not ended", "true", RULE_ALWAYS, true},
    [BUILTIN_DEAD_LETTERS] = {"dead_letters",
                              "no message becomes a dead letter", "",
                              "dead() == 0", RULE_ALWAYS, false},
    [BUILTIN_QUIESCENCE] = {"quiescence",
                            "when all is quiet no message is left, no ask open",
                            "not all is quiet yet",
                            "inflight() + queued() == 0", RULE_QUIET, false}};

void builtins_init(CheckItem items[BUILTINS]) {
  for (size_t i = 0; i < BUILTINS; i++) {
    items[i] = (CheckItem){.name = text_copy(builtins[i].name),
                           .source = text_copy(builtins[i].source),
                           .shown = text_copy(builtins[i].shown),
                           .kind = builtins[i].kind,
                           .builtin = (Builtin)i,
                           .is_builtin = true,
                           .on = builtins[i].on,
                           .trouble = text_copy(builtins[i].pending)};
  }
}

static bool sees_deadlock(const Model *model, Text *found) {
  u64 formed;
  bool quiet = model_is_quiet(model);
  if (!quiet && model->wait_step != model->step) {
    return false;
  }
  if (waits_say_ring(model, found, &formed)) {
    text_add(found, ": each waits for the next");
    return true;
  }
  const ModelActor *stuck = quiet ? waits_stuck(model) : NULL;
  if (stuck != NULL) {
    waits_say_stuck(model, stuck, found);
  }
  return stuck != NULL;
}

static bool sees_leaks(const Model *model, Text *found) {
  if (model->counted && model->left > 0) {
    text_addf(found, "%llu block%s of memory never freed",
              (unsigned long long)model->left, model->left == 1 ? "" : "s");
  }
  return found->length > 0;
}

static bool sees_dead_letters(const Model *model, Text *found) {
  if (model->dead_total == 0) {
    return false;
  }
  if (model->dead.count > 0) {
    const ModelMessage *last = &model->dead.items[model->dead.count - 1];
    text_addf(found, "%s to ", last->text == NULL ? "a message" : last->text);
    model_name(model, last->to, found);
    text_add(found, " will never be taken");
  }
  return true;
}

static bool sees_open_ask(const Model *model, Text *found) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (actor->asked != 0 && actor->type != NULL && !actor->stopped) {
      text_add(found, "all is quiet, but nobody has answered what ");
      model_name(model, actor->ref, found);
      text_add(found, " asked");
      return true;
    }
  }
  return false;
}

static bool sees_rest(const Model *model, Text *found) {
  size_t flying = model_in_flight(model);
  size_t queued = model_in_mailboxes(model);
  if (flying + queued == 0) {
    return sees_open_ask(model, found);
  }
  text_addf(found, "all is quiet, but %zu message%s left", flying + queued,
            flying + queued == 1 ? " is" : "s are");
  for (size_t i = 0; i < model->actor_count && queued > 0; i++) {
    const ModelActor *actor = &model->actors[i];
    if (actor->mailbox.count > 0) {
      text_addf(found, ", the first: %s for ", actor->mailbox.items[0].text);
      model_name(model, actor->ref, found);
      break;
    }
  }
  return true;
}

// Whether there is something to judge at this step.
static bool is_due(Builtin builtin, const Model *model) {
  switch (builtin) {
    case BUILTIN_DEADLOCK:
    case BUILTIN_DEAD_LETTERS:
      return true;
    case BUILTIN_LEAKS:
      return model->counted;
    case BUILTIN_QUIESCENCE:
      return model_is_quiet(model);
  }
  return false;
}

bool builtin_see(CheckItem *check, const Model *model) {
  static bool (*const sees[BUILTINS])(const Model *, Text *) = {
      [BUILTIN_DEADLOCK] = sees_deadlock,
      [BUILTIN_LEAKS] = sees_leaks,
      [BUILTIN_DEAD_LETTERS] = sees_dead_letters,
      [BUILTIN_QUIESCENCE] = sees_rest};
  if (check->has_failed || !is_due(check->builtin, model)) {
    return false;
  }
  Text found = {0};
  bool fails = sees[check->builtin](model, &found);
  check->judged = true;
  if (fails) {
    text_replace(&check->found, text_of(&found));
  }
  text_release(&found);
  return fails;
}
