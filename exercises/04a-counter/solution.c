// 04a-counter, one way to do it.
#include "counter.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

typedef enum MessageKind { COUNTER_INC, COUNTER_GET } MessageKind;

typedef struct Message {
  MessageKind kind;
  union {
    i64 amount;      // inc
    Oneshot *reply;  // get: owns the sender's half
  } as;
} Message;

struct Counter {
  Channel *mailbox;
  Thread thread;
};

static void counter_main(void *argument) {
  Counter *counter = argument;
  i64 count = 0;
  Message message;
  while (channel_recv(counter->mailbox, &message, NEVER) == CHANNEL_OK) {
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
  channel_drop_receiver(counter->mailbox, NULL);
}

Counter *counter_spawn(void) {
  Counter *counter = mem_new(Counter);
  counter->mailbox = channel_new(sizeof(Message), COUNTER_ROOM);
  CHECK(counter->mailbox != NULL);
  CHECK(thread_start(&counter->thread, "counter", counter_main, counter));
  return counter;
}

static void tell(Counter *counter, Message message) {
  CHECK(channel_send(counter->mailbox, &message, NEVER) == CHANNEL_OK);
}

void counter_inc(Counter *counter, i64 amount) {
  tell(counter, (Message){.kind = COUNTER_INC, .as.amount = amount});
}

i64 counter_get(Counter *counter) {
  Oneshot *reply = oneshot_new(sizeof(i64));
  CHECK(reply != NULL);
  tell(counter, (Message){.kind = COUNTER_GET, .as.reply = reply});
  i64 count;
  CHECK(oneshot_take(reply, &count, NEVER) == ONESHOT_OK);
  return count;
}

i64 counter_stop(Counter *counter) {
  // Nobody else sends any more, so nothing comes in behind this question.
  i64 last = counter_get(counter);
  channel_drop_sender(counter->mailbox);
  thread_join(&counter->thread);
  mem_free(counter);
  return last;
}
