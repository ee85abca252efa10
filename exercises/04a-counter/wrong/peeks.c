// WRONG, fails it_adds_what_it_is_told:
// the count lies in the struct, and get reads it there without asking. By luck
// it may be up to date.
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
  i64 count;
};

static void counter_main(void *argument) {
  Counter *counter = argument;
  Message message;
  while (channel_recv(counter->mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case COUNTER_INC:
        counter->count += message.as.amount;
        break;
      case COUNTER_GET: {
        i64 answer = counter->count;
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
  return counter->count;
}

i64 counter_stop(Counter *counter) {
  channel_drop_sender(counter->mailbox);
  thread_join(&counter->thread);
  i64 last = counter->count;
  mem_free(counter);
  return last;
}
