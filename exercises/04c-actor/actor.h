// actor.h -- any actor: a thread with a mailbox, and a behaviour that somebody
// else has written. The contract is given; do not change it.
//
// Whoever spawns an actor says how it treats its first message. It handles one
// message after the other, in the order in which they were told, and may with
// each choose how it treats the next one.
#ifndef EXERCISE_ACTOR_H
#define EXERCISE_ACTOR_H

#include "base/types.h"
#include "passing/channel.h"

enum { ACTOR_ROOM = 4 };  // messages in a mailbox

typedef struct Message {
  int kind;    // means something to the behaviour, and nothing to you
  char *text;  // owned by whoever has the message, free with mem_free; or NULL
} Message;

typedef struct Self Self;

// Handles one message. What it wants to keep of it, it takes out and sets to
// NULL; what it leaves in the message is freed behind it.
typedef void Behaviour(Self *self, Message *message);

// The actor's inside. Only the actor's own thread comes near it.
struct Self {
  Behaviour *behaviour;  // what to do with the next message, or NULL
  void *state;           // the behaviour's own, given at the spawn
};

typedef struct Actor Actor;

// Gives a running actor that treats its first message by `first`. If that is
// NULL, it has ended before it began. End it with actor_stop.
Actor *actor_spawn(const char *name, Behaviour *first, void *state);

// Any thread. CHANNEL_OK: *message has moved and is empty now. CHANNEL_CLOSED:
// the actor has ended; *message is untouched, and still the caller's. Does not
// wait for the handling; blocks while the mailbox is full.
MUST_USE ChannelOutcome actor_tell(Actor *actor, Message *message);

// To be called in a behaviour: from the next message on. NULL: there is no
// next one, the actor ends. What is in its mailbox then is freed, and who
// waits for room there hears CHANNEL_CLOSED. Called twice, the last counts.
void become(Self *self, Behaviour *next);

// Lets the actor handle all that it was told, waits until its thread has ended
// and frees all it had. One calls it, when nobody tells the actor any more.
void actor_stop(Actor *actor);

#endif
