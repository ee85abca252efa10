// 04a-counter, the start. Fails first: it_adds_what_it_is_told
//
// It compiles, and forgets all it is told. What is left to do stands behind
// "Yours:".
#include "counter.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

// Yours: a kind for each message, and what it carries. A get needs a way for
// its answer to come back.
typedef enum MessageKind { COUNTER_INC } MessageKind;

typedef struct Message {
  MessageKind kind;
  union {
    i64 amount;  // inc
  } as;
} Message;

// What others have of the counter. The count does not belong here.
struct Counter {
  Channel *mailbox;
  Thread thread;
};

// The actor: what stands here as a local variable, nobody else can touch.
static void counter_main(void *argument) {
  Counter *counter = argument;
  Message message;
  while (channel_recv(counter->mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case COUNTER_INC:
        break;  // Yours: count
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

void counter_inc(Counter *counter, i64 amount) {
  (void)counter;
  (void)amount;  // Yours: tell the counter
}

i64 counter_get(Counter *counter) {
  (void)counter;
  return 0;  // Yours: ask the counter
}

i64 counter_stop(Counter *counter) {
  channel_drop_sender(counter->mailbox);  // it sees CHANNEL_CLOSED at the end
  thread_join(&counter->thread);
  mem_free(counter);
  return 0;  // Yours: the last count
}
