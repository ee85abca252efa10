// quote.c -- an answer that comes too late, and is taken for another one.
#include <stdlib.h>

#include "troupe.h"

REF(Buyer, buyer)

// price(item, id, reply_to): its answer is the message priced(id, price)
#define CLERK(M) \
  M(CLERK_PRICE, clerk, price, (text, item)(u64, id)(ref(Buyer), reply_to), )
PROTOCOL(Clerk, clerk, CLERK)
STATE(ClerkState, (i64, answered))
ACTOR(Clerk, clerk, ClerkState, quoting)

// begin starts it | priced(id, price) | give_up(id): the time is over
#define BUYER(M)                                          \
  M(BUYER_BEGIN, buyer, begin, , )                        \
  M(BUYER_PRICED, buyer, priced, (u64, id)(i64, price), ) \
  M(BUYER_GIVE_UP, buyer, give_up, (u64, id), )
PROTOCOL_AFTER_REF(Buyer, buyer, BUYER)
STATE(BuyerState, (ref(Clerk), clerk)(bool, ids)(u64, pending)(u64, last_id)(
                      i64, pears)(i64, apples)(i64, late))
ACTOR(Buyer, buyer, BuyerState, buying)

static void quoting(ClerkState *self, const ClerkMsg *message) {
  switch (message->kind) {
    case CLERK_PRICE:
      self->answered++;
      ignore(buyer_tell_priced(message->price.reply_to, message->price.id,
                               message->price.item[0] == 'p' ? 7 : 3));
      break;
  }
}

static void ask(BuyerState *self, const char *item) {
  self->pending = ++self->last_id;
  ignore(clerk_tell_price(self->clerk, item, self->pending, buyer_self()));
}

static void priced(BuyerState *self, u64 id, i64 price) {
  // Which question is this the answer to? Without the number one can only
  // think: to the one that is pending.
  if (self->pending == 0 || (self->ids && id != self->pending)) {
    self->late++;
    return;
  }
  bool was_pears = self->pending == 1;
  self->pending = 0;
  if (was_pears) {
    self->pears = price;
    ask(self, "apples");
  } else {
    self->apples = price;
  }
}

static void buying(BuyerState *self, const BuyerMsg *message) {
  switch (message->kind) {
    case BUYER_BEGIN:
      ask(self, "pears");
      ignore(
          buyer_tell_give_up_after(buyer_self(), self->pending, after_ms(100)));
      break;
    case BUYER_PRICED:
      priced(self, message->priced.id, message->priced.price);
      break;
    case BUYER_GIVE_UP:
      if (self->pending == message->give_up.id) ask(self, "apples");
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  ClerkRef clerk = clerk_spawn(system, "clerk", (ClerkState){0});
  bool ids = getenv("ids") != NULL;
  BuyerRef buyer =
      buyer_spawn(system, "buyer", (BuyerState){.clerk = clerk, .ids = ids});
  ignore(buyer_tell_begin(buyer));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
