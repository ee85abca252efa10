// WRONG: main reads the count of a thread that counts: make fail N=04
//
// All that is different from step 1 is where the count lives: in a
// struct that main can reach too. The fix is step-2-protocol.c.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { SLIPS = 100000, ROOM = 1000 };

typedef struct Counter {
  Channel *mailbox;
  i64 count;
} Counter;

static void counter_main(void *argument) {
  Counter *self = argument;
  i64 amount;
  while (channel_recv(self->mailbox, &amount, NEVER) == CHANNEL_OK) {
    self->count += amount;
  }
  channel_drop_receiver(self->mailbox, NULL);
}

// Owns one sender of the mailbox.
static void teller_main(void *argument) {
  Channel *mailbox = argument;
  for (int i = 0; i < SLIPS; i++) {
    i64 slip = 1;
    CHECK(channel_send(mailbox, &slip, NEVER) == CHANNEL_OK);
  }
  channel_drop_sender(mailbox);
}

// Paid in 200000 at the end; how far are they?
static void show_progress(const Counter *counter) {
  for (int i = 0; i < 5; i++) {
    printf("so far %" PRId64 "\n", counter->count);
  }
}

int main(void) {
  static Counter counter;
  counter.mailbox = channel_new(sizeof(i64), ROOM);
  CHECK(counter.mailbox != NULL);
  channel_add_sender(counter.mailbox);

  Thread thread;
  Thread ann;
  Thread bob;
  CHECK(thread_start(&thread, "counter", counter_main, &counter));
  CHECK(thread_start(&ann, "Ann", teller_main, counter.mailbox));
  CHECK(thread_start(&bob, "Bob", teller_main, counter.mailbox));
  show_progress(&counter);
  thread_join(&ann);
  thread_join(&bob);
  thread_join(&thread);
  printf("at the end %" PRId64 "\n", counter.count);
  return 0;
}
