// shop.c -- a till that jams, a shelf with room for four. To be looked at:
// TROUPE_ATTACH=/tmp/shop shop 60, and beside it troupe sim --attach /tmp/shop
#include <stdlib.h>

#include "troupe.h"

enum { ITEMS = 8, ROOM = 4, EVERY_MS = 5, USUAL = 20 };

#define SHELF(M) M(SHELF_TAKE, shelf, take, (i64, item), )
PROTOCOL(Shelf, shelf, SHELF)
STATE(ShelfState, (i64, taken))
ACTOR(Shelf, shelf, ShelfState, giving)

#define TILL(M) M(TILL_SELL, till, sell, (i64, customer), (i64, receipt))
PROTOCOL(Till, till, TILL)
STATE(TillState, (i64, sales))
ACTOR(Till, till, TillState, selling)

// serve(customer) | sold(...): the till's answer | report() -> sold, jams
#define CLERK(M)                                         \
  M(CLERK_SERVE, clerk, serve, (i64, customer), )        \
  M(CLERK_SOLD, clerk, sold, REPLY_HEAD(i64, receipt), ) \
  M(CLERK_REPORT, clerk, report, , (i64, sold)(i64, jams))
PROTOCOL(Clerk, clerk, CLERK)
STATE(ClerkState, (ref(Till), till)(ref(Shelf), shelf)(i64, sold)(i64, jams))
ACTOR(Clerk, clerk, ClerkState, serving)

#define DOOR(M)                \
  M(DOOR_OPEN, door, open, , ) \
  M(DOOR_COME, door, come, , )
PROTOCOL(Door, door, DOOR)
STATE(DoorState,
      (ref(Clerk), ann)(ref(Clerk), bob)(i64, came)(i64, most)(u64, timer))
ACTOR(Door, door, DoorState, opening)

static void giving(ShelfState *self, const ShelfMsg *message) {
  switch (message->kind) {
    case SHELF_TAKE:
      self->taken++;
      break;
  }
}

static void selling(TillState *self, const TillMsg *message) {
  switch (message->kind) {
    case TILL_SELL:
      if (++self->sales == 5) {
        fail("the till is jammed");
      }
      till_reply_sell(message->sell.customer);
      break;
  }
}

static void serving(ClerkState *self, const ClerkMsg *message) {
  switch (message->kind) {
    case CLERK_SERVE:
      for (i64 item = 0; item < ITEMS; item++) {
        ignore(shelf_tell_take(self->shelf, item));
      }
      ignore(till_ask_sell_as(self->till, message->serve.customer, clerk_sold,
                              NEVER));
      break;
    case CLERK_SOLD:
      self->sold += message->sold.outcome == ASK_OK;
      self->jams += message->sold.outcome != ASK_OK;
      break;
    case CLERK_REPORT:
      clerk_reply_report(self->sold, self->jams);
      break;
  }
}

static void opening(DoorState *self, const DoorMsg *message) {
  switch (message->kind) {
    case DOOR_OPEN:
      ignore(door_tell_come_every(door_self(), after_ms(EVERY_MS), TICKS_SKIP,
                                  &self->timer));
      break;
    case DOOR_COME:
      ignore(clerk_tell_serve(self->came % 2 == 0 ? self->ann : self->bob,
                              self->came));
      if (++self->came == self->most) {
        ignore(timer_cancel(self->timer));
      }
      break;
  }
}

static const ChildSpec machines[] = {
    CHILD(till, "till", (&(TillState){.sales = 0}), .asks_wait = true)};
static const SupervisorOptions repairs = {.strategy = ONE_FOR_ONE,
                                          .intensity = 10000,
                                          .children = machines,
                                          .count = 1};

int main(int count, char **words) {
  i64 seconds = count > 1 ? strtoll(words[1], NULL, 10) : 0;
  System *system = system_start(NULL);
  SupervisorRef shop = supervisor_spawn(system, "shop", &repairs);
  struct supervisor_find_reply till = {0};
  ignore(supervisor_ask_find(shop, "till", &till, after_ms(1000)));
  SpawnOptions narrow = {.capacity = ROOM, .policy = FULL_SLOW};
  ClerkState clerk = {
      .till = {till.child.ref},
      .shelf = shelf_spawn_with(system, narrow, (ShelfState){0})};
  DoorState door = {.ann = clerk_spawn(system, "ann", clerk),
                    .bob = clerk_spawn(system, "bob", clerk),
                    .most = seconds > 0 ? seconds * 1000 / EVERY_MS : USUAL};
  ignore(door_tell_open(door_spawn(system, "door", door)));
  ignore(system_run(system, NEVER));
  struct clerk_report_reply ann = {0};
  struct clerk_report_reply bob = {0};
  ignore(clerk_ask_report(door.ann, &ann, after_ms(1000)));
  ignore(clerk_ask_report(door.bob, &bob, after_ms(1000)));
  say("%" PRId64 " sold, and the till jammed %" PRId64 " times\n",
      ann.sold + bob.sold, ann.jams + bob.jams);
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
