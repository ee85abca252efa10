// letters.c -- a table by id, and one small fold.
#include "letters.h"

#include <string.h>

#include "base/mem.h"
#include "shared.h"
#include "telling/outcome.h"

enum { WAITS_FOR_LIFE = 5 };  // as the number of EVENT_BLOCKED

static size_t hash(MessageId id) {
  u64 mixed = (id.sender ^ id.sequence * 0x9E3779B97F4A7C15u);
  return (size_t)((mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9u >> 17);
}

static bool same(MessageId a, MessageId b) {
  return a.sender == b.sender && a.sequence == b.sequence;
}

// Where in the table this id is, or would be.
static size_t slot_for(const Letters *letters, MessageId id) {
  size_t mask = letters->table_room - 1;
  size_t at = hash(id) & mask;
  while (letters->table[at] != 0 &&
         !same(letters->items[letters->table[at] - 1].id, id)) {
    at = (at + 1) & mask;
  }
  return at;
}

static void grow_table(Letters *letters) {
  letters->table_room = letters->table_room == 0 ? 64 : letters->table_room * 2;
  mem_free(letters->table);
  letters->table = mem_array(size_t, letters->table_room);
  for (size_t i = 0; i < letters->table_room; i++) {
    letters->table[i] = 0;
  }
  for (size_t i = 0; i < letters->count; i++) {
    letters->table[slot_for(letters, letters->items[i].id)] = i + 1;
  }
}

static Letter *find(const Letters *letters, MessageId id) {
  if (letters->table_room == 0 || id.sequence == 0) {
    return NULL;
  }
  size_t place = letters->table[slot_for(letters, id)];
  return place == 0 ? NULL : &letters->items[place - 1];
}

const Letter *letters_find(const Letters *letters, MessageId id) {
  return find(letters, id);
}

static bool is_name(const char *name, const char *text, size_t length) {
  return strncmp(name, text, length) == 0 && name[length] == '\0';
}

// The place of a message's name. What came last mostly comes again.
static u32 name_place(Letters *letters, const char *text) {
  size_t length = strcspn(text, "{ ");
  if (letters->count > 0) {
    u32 last = letters->items[letters->count - 1].name;
    if (is_name(letters->names[last], text, length)) {
      return last;
    }
  }
  size_t at = 0;
  while (at < letters->name_count &&
         !is_name(letters->names[at], text, length)) {
    at++;
  }
  if (at == letters->name_count) {
    letters->names = (char **)text_grow(letters->names, &letters->name_room,
                                        at + 1, sizeof(char *));
    letters->names[letters->name_count++] = text_copy_bytes(text, length);
  }
  return (u32)at;
}

static void add(Letters *letters, Letter letter) {
  letter.name = name_place(letters, letter.text);
  if (letters->count * 2 >= letters->table_room) {
    grow_table(letters);
  }
  letters->items = (Letter *)text_grow(letters->items, &letters->room,
                                       letters->count + 1, sizeof(Letter));
  letters->items[letters->count++] = letter;
  letters->table[slot_for(letters, letter.id)] = letters->count;
}

// Beyond these slots an actor is looked for one by one.
enum { SLOTS_KNOWN = 1 << 20 };

static size_t slot_of_actor(u64 actor) {
  return (size_t)(actor >> 30 & 0x3FFFFFF);
}

static LetterAt *add_at(Letters *letters, u64 actor) {
  size_t slot = slot_of_actor(actor);
  letters->at = (LetterAt *)text_grow(letters->at, &letters->at_room,
                                      letters->at_count + 1, sizeof(LetterAt));
  letters->at[letters->at_count] = (LetterAt){.actor = actor};
  if (slot < SLOTS_KNOWN) {
    letters->slots = (u32 *)text_grow(letters->slots, &letters->slot_room,
                                      slot + 1, sizeof(u32));
    while (letters->slot_count <= slot) {
      letters->slots[letters->slot_count++] = 0;
    }
    letters->slots[slot] = (u32)letters->at_count + 1;
  }
  return &letters->at[letters->at_count++];
}

static LetterAt *find_at(const Letters *letters, u64 actor) {
  size_t slot = slot_of_actor(actor);
  u32 place = slot < letters->slot_count ? letters->slots[slot] : 0;
  if (place != 0 && letters->at[place - 1].actor == actor) {
    return &letters->at[place - 1];
  }
  for (size_t i = 0;
       (place != 0 || slot >= SLOTS_KNOWN) && i < letters->at_count; i++) {
    if (letters->at[i].actor == actor) {
      return &letters->at[i];
    }
  }
  return NULL;
}

static LetterAt *at_of(Letters *letters, u64 actor) {
  LetterAt *at = find_at(letters, actor);
  return at == NULL ? add_at(letters, actor) : at;
}

const Letter *letters_taken(const Letters *letters, u64 actor) {
  const LetterAt *at = find_at(letters, actor);
  const Letter *letter = at == NULL ? NULL : find(letters, at->id);
  bool taken =
      letter != NULL && letter->to == actor && letter->taken != NO_STEP;
  return taken ? letter : NULL;
}

// The actor goes on: what it was at is done, though no event says so. That is
// so with the runtime's own messages.
static void finish(Letters *letters, u64 actor) {
  Letter *letter = find(letters, at_of(letters, actor)->id);
  if (letter != NULL && letter->place == LETTER_TAKEN && letter->to == actor) {
    letter->place = LETTER_HANDLED;
    letter->done = letter->taken;
    letter->own = true;
  }
}

static bool is_outside(u64 ref) {
  return (ref >> 30 & 0x3FFFFFF) < 2;
}

static void sent(Letters *letters, const Event *event) {
  Letter *known = find(letters, event->id);
  if (known != NULL) {  // sent on, by whoever had it
    known->to = event->other;
    known->place = LETTER_FLIGHT;
    known->arrived = known->taken = known->done = NO_STEP;
    return;
  }
  const char *text = event->text != NULL ? event->text : event->name;
  add(letters, (Letter){.id = event->id,
                        .from = event->actor,
                        .to = event->other,
                        .kind = event->number,
                        .sent = letters->step,
                        .arrived = NO_STEP,
                        .taken = NO_STEP,
                        .done = NO_STEP,
                        .cause = at_of(letters, event->actor)->id,
                        .text = shared_make(text == NULL ? "?" : text)});
}

static void end(Letter *letter, LetterPlace place, i64 step) {
  letter->place = place;
  letter->done = step;
}

static const char *outcome_word(u64 outcome) {
  return outcome <= TELL_NO_MEMORY ? TellOutcome_value_names[outcome] : "?";
}

static void arrive(Letters *letters, Letter *letter, const Event *event) {
  letter->arrived = letters->step;
  letter->place = LETTER_MAILBOX;
  if (is_outside(event->actor)) {
    end(letter, LETTER_HANDLED, letters->step);
    at_of(letters, event->actor)->id = event->id;
  }
}

static void move(Letters *letters, Letter *letter, const Event *event) {
  switch ((int)event->kind) {
    case EVENT_FLUSHED:
      arrive(letters, letter, event);
      break;
    case EVENT_UNSTASHED:
      letter->place = LETTER_MAILBOX;
      break;
    case EVENT_TAKEN:
      letter->taken = letters->step;
      letter->place = LETTER_TAKEN;
      break;
    case EVENT_HANDLED:
      letter->turns++;
      // What was kept or set aside by its handler is not done with.
      end(letter,
          letter->place == LETTER_TAKEN ? LETTER_HANDLED : letter->place,
          letters->step);
      break;
    case EVENT_FAILED:
      end(letter, LETTER_FAILED, letters->step);
      text_replace(&letter->why, event->text);
      break;
    case EVENT_STASHED:
    case EVENT_QUARANTINED:
      end(letter, LETTER_ASIDE, letters->step);
      break;
    case EVENT_TIMER_CANCELLED:
      end(letter, LETTER_DROPPED, letters->step);
      break;
    case EVENT_DEAD_LETTER:
      if (letter->place != LETTER_FAILED) {
        end(letter, LETTER_DEAD, letters->step);
        text_replace(&letter->why, outcome_word(event->number));
      }
      break;
    default:
      break;
  }
}

// What was left in the mailbox of one that ended was for the runtime; what
// could be a dead letter has been told as one.
static void leave(Letters *letters, u64 actor) {
  for (size_t i = 0; i < letters->count; i++) {
    Letter *letter = &letters->items[i];
    if (letter->to == actor &&
        (letter->place == LETTER_MAILBOX || letter->place == LETTER_TAKEN)) {
      letter->own = letter->place == LETTER_TAKEN;
      end(letter, LETTER_DROPPED, letters->step);
    }
  }
}

void letters_hear(void *context, const Event *event) {
  Letters *letters = (Letters *)context;
  letters->step += event->kind == EVENT_CHOICE;
  if (event->kind == EVENT_SENT) {
    sent(letters, event);
    return;
  }
  if (event->kind == EVENT_STARTED || event->kind == EVENT_TAKEN ||
      (event->kind == EVENT_BLOCKED && event->number == WAITS_FOR_LIFE)) {
    finish(letters, event->actor);
  }
  if (event->kind == EVENT_TAKEN) {
    at_of(letters, event->actor)->id = event->id;
  }
  Letter *letter = find(letters, event->id);
  if (letter != NULL) {
    move(letters, letter, event);
  }
  if (event->kind == EVENT_STOPPED) {
    leave(letters, event->actor);
  }
}

static void seed_one(Letters *letters, const ModelMessage *message,
                     LetterPlace place) {
  if (message->id.sequence == 0 || find(letters, message->id) != NULL) {
    return;
  }
  add(letters, (Letter){.id = message->id,
                        .from = message->from,
                        .to = message->to,
                        .kind = message->kind,
                        .place = place,
                        .sent = (i64)message->step,
                        .arrived = NO_STEP,
                        .taken = NO_STEP,
                        .done = NO_STEP,
                        .text = shared_keep(message->text)});
}

static void seed(Letters *letters, const Model *model) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    for (size_t m = 0; m < actor->outbox.count; m++) {
      seed_one(letters, &actor->outbox.items[m], LETTER_FLIGHT);
    }
    for (size_t m = 0; m < actor->mailbox.count; m++) {
      seed_one(letters, &actor->mailbox.items[m], LETTER_MAILBOX);
    }
    seed_one(letters, &actor->handling, LETTER_TAKEN);
    at_of(letters, actor->ref)->id = actor->handling.id;
  }
}

