// WRONG: a question outlives the actor it is for: make fail N=04
//
// It waits in the mailbox of an actor that has ended, and nobody will
// answer it. The fix is chapter 5.
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

enum { ROOM = 16 };

// stop | get -> count
typedef enum MessageKind { COUNTER_STOP, COUNTER_GET } MessageKind;

typedef struct Message {
  MessageKind kind;
  Oneshot *reply;  // get: owns the sender's half
} Message;

static void counter_main(void *argument) {
  Channel *mailbox = argument;
  i64 count = 0;
  bool stopped = false;
  Message message;
  while (!stopped &&
         channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case COUNTER_STOP:
        stopped = true;
        break;
      case COUNTER_GET:
        ignore(oneshot_put(message.reply, &count));
        break;
    }
  }
  channel_drop_receiver(mailbox, NULL);
}

int main(void) {
  Channel *counter = channel_new(sizeof(Message), ROOM);
  Oneshot *reply = oneshot_new(sizeof(i64));
  CHECK(counter != NULL && reply != NULL);
  Message stop = {.kind = COUNTER_STOP};
  Message get = {.kind = COUNTER_GET, .reply = reply};
  CHECK(channel_send(counter, &stop, NEVER) == CHANNEL_OK);
  CHECK(channel_send(counter, &get, NEVER) == CHANNEL_OK);

  Thread thread;
  CHECK(thread_start(&thread, "counter", counter_main, counter));
  i64 count;
  if (oneshot_take(reply, &count, after_ms(200)) == ONESHOT_TIMEOUT) {
    printf("NO ANSWER after 200 ms, and none will ever come\n");
  }
  thread_join(&thread);
  channel_drop_sender(counter);
  oneshot_drop_receiver(reply, NULL);
  return 1;
}
