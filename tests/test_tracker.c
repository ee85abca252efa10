// Tests of trackers: whoever waits goes on when the last piece is over.
#include "acting/runtime.h"
#include "acting/table.h"
#include "ways.h"

#define HAND(M)                                        \
  M(HAND_WORK, hand, work, (ref(Tracker), tracker), )  \
  M(HAND_WAIT, hand, wait, (ref(Tracker), tracker), )  \
  M(HAND_OVER, hand, over, REPLY_HEAD(u64, surplus), ) \
  M(HAND_NOTE, hand, note, , )                         \
  M(HAND_LOOK, hand, look, ,                           \
    (i64, heard)(i64, notes_then)(enum(AskOutcome), outcome))
REF(Hand, hand)
PROTOCOL_AFTER_REF(Hand, hand, HAND)
STATE(HandState,
      (i64, heard)(i64, notes)(i64, notes_then)(enum(AskOutcome), outcome))
ACTOR(Hand, hand, HandState, working)

static void working(HandState *self, const HandMsg *message) {
  switch (message->kind) {
    case HAND_WORK:
      CHECK(tracker_tell_done(message->work.tracker, 1) == TELL_OK);
      break;
    case HAND_WAIT:
      CHECK(tracker_ask_wait_as(message->wait.tracker, hand_over, NEVER) != 0);
      break;
    case HAND_OVER:
      self->heard++;
      self->notes_then = self->notes;
      self->outcome = message->over.outcome;
      break;
    case HAND_NOTE:
      self->notes++;
      break;
    case HAND_LOOK:
      hand_reply_look(self->heard, self->notes_then, self->outcome);
      break;
  }
}

static HandRef new_hand(System *system) {
  HandRef hand = hand_spawn(system, "hand", (HandState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(hand.ref), SPAWN_OK);
  return hand;
}

static TrackerRef new_tracker(System *system) {
  TrackerRef tracker = tracker_start(system, "tracker");
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(tracker.ref), SPAWN_OK);
  return tracker;
}

static AskOutcome wait_for(TrackerRef tracker, u64 surplus, Deadline deadline) {
  struct tracker_wait_reply reply = {0};
  AskOutcome outcome = tracker_ask_wait(tracker, &reply, deadline);
  CU_ASSERT_EQUAL(reply.surplus, outcome == ASK_OK ? surplus : 0);
  return outcome;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static struct hand_look_reply look_at(HandRef hand) {
  struct hand_look_reply reply = {0};
  CU_ASSERT_EQUAL(hand_ask_look(hand, &reply, PATIENCE), ASK_OK);
  return reply;
}

UNDER_ALL(who_waits_for_nothing_goes_on_at_once) {
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  CU_ASSERT_EQUAL(wait_for(tracker, 0, PATIENCE), ASK_OK);
  stop_system(system);
}

UNDER_ALL(a_thread_waits_until_all_pieces_are_done) {
  enum { MANY = 8 };
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, MANY), TELL_OK);
  for (int i = 0; i < MANY; i++) {
    CU_ASSERT_EQUAL(hand_tell_work(new_hand(system), tracker), TELL_OK);
  }
  CU_ASSERT_EQUAL(wait_for(tracker, 0, PATIENCE), ASK_OK);
  stop_system(system);
}

UNDER_ALL(a_wait_that_is_too_short_says_so_and_can_be_repeated) {
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, 2), TELL_OK);
  CU_ASSERT_EQUAL(tracker_tell_done(tracker, 1), TELL_OK);
  CU_ASSERT_EQUAL(wait_for(tracker, 0, after_ms(1)), ASK_TIMEOUT);
  CU_ASSERT_EQUAL(tracker_tell_done(tracker, 1), TELL_OK);
  CU_ASSERT_EQUAL(wait_for(tracker, 0, PATIENCE), ASK_OK);
  stop_system(system);
}

UNDER_ALL(an_actor_waits_and_goes_on_meanwhile) {
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  HandRef hand = new_hand(system);
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, 1), TELL_OK);
  CU_ASSERT_EQUAL(hand_tell_wait(hand, tracker), TELL_OK);
  CU_ASSERT_EQUAL(hand_tell_note(hand), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(hand).heard, 0);
  CU_ASSERT_EQUAL(tracker_tell_done(tracker, 1), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(hand).heard, 1);
  CU_ASSERT_EQUAL(look_at(hand).notes_then, 1);
  CU_ASSERT_EQUAL(look_at(hand).outcome, ASK_OK);
  stop_system(system);
}

