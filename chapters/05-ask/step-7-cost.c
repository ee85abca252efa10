// step-7-cost.c -- what an answer costs, by how it comes back and by
// how many questions are pending at the same time.
//
// Every figure is a ratio to one message that is told and handled, in
// the same run. An argument says how many answers are asked for.
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

enum { ROOM = 256, RUNS = 5 };

static int times = 20000;  // set once

typedef struct Message {
  u64 id;             // 0: told, and not asked
  Oneshot *reply;     // the way back: this,
  Channel *reply_to;  // or this, or none
} Message;

static void counter_main(void *argument) {
  Channel *mailbox = argument;
  i64 count = 0;
  Message message;
  while (channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    count++;
    if (message.reply != NULL) {
      i64 answer = count;
      ignore(oneshot_put(message.reply, &answer));
    } else if (message.reply_to != NULL) {
      Message answer = {.id = message.id};
      ignore(channel_send(message.reply_to, &answer, NEVER));
    }
  }
  channel_drop_receiver(mailbox, NULL);
}

static void send(Channel *counter, Message message) {
  CHECK(channel_send(counter, &message, NEVER) == CHANNEL_OK);
}

static void tell(Channel *counter, Channel *mine, int unused) {
  (void)mine;
  (void)unused;
  for (int i = 0; i < times; i++) send(counter, (Message){.id = 0});
}

static void by_oneshot(Channel *counter, Channel *mine, int unused) {
  (void)mine;
  (void)unused;
  for (int i = 0; i < times; i++) {
    Oneshot *reply = oneshot_new(sizeof(i64));
    CHECK(reply != NULL);
    send(counter, (Message){.reply = reply});
    i64 count;
    CHECK(oneshot_take(reply, &count, NEVER) == ONESHOT_OK);
  }
}

static void take_one(Channel *mine) {
  Message answer;
  CHECK(channel_recv(mine, &answer, NEVER) == CHANNEL_OK);
}

// Never more than `most` questions without an answer.
static void by_id(Channel *counter, Channel *mine, int most) {
  int pending = 0;
  for (int i = 0; i < times; i++) {
    if (pending == most) {
      take_one(mine);
      pending--;
    }
    send(counter, (Message){.id = (u64)i, .reply_to = mine});
    pending++;
  }
  for (; pending > 0; pending--) take_one(mine);
}

static i64 best(void (*way)(Channel *, Channel *, int), int most) {
  i64 least = INT64_MAX;
  for (int i = 0; i < RUNS; i++) {
    Channel *counter = channel_new(sizeof(Message), ROOM);
    Channel *mine = channel_new(sizeof(Message), ROOM);
    CHECK(counter != NULL && mine != NULL);
    Thread thread;
    CHECK(thread_start(&thread, "counter", counter_main, counter));
    i64 start = clock_now();
    way(counter, mine, most);
    channel_drop_sender(counter);
    thread_join(&thread);
    i64 taken = clock_now() - start;
    channel_drop_receiver(mine, NULL);
    channel_drop_sender(mine);
    if (taken < least) least = taken;
  }
  return least;
}

int main(int argc, char **argv) {
  if (argc > 1) times = (int)strtol(argv[1], NULL, 10);
  f64 unit = (f64)best(tell, 0);
  printf("way        an-answer\n");
  printf("oneshot %12.1f\n", (f64)best(by_oneshot, 1) / unit);
  const int mosts[] = {1, 4, 16, 64, 128};
  for (size_t i = 0; i < sizeof(mosts) / sizeof(mosts[0]); i++) {
    printf("id-%-5d%12.1f\n", mosts[i],
           (f64)best(by_id, mosts[i]) / unit);
  }
  return 0;
}
