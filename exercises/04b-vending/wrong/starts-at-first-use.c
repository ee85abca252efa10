// WRONG, fails in_any_order_two_customers_are_served_one_at_a_time:
// the thread is started by whoever comes first, who looks at a flag and then
// sets it: two who come at once start two, and each has a stock of its own. Not
// by luck: passes no_money_is_lost_between_customers
#include "vending.h"

#include <stdatomic.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

// coin(worth) | choose | refund, each -> an Answer
typedef enum MessageKind { COIN, CHOOSE, REFUND } MessageKind;

typedef struct Message {
  MessageKind kind;
  i64 worth;       // coin
  Oneshot *reply;  // owns the sender's half
} Message;

typedef struct Self Self;
typedef void Behaviour(Self *self, Message *message);

// What only the actor can reach: it lies on its thread's stack.
struct Self {
  Behaviour *behaviour;  // what to do with the next message
  i64 stock;
  i64 credit;
};

struct Vending {
  Channel *mailbox;
  i64 stock;  // at the spawn
  atomic_bool started;
  Thread thread;
};

static void become(Self *self, Behaviour *next) {
  self->behaviour = next;
}

static void answer(Message *message, AnswerKind kind, i64 number) {
  Answer it = {.kind = kind, .number = number};
  ignore(oneshot_put(message->reply, &it));
}

static void idle(Self *self, Message *message);
static void paid(Self *self, Message *message);
static void sold_out(Self *self, Message *message);

static void idle(Self *self, Message *message) {
  switch (message->kind) {
    case COIN:
      self->credit = message->worth;
      become(self, paid);
      answer(message, CREDIT, self->credit);
      break;
    case CHOOSE:
      answer(message, PAY_FIRST, VENDING_PRICE);
      break;
    case REFUND:
      answer(message, RETURNED, 0);
      break;
  }
}

static void sell(Self *self, Message *message) {
  if (self->credit < VENDING_PRICE) {
    answer(message, MISSING, VENDING_PRICE - self->credit);
    return;
  }
  self->stock--;
  become(self, self->stock > 0 ? idle : sold_out);
  answer(message, GOODS, self->credit - VENDING_PRICE);
}

static void paid(Self *self, Message *message) {
  switch (message->kind) {
    case COIN:
      self->credit += message->worth;
      answer(message, CREDIT, self->credit);
      break;
    case CHOOSE:
      sell(self, message);
      break;
    case REFUND:
      become(self, idle);
      answer(message, RETURNED, self->credit);
      break;
  }
}

static void sold_out(Self *self, Message *message) {
  (void)self;  // there is no way out of this state
  switch (message->kind) {
    case COIN:
      answer(message, RETURNED, message->worth);
      break;
    case CHOOSE:
      answer(message, SOLD_OUT, 0);
      break;
    case REFUND:
      answer(message, RETURNED, 0);
      break;
  }
}

static void vending_main(void *argument) {
  Vending *machine = argument;
  Self self = {.behaviour = machine->stock > 0 ? idle : sold_out,
               .stock = machine->stock};
  Message message;
  while (channel_recv(machine->mailbox, &message, NEVER) == CHANNEL_OK) {
    self.behaviour(&self, &message);
  }
  channel_drop_receiver(machine->mailbox, NULL);
}

Vending *vending_spawn(i64 stock) {
  Vending *machine = mem_new(Vending);
  machine->stock = stock;
  machine->mailbox = channel_new(sizeof(Message), VENDING_ROOM);
  CHECK(machine->mailbox != NULL);
  return machine;
}

static void start(Vending *machine) {
  if (atomic_load(&machine->started)) return;
  atomic_store(&machine->started, true);
  CHECK(thread_start(&machine->thread, "vending", vending_main, machine));
}

static Answer ask(Vending *machine, Message message) {
  start(machine);
  Oneshot *reply = oneshot_new(sizeof(Answer));
  CHECK(reply != NULL);
  message.reply = reply;
  CHECK(channel_send(machine->mailbox, &message, NEVER) == CHANNEL_OK);
  Answer it;
  CHECK(oneshot_take(reply, &it, NEVER) == ONESHOT_OK);
  return it;
}

Answer vending_coin(Vending *machine, i64 worth) {
  return ask(machine, (Message){.kind = COIN, .worth = worth});
}

Answer vending_choose(Vending *machine) {
  return ask(machine, (Message){.kind = CHOOSE});
}

Answer vending_refund(Vending *machine) {
  return ask(machine, (Message){.kind = REFUND});
}

void vending_stop(Vending *machine) {
  start(machine);
  channel_drop_sender(machine->mailbox);
  thread_join(&machine->thread);
  mem_free(machine);
}
