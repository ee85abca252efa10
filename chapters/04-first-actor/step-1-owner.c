// step-1-owner.c -- a thread that owns its count. Others reach it by a
// channel and by nothing else; there is no lock to forget.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { SLIPS = 100000, ROOM = 1000 };

static void counter_main(void *argument) {
  Channel *mailbox = argument;
  i64 count = 0;  // nobody else knows where it is
  i64 amount;
  while (channel_recv(mailbox, &amount, NEVER) == CHANNEL_OK) {
    count += amount;
  }
  channel_drop_receiver(mailbox, NULL);
  printf("counted %" PRId64 "\n", count);
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

int main(void) {
  Channel *mailbox = channel_new(sizeof(i64), ROOM);
  CHECK(mailbox != NULL);
  channel_add_sender(mailbox);  // two senders: Ann's and Bob's

  Thread counter;
  Thread ann;
  Thread bob;
  CHECK(thread_start(&counter, "counter", counter_main, mailbox));
  CHECK(thread_start(&ann, "Ann", teller_main, mailbox));
  CHECK(thread_start(&bob, "Bob", teller_main, mailbox));
  thread_join(&ann);
  thread_join(&bob);
  thread_join(&counter);
  return 0;
}
