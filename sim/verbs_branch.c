// verbs_branch.c -- branch, diff.
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "story.h"
#include "verbs.h"

void verbs_say_branch(Desk *desk) {
  const Branches *branches = &desk->session.branches;
  if (desk->session.dropped == 0) {
    return;
  }
  text_addf(&desk->answer, " (branch %llu; the old future is branch %llu",
            (unsigned long long)branches->now.number,
            (unsigned long long)branches->now.parent);
  if (branches->dropped == branches->now.parent) {
    text_add(&desk->answer, ", too long to be kept");
  } else if (branches->dropped != 0) {
    text_addf(&desk->answer, "; branch %llu was dropped for it",
              (unsigned long long)branches->dropped);
  }
  text_add(&desk->answer, ")");
}

static void add_branch(const Branch *branch, const Session *now, Text *out) {
  const Tape *tape = now != NULL ? &now->tape : &branch->tape;
  const Ending *ending = now != NULL ? &now->ending : &branch->ending;
  text_addf(out, "%c %llu", now != NULL ? '*' : ' ',
            (unsigned long long)branch->number);
  if (branch->name != NULL) {
    text_addf(out, " %s", branch->name);
  }
  text_addf(out, "  seed %llu, %llu steps",
            (unsigned long long)(now != NULL ? now->seed : branch->seed),
            (unsigned long long)tape_last(tape));
  if (branch->parent != 0) {
    text_addf(out, ", left branch %llu after step %llu",
              (unsigned long long)branch->parent,
              (unsigned long long)branch->fork);
  }
  if (ending->state != ENGINE_OFF) {
    text_addf(out, "; %s", ending->text);
  }
  text_add(out, "\n");
}

static DeskResult list_branches(Desk *desk) {
  const Session *session = &desk->session;
  const Branches *branches = &session->branches;
  // In the order of their numbers, the one that is watched among them.
  for (u64 number = 1; number <= branches->highest; number++) {
    if (number == branches->now.number) {
      add_branch(&branches->now, session, &desk->answer);
    }
    for (size_t i = 0; i < branches->count; i++) {
      if (branches->items[i].number == number) {
        add_branch(&branches->items[i], NULL, &desk->answer);
      }
    }
  }
  verbs_show(desk);
  return DESK_OK;
}

// The branch a word names: its number and its tape. NULL: it was said why not.
static const Tape *find_tape(Desk *desk, const char *word, u64 *number) {
  Session *session = &desk->session;
  const Branch *now = &session->branches.now;
  Branch *kept = branches_named(&session->branches, word);
  bool numeric = grammar_number(word, number);
  if (kept == NULL && numeric) {
    kept = branches_find(&session->branches, *number);
  }
  if (kept != NULL) {
    *number = kept->number;
    return &kept->tape;
  }
  if ((numeric && *number == now->number) ||
      (now->name != NULL && text_equal(now->name, word))) {
    *number = now->number;
    return &session->tape;
  }
  text_addf(&desk->answer, "there is no branch %s; branch lists them", word);
  return NULL;
}

static DeskResult name_branch(Desk *desk, const char *name) {
  u64 number = 0;
  if (grammar_number(name, &number)) {
    text_addf(&desk->answer, "a name is a word, not a number: branch as %s",
              "mine");
    return DESK_BAD;
  }
  if (branches_named(&desk->session.branches, name) != NULL) {
    text_addf(&desk->answer, "another branch is called %s", name);
    return DESK_BAD;
  }
  text_replace(&desk->session.branches.now.name, name);
  text_addf(&desk->answer, "branch %llu is called %s",
            (unsigned long long)desk->session.branches.now.number, name);
  return DESK_OK;
}

DeskResult verb_branch(Desk *desk, const Command *command) {
  u64 number = 0;
  if (command->word_count == 0) {
    return list_branches(desk);
  }
  if (text_equal(command->words[0], "as")) {
    if (command->word_count == 2) {
      return name_branch(desk, command->words[1]);
    }
    text_add(&desk->answer, "branch as NAME gives this branch a name");
    return DESK_BAD;
  }
  if (command->word_count > 1) {
    text_addf(&desk->answer, "branch takes one branch; what is %s?",
              command->words[1]);
    return DESK_BAD;
  }
  if (find_tape(desk, command->words[0], &number) == NULL) {
    return DESK_BAD;
  }
  desk->runner.on = false;
  desk->look.option = 0;
  desk->look.fly_phase = 0;
  ignore(session_switch(&desk->session, number));  // false: it is here
  text_addf(&desk->answer, "branch %llu, step %llu of %llu",
            (unsigned long long)number,
            (unsigned long long)session_cursor(&desk->session),
            (unsigned long long)session_last(&desk->session));
  return DESK_OK;
}

