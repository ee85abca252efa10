// step-3-become.c -- an actor: a thread, a mailbox and a behaviour,
// which may choose another behaviour for the next message.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { ROOM = 16 };

// coin | push | report
typedef enum MessageKind { COIN, PUSH, REPORT } MessageKind;

typedef struct Message {
  MessageKind kind;
} Message;

typedef struct Self Self;
typedef void Behaviour(Self *self, Message *message);

// What only the actor can reach: it lies on its thread's stack.
struct Self {
  Behaviour *behaviour;  // what to do with the next message, or NULL
  i64 coins;
  i64 people;
};

// What others have of an actor: where to send, whom to wait for.
typedef struct Actor {
  Channel *mailbox;
  Behaviour *first;
  Thread thread;
} Actor;

static void become(Self *self, Behaviour *next) {
  self->behaviour = next;
}

static void actor_main(void *argument) {
  Actor *actor = argument;
  Self self = {.behaviour = actor->first};
  Message message;
  while (self.behaviour != NULL &&
         channel_recv(actor->mailbox, &message, NEVER) == CHANNEL_OK) {
    self.behaviour(&self, &message);
  }
  channel_drop_receiver(actor->mailbox, NULL);
}

// Borrows the actor until actor_stop.
static void actor_spawn(Actor *actor, const char *name,
                        Behaviour *first) {
  actor->mailbox = channel_new(sizeof(Message), ROOM);
  CHECK(actor->mailbox != NULL);
  actor->first = first;
  CHECK(thread_start(&actor->thread, name, actor_main, actor));
}

static void actor_tell(Actor *actor, Message message) {
  CHECK(channel_send(actor->mailbox, &message, NEVER) == CHANNEL_OK);
}

// Lets the actor handle what it has been sent, then waits for its end.
static void actor_stop(Actor *actor) {
  channel_drop_sender(actor->mailbox);
  thread_join(&actor->thread);
}

// A turnstile: a coin opens it for one person.
static void closed(Self *self, Message *message);
static void open_for_one(Self *self, Message *message);

static void report(const char *state, const Self *self) {
  printf("%s: %" PRId64 " coins, %" PRId64 " people\n", state,
         self->coins, self->people);
}

static void closed(Self *self, Message *message) {
  switch (message->kind) {
    case COIN:
      self->coins++;
      become(self, open_for_one);
      break;
    case PUSH:
      break;  // it does not move
    case REPORT:
      report("closed", self);
      break;
  }
}

static void open_for_one(Self *self, Message *message) {
  switch (message->kind) {
    case COIN:
      self->coins++;  // thank you
      break;
    case PUSH:
      self->people++;
      become(self, closed);
      break;
    case REPORT:
      report("open", self);
      break;
  }
}

int main(void) {
  Actor turnstile;
  actor_spawn(&turnstile, "turnstile", closed);
  MessageKind day[] = {PUSH, COIN, REPORT, PUSH,
                       PUSH, COIN, COIN,   PUSH};
  for (size_t i = 0; i < sizeof(day) / sizeof(day[0]); i++) {
    actor_tell(&turnstile, (Message){day[i]});
  }
  actor_tell(&turnstile, (Message){REPORT});
  actor_stop(&turnstile);
  return 0;
}
