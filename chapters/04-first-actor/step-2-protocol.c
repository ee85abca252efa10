// step-2-protocol.c -- messages of more than one kind, and an answer: a
// tagged union, a switch, and a oneshot that travels in the message.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

enum { SLIPS = 100000, ROOM = 16 };

// inc(amount) | get -> count
typedef enum MessageKind { COUNTER_INC, COUNTER_GET } MessageKind;

typedef struct Message {
  MessageKind kind;
  union {
    i64 amount;      // inc
    Oneshot *reply;  // get: owns the sender's half
  } as;
} Message;

static void counter_main(void *argument) {
  Channel *mailbox = argument;
  i64 count = 0;
  Message message;
  while (channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case COUNTER_INC:
        count += message.as.amount;
        break;
      case COUNTER_GET: {
        i64 answer = count;
        ignore(oneshot_put(message.as.reply, &answer));
        break;
      }
    }
  }
  channel_drop_receiver(mailbox, NULL);
}

static void counter_inc(Channel *counter, i64 amount) {
  Message message = {.kind = COUNTER_INC, .as.amount = amount};
  CHECK(channel_send(counter, &message, NEVER) == CHANNEL_OK);
}

// Blocks until the counter has come to this message and answered.
static i64 counter_get(Channel *counter) {
  Oneshot *reply = oneshot_new(sizeof(i64));
  CHECK(reply != NULL);
  Message message = {.kind = COUNTER_GET, .as.reply = reply};
  CHECK(channel_send(counter, &message, NEVER) == CHANNEL_OK);
  i64 count;
  CHECK(oneshot_take(reply, &count, NEVER) == ONESHOT_OK);
  return count;
}

// Owns one sender of the counter.
static void teller_main(void *argument) {
  Channel *counter = argument;
  for (int i = 0; i < SLIPS; i++) counter_inc(counter, 1);
  channel_drop_sender(counter);
}

int main(void) {
  Channel *counter = channel_new(sizeof(Message), ROOM);
  CHECK(counter != NULL);
  channel_add_sender(counter);  // Ann's
  channel_add_sender(counter);  // Bob's; the first is main's

  Thread thread;
  Thread ann;
  Thread bob;
  CHECK(thread_start(&thread, "counter", counter_main, counter));
  CHECK(thread_start(&ann, "Ann", teller_main, counter));
  CHECK(thread_start(&bob, "Bob", teller_main, counter));
  thread_join(&ann);
  thread_join(&bob);
  printf("main asked, and was told %" PRId64 "\n",
         counter_get(counter));
  channel_drop_sender(counter);
  thread_join(&thread);
  return 0;
}
