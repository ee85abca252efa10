// Tests of what an ended actor had not handled: shown once and in order, handed
// on, answered, or returned.
#include <string.h>

#include "base/mem.h"
#include "ways.h"

// What the keeper of a shop does with what is left when it closes.
#define LASTS(E)             \
  E(LAST_LOOKS, looks)       \
  E(LAST_ANSWERS, answers)   \
  E(LAST_FORWARDS, forwards) \
  E(LAST_COPIES, copies)     \
  E(LAST_FAILS, fails)       \
  E(LAST_STASHES, stashes)   \
  E(LAST_KEEPS, keeps)
ENUM(Last, LASTS)

#define SHOP(M)                                                        \
  M(SHOP_ORDER, shop, order, (i64, number)(text, what), (i64, number)) \
  M(SHOP_CLOSE, shop, close_it, (bool, fails), )                       \
  M(SHOP_BUY, shop, buy, (ref(Shop), at), )                            \
  M(SHOP_BOUGHT, shop, bought, REPLY_HEAD(i64, number), )              \
  M(SHOP_ASIDE, shop, aside, (bool, on), )                             \
  M(SHOP_TIMER, shop, timer, , )                                       \
  M(SHOP_HEIR, shop, heir, (i64, seen)(i64, stopped), )                \
  M(SHOP_LOOK, shop, look, ,                                           \
    (i64, orders)(i64, seen)(i64, stopped)(enum(AskOutcome), outcome)( \
        i64, number)(i64, bought))
REF(Shop, shop)
PROTOCOL_AFTER_REF(Shop, shop, SHOP)
STATE(ShopState,
      (enum(Last), last)(ref(Shop), heir)(bool, aside)(bool, sick)(i64, orders)(
          i64, seen)(i64, stopped)(enum(AskOutcome), outcome)(i64, number)(
          i64, bought)(private(Request *), kept))
ACTOR_WITH_UNDELIVERED(Shop, shop, ShopState, opens, closes, is_left, selling)

static void opens(ShopState *self) {
  CHECK(!self->sick);
}

static void closes(ShopState *self, StopReason reason) {
  (void)reason;
  self->stopped++;
}

// The heir hears at each message how many were seen before and that on_stop
// was earlier.
static void is_left(ShopState *self, const ShopMsg *message) {
  if (message->kind != SHOP_ORDER) {
    return;
  }
  CHECK(strcmp(message->order.what, "bread") == 0);
  self->seen = self->seen * 10 + message->order.number;
  switch (self->last) {
    case LAST_LOOKS:
      break;
    case LAST_ANSWERS:
      shop_reply_order(message->order.number + 100);
      break;
    case LAST_FORWARDS:
      CHECK(shop_forward(self->heir) == TELL_OK);
      break;
    case LAST_COPIES:
      CHECK(shop_copy_to(self->heir) == TELL_OK);
      break;
    case LAST_FAILS:
      fail("at what is left");
    case LAST_STASHES:
      ignore(stash());
      break;
    case LAST_KEEPS:
      self->kept = request_take();
      break;
  }
  if (self->heir.ref.bits != 0) {
    ignore(shop_tell_heir(self->heir, self->seen, self->stopped));
  }
}

static void selling(ShopState *self, const ShopMsg *message) {
  switch (message->kind) {
    case SHOP_ORDER:
      if (self->aside) {
        CHECK(stash() == STASH_OK);
        break;
      }
      self->orders = self->orders * 10 + message->order.number;
      shop_reply_order(message->order.number);
      break;
    case SHOP_CLOSE:
      CHECK(!message->close_it.fails);
      actor_exit();
      break;
    case SHOP_BUY:
      CHECK(shop_ask_order_as(message->buy.at, 7, "bread", shop_bought,
                              NEVER) != 0);
      break;
    case SHOP_BOUGHT:
      self->bought++;
      self->outcome = message->bought.outcome;
      self->number = message->bought.number;
      break;
    case SHOP_ASIDE:
      self->aside = message->aside.on;
      break;
    case SHOP_TIMER:
      CHECK(shop_tell_order_after(shop_self(), 9, "bread", after_ms(1)) ==
            TELL_OK);
      break;
    case SHOP_HEIR:
      self->seen = message->heir.seen;
      self->stopped = message->heir.stopped;
      break;
    case SHOP_LOOK:
      shop_reply_look(self->orders, self->seen, self->stopped, self->outcome,
                      self->number, self->bought);
      break;
  }
}

// ---- What the tests say ----

static ShopRef new_shop(System *system, Last last, ShopRef heir) {
  ShopRef shop =
      shop_spawn(system, "shop", (ShopState){.last = last, .heir = heir});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(shop.ref), SPAWN_OK);
  return shop;
}

