// gather.c -- one asks three at once, and takes what comes first, or all.
#include <stdlib.h>

#include "troupe.h"

// quote -> price
#define SHOP(M) M(SHOP_QUOTE, shop, quote, , (i64, price))
PROTOCOL(Shop, shop, SHOP)
STATE(ShopState, (i64, price))
ACTOR(Shop, shop, ShopState, quoting)

// look(shop, shop, shop) starts it; heard brings a price.
#define BUYER(M)                                                           \
  M(BUYER_LOOK, buyer, look, (ref(Shop), a)(ref(Shop), b)(ref(Shop), c), ) \
  M(BUYER_HEARD, buyer, heard, REPLY_HEAD(i64, price), )
PROTOCOL(Buyer, buyer, BUYER)
STATE(BuyerState,
      (bool, patient)(i64, best)(bool, bought)(private(Gather), gather))
ACTOR(Buyer, buyer, BuyerState, buying)

static void quoting(ShopState *self, const ShopMsg *message) {
  switch (message->kind) {
    case SHOP_QUOTE:
      shop_reply_quote(self->price);
      break;
  }
}

static void ask_all(BuyerState *self, const struct buyer_look *look) {
  const ShopRef shops[] = {look->a, look->b, look->c};
  CHECK(gather_begin(&self->gather, 3, self->patient ? GATHER_ALL : 2));
  for (int i = 0; i < 3; i++) {
    gather_add(&self->gather, shop_ask_quote_as(shops[i], buyer_heard, NEVER));
  }
}

static void hear(BuyerState *self, const struct buyer_heard *heard) {
  GatherState state =
      gather_heard(&self->gather, heard->request, heard->outcome);
  if (state == GATHER_STRAY) {
    return;
  }
  if (heard->outcome == ASK_OK &&
      (self->best == 0 || heard->price < self->best)) {
    self->best = heard->price;
  }
  self->bought = state != GATHER_MORE;
}

static void buying(BuyerState *self, const BuyerMsg *message) {
  switch (message->kind) {
    case BUYER_LOOK:
      ask_all(self, &message->look);
      break;
    case BUYER_HEARD:
      hear(self, &message->heard);
      break;
  }
}

int main(void) {
  static const char *const names[] = {"ann", "bob", "cyd"};
  System *system = system_start(NULL);
  ShopRef shops[3];
  for (i64 i = 0; i < 3; i++) {
    shops[i] = shop_spawn(system, names[i], (ShopState){.price = 7 + i});
  }
  BuyerState state = {.patient = getenv("patient") != NULL};
  BuyerRef buyer = buyer_spawn(system, "buyer", state);
  ignore(buyer_tell_look(buyer, shops[0], shops[1], shops[2]));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
