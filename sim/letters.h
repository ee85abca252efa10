// letters.h -- every message of a stretch of the tape, and its life.
//
// A fold over events like the model, but one that forgets nothing: where each
// message was when, and what its sender was handling when it sent it. For
// main, which handles nothing, that is the last answer that reached it.
#ifndef SIM_LETTERS_H
#define SIM_LETTERS_H

#include "history.h"
#include "model.h"
#include "tape.h"

typedef enum LetterPlace {
  LETTER_FLIGHT,
  LETTER_MAILBOX,
  LETTER_TAKEN,    // its handler runs, or waits
  LETTER_HANDLED,  // or it has reached main
  LETTER_FAILED,   // the receiver failed at it
  LETTER_ASIDE,    // kept for later, or set aside
  LETTER_DROPPED,
  LETTER_DEAD
} LetterPlace;

enum { NO_STEP = -1 };  // not yet, or not known any more

typedef struct Letter {
  MessageId id;
  u64 from;
  u64 to;
  u64 kind;  // as the number of EVENT_SENT
  LetterPlace place;
  i64 sent;
  i64 arrived;
  i64 taken;
  i64 done;
  u32 turns;        // of its handler that were ended
  bool own;         // taken by the runtime: no handler ran
  MessageId cause;  // sequence 0: none that is known
  char *text;       // shared (shared.h)
  u32 name;         // "work{job: 1}" is a work: its place in names
  char *why;        // of a dead letter or a failure, or NULL
} Letter;

// What an actor took last; of main, the last answer that reached it.
typedef struct LetterAt {
  u64 actor;
  MessageId id;
} LetterAt;

typedef struct Letters {
  Letter *items;  // in the order they were sent
  size_t count;
  size_t room;
  size_t *table;  // places in items + 1, by id; a power of two
  size_t table_room;
  char **names;  // of messages, each once
  size_t name_count;
  size_t name_room;
  LetterAt *at;  // in the order actors were heard of
  size_t at_count;
  size_t at_room;
  u32 *slots;  // by slot: the newest of it in `at`, its place + 1
  size_t slot_count;
  size_t slot_room;
  i64 step;
} Letters;

// Those that are somewhere at step `first`, and those sent from there up to
// `last`. `history` is of the same tape.
void letters_make(Letters *letters, const Tape *tape, const History *history,
                  u64 first, u64 last);
void letters_release(Letters *letters);

// The same in parts: those that are somewhere in this model, then every event
// of the steps behind it. NULL: from step 0 on.
void letters_begin(Letters *letters, const Model *model);
// An EventListener with the Letters as its context.
void letters_hear(void *letters, const Event *event);

// The message of this id, or NULL. Borrowed.
const Letter *letters_find(const Letters *letters, MessageId id);

// What this actor took last, of the stretch; NULL: nothing. Borrowed.
const Letter *letters_taken(const Letters *letters, u64 actor);

// "in flight", "mailbox", ...
const char *letter_place_word(LetterPlace place);

// True if its life went on at this step.
bool letter_moved(const Letter *letter, u64 step);

#endif
