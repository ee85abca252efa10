// verbs_tell.c -- what is asked of the run: why, all about an actor; and how
// tables are ordered.
#include "causes.h"
#include "grammar.h"
#include "verbs.h"
#include "views.h"

// The step of a word, which may also be an actor: then the last one that
// concerned it. False: it is neither; the answer says so.
static bool step_of(Desk *desk, const char *word, u64 *step) {
  u64 last = session_last(&desk->session);
  if (grammar_number(word, step)) {
    if (*step <= last) {
      return true;
    }
    text_addf(&desk->answer, "the tape has steps 0..%llu, not %s",
              (unsigned long long)last, word);
    return false;
  }
  const ModelActor *actor =
      model_find(&desk->session.model, word, &desk->answer);
  *step = actor == NULL ? 0 : actor->touched;
  return actor != NULL;
}

DeskResult verb_why(Desk *desk, const Command *command) {
  u64 here = session_cursor(&desk->session);
  u64 step = here;
  if (command->word_count > 0 && !step_of(desk, command->words[0], &step)) {
    return DESK_BAD;
  }
  // Looked at from there, and back: the cursor stays.
  session_goto(&desk->session, step);
  causes_step(&desk->session, &desk->answer);
  session_goto(&desk->session, here);
  verbs_show(desk);
  return DESK_OK;
}

DeskResult verb_inspect(Desk *desk, const Command *command) {
  const Model *model = &desk->session.model;
  const ModelActor *actor =
      command->word_count == 0
          ? model_actor(model, desk->look.actor)
          : model_find(model, command->words[0], &desk->answer);
  if (actor == NULL) {
    if (command->word_count == 0) {
      text_add(&desk->answer, "no actor is selected; inspect ACTOR names one");
    }
    return DESK_BAD;
  }
  inspect_say(desk, actor, &desk->answer);
  verbs_show(desk);
  return DESK_OK;
}

DeskResult verb_sort(Desk *desk, const Command *command) {
  const char *word = command->words[0];
  Look *look = &desk->look;
  RosterOrder order = text_equal(word, "next")
                          ? (RosterOrder)((look->order + 1) % ROSTER_ORDERS)
                          : roster_order_find(word);
  if (order == ROSTER_ORDERS) {
    text_addf(&desk->answer, "sort takes %s, not %s",
              command->control->arguments, word);
    return DESK_BAD;
  }
  look->order = order;
  text_addf(&desk->answer, "actors by %s", roster_order_name(order));
  return DESK_OK;
}

DeskResult verb_only(Desk *desk, const Command *command) {
  const char *word = command->words[0];
  Look *look = &desk->look;
  if (!text_equal(word, "toggle") && !text_equal(word, "selected") &&
      !text_equal(word, "all")) {
    text_addf(&desk->answer, "only takes %s, not %s",
              command->control->arguments, word);
    return DESK_BAD;
  }
  look->only =
      text_equal(word, "toggle") ? !look->only : text_equal(word, "selected");
  look->scroll = 0;
  text_add(&desk->answer,
           look->only ? "messages of the selected actor only" : "all messages");
  return DESK_OK;
}
