// retries.c -- who hears nothing asks again: is the card charged twice?
#include <stdlib.h>

#include "troupe.h"

// charge(order) -> sum
#define TILL(M) M(TILL_CHARGE, till, charge, (i64, order), (i64, sum))
PROTOCOL(Till, till, TILL)
STATE(TillState, (bool, remembers)(i64, last)(i64, sum))
ACTOR(Till, till, TillState, charging)

// buy starts it; charged brings the till's answer or the deadline.
#define BUYER(M)               \
  M(BUYER_BUY, buyer, buy, , ) \
  M(BUYER_CHARGED, buyer, charged, REPLY_HEAD(i64, sum), )
PROTOCOL(Buyer, buyer, BUYER)
STATE(BuyerState, (ref(Till), till)(i64, tries)(bool, done))
ACTOR(Buyer, buyer, BuyerState, buying)

static void charging(TillState *self, const TillMsg *message) {
  switch (message->kind) {
    case TILL_CHARGE:
      // Doing it once more must be the same as doing it once.
      if (!self->remembers || self->last != message->charge.order) {
        self->sum += 10;
      }
      self->last = message->charge.order;
      till_reply_charge(self->sum);
      break;
  }
}

static void attempt(BuyerState *self) {
  self->tries++;
  ignore(till_ask_charge_as(self->till, 7, buyer_charged, after_ms(100)));
}

static void buying(BuyerState *self, const BuyerMsg *message) {
  switch (message->kind) {
    case BUYER_BUY:
      attempt(self);
      break;
    case BUYER_CHARGED:
      self->done = message->charged.outcome == ASK_OK;
      if (!self->done && self->tries < 3) {
        attempt(self);
      }
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  bool remembers = getenv("remembers") != NULL;
  TillRef till =
      till_spawn(system, "till", (TillState){.remembers = remembers});
  BuyerRef buyer = buyer_spawn(system, "buyer", (BuyerState){.till = till});
  ignore(buyer_tell_buy(buyer));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
