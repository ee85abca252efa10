// kitchen.c -- a mailbox with room for two, and four orders.
#include <stdlib.h>
#include <string.h>

#include "troupe.h"

#define KITCHEN(M) M(KITCHEN_COOK, kitchen, cook, (i64, table), )
PROTOCOL(Kitchen, kitchen, KITCHEN)
STATE(KitchenState, (i64, cooked)(i64, last)(bool, had_first))
ACTOR(Kitchen, kitchen, KitchenState, cooking)

// open: four tables order, one after the other.
#define WAITER(M)                  \
  M(WAITER_OPEN, waiter, open, , ) \
  M(WAITER_ORDER, waiter, order, (i64, table), )
PROTOCOL(Waiter, waiter, WAITER)
STATE(WaiterState, (ref(Kitchen), kitchen)(i64, refused)(i64, dropped))
ACTOR(Waiter, waiter, WaiterState, waiting)

static void cooking(KitchenState *self, const KitchenMsg *message) {
  switch (message->kind) {
    case KITCHEN_COOK:
      self->cooked++;
      self->last = message->cook.table;
      self->had_first |= message->cook.table == 1;
      break;
  }
}

static void waiting(WaiterState *self, const WaiterMsg *message) {
  switch (message->kind) {
    case WAITER_OPEN:
      ignore(waiter_tell_order(waiter_self(), 1));
      break;
    case WAITER_ORDER: {
      i64 table = message->order.table;
      TellOutcome outcome = kitchen_tell_cook(self->kitchen, table);
      self->refused += outcome == TELL_FULL;
      self->dropped += outcome == TELL_DROPPED;
      if (table < 4) {
        ignore(waiter_tell_order(waiter_self(), table + 1));
      }
      break;
    }
  }
}

// What a full mailbox does, as the environment says.
static FullPolicy policy(void) {
  static const FullPolicy policies[] = {FULL_REFUSE, FULL_SLOW,
                                        FULL_DROP_NEWEST, FULL_DROP_OLDEST};
  static const char *const names[] = {"refuse", "slow", "newest", "oldest"};
  const char *wanted = getenv("policy");
  for (size_t i = 0; wanted != NULL && i < 4; i++) {
    if (strcmp(wanted, names[i]) == 0) {
      return policies[i];
    }
  }
  return FULL_REFUSE;
}

int main(void) {
  System *system = system_start(NULL);
  bool roomy = getenv("roomy") != NULL;
  KitchenRef kitchen = kitchen_spawn_with(
      system,
      (SpawnOptions){
          .label = "kitchen", .capacity = roomy ? 4 : 2, .policy = policy()},
      (KitchenState){0});
  WaiterRef waiter =
      waiter_spawn(system, "waiter", (WaiterState){.kitchen = kitchen});
  ignore(waiter_tell_open(waiter));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
