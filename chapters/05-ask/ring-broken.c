// WRONG: two actors ask one another, and both wait: make fail N=05
//
// Who waits for an answer takes no question. The fix is
// step-3-request-id.c.
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

enum { ROOM = 16 };

// begin(peer) | stamp -> number
typedef enum MessageKind { BEGIN, STAMP } MessageKind;

typedef struct Message {
  MessageKind kind;
  Channel *peer;   // begin: borrowed from main
  Oneshot *reply;  // stamp: owns the sender's half
} Message;

// Blocks until the peer has answered.
static int ask_stamp(Channel *peer) {
  Oneshot *reply = oneshot_new(sizeof(int));
  CHECK(reply != NULL);
  Message question = {.kind = STAMP, .reply = reply};
  CHECK(channel_send(peer, &question, NEVER) == CHANNEL_OK);
  int number;
  CHECK(oneshot_take(reply, &number, NEVER) == ONESHOT_OK);
  return number;
}

// Ends when it has asked once and answered once.
static void officer_main(void *argument) {
  Channel *mailbox = argument;
  int to_do = 2;
  int stamps = 0;
  Message message;
  while (to_do > 0 &&
         channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case BEGIN:
        CHECK(ask_stamp(message.peer) == 1);
        break;
      case STAMP: {
        int number = ++stamps;
        ignore(oneshot_put(message.reply, &number));
        break;
      }
    }
    to_do--;
  }
  channel_drop_receiver(mailbox, NULL);
}

int main(void) {
  Channel *ann = channel_new(sizeof(Message), ROOM);
  Channel *bob = channel_new(sizeof(Message), ROOM);
  CHECK(ann != NULL && bob != NULL);
  Thread threads[2];
  Message to_ann = {.kind = BEGIN, .peer = bob};
  Message to_bob = {.kind = BEGIN, .peer = ann};
  CHECK(thread_start(&threads[0], "ann", officer_main, ann));
  CHECK(channel_send(ann, &to_ann, NEVER) == CHANNEL_OK);
  CHECK(thread_start(&threads[1], "bob", officer_main, bob));
  CHECK(channel_send(bob, &to_bob, NEVER) == CHANNEL_OK);
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  channel_drop_sender(ann);
  channel_drop_sender(bob);
  printf("both have their stamps\n");
  return 0;
}
