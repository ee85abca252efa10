// lives.h -- an actor that may live more than once. Not for users; see
// surviving/supervisor.h.
//
// A life begins with START and ends with whatever ends an actor. Over all its
// lives the actor keeps its reference, mailbox, names, and those who watch it.
// Between two lives it is paused: its mailbox gives urgent control mail only.
//
// Its supervisor and it talk in words: control messages that were allocated
// with it, so that nothing on the way needs memory. A word is at home here, or
// on its way, or with whoever reads it and brings it home. START stays
// there too (start_notice.h). An actor whose word finds no supervisor ends for
// good.
#ifndef ACTING_LIVES_H
#define ACTING_LIVES_H

#include "acting/control_messages.h"
#include "acting/runtime.h"

typedef enum Word {
  WORD_SUSPEND,  // to the child: this life ends, urgently
  WORD_STARTED,  // from it: on_start is done
  WORD_PAUSED,   // from it: a life has ended, and another may follow
  WORD_OVER,     // from it: the last life has ended
  WORD_DUE,      // from its timer: the time its supervisor set has come
  WORDS
} Word;

typedef struct LifeTerms {
  Ref supervisor;
  RestartMode mode;
  bool asks_wait;  // for the next life, instead of ASK_RESTARTING
  u32 tries;       // how often a message it failed at is tried again
} LifeTerms;

typedef struct Lives {
  // Set once.
  LifeTerms terms;
  const Shape *shape;
  void *first_state;  // what each life begins with

  // Only the thread that runs the actor.
  u32 life;  // from 1; 0: before the first
  bool between;
  RequestId asked_before;  // answers up to this are for a former life
  Message *failed_at;      // kept until it is known whether a life follows
  MessageId tried;
  u32 tries;

  // Protected by System.lock.
  Message *words[WORDS];  // those at home
  bool for_good;          // the next end is the last
  bool over;              // WORD_OVER has left
  void *record;           // its supervisor's, a block, until that adopts it
  MessageList set_aside;  // messages it failed at too often
  u32 aside;
  Timer timer;  // its supervisor's
  u32 due;      // names the time set last
  u32 was_due;  // names the time that came last
} Lives;

// All on the thread that spawns or runs the actor; the supervisor's side is
// raising.h.

// Gives the actor what it needs for many lives. False: out of memory; what was
// made is freed by lives_free.
MUST_USE bool lives_furnish(Actor *actor, const LifeTerms *terms,
                            const void *state);
void lives_free(System *system, Lives *lives);

// START was taken: it comes home for the next time, or is freed.
void lives_keep_start(Actor *actor, Message *message);

// A life begins. False: no memory to begin it with the state it had at first.
MUST_USE bool lives_begin(Actor *actor);

// The reason of an end that somebody else asks for: an end for good is its
// supervisor's, if it comes in time.
StopReason lives_reason(Actor *actor, StopReason reason);

// This end, for this reason, would be the last one.
bool lives_end_now(Actor *actor, StopReason reason);

// A life has ended: pauses the actor, unless it was the last; then false.
MUST_USE bool lives_pause(Actor *actor, StopReason reason);

// Sends a word of the child to its supervisor, if the word is at home.
void lives_say(Actor *actor, Word word, StopReason reason);

#endif
