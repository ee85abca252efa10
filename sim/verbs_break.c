// verbs_break.c -- break, tbreak, watch, delete.
#include <string.h>

#include "base/mem.h"
#include "grammar.h"
#include "verbs.h"

void verbs_list_breaks(Desk *desk) {
  const Breaks *breaks = &desk->session.breaks;
  for (size_t i = 0; i < breaks->count; i++) {
    const Break *place = &breaks->items[i];
    text_addf(&desk->answer, "%llu ", (unsigned long long)place->number);
    Text shown = {0};
    break_print(place, &shown);
    text_addf(&desk->answer, "%s%s, hit %llu times\n", text_of(&shown),
              place->temporary ? ", once" : "",
              (unsigned long long)place->hits);
    text_release(&shown);
  }
  if (breaks->count == 0) {
    text_add(&desk->answer,
             "no break; type break ACTOR, break MESSAGE or break if EXPR");
  }
  verbs_show(desk);
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

static bool is_known(const Model *model, BreakKind kind, const char *what,
                     Text *why) {
  size_t length = strcspn(what, kind == BREAK_STATE ? "." : "");
  char *name = text_copy_bytes(what, length);
  bool known =
      model_find(model, name, why) != NULL ||
      ((kind == BREAK_ABOUT || kind == BREAK_SEND || kind == BREAK_RECEIVE) &&
       is_message(model, name));
  mem_free(name);
  return known;
}

typedef struct Place {
  BreakKind kind;
  const char *what;
  const char *condition;
} Place;

// Takes the words of a break apart. False: *why says what is wrong.
static bool read_place(const Command *command, const Model *model, Place *place,
                       Text *why) {
  static const char *const words[] = {"", "send", "receive", "failure",
                                      "state"};
  size_t at = 0;
  *place = (Place){.kind = BREAK_ABOUT};
  for (size_t kind = BREAK_SEND; kind <= BREAK_STATE; kind++) {
    if (text_equal(command->words[0], words[kind])) {
      place->kind = (BreakKind)kind;
      at = 1;
    }
  }
  if (at < command->word_count && !text_equal(command->words[at], "if")) {
    place->what = command->words[at++];
    if (!is_known(model, place->kind, place->what, why)) {
      return false;
    }
  } else if (place->kind == BREAK_ABOUT) {
    place->kind = BREAK_IF;
  }
  text_clear(why);
  if (place->kind == BREAK_STATE && place->what == NULL) {
    text_add(why, "whose state? as in break state counter.count");
    return false;
  }
  if (at == command->word_count) {
    return true;
  }
  if (!text_equal(command->words[at], "if")) {
    text_addf(why, "it takes one place and then if EXPR; what is %s?",
              command->words[at]);
    return false;
  }
  place->condition = grammar_after(command, at + 1);
  return expr_check(place->condition, why);
}

static DeskResult add_break(Desk *desk, const Command *command,
                            bool temporary) {
  Text why = {0};
  Place place;
  if (command->word_count == 0) {
    verbs_list_breaks(desk);
    return DESK_OK;
  }
  bool good = read_place(command, &desk->session.model, &place, &why);
  if (good) {
    u64 number = breaks_add(&desk->session.breaks, place.kind, place.what,
                            place.condition, temporary);
    text_addf(&desk->answer, "a run will stop at %s (break %llu)",
              command->rest, (unsigned long long)number);
  } else {
    text_addf(&desk->answer, "break: %s", text_of(&why));
  }
  text_release(&why);
  return good ? DESK_OK : DESK_BAD;
}

DeskResult verb_break(Desk *desk, const Command *command) {
  return add_break(desk, command, false);
}

DeskResult verb_tbreak(Desk *desk, const Command *command) {
  return add_break(desk, command, true);
}

DeskResult verb_watch(Desk *desk, const Command *command) {
  Value value = expr_value(command->rest, &desk->session.model);
  if (value.kind == VALUE_BAD) {
    text_addf(&desk->answer, "watch: %s", value.text);
    return DESK_BAD;
  }
  u64 number = breaks_add(&desk->session.breaks, BREAK_WATCH, NULL,
                          command->rest, false);
  text_addf(&desk->answer, "a run will stop when it changes (break %llu): ",
            (unsigned long long)number);
  expr_print(&value, &desk->answer);
  return DESK_OK;
}

DeskResult verb_delete(Desk *desk, const Command *command) {
  u64 number = 0;
  if (!grammar_number(command->words[0], &number) ||
      !breaks_delete(&desk->session.breaks, number)) {
    text_addf(&desk->answer, "there is no break %s; break lists them",
              command->words[0]);
    return DESK_BAD;
  }
  text_addf(&desk->answer, "break %llu deleted", (unsigned long long)number);
  return DESK_OK;
}
