// timeout.c -- a guest who waits a while, and an answer that comes late.
#include <stdlib.h>

#include "troupe.h"

// order -> price
#define COOK(M) M(COOK_ORDER, cook, order, , (i64, price))
PROTOCOL(Cook, cook, COOK)
STATE(CookState, (i64, cooked))
ACTOR(Cook, cook, CookState, cooking)

// hungry starts it; served brings the answer, or that the time is over.
#define GUEST(M)                     \
  M(GUEST_HUNGRY, guest, hungry, , ) \
  M(GUEST_SERVED, guest, served, REPLY_HEAD(i64, price), )
PROTOCOL(Guest, guest, GUEST)
STATE(GuestState, (ref(Cook), cook)(bool, patient)(i64, paid)(bool, left))
ACTOR(Guest, guest, GuestState, dining)

static void cooking(CookState *self, const CookMsg *message) {
  switch (message->kind) {
    case COOK_ORDER:
      self->cooked++;
      cook_reply_order(12);
      break;
  }
}

static void dining(GuestState *self, const GuestMsg *message) {
  switch (message->kind) {
    case GUEST_HUNGRY:
      ignore(cook_ask_order_as(self->cook, guest_served,
                               self->patient ? NEVER : after_ms(100)));
      break;
    case GUEST_SERVED:
      // An answer that comes after this one is late, and reaches nobody.
      self->paid += message->served.price;
      self->left = message->served.outcome == ASK_TIMEOUT;
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  bool patient = getenv("patient") != NULL;
  CookRef cook = cook_spawn(system, "cook", (CookState){0});
  GuestRef guest = guest_spawn(system, "guest",
                               (GuestState){.cook = cook, .patient = patient});
  ignore(guest_tell_hungry(guest));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