static const ShopRef nobody = {{0}};

static struct shop_look_reply look_at(ShopRef shop) {
  struct shop_look_reply reply = {0};
  CU_ASSERT_EQUAL(shop_ask_look(shop, &reply, PATIENCE), ASK_OK);
  return reply;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

// Three orders put aside, the second by an ask of `buyer`.
static void leave_some(System *system, ShopRef shop, ShopRef buyer) {
  CU_ASSERT_EQUAL(shop_tell_aside(shop, true), TELL_OK);
  CU_ASSERT_EQUAL(shop_tell_order(shop, 1, "bread"), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(shop_tell_buy(buyer, shop), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(shop_tell_order(shop, 3, "bread"), TELL_OK);
  must_be_quiet(system);
}

static StopReason end_of(ShopRef shop) {
  StopReason reason = STOPPED_SUPERVISOR;
  CU_ASSERT_EQUAL(actor_wait_end(shop.ref, &reason, PATIENCE), END_OK);
  return reason;
}

static void stop_it(Ref ref) {
  actor_stop(ref);
}

static void kill_it(Ref ref) {
  actor_kill(ref);
}

static void close_it(Ref ref) {
  CU_ASSERT_EQUAL(shop_tell_close_it((ShopRef){ref}, false), TELL_OK);
}

static void fail_it(Ref ref) {
  CU_ASSERT_EQUAL(shop_tell_close_it((ShopRef){ref}, true), TELL_OK);
}

static void (*const ends[])(Ref ref) = {stop_it, kill_it, close_it, fail_it};

UNDER_ALL(at_any_end_what_is_left_is_shown_once_and_in_order_and_returned) {
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    System *system = start_system();
    ShopRef heir = new_shop(system, LAST_LOOKS, nobody);
    ShopRef buyer = new_shop(system, LAST_LOOKS, nobody);
    ShopRef shop = new_shop(system, LAST_LOOKS, heir);
    leave_some(system, shop, buyer);
    ends[i](shop.ref);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(heir).seen, 173);
    CU_ASSERT_EQUAL(look_at(heir).stopped, 1);
    CU_ASSERT_EQUAL(look_at(buyer).outcome, ASK_STOPPED);
    CU_ASSERT_EQUAL(look_at(buyer).bought, 1);
    CU_ASSERT_EQUAL(system_counts(system).dead_letters,
                    2 + (u64)(ends[i] == fail_it));
    stop_system(system);
  }
}

UNDER_ALL(what_waits_in_the_mailbox_is_shown_after_the_stash) {
  System *system = start_system();
  ShopRef heir = new_shop(system, LAST_LOOKS, nobody);
  ShopRef shop = new_shop(system, LAST_LOOKS, heir);
  CU_ASSERT_EQUAL(shop_tell_aside(shop, true), TELL_OK);
  CU_ASSERT_EQUAL(shop_tell_order(shop, 1, "bread"), TELL_OK);
  CU_ASSERT_EQUAL(shop_tell_order(shop, 2, "bread"), TELL_OK);
  CU_ASSERT_EQUAL(shop_tell_close_it(shop, false), TELL_OK);
  TellOutcome third = shop_tell_order(shop, 3, "bread");
  CU_ASSERT(third == TELL_OK || third == TELL_STOPPED);
  must_be_quiet(system);
  i64 seen = look_at(heir).seen;
  CU_ASSERT(seen == 123 || seen == 12);
  stop_system(system);
}

UNDER_ALL(what_is_answered_at_the_end_is_no_dead_letter) {
  System *system = start_system();
  ShopRef buyer = new_shop(system, LAST_LOOKS, nobody);
  ShopRef shop = new_shop(system, LAST_ANSWERS, nobody);
  leave_some(system, shop, buyer);
  actor_stop(shop.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(buyer).outcome, ASK_OK);
  CU_ASSERT_EQUAL(look_at(buyer).number, 107);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 2);
  stop_system(system);
}

UNDER_ALL(what_is_left_can_be_handed_to_an_heir) {
  System *system = start_system();
  ShopRef heir = new_shop(system, LAST_LOOKS, nobody);
  ShopRef buyer = new_shop(system, LAST_LOOKS, nobody);
  ShopRef shop = new_shop(system, LAST_FORWARDS, heir);
  leave_some(system, shop, buyer);
  actor_kill(shop.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(heir).orders, 173);
  CU_ASSERT_EQUAL(look_at(buyer).outcome, ASK_OK);
  CU_ASSERT_EQUAL(look_at(buyer).number, 7);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

UNDER_ALL(a_copy_at_the_end_is_told_and_the_message_returned) {
  System *system = start_system();
  ShopRef heir = new_shop(system, LAST_LOOKS, nobody);
  ShopRef buyer = new_shop(system, LAST_LOOKS, nobody);
  ShopRef shop = new_shop(system, LAST_COPIES, heir);
  leave_some(system, shop, buyer);
  actor_stop(shop.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(heir).orders, 173);
  CU_ASSERT_EQUAL(look_at(buyer).outcome, ASK_STOPPED);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 2);
  stop_system(system);
}

