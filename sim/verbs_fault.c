// verbs_fault.c -- drop, dup, fill, delay, move: the message first.
//
//   message := [N of NEXT] | NAME | SENDER "/" N
// A name is the first such message, in flight before in a mailbox; N behind a
// sender is the message's own number, which it keeps for good.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "verbs.h"

typedef struct Found {
  u64 holder;
  MessageId id;
} Found;

typedef struct Wanted {
  const char *name;  // or NULL
  MessageId id;
} Wanted;

static bool matches(const ModelMessage *message, const Wanted *wanted) {
  return wanted->name != NULL ? text_equal(message->name, wanted->name)
                              : message->id.sender == wanted->id.sender &&
                                    message->id.sequence == wanted->id.sequence;
}

static bool find_in(const ModelMessages *messages, const Wanted *wanted,
                    u64 holder, Found *found) {
  for (size_t i = 0; i < messages->count; i++) {
    if (matches(&messages->items[i], wanted)) {
      *found = (Found){holder, messages->items[i].id};
      return true;
    }
  }
  return false;
}

static bool find(const Model *model, const Wanted *wanted, Found *found) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (find_in(&actor->outbox, wanted, actor->ref, found)) {
      return true;
    }
  }
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (find_in(&actor->mailbox, wanted, actor->ref, found)) {
      return true;
    }
  }
  return false;
}

// "main/2": whose, and which.
static bool read_id(const Model *model, const char *word, Wanted *wanted) {
  const char *slash = strrchr(word, '/');
  if (slash == NULL) {
    return false;
  }
  char *name = text_copy_bytes(word, (size_t)(slash - word));
  const ModelActor *sender = model_find(model, name, NULL);
  mem_free(name);
  return sender != NULL && grammar_number(slash + 1, &wanted->id.sequence) &&
         (wanted->id.sender = sender->ref) != 0;
}

// The message a command is about. False: it was said what is wrong.
static bool take_message(Desk *desk, const Command *command, Found *found) {
  const Model *model = &desk->session.model;
  const char *word = command->word_count > 0 ? command->words[0] : "";
  u64 option = desk->look.option + 1;
  Wanted wanted = {0};
  bool numbered = *word == '\0' || grammar_number(word, &option);
  if (numbered && option > 0 && option <= model->option_count) {
    wanted.id = model->options[option - 1].id;
  } else if (!numbered && !read_id(model, word, &wanted)) {
    wanted.name = word;
  }
  if ((wanted.name != NULL || wanted.id.sequence != 0) &&
      find(model, &wanted, found)) {
    return true;
  }
  text_addf(&desk->answer,
            "%s: there is no message %s in flight or in a mailbox; "
            "info messages lists them",
            command->control->verb, *word == '\0' ? "marked" : word);
  return false;
}

static DeskResult act(Desk *desk, const Command *command, u64 number) {
  Found found;
  if (!take_message(desk, command, &found)) {
    return DESK_BAD;
  }
  u64 before = session_cursor(&desk->session);
  return verbs_conclude(desk, before,
                        session_fault(&desk->session, command->control->verb,
                                      found.holder, found.id, number));
}

DeskResult verb_drop(Desk *desk, const Command *command) {
  return act(desk, command, 0);
}

DeskResult verb_dup(Desk *desk, const Command *command) {
  return act(desk, command, 0);
}

// Each copy is a step of its own, as dup makes it.
DeskResult verb_fill(Desk *desk, const Command *command) {
  enum { FILL_MOST = 1000 };
  Session *session = &desk->session;
  Found found;
  u64 most = FILL_MOST;
  u64 made = 0;
  if (command->word_count > 1 && (!grammar_number(command->words[1], &most) ||
                                  most == 0 || most > FILL_MOST)) {
    text_addf(&desk->answer, "fill: how many copies, from 1 to %d? not %s",
              FILL_MOST, command->words[1]);
    return DESK_BAD;
  }
  if (!take_message(desk, command, &found)) {
    return DESK_BAD;
  }
  SessionOutcome outcome = SESSION_OK;
  while (made < most && outcome == SESSION_OK) {
    outcome = session_fault(session, "dup", found.holder, found.id, 0);
    made += outcome == SESSION_OK;
  }
  if (made == 0 || (outcome != SESSION_OK && outcome != SESSION_REFUSED)) {
    return desk_outcome(desk, outcome);
  }
  desk->look.option = 0;
  text_addf(&desk->answer, "%llu copies%s%s", (unsigned long long)made,
            outcome == SESSION_REFUSED ? ": " : " are in flight",
            outcome == SESSION_REFUSED ? session->said : "");
  verbs_say_branch(desk);
  return DESK_OK;
}

DeskResult verb_move(Desk *desk, const Command *command) {
  u64 place = 0;
  if (!grammar_number(command->words[1], &place) || place == 0) {
    text_addf(&desk->answer,
              "move: places count from 1, as in move inc 1; "
              "what is %s?",
              command->words[1]);
    return DESK_BAD;
  }
  return act(desk, command, place);
}

DeskResult verb_delay(Desk *desk, const Command *command) {
  static const struct {
    const char *unit;
    u64 ns;
  } units[] = {{"s", 1000000000}, {"ms", 1000000}, {"us", 1000}, {"ns", 1}};
  char *end;
  const char *word = command->words[1];
  u64 number = strtoull(word, &end, 10);
  for (size_t i = 0; i < 4; i++) {
    if (end != word && number > 0 &&
        number <= 1000000000000 / units[i].ns * 1000 &&
        text_equal(end, units[i].unit)) {
      return act(desk, command, number * units[i].ns);
    }
  }
  text_addf(&desk->answer, "delay takes a time as 2s or 5ms, not %s", word);
  return DESK_BAD;
}
