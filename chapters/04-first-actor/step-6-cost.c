// step-6-cost.c -- what an actor costs beside a lock: a message, a
// question and its answer, a life from spawn to end.
//
// Every figure is a ratio to one addition under a mutex that nobody
// else wants, in the same run. An argument says how many times each is
// done.
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

enum { ROOM = 1024, RUNS = 3, MANY = 100 };

static int times = 2000;  // set once

// inc(amount) | get -> count
typedef enum MessageKind { INC, GET } MessageKind;

typedef struct Message {
  MessageKind kind;
  union {
    i64 amount;
    Oneshot *reply;
  } as;
} Message;

static void counter_main(void *argument) {
  Channel *mailbox = argument;
  i64 count = 0;
  Message message;
  while (channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case INC:
        count += message.as.amount;
        break;
      case GET: {
        i64 answer = count;
        ignore(oneshot_put(message.as.reply, &answer));
        break;
      }
    }
  }
  channel_drop_receiver(mailbox, NULL);
}

static void actor_begin(Thread *thread, Channel **mailbox) {
  *mailbox = channel_new(sizeof(Message), ROOM);
  CHECK(*mailbox != NULL);
  CHECK(thread_start(thread, "counter", counter_main, *mailbox));
}

static void actor_end(Thread *thread, Channel *mailbox) {
  channel_drop_sender(mailbox);
  thread_join(thread);
}

static void lock_and_add(void) {
  Mutex lock;
  mutex_init(&lock);
  i64 count = 0;
  for (int i = 0; i < MANY * times; i++) {
    mutex_lock(&lock);
    count++;
    mutex_unlock(&lock);
  }
  CHECK(count == MANY * times);
  mutex_release(&lock);
}

static void tell(void) {
  Thread thread;
  Channel *mailbox;
  actor_begin(&thread, &mailbox);
  for (int i = 0; i < MANY * times; i++) {
    Message inc = {.kind = INC, .as.amount = 1};
    CHECK(channel_send(mailbox, &inc, NEVER) == CHANNEL_OK);
  }
  actor_end(&thread, mailbox);
}

static void ask(void) {
  Thread thread;
  Channel *mailbox;
  actor_begin(&thread, &mailbox);
  for (int i = 0; i < times; i++) {
    Oneshot *reply = oneshot_new(sizeof(i64));
    CHECK(reply != NULL);
    Message get = {.kind = GET, .as.reply = reply};
    CHECK(channel_send(mailbox, &get, NEVER) == CHANNEL_OK);
    i64 count;
    CHECK(oneshot_take(reply, &count, NEVER) == ONESHOT_OK);
  }
  actor_end(&thread, mailbox);
}

static void live(void) {
  for (int i = 0; i < times; i++) {
    Thread thread;
    Channel *mailbox;
    actor_begin(&thread, &mailbox);
    actor_end(&thread, mailbox);
  }
}

static i64 best(void (*way)(void)) {
  i64 least = INT64_MAX;
  for (int i = 0; i < RUNS; i++) {
    i64 start = clock_now();
    way();
    i64 taken = clock_now() - start;
    if (taken < least) least = taken;
  }
  return least;
}

int main(int argc, char **argv) {
  if (argc > 1) times = (int)strtol(argv[1], NULL, 10);
  f64 unit = (f64)best(lock_and_add) / MANY;
  printf("%-28s%10.1f\n", "an addition under a mutex", 1.0);
  printf("%-28s%10.1f\n", "a message told and handled",
         (f64)best(tell) / MANY / unit);
  printf("%-28s%10.1f\n", "a question and its answer",
         (f64)best(ask) / unit);
  printf("%-28s%10.1f\n", "a life, spawn to end",
         (f64)best(live) / unit);
  return 0;
}