UNDER_ALL(a_request_kept_at_the_end_is_unanswered) {
  System *system = start_system();
  ShopRef buyer = new_shop(system, LAST_LOOKS, nobody);
  ShopRef shop = new_shop(system, LAST_KEEPS, nobody);
  leave_some(system, shop, buyer);
  actor_stop(shop.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(buyer).outcome, ASK_UNANSWERED);
  CU_ASSERT_EQUAL(look_at(buyer).bought, 1);
  stop_system(system);
}

// One is enough: the rest is returned without being shown.
UNDER_ALL(where_it_fails_the_rest_is_returned_all_the_same) {
  const Last lasts[] = {LAST_FAILS, LAST_STASHES};
  for (size_t i = 0; i < 2; i++) {
    System *system = start_system();
    ShopRef heir = new_shop(system, LAST_LOOKS, nobody);
    ShopRef buyer = new_shop(system, LAST_LOOKS, nobody);
    ShopRef shop = new_shop(system, lasts[i], heir);
    leave_some(system, shop, buyer);
    actor_stop(shop.ref);
    CU_ASSERT_EQUAL(end_of(shop), STOPPED_NORMAL);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(heir).seen, 0);
    CU_ASSERT_EQUAL(look_at(buyer).outcome, ASK_STOPPED);
    CU_ASSERT_EQUAL(system_counts(system).dead_letters, 2);
    CU_ASSERT_EQUAL(system_counts(system).failed, 1);
    stop_system(system);
  }
}

UNDER_ALL(who_never_started_is_shown_nothing) {
  System *system = start_system();
  ShopRef heir = new_shop(system, LAST_LOOKS, nobody);
  ShopRef shop =
      shop_spawn(system, "sick", (ShopState){.heir = heir, .sick = true});
  ignore(shop_tell_order(shop, 1, "bread"));
  must_be_quiet(system);
  CU_ASSERT_EQUAL(end_of(shop), STOPPED_FAILED);
  CU_ASSERT_EQUAL(look_at(heir).seen, 0);
  stop_system(system);
}

UNDER_ALL(who_leaves_nothing_is_shown_nothing) {
  System *system = start_system();
  ShopRef heir = new_shop(system, LAST_LOOKS, nobody);
  ShopRef shop = new_shop(system, LAST_LOOKS, heir);
  CU_ASSERT_EQUAL(shop_tell_order(shop, 1, "bread"), TELL_OK);
  CU_ASSERT_EQUAL(shop_tell_timer(shop), TELL_OK);
  actor_stop(shop.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(heir).seen, 0);
  CU_ASSERT_EQUAL(look_at(heir).stopped, 0);
  stop_system(system);
}

static void showing_and_returning_needs_no_memory(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  ShopRef buyer = new_shop(system, LAST_LOOKS, nobody);
  ShopRef heir = new_shop(system, LAST_LOOKS, nobody);
  ShopRef shop = new_shop(system, LAST_LOOKS, nobody);
  ShopRef giver = new_shop(system, LAST_ANSWERS, nobody);
  leave_some(system, shop, buyer);
  leave_some(system, giver, heir);
  actor_kill(shop.ref);
  actor_kill(giver.ref);
  memory_ends_after(0);
  RunOutcome outcome = system_run(system, NEVER);
  CU_ASSERT_FALSE(memory_is_back());
  CU_ASSERT_EQUAL(outcome, RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(buyer).outcome, ASK_STOPPED);
  CU_ASSERT_EQUAL(look_at(heir).outcome, ASK_OK);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(at_any_end_what_is_left_is_shown_once_and_in_order_and_returned),
      CASE(what_waits_in_the_mailbox_is_shown_after_the_stash),
      CASE(what_is_answered_at_the_end_is_no_dead_letter),
      CASE(what_is_left_can_be_handed_to_an_heir),
      CASE(a_copy_at_the_end_is_told_and_the_message_returned),
      CASE(a_request_kept_at_the_end_is_unanswered),
      CASE(where_it_fails_the_rest_is_returned_all_the_same),
      CASE(who_never_started_is_shown_nothing),
      CASE(who_leaves_nothing_is_shown_nothing),
      CASE(showing_and_returning_needs_no_memory),
      CU_TEST_INFO_NULL};
  return run_suite("undelivered", cases);
}
