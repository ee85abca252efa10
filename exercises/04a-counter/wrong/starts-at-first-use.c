// WRONG, fails in_any_order_each_gets_its_own_answer:
// the thread is started by whoever comes first, who looks at a flag and then
// sets it: two who come at once start two, and each counts what it happens to
// take. Not by luck: passes many_may_tell_and_ask_at_once
#include "counter.h"

#include <stdatomic.h>

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
  atomic_bool started;
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
  return counter;
}

static void start(Counter *counter) {
  if (atomic_load(&counter->started)) return;
  atomic_store(&counter->started, true);
  CHECK(thread_start(&counter->thread, "counter", counter_main, counter));
}

static void tell(Counter *counter, Message message) {
  start(counter);
  CHECK(channel_send(counter->mailbox, &message, NEVER) == CHANNEL_OK);
}

void counter_inc(Counter *counter, i64 amount) {
  tell(counter, (Message){.kind = COUNTER_INC, .as.amount = amount});
}

i64 counter_get(Counter *counter) {
  Oneshot *reply = oneshot_new(sizeof(i64));
  CHECK(reply != NULL);
  tell(counter, (Message){.kind = COUNTER_GET, .as.reply = reply});
  i64 count = 0;
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
