// step-6-cost.c -- what a turn costs here, and a message from one
// thread to another.
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/deadline.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { ROOM = 8, ACTORS = 3 };

// bank: get -> balance | set(amount)    teller: pay(amount)
typedef enum Kind { BANK_GET, BANK_SET, BALANCE, TELLER_PAY } Kind;

typedef struct Actor Actor;

typedef struct Message {
  Kind kind;
  int amount;
  Actor *from;  // whom to answer
} Message;

struct Actor {
  const char *name;
  void (*behaviour)(Actor *self, const Message *message);
  Message mailbox[ROOM];
  int count;
  int amount;  // the bank's balance; what a teller has to pay in
};

static Actor actors[ACTORS];
static Actor *const bank = &actors[0];
static Actor *const ann = &actors[1];
static Actor *const bob = &actors[2];

static void tell(Actor *to, Kind kind, int amount, Actor *from) {
  CHECK(to->count < ROOM);
  to->mailbox[to->count++] = (Message){kind, amount, from};
}

// ---- Behaviours: none of them waits ----

static void banking(Actor *self, const Message *message) {
  switch (message->kind) {
    case BANK_GET:
      tell(message->from, BALANCE, self->amount, self);
      break;
    case BANK_SET:
      self->amount = message->amount;
      break;
    case BALANCE:
    case TELLER_PAY:
      break;
  }
}

static void telling(Actor *self, const Message *message) {
  switch (message->kind) {
    case TELLER_PAY:
      self->amount = message->amount;
      tell(bank, BANK_GET, 0, self);
      break;
    case BALANCE:
      tell(bank, BANK_SET, message->amount + self->amount, self);
      break;
    case BANK_GET:
    case BANK_SET:
      break;
  }
}

static void set_up(void) {
  *bank = (Actor){.name = "bank", .behaviour = banking};
  *ann = (Actor){.name = "ann", .behaviour = telling};
  *bob = (Actor){.name = "bob", .behaviour = telling};
  tell(ann, TELLER_PAY, 10, NULL);
  tell(bob, TELLER_PAY, 20, NULL);
}

// ---- Turns ----

static void take_turn(Actor *actor) {
  Message message = actor->mailbox[0];
  actor->count--;
  for (int i = 0; i < actor->count; i++) {
    actor->mailbox[i] = actor->mailbox[i + 1];
  }
  actor->behaviour(actor, &message);
}

// Who has mail; gives how many.
static int options(Actor *ready[ACTORS]) {
  int count = 0;
  for (int i = 0; i < ACTORS; i++) {
    if (actors[i].count > 0) ready[count++] = &actors[i];
  }
  return count;
}

// The first run of step 5: seven turns and more, nothing to choose.
static int run(void) {
  set_up();
  int turns = 0;
  Actor *ready[ACTORS];
  while (options(ready) > 0) {
    take_turn(ready[0]);
    turns++;
  }
  return turns;
}

static double turn_ns(long rounds) {
  long turns = 0;
  i64 start = clock_now();
  for (long i = 0; i < rounds; i++) turns += run();
  return (double)(clock_now() - start) / (double)turns;
}

// ---- Two threads that send one number to and fro ----

typedef struct Wall {
  Channel *to;
  Channel *from;
  long rounds;
} Wall;

static void send_back(void *argument) {
  Wall *self = argument;
  for (long i = 0; i < self->rounds; i++) {
    int ball;
    CHECK(channel_recv(self->to, &ball, NEVER) == CHANNEL_OK);
    CHECK(channel_send(self->from, &ball, NEVER) == CHANNEL_OK);
  }
}

static void release(Channel *channel) {
  channel_drop_sender(channel);
  channel_drop_receiver(channel, NULL);
}

static double message_ns(long rounds) {
  Wall wall = {channel_new(sizeof(int), 1), channel_new(sizeof(int), 1),
               rounds};
  CHECK(wall.to != NULL && wall.from != NULL);
  Thread thread;
  CHECK(thread_start(&thread, "wall", send_back, &wall));
  i64 start = clock_now();
  for (long i = 0; i < rounds; i++) {
    int ball = 1;
    CHECK(channel_send(wall.to, &ball, NEVER) == CHANNEL_OK);
    CHECK(channel_recv(wall.from, &ball, NEVER) == CHANNEL_OK);
  }
  double each = (double)(clock_now() - start) / (double)(2 * rounds);
  thread_join(&thread);
  release(wall.to);
  release(wall.from);
  return each;
}

int main(int words, char **word) {
  long rounds = words > 1 ? strtol(word[1], NULL, 10) : 20000;
  double turn = turn_ns(10 * rounds);
  printf("a turn of the stepper      %8.1f\n", 1.0);
  printf("a message between threads  %8.1f\n",
         message_ns(rounds) / turn);
  return 0;
}
