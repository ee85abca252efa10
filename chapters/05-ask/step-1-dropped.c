// step-1-dropped.c -- a question that is thrown away tells its asker
// so: whoever throws it away drops the means to answer.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

enum { ROOM = 16 };

// inc | stop | get -> count
typedef enum MessageKind {
  COUNTER_INC,
  COUNTER_STOP,
  COUNTER_GET
} MessageKind;

typedef struct Message {
  MessageKind kind;
  Oneshot *reply;  // get: owns the sender's half
} Message;

// Lets go of a message, and of the answer it might still have had.
static void message_release(void *item) {
  Message *message = item;
  if (message->reply != NULL) oneshot_drop_sender(message->reply);
}

static void answer(Message *message, i64 count) {
  ignore(oneshot_put(message->reply, &count));
  message->reply = NULL;
}

static void counter_main(void *argument) {
  Channel *mailbox = argument;
  i64 count = 0;
  bool stopped = false;
  Message message;
  while (!stopped &&
         channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case COUNTER_INC:
        count++;
        break;
      case COUNTER_STOP:
        stopped = true;
        break;
      case COUNTER_GET:
        answer(&message, count);
        break;
    }
    message_release(&message);
  }
  channel_drop_receiver(mailbox, message_release);
}

// Blocks until there is an answer. False: there will never be one.
static bool counter_get(Channel *counter, i64 *count) {
  Oneshot *reply = oneshot_new(sizeof(i64));
  CHECK(reply != NULL);
  Message get = {.kind = COUNTER_GET, .reply = reply};
  if (channel_send(counter, &get, NEVER) != CHANNEL_OK) {
    message_release(&get);  // refused: it is still ours
  }
  return oneshot_take(reply, count, NEVER) == ONESHOT_OK;
}

static void tell(Channel *counter, MessageKind kind) {
  Message message = {.kind = kind};
  CHECK(channel_send(counter, &message, NEVER) == CHANNEL_OK);
}

static void ask_and_print(Channel *counter) {
  i64 count;
  if (counter_get(counter, &count)) {
    printf("told %" PRId64 "\n", count);
  } else {
    printf("nobody will answer\n");
  }
}

int main(void) {
  Channel *counter = channel_new(sizeof(Message), ROOM);
  CHECK(counter != NULL);
  Thread thread;
  CHECK(thread_start(&thread, "counter", counter_main, counter));
  tell(counter, COUNTER_INC);
  ask_and_print(counter);
  tell(counter, COUNTER_STOP);
  ask_and_print(counter);  // behind the stop, or at a closed door
  thread_join(&thread);
  ask_and_print(counter);  // at a closed door
  channel_drop_sender(counter);
  return 0;
}