void letters_begin(Letters *letters, const Model *model) {
  *letters = (Letters){0};
  if (model != NULL) {
    letters->step = (i64)model->step;
    seed(letters, model);
  }
}

void letters_make(Letters *letters, const Tape *tape, const History *history,
                  u64 first, u64 last) {
  Model model;
  model_init(&model);
  if (first > 0) {
    history_model(history, tape, first - 1, &model);
  }
  letters_begin(letters, first > 0 ? &model : NULL);
  model_release(&model);
  tape_told(tape, first, last, letters_hear, letters);
}

void letters_release(Letters *letters) {
  for (size_t i = 0; i < letters->count; i++) {
    shared_drop(letters->items[i].text);
    mem_free(letters->items[i].why);
  }
  for (size_t i = 0; i < letters->name_count; i++) {
    mem_free(letters->names[i]);
  }
  mem_free(letters->names);
  mem_free(letters->items);
  mem_free(letters->table);
  mem_free(letters->at);
  mem_free(letters->slots);
  *letters = (Letters){0};
}

const char *letter_place_word(LetterPlace place) {
  static const char *const words[] = {"in flight", "mailbox", "handling",
                                      "handled",   "failed",  "aside",
                                      "dropped",   "DEAD"};
  return words[place];
}

bool letter_moved(const Letter *letter, u64 step) {
  i64 at = (i64)step;
  return letter->sent == at || letter->arrived == at || letter->taken == at ||
         letter->done == at;
}
