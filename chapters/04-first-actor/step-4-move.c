// step-4-move.c -- messages that own memory, and one owner at any time:
// the sender, the message, the receiver.
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { ROOM = 2, SHELF = 8 };

// letter(text) | close
typedef enum MessageKind { LETTER, CLOSE } MessageKind;

typedef struct Message {
  MessageKind kind;
  char *text;  // letter: owned
} Message;

typedef struct Self Self;
typedef void Behaviour(Self *self, Message *message);

struct Self {
  Behaviour *behaviour;  // what to do with the next message, or NULL
  char *shelf[SHELF];    // owned
  int letters;
};

typedef struct Actor {
  Channel *mailbox;
  Behaviour *first;
  Thread thread;
} Actor;

// Frees what an undelivered message owns.
static void message_release(void *item) {
  Message *message = item;
  mem_free(message->text);
}

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
  channel_drop_receiver(actor->mailbox, message_release);
}

// Borrows the actor until actor_stop.
static void actor_spawn(Actor *actor, const char *name,
                        Behaviour *first) {
  actor->mailbox = channel_new(sizeof(Message), ROOM);
  CHECK(actor->mailbox != NULL);
  actor->first = first;
  CHECK(thread_start(&actor->thread, name, actor_main, actor));
}

// CHANNEL_OK: the message has moved and is empty now. CHANNEL_CLOSED:
// the actor has ended; the message is still the caller's. Blocks while
// the mailbox is full.
MUST_USE static ChannelOutcome actor_tell(Actor *actor,
                                          Message *message) {
  return channel_send(actor->mailbox, message, NEVER);
}

static void actor_stop(Actor *actor) {
  channel_drop_sender(actor->mailbox);
  thread_join(&actor->thread);
}

// A clerk keeps letters on a shelf, and reads them when the day is
// over.
static void clerk(Self *self, Message *message) {
  switch (message->kind) {
    case LETTER:
      CHECK(self->letters < SHELF);
      self->shelf[self->letters++] = message->text;
      message->text = NULL;
      break;
    case CLOSE:
      for (int i = 0; i < self->letters; i++) {
        printf("read: %s\n", self->shelf[i]);
        mem_free(self->shelf[i]);
      }
      become(self, NULL);
      break;
  }
}

static Message letter(const char *words) {
  Message message = {.kind = LETTER,
                     .text = mem_array(char, strlen(words) + 1)};
  memcpy(message.text, words, strlen(words) + 1);
  return message;
}

// Sends the words. False: the clerk has gone home.
static bool write_to(Actor *actor, const char *words) {
  Message message = letter(words);
  ChannelOutcome outcome = actor_tell(actor, &message);
  message_release(&message);  // what is still ours: all, or nothing
  return outcome == CHANNEL_OK;
}

int main(void) {
  Actor post;
  actor_spawn(&post, "clerk", clerk);
  CHECK(write_to(&post, "Dear sir,"));
  CHECK(write_to(&post, "yours truly"));
  Message close = {.kind = CLOSE};
  CHECK(actor_tell(&post, &close) == CHANNEL_OK);
  while (write_to(&post, "too late")) {
    // some may still go in, behind the closing
  }
  actor_stop(&post);
  printf("blocks not freed: %d\n", (int)mem_live());
  return 0;
}