static void fold(const Tape *tape, u64 step, Model *model) {
  model_init(model);
  tape_each(tape, 0, step, model_apply, model);
}

static void add_side(const char *name, const Tape *tape, u64 step, Text *out) {
  Model model;
  text_addf(out, "%s  %llu ", name, (unsigned long long)step);
  if (step > tape_last(tape)) {
    text_add(out, "nothing more\n");
    return;
  }
  fold(tape, step, &model);
  story_step(&model, out);
  text_add(out, "\n");
  model_release(&model);
}

static const char *value_of(const ModelActor *actor, const char *field) {
  const ModelField *found = actor == NULL ? NULL : model_field(actor, field);
  return found == NULL ? "none" : found->value;
}

// What of one actor, named `name`, differs; b: NULL if it is not there.
static bool add_actor(const char *name, const ModelActor *a,
                      const ModelActor *b, Text *out) {
  Text what = {0};
  if (b == NULL) {
    text_add(&what, "  only on one side");
  } else {
    const char *states[2] = {model_status_word(model_status(a)),
                             model_status_word(model_status(b))};
    if (!text_equal(states[0], states[1])) {
      text_addf(&what, "  %s | %s", states[0], states[1]);
    }
    for (size_t i = 0; i < a->field_count; i++) {
      const char *other = value_of(b, a->fields[i].name);
      if (!text_equal(a->fields[i].value, other)) {
        text_addf(&what, "  %s %s | %s", a->fields[i].name, a->fields[i].value,
                  other);
      }
    }
    if (a->mailbox.count != b->mailbox.count) {
      text_addf(&what, "  mailbox %zu | %zu", a->mailbox.count,
                b->mailbox.count);
    }
    if (a->outbox.count != b->outbox.count) {
      text_addf(&what, "  in flight %zu | %zu", a->outbox.count,
                b->outbox.count);
    }
  }
  bool differs = what.length > 0;
  if (differs) {
    text_addf(out, "%s%s\n", name, text_of(&what));
  }
  text_release(&what);
  return differs;
}

static bool add_missing(const Model *here, const Model *there, bool all,
                        Text *out) {
  bool any = false;
  for (size_t i = 0; i < here->actor_count; i++) {
    Text name = {0};
    model_name(here, here->actors[i].ref, &name);
    const ModelActor *other = model_actor(there, here->actors[i].ref);
    if (all || other == NULL) {
      any |= add_actor(text_of(&name), &here->actors[i], other, out);
    }
    text_release(&name);
  }
  return any;
}

DeskResult verb_diff(Desk *desk, const Command *command) {
  u64 numbers[2] = {0, 0};
  const Tape *tapes[2];
  Model models[2];
  for (int i = 0; i < 2; i++) {
    tapes[i] = find_tape(desk, command->words[i], &numbers[i]);
    if (tapes[i] == NULL) {
      return DESK_BAD;
    }
  }
  u64 common = tape_common(tapes[0], tapes[1]);
  Text *out = &desk->answer;
  if (common == tape_last(tapes[0]) && common == tape_last(tapes[1])) {
    text_addf(out, "no difference in %llu steps", (unsigned long long)common);
    return DESK_OK;
  }
  text_addf(out, "the same up to step %llu; then\n",
            (unsigned long long)common);
  for (int i = 0; i < 2; i++) {
    add_side(command->words[i], tapes[i], common + 1, out);
    fold(tapes[i], tape_last(tapes[i]), &models[i]);
  }
  text_addf(out, "at their ends (%s | %s):\n", command->words[0],
            command->words[1]);
  bool any = add_missing(&models[0], &models[1], true, out);
  any |= add_missing(&models[1], &models[0], false, out);
  text_add(out, any ? "" : "no actor differs\n");
  model_release(&models[0]);
  model_release(&models[1]);
  verbs_show(desk);
  return DESK_OK;
}
