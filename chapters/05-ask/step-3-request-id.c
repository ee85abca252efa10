// step-3-request-id.c -- who asks goes on: the answer is a message, and
// the number in it says to which question.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { ROOM = 16 };

// begin(peer) | stamp(id, reply_to) -> stamped(id, number)
typedef enum MessageKind { BEGIN, STAMP, STAMPED } MessageKind;

typedef struct Message {
  MessageKind kind;
  Channel *peer;      // begin: borrowed from main, as is the next
  Channel *reply_to;  // stamp: where the answer goes
  u64 id;             // stamp, stamped: the asker's number for it
  int number;         // stamped
} Message;

typedef struct Officer {
  Channel *mailbox;
  u64 last_id;  // of its own questions
  u64 pending;  // the one without an answer, or 0
  int stamps;
  int to_do;
} Officer;

static void tell(Channel *to, Message message) {
  ignore(channel_send(to, &message, NEVER));  // it may have ended
}

static void ask_stamp(Officer *self, Channel *peer) {
  self->pending = ++self->last_id;
  tell(peer, (Message){.kind = STAMP,
                       .reply_to = self->mailbox,
                       .id = self->pending});
}

static void officer(Officer *self, Message *message) {
  switch (message->kind) {
    case BEGIN:
      ask_stamp(self, message->peer);
      break;
    case STAMP:
      tell(message->reply_to, (Message){.kind = STAMPED,
                                        .id = message->id,
                                        .number = ++self->stamps});
      self->to_do--;
      break;
    case STAMPED:
      CHECK(message->id == self->pending && message->number == 1);
      self->pending = 0;
      self->to_do--;
      break;
  }
}

// Ends when it has been answered once and has answered once.
static void officer_main(void *argument) {
  Officer self = {.mailbox = argument, .to_do = 2};
  Message message;
  while (self.to_do > 0 &&
         channel_recv(self.mailbox, &message, NEVER) == CHANNEL_OK) {
    officer(&self, &message);
  }
  channel_drop_receiver(self.mailbox, NULL);
}

int main(void) {
  Channel *ann = channel_new(sizeof(Message), ROOM);
  Channel *bob = channel_new(sizeof(Message), ROOM);
  CHECK(ann != NULL && bob != NULL);
  Thread threads[2];
  CHECK(thread_start(&threads[0], "ann", officer_main, ann));
  CHECK(thread_start(&threads[1], "bob", officer_main, bob));
  tell(ann, (Message){.kind = BEGIN, .peer = bob});
  tell(bob, (Message){.kind = BEGIN, .peer = ann});
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  channel_drop_sender(ann);
  channel_drop_sender(bob);
  printf("both have their stamps\n");
  return 0;
}
