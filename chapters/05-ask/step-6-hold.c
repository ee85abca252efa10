// step-6-hold.c -- on the framework: two who need each other's answers
// get them if they ask; if both hold, the ring is refused before it
// closes.
#include "troupe.h"

// offer(from, holds) -> price: what is it, together with its stamp?
// price(asker, holds) -> price: needs a stamp of the asker's first
// stamp -> number
#define OFFICER(M)                                                     \
  M(OFFICER_OFFER, officer, offer, (ref(Officer), from)(bool, holds),  \
    (i64, price))                                                      \
  M(OFFICER_PRICE, officer, price, (ref(Officer), asker)(bool, holds), \
    (i64, price))                                                      \
  M(OFFICER_STAMP, officer, stamp, , (i64, number))                    \
  M(OFFICER_PRICED, officer, priced, REPLY_HEAD(i64, price), )         \
  M(OFFICER_STAMPED, officer, stamped, REPLY_HEAD(i64, number), )
REF(Officer, officer)
PROTOCOL_AFTER_REF(Officer, officer, OFFICER)
STATE(OfficerState, (i64, stamps)(private(Request *), kept))
ACTOR(Officer, officer, OfficerState, serving)

static void ask_price(OfficerRef from, bool holds) {
  if (holds) {
    ignore(officer_hold_price_as(from, officer_self(), holds,
                                 officer_priced, NEVER));
  } else {
    ignore(officer_ask_price_as(from, officer_self(), holds,
                                officer_priced, NEVER));
  }
}

static void ask_stamp(OfficerRef from, bool holds) {
  if (holds) {
    ignore(officer_hold_stamp_as(from, officer_stamped, NEVER));
  } else {
    ignore(officer_ask_stamp_as(from, officer_stamped, NEVER));
  }
}

static void serving(OfficerState *self, const OfficerMsg *message) {
  switch (message->kind) {
    case OFFICER_OFFER:
      self->kept = request_take();
      ask_price(message->offer.from, message->offer.holds);
      break;
    case OFFICER_PRICE:
      self->kept = request_take();
      ask_stamp(message->price.asker, message->price.holds);
      break;
    case OFFICER_STAMP:
      officer_reply_stamp(++self->stamps);
      break;
    case OFFICER_STAMPED:
      if (message->stamped.outcome == ASK_OK) {
        officer_reply_price_to(&self->kept, 7);
      } else {
        say("  bob asks ann for a stamp: %s\n",
            AskOutcome_value_names[message->stamped.outcome]);
        block_free(self->kept);
      }
      break;
    case OFFICER_PRICED:
      if (message->priced.outcome == ASK_OK) {
        officer_reply_offer_to(&self->kept, message->priced.price);
      } else {
        say("  ann asks bob for a price: %s\n",
            AskOutcome_value_names[message->priced.outcome]);
        block_free(self->kept);
      }
      break;
  }
}

static void offer(OfficerRef ann, OfficerRef bob, bool holds) {
  struct officer_offer_reply reply;
  AskOutcome outcome =
      officer_ask_offer(ann, bob, holds, &reply, after_ms(1000));
  say("%s: %s, price %" PRId64 "\n", holds ? "holding" : "asking",
      AskOutcome_value_names[outcome], reply.price);
}

int main(void) {
  System *system = system_start(NULL);
  OfficerRef ann = officer_spawn(system, "ann", (OfficerState){0});
  OfficerRef bob = officer_spawn(system, "bob", (OfficerState){0});
  offer(ann, bob, false);
  offer(ann, bob, true);
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
