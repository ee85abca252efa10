// letters.c -- a table by id, and one small fold.
#include "letters.h"

#include "base/mem.h"
#include "telling/outcome.h"

enum { WAITS_FOR_LIFE = 5 };  // as the number of EVENT_BLOCKED

typedef struct At {
  u64 actor;
  MessageId id;
} At;

typedef struct Folder {
  Letters *letters;
  At *handling;  // what each actor is at
  size_t count;
  size_t room;
  u32 *slots;  // by slot: the newest of it in handling, its place + 1
  size_t slot_count;
  size_t slot_room;
  i64 step;
} Folder;

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

static void add(Letters *letters, Letter letter) {
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

static At *add_at(Folder *folder, u64 actor) {
  size_t slot = slot_of_actor(actor);
  folder->handling = (At *)text_grow(folder->handling, &folder->room,
                                     folder->count + 1, sizeof(At));
  folder->handling[folder->count] = (At){.actor = actor};
  if (slot < SLOTS_KNOWN) {
    folder->slots = (u32 *)text_grow(folder->slots, &folder->slot_room,
                                     slot + 1, sizeof(u32));
    while (folder->slot_count <= slot) {
      folder->slots[folder->slot_count++] = 0;
    }
    folder->slots[slot] = (u32)folder->count + 1;
  }
  return &folder->handling[folder->count++];
}

static At *at_of(Folder *folder, u64 actor) {
  size_t slot = slot_of_actor(actor);
  u32 place = slot < folder->slot_count ? folder->slots[slot] : 0;
  if (place != 0 && folder->handling[place - 1].actor == actor) {
    return &folder->handling[place - 1];
  }
  for (size_t i = 0; (place != 0 || slot >= SLOTS_KNOWN) && i < folder->count;
       i++) {
    if (folder->handling[i].actor == actor) {
      return &folder->handling[i];
    }
  }
  return add_at(folder, actor);
}

// The actor goes on: what it was at is done, though no event says so. That is
// so with the runtime's own messages.
static void finish(Folder *folder, u64 actor) {
  Letter *letter = find(folder->letters, at_of(folder, actor)->id);
  if (letter != NULL && letter->place == LETTER_TAKEN && letter->to == actor) {
    letter->place = LETTER_HANDLED;
    letter->done = letter->taken;
  }
}

static bool is_outside(u64 ref) {
  return (ref >> 30 & 0x3FFFFFF) < 2;
}

static void sent(Folder *folder, const Event *event) {
  Letter *known = find(folder->letters, event->id);
  if (known != NULL) {  // sent on, by whoever had it
    known->to = event->other;
    known->place = LETTER_FLIGHT;
    known->arrived = known->taken = known->done = NO_STEP;
    return;
  }
  const char *text = event->text != NULL ? event->text : event->name;
  add(folder->letters, (Letter){.id = event->id,
                                .from = event->actor,
                                .to = event->other,
                                .kind = event->number,
                                .sent = folder->step,
                                .arrived = NO_STEP,
                                .taken = NO_STEP,
                                .done = NO_STEP,
                                .cause = at_of(folder, event->actor)->id,
                                .text = text_copy(text == NULL ? "?" : text)});
}

static void end(Letter *letter, LetterPlace place, i64 step) {
  letter->place = place;
  letter->done = step;
}

static const char *outcome_word(u64 outcome) {
  return outcome <= TELL_NO_MEMORY ? TellOutcome_value_names[outcome] : "?";
}

static void arrive(Folder *folder, Letter *letter, const Event *event) {
  letter->arrived = folder->step;
  letter->place = LETTER_MAILBOX;
  if (is_outside(event->actor)) {
    end(letter, LETTER_HANDLED, folder->step);
    at_of(folder, event->actor)->id = event->id;
  }
}

static void move(Folder *folder, Letter *letter, const Event *event) {
  switch ((int)event->kind) {
    case EVENT_FLUSHED:
      arrive(folder, letter, event);
      break;
    case EVENT_UNSTASHED:
      letter->place = LETTER_MAILBOX;
      break;
    case EVENT_TAKEN:
      letter->taken = folder->step;
      letter->place = LETTER_TAKEN;
      break;
    case EVENT_HANDLED:
      // What was kept or set aside by its handler is not done with.
      end(letter,
          letter->place == LETTER_TAKEN ? LETTER_HANDLED : letter->place,
          folder->step);
      break;
    case EVENT_FAILED:
      end(letter, LETTER_FAILED, folder->step);
      text_replace(&letter->why, event->text);
      break;
    case EVENT_STASHED:
    case EVENT_QUARANTINED:
      end(letter, LETTER_ASIDE, folder->step);
      break;
    case EVENT_TIMER_CANCELLED:
      end(letter, LETTER_DROPPED, folder->step);
      break;
    case EVENT_DEAD_LETTER:
      if (letter->place != LETTER_FAILED) {
        end(letter, LETTER_DEAD, folder->step);
        text_replace(&letter->why, outcome_word(event->number));
      }
      break;
    default:
      break;
  }
}

// What was left in the mailbox of one that ended was for the runtime; what
// could be a dead letter has been told as one.
static void leave(Folder *folder, u64 actor) {
  for (size_t i = 0; i < folder->letters->count; i++) {
    Letter *letter = &folder->letters->items[i];
    if (letter->to == actor &&
        (letter->place == LETTER_MAILBOX || letter->place == LETTER_TAKEN)) {
      end(letter, LETTER_DROPPED, folder->step);
    }
  }
}

static void hear(void *context, const Event *event) {
  Folder *folder = (Folder *)context;
  folder->step += event->kind == EVENT_CHOICE;
  if (event->kind == EVENT_SENT) {
    sent(folder, event);
    return;
  }
  if (event->kind == EVENT_STARTED || event->kind == EVENT_TAKEN ||
      (event->kind == EVENT_BLOCKED && event->number == WAITS_FOR_LIFE)) {
    finish(folder, event->actor);
  }
  if (event->kind == EVENT_TAKEN) {
    at_of(folder, event->actor)->id = event->id;
  }
  Letter *letter = find(folder->letters, event->id);
  if (letter != NULL) {
    move(folder, letter, event);
  }
  if (event->kind == EVENT_STOPPED) {
    leave(folder, event->actor);
  }
}

static void seed_one(Folder *folder, const ModelMessage *message,
                     LetterPlace place) {
  if (message->id.sequence == 0 || find(folder->letters, message->id) != NULL) {
    return;
  }
  add(folder->letters, (Letter){.id = message->id,
                                .from = message->from,
                                .to = message->to,
                                .kind = message->kind,
                                .place = place,
                                .sent = (i64)message->step,
                                .arrived = NO_STEP,
                                .taken = NO_STEP,
                                .done = NO_STEP,
                                .text = text_copy(message->text)});
}

static void seed(Folder *folder, const Model *model) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    for (size_t m = 0; m < actor->outbox.count; m++) {
      seed_one(folder, &actor->outbox.items[m], LETTER_FLIGHT);
    }
    for (size_t m = 0; m < actor->mailbox.count; m++) {
      seed_one(folder, &actor->mailbox.items[m], LETTER_MAILBOX);
    }
    seed_one(folder, &actor->handling, LETTER_TAKEN);
    at_of(folder, actor->ref)->id = actor->handling.id;
  }
}

void letters_make(Letters *letters, const Tape *tape, const History *history,
                  u64 first, u64 last) {
  *letters = (Letters){0};
  Folder folder = {.letters = letters, .step = first == 0 ? 0 : (i64)first - 1};
  if (first > 0) {
    Model model;
    model_init(&model);
    history_model(history, tape, first - 1, &model);
    seed(&folder, &model);
    model_release(&model);
  }
  tape_told(tape, first, last, hear, &folder);
  mem_free(folder.handling);
  mem_free(folder.slots);
}

void letters_release(Letters *letters) {
  for (size_t i = 0; i < letters->count; i++) {
    mem_free(letters->items[i].text);
    mem_free(letters->items[i].why);
  }
  mem_free(letters->items);
  mem_free(letters->table);
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
