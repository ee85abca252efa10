// letters.c -- what nobody handles is a dead letter, and it is heard of.
#include <stdlib.h>

#include "troupe.h"

#define SHOP(M)              \
  M(SHOP_BUY, shop, buy, , ) \
  M(SHOP_CLOSE, shop, close, , )
PROTOCOL(Shop, shop, SHOP)
STATE(ShopState, (bool, late_hours)(i64, sold)(i64, expected))
ACTOR(Shop, shop, ShopState, selling)

// go(shop): buys
#define BUYER(M) M(BUYER_GO, buyer, go, (ref(Shop), shop), )
PROTOCOL(Buyer, buyer, BUYER)
STATE(BuyerState, (bool, went))
ACTOR(Buyer, buyer, BuyerState, buying)

// sort begins it, lost brings a letter.
#define OFFICE(M)                  \
  M(OFFICE_SORT, office, sort, , ) \
  M(OFFICE_LOST, office, lost, LETTER_HEAD, )
PROTOCOL(Office, office, OFFICE)
STATE(OfficeState, (i64, letters))
ACTOR(Office, office, OfficeState, sorting)

static void selling(ShopState *self, const ShopMsg *message) {
  switch (message->kind) {
    case SHOP_BUY:
      self->sold++;
      break;
    case SHOP_CLOSE:
      // Late hours: nobody is still to come when it closes.
      if (self->late_hours && self->sold < self->expected) {
        ignore(stash());
      } else {
        actor_exit();
      }
      return;
  }
  unstash_all();
}

static void buying(BuyerState *self, const BuyerMsg *message) {
  switch (message->kind) {
    case BUYER_GO:
      self->went = true;
      ignore(shop_tell_buy(message->go.shop));
      break;
  }
}

static void sorting(OfficeState *self, const OfficeMsg *message) {
  switch (message->kind) {
    case OFFICE_SORT:
      CHECK(actor_watch_letters(office_lost));
      break;
    case OFFICE_LOST:
      self->letters++;
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  OfficeRef office = office_spawn(system, "office", (OfficeState){0});
  ShopState state = {.late_hours = getenv("late_hours") != NULL, .expected = 2};
  ShopRef shop = shop_spawn(system, "shop", state);
  BuyerRef ann = buyer_spawn(system, "ann", (BuyerState){.went = false});
  BuyerRef bob = buyer_spawn(system, "bob", (BuyerState){.went = false});
  ignore(office_tell_sort(office));
  ignore(buyer_tell_go(ann, shop));
  ignore(buyer_tell_go(bob, shop));
  ignore(shop_tell_close(shop));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