UNDER_ALL(all_who_wait_go_on_together) {
  enum { MANY = 5 };
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  HandRef hands[MANY];
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, 3), TELL_OK);
  for (int i = 0; i < MANY; i++) {
    hands[i] = new_hand(system);
    CU_ASSERT_EQUAL(hand_tell_wait(hands[i], tracker), TELL_OK);
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(tracker_tell_done(tracker, 3), TELL_OK);
  must_be_quiet(system);
  for (int i = 0; i < MANY; i++) {
    CU_ASSERT_EQUAL(look_at(hands[i]).heard, 1);
  }
  stop_system(system);
}

UNDER_ALL(the_ends_of_a_set_of_actors_are_waited_for) {
  enum { MANY = 4 };
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  HandRef hands[MANY];
  for (int i = 0; i < MANY; i++) {
    hands[i] = new_hand(system);
    struct tracker_watch_reply reply = {0};
    AnyRef who = {hands[i].ref};
    CU_ASSERT_EQUAL(tracker_ask_watch(tracker, who, &reply, PATIENCE), ASK_OK);
    CU_ASSERT_TRUE(reply.watched);
  }
  for (int i = 0; i < MANY; i++) {
    CU_ASSERT_EQUAL(wait_for(tracker, 0, after_ms(1)), ASK_TIMEOUT);
    (i % 2 == 0 ? actor_stop : actor_kill)(hands[i].ref);
  }
  CU_ASSERT_EQUAL(wait_for(tracker, 0, PATIENCE), ASK_OK);
  stop_system(system);
}

UNDER_ALL(who_has_ended_before_is_no_reason_to_wait) {
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  HandRef hand = new_hand(system);
  actor_kill(hand.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(tracker_tell_watch(tracker, (AnyRef){hand.ref}), TELL_OK);
  CU_ASSERT_EQUAL(tracker_tell_watch(tracker, (AnyRef){NOBODY}), TELL_OK);
  CU_ASSERT_EQUAL(wait_for(tracker, 0, PATIENCE), ASK_OK);
  stop_system(system);
}

UNDER_ALL(a_piece_done_too_often_is_counted_and_harms_nobody) {
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, 1), TELL_OK);
  CU_ASSERT_EQUAL(tracker_tell_done(tracker, 3), TELL_OK);
  CU_ASSERT_EQUAL(tracker_tell_wait(tracker), TELL_OK);  // nobody waits
  CU_ASSERT_EQUAL(wait_for(tracker, 2, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, 1), TELL_OK);
  CU_ASSERT_EQUAL(tracker_tell_wait(tracker), TELL_OK);
  CU_ASSERT_EQUAL(wait_for(tracker, 2, after_ms(1)), ASK_TIMEOUT);
  stop_system(system);
}

UNDER_ALL(who_waits_hears_of_the_tracker_s_end) {
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  HandRef hand = new_hand(system);
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, 1), TELL_OK);
  CU_ASSERT_EQUAL(hand_tell_wait(hand, tracker), TELL_OK);
  must_be_quiet(system);
  actor_stop(tracker.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(hand).outcome, ASK_UNANSWERED);
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, 1), TELL_STOPPED);
  stop_system(system);
}

// Counts the allocations of the good case down to none.
STEPPED(a_wait_without_memory_is_refused_and_changes_nothing) {
  System *system = start_system();
  TrackerRef tracker = new_tracker(system);
  CU_ASSERT_EQUAL(tracker_tell_add(tracker, 1), TELL_OK);
  must_be_quiet(system);
  bool refused = false;
  bool failed = true;
  for (i64 successes = 0; failed; successes++) {
    memory_ends_after(successes);
    struct tracker_wait_reply reply;
    AskOutcome outcome = tracker_ask_wait(tracker, &reply, after_ms(1));
    failed = memory_is_back();
    refused = refused || outcome == ASK_REFUSED;
    CU_ASSERT(outcome == ASK_NO_MEMORY || outcome == ASK_REFUSED ||
              (!failed && outcome == ASK_TIMEOUT));
    CU_ASSERT(actor_is_alive(tracker.ref));
  }
  CU_ASSERT_TRUE(refused);
  CU_ASSERT_EQUAL(tracker_tell_done(tracker, 1), TELL_OK);
  CU_ASSERT_EQUAL(wait_for(tracker, 0, PATIENCE), ASK_OK);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(who_waits_for_nothing_goes_on_at_once),
      CASE(a_thread_waits_until_all_pieces_are_done),
      CASE(a_wait_that_is_too_short_says_so_and_can_be_repeated),
      CASE(an_actor_waits_and_goes_on_meanwhile),
      CASE(all_who_wait_go_on_together),
      CASE(the_ends_of_a_set_of_actors_are_waited_for),
      CASE(who_has_ended_before_is_no_reason_to_wait),
      CASE(a_piece_done_too_often_is_counted_and_harms_nobody),
      CASE(who_waits_hears_of_the_tracker_s_end),
      CASE(a_wait_without_memory_is_refused_and_changes_nothing),
      CU_TEST_INFO_NULL};
  return run_suite("tracker", cases);
}
