// step-1-turns.c -- all actors on one thread: whoever has mail has a
// turn, and somebody has to choose.
#include <stdio.h>

#include "base/check.h"

enum { ROOM = 8, ACTORS = 3 };

// bank: get -> balance | set(amount)    teller: pay(amount)
typedef enum Kind { BANK_GET, BANK_SET, BALANCE, TELLER_PAY } Kind;
static const char *const kind_names[] = {"get", "set", "balance",
                                         "pay"};

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
  printf("%s handles %s %d, has %d\n", actor->name,
         kind_names[message.kind], message.amount, actor->amount);
}

// Who has mail; gives how many.
static int options(Actor *ready[ACTORS]) {
  int count = 0;
  for (int i = 0; i < ACTORS; i++) {
    if (actors[i].count > 0) ready[count++] = &actors[i];
  }
  return count;
}

static int choose(int count) {
  (void)count;
  return 0;
}

int main(void) {
  set_up();
  Actor *ready[ACTORS];
  int count;
  while ((count = options(ready)) > 0) take_turn(ready[choose(count)]);
  printf("balance %d\n", bank->amount);
  return 0;
}
