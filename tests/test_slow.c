// Tests of mailboxes that slow their senders: nothing is refused to a handler,
// nothing is lost, no order changes, and no ring waits for ever.
#include <stdio.h>
#include <string.h>

#include "ways.h"

#define PIPE(M)                                                            \
  M(PIPE_PUMP, pipe, pump, (ref(Pipe), to)(i64, count), )                  \
  M(PIPE_DROP, pipe, drop, (i64, number), )                                \
  M(PIPE_SEEN, pipe, seen, , (i64, seen)(bool, in_order)(u64, high_water)) \
  M(PIPE_HOLD, pipe, hold, (ref(Pipe), to), )                              \
  M(PIPE_HELD, pipe, held,                                                 \
    REPLY_HEAD(i64, seen)(bool, in_order)(u64, high_water), )              \
  M(PIPE_OUTCOME, pipe, outcome, , (enum(AskOutcome), outcome))            \
  M(PIPE_PING, pipe, ping, (ref(Pipe), to)(i64, left), )                   \
  M(PIPE_KEEP, pipe, keep, , (i64, number))                                \
  M(PIPE_RELEASE, pipe, release, , )                                       \
  M(PIPE_LOAD, pipe, load, (ref(Pipe), to)(text, filling),                 \
    (enum(TellOutcome), outcome))                                          \
  M(PIPE_BULK, pipe, bulk, (text, filling), )                              \
  M(PIPE_HAND, pipe, hand, (ref(Pipe), to), (i64, number))                 \
  M(PIPE_FAIL, pipe, fail_now, (ref(Pipe), to), )                          \
  M(PIPE_FLOOD, pipe, flood, (ref(Pipe), to), (i64, number))               \
  M(PIPE_TRY, pipe, try, (ref(Pipe), whom)(ref(Pipe), to), )               \
  M(PIPE_OPEN, pipe, open, (ref(Pipe), to), )                              \
  M(PIPE_SET, pipe, set, (ref(Pipe), to)(ref(Pipe), other), )              \
  M(PIPE_TRIED, pipe, tried, REPLY_HEAD(i64, number), )
REF(Pipe, pipe)
PROTOCOL_AFTER_REF(Pipe, pipe, PIPE)
STATE(PipeState, (i64, seen)(i64, last)(bool, mixed)(u64, high_water)(
                     enum(AskOutcome), outcome)(private(Request *), kept))
ACTOR(Pipe, pipe, PipeState, flowing)

static void drop(PipeState *self, i64 number) {
  size_t waiting = actor_mailbox_length(actor_self());
  self->high_water = waiting > self->high_water ? waiting : self->high_water;
  self->mixed = self->mixed || number <= self->last;
  self->last = number;
  self->seen++;
}

static void pump(PipeRef to, i64 count) {
  for (i64 i = 1; i <= count; i++) {
    CHECK(pipe_tell_drop(to, i) != TELL_FULL && "a handler is never refused");
  }
}

static void ping(PipeRef to, i64 left) {
  if (left > 0) {
    CHECK(pipe_tell_ping(to, pipe_self(), left - 1) == TELL_OK);
    CHECK(pipe_tell_ping(to, pipe_self(), 0) == TELL_OK);
  }
}

static void flowing(PipeState *self, const PipeMsg *message) {
  switch (message->kind) {
    case PIPE_PUMP:
      pump(message->pump.to, message->pump.count);
      break;
    case PIPE_DROP:
      drop(self, message->drop.number);
      break;
    case PIPE_SEEN:
      pipe_reply_seen(self->seen, !self->mixed, self->high_water);
      break;
    case PIPE_HOLD:
      CHECK(pipe_hold_seen_as(message->hold.to, pipe_held, NEVER) != 0);
      break;
    case PIPE_HELD:
      self->outcome = message->held.outcome;
      break;
    case PIPE_OUTCOME:
      pipe_reply_outcome(self->outcome);
      break;
    case PIPE_PING:
      self->seen++;
      ping(message->ping.to, message->ping.left);
      break;
    case PIPE_KEEP:
      self->kept = request_take();
      break;
    case PIPE_RELEASE:
      pipe_reply_keep_to(&self->kept, 1);
      break;
    case PIPE_LOAD:
      pipe_reply_load(pipe_tell_bulk(message->load.to, message->load.filling));
      break;
    case PIPE_BULK:
      self->seen++;
      break;
    case PIPE_HAND:
      if (message->hand.to.ref.bits == 0) {
        pipe_reply_hand(++self->seen);
      } else {
        CHECK(pipe_forward(message->hand.to) == TELL_OK);
      }
      break;
    case PIPE_FAIL:
      pump(message->fail_now.to, 20);
      fail("after a burst");
    case PIPE_FLOOD:
      pump(message->flood.to, 3);
      pipe_reply_flood(7);
      break;
    case PIPE_TRY:
      CHECK(pipe_ask_flood_as(message->try.whom, message->try.to, pipe_tried,
                              after_ms(1)) != 0);
      break;
    case PIPE_OPEN:
      pump(message->open.to, 3);
      actor_start(message->open.to.ref);
      break;
    case PIPE_SET:
      pump(message->set.to, 3);
      CHECK(pipe_tell_drop_after(message->set.other, 1, after_ms(1)) ==
            TELL_OK);
      break;
    case PIPE_TRIED:
      self->seen++;
  }
}

static PipeRef new_pipe(System *system, const char *label, size_t capacity) {
  return pipe_spawn_with(
      system,
      (SpawnOptions){.label = label, .capacity = capacity, .policy = FULL_SLOW},
      (PipeState){.last = 0});
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static struct pipe_seen_reply look_at(PipeRef pipe) {
  struct pipe_seen_reply reply = {0};
  CU_ASSERT_EQUAL(pipe_ask_seen(pipe, &reply, PATIENCE), ASK_OK);
  return reply;
}

UNDER_ALL(a_slowed_sender_loses_nothing_and_keeps_its_order) {
  System *system = start_system();
  PipeRef sink = new_pipe(system, "sink", 3);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 100), TELL_OK);
  must_be_quiet(system);
  struct pipe_seen_reply seen = look_at(sink);
  CU_ASSERT_EQUAL(seen.seen, 100);
  CU_ASSERT(seen.in_order);
  stop_system(system);
}

UNDER_ALL(a_mailbox_that_slows_never_holds_more_than_its_capacity) {
  System *system = start_system();
  PipeRef sink = new_pipe(system, "sink", 2);
  for (int i = 0; i < 5; i++) {
    PipeRef source = new_pipe(system, "source", 0);
    CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 20), TELL_OK);
  }
  must_be_quiet(system);
  struct pipe_seen_reply seen = look_at(sink);
  CU_ASSERT_EQUAL(seen.seen, 100);
  CU_ASSERT(seen.high_water <= 2);
  stop_system(system);
}

UNDER_ALL(while_it_is_slowed_an_actor_handles_nothing_more) {
  System *system = start_system();
  PipeRef sink = new_pipe(system, "sink", 1);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 10), TELL_OK);
  CU_ASSERT_EQUAL(pipe_tell_drop(source, 1), TELL_OK);
  CU_ASSERT_EQUAL(look_at(source).seen, 1);
  size_t waiting = actor_mailbox_length(sink.ref);
  CU_ASSERT(waiting <= 1);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(sink).seen, 10);
  stop_system(system);
}

UNDER_ALL(a_chain_of_bounded_mailboxes_passes_everything_on) {
  System *system = start_system();
  PipeRef sink = new_pipe(system, "sink", 1);
  PipeRef sources[4];
  for (int i = 0; i < 4; i++) {
    sources[i] = new_pipe(system, "source", 1);
  }
  for (int round = 0; round < 5; round++) {
    for (int i = 0; i < 4; i++) {
      TellOutcome outcome =
          pipe_tell_pump_within(sources[i], sink, 5, PATIENCE);
      CU_ASSERT_EQUAL(outcome, TELL_OK);
    }
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(sink).seen, 100);
  stop_system(system);
}

UNDER_ALL(two_that_flood_each_other_go_over_the_bound_instead_of_waiting) {
  System *system = start_system();
  PipeRef one = new_pipe(system, "one", 1);
  PipeRef two = new_pipe(system, "two", 1);
  CU_ASSERT_EQUAL(pipe_tell_ping_within(one, two, 10, PATIENCE), TELL_OK);
  CU_ASSERT_EQUAL(pipe_tell_ping_within(two, one, 10, PATIENCE), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(one).seen + look_at(two).seen, 42);
  stop_system(system);
}

UNDER_ALL(a_ring_of_slowed_actors_goes_on) {
  enum { RING = 5 };
  System *system = start_system();
  PipeRef ring[RING];
  for (int i = 0; i < RING; i++) {
    ring[i] = new_pipe(system, "of the ring", 1);
  }
  for (int i = 0; i < RING; i++) {
    CU_ASSERT_EQUAL(
        pipe_tell_pump_within(ring[i], ring[(i + 1) % RING], 8, PATIENCE),
        TELL_OK);
  }
  must_be_quiet(system);
  i64 seen = 0;
  for (int i = 0; i < RING; i++) {
    seen += look_at(ring[i]).seen;
  }
  CU_ASSERT_EQUAL(seen, 8 * RING);
  stop_system(system);
}

UNDER_ALL(an_actor_that_floods_itself_goes_on) {
  System *system = start_system();
  PipeRef self = new_pipe(system, "narcissus", 2);
  CU_ASSERT_EQUAL(pipe_tell_pump(self, self, 30), TELL_OK);
  must_be_quiet(system);
  struct pipe_seen_reply seen = look_at(self);
  CU_ASSERT_EQUAL(seen.seen, 30);
  CU_ASSERT(seen.in_order);
  stop_system(system);
}

UNDER_ALL(a_held_ask_to_one_who_is_slowed_by_the_asker_is_no_deadlock) {
  System *system = start_system();
  PipeRef sink = new_pipe(system, "sink", 1);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 10), TELL_OK);
  CU_ASSERT_EQUAL(pipe_tell_hold_within(sink, source, PATIENCE), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(sink).seen, 10);
  struct pipe_outcome_reply outcome;
  CU_ASSERT_EQUAL(pipe_ask_outcome(sink, &outcome, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(outcome.outcome, ASK_OK);
  stop_system(system);
}

UNDER_ALL(a_slowed_actor_can_be_killed_and_its_messages_still_leave) {
  System *system = start_system();
  PipeRef keeper = new_pipe(system, "keeper", 0);
  PipeRef sink = new_pipe(system, "sink", 1);
  CU_ASSERT_EQUAL(pipe_tell_hold_within(sink, keeper, PATIENCE), TELL_OK);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 10), TELL_OK);
  actor_kill(source.ref);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(source.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_KILLED);
  must_be_quiet(system);
  i64 seen = look_at(sink).seen;
  CU_ASSERT(seen == 0 || seen == 10);  // it was killed before or after the pump
  stop_system(system);
}

UNDER_ALL(one_that_fails_after_a_burst_has_sent_it) {
  System *system = start_system();
  PipeRef sink = new_pipe(system, "sink", 1);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_fail_now(source, sink), TELL_OK);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(source.ref, &reason, PATIENCE), END_OK);
  must_be_quiet(system);
  struct pipe_seen_reply seen = look_at(sink);
  CU_ASSERT_EQUAL(seen.seen, 20);
  CU_ASSERT(seen.in_order);
  stop_system(system);
}

UNDER_ALL(the_end_of_the_full_one_frees_who_waits_for_it) {
  System *system = start_system();
  PipeRef sink = new_pipe(system, "sink", 1);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 50), TELL_OK);
  actor_kill(sink.ref);
  CU_ASSERT_EQUAL(look_at(source).seen, 0);
  must_be_quiet(system);
  stop_system(system);
}

UNDER_ALL(a_larger_mailbox_frees_who_waits_for_it) {
  System *system = start_system();
  PipeRef keeper = new_pipe(system, "keeper", 0);
  PipeRef sink = new_pipe(system, "sink", 1);
  CU_ASSERT_EQUAL(pipe_tell_hold_within(sink, keeper, PATIENCE), TELL_OK);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 10), TELL_OK);
  CU_ASSERT(actor_mailbox_resize(sink.ref, 100, 0));
  CU_ASSERT_EQUAL(look_at(source).seen, 0);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(sink).seen, 10);
  stop_system(system);
}

UNDER_ALL(an_answer_does_not_wait_for_the_room_of_other_messages) {
  System *system = start_system();
  PipeRef sink = pipe_prepare_with(
      system,
      (SpawnOptions){.label = "sink", .capacity = 1, .policy = FULL_SLOW},
      (PipeState){0});
  PipeRef source = new_pipe(system, "source", 0);
  struct pipe_flood_reply reply;
  CU_ASSERT_EQUAL(pipe_ask_flood(source, sink, &reply, PATIENCE), ASK_OK);
  PipeRef other = new_pipe(system, "another source", 0);
  PipeRef asker = new_pipe(system, "asker", 0);
  CU_ASSERT_EQUAL(pipe_tell_try(asker, other, sink), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(asker).seen, 1);
  actor_start(sink.ref);
  must_be_quiet(system);
  stop_system(system);
}

UNDER_ALL(a_start_does_not_wait_for_the_room_that_it_makes) {
  System *system = start_system();
  PipeRef sink = pipe_prepare_with(
      system,
      (SpawnOptions){.label = "sink", .capacity = 1, .policy = FULL_SLOW},
      (PipeState){0});
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_open(source, sink), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(actor_wait_started(sink.ref, NOW), START_OK);
  CU_ASSERT_EQUAL(look_at(sink).seen, 3);
  stop_system(system);
}

UNDER_ALL(a_timer_runs_while_who_set_it_waits_for_room) {
  System *system = start_system();
  PipeRef sink = pipe_prepare_with(
      system,
      (SpawnOptions){.label = "sink", .capacity = 1, .policy = FULL_SLOW},
      (PipeState){0});
  PipeRef other = new_pipe(system, "other", 1);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_set(source, sink, other), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(other).seen, 1);
  actor_start(sink.ref);
  must_be_quiet(system);
  stop_system(system);
}

UNDER_ALL(one_that_is_told_to_stop_waits_for_nobodys_room) {
  System *system = start_system();
  PipeRef sink = pipe_prepare_with(
      system,
      (SpawnOptions){.label = "sink", .capacity = 1, .policy = FULL_SLOW},
      (PipeState){0});
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 20), TELL_OK);
  must_be_quiet(system);
  actor_stop(source.ref);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(source.ref, &reason, PATIENCE), END_OK);
  actor_start(sink.ref);
  must_be_quiet(system);
  struct pipe_seen_reply seen = look_at(sink);
  CU_ASSERT_EQUAL(seen.seen, 20);
  CU_ASSERT(seen.in_order);
  stop_system(system);
}

UNDER_ALL(outside_threads_are_refused_and_may_wait) {
  System *system = start_system();
  PipeRef sink = new_pipe(system, "sink", 1);
  for (i64 i = 1; i <= 20; i++) {
    TellOutcome outcome = pipe_tell_drop(sink, i);
    CU_ASSERT(outcome == TELL_OK || outcome == TELL_FULL);
    if (outcome == TELL_FULL) {
      CU_ASSERT_EQUAL(pipe_tell_drop_within(sink, i, PATIENCE), TELL_OK);
    }
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(sink).seen, 20);
  stop_system(system);
}

UNDER_ALL(mailboxes_bounded_in_bytes_slow_too) {
  System *system = start_system();
  PipeRef sink = pipe_spawn_with(
      system,
      (SpawnOptions){
          .label = "sink", .capacity_bytes = 400, .policy = FULL_SLOW},
      (PipeState){0});
  PipeRef source = new_pipe(system, "source", 0);
  char filling[200];
  memset(filling, 'x', sizeof filling);
  filling[sizeof filling - 1] = '\0';
  struct pipe_load_reply reply;
  for (int i = 0; i < 10; i++) {
    CU_ASSERT_EQUAL(pipe_ask_load(source, sink, filling, &reply, PATIENCE),
                    ASK_OK);
    CU_ASSERT_EQUAL(reply.outcome, TELL_OK);
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(sink).seen, 10);
  stop_system(system);
}

UNDER_ALL(what_never_fits_is_refused_at_once) {
  System *system = start_system();
  PipeRef sink = pipe_spawn_with(
      system,
      (SpawnOptions){
          .label = "sink", .capacity_bytes = 100, .policy = FULL_SLOW},
      (PipeState){0});
  PipeRef source = new_pipe(system, "source", 0);
  char filling[200];
  memset(filling, 'x', sizeof filling);
  filling[sizeof filling - 1] = '\0';
  struct pipe_load_reply reply;
  CU_ASSERT_EQUAL(pipe_ask_load(source, sink, filling, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, TELL_FULL);
  stop_system(system);
}

UNDER_ALL(a_forwarded_ask_waits_for_room_and_is_answered) {
  System *system = start_system();
  PipeRef sink = new_pipe(system, "sink", 1);
  PipeRef router = new_pipe(system, "router", 0);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 10), TELL_OK);
  CU_ASSERT_EQUAL(pipe_tell_pump(router, sink, 10), TELL_OK);
  struct pipe_hand_reply reply;
  // The router hands it to the sink; the sink, being the last, answers.
  CU_ASSERT_EQUAL(pipe_ask_hand(router, (PipeRef){NOBODY}, &reply, PATIENCE),
                  ASK_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(sink).seen, 20);
  stop_system(system);
}

// ---- What the listener hears ----

typedef struct Heard {
  i64 blocked;
  i64 woken;
  i64 overflowed;
} Heard;

static void hear(void *context, const Event *event) {
  Heard *heard = context;
  heard->blocked += event->kind == EVENT_BLOCKED && event->number == 1;
  heard->woken += event->kind == EVENT_WOKEN;
  heard->overflowed += event->kind == EVENT_OVERFLOWED;
}

static void who_watches_hears_of_the_wait_and_of_what_goes_over(void) {
  Heard heard = {0};
  u64 seed = 1;
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper,
                                                 .seed = &seed,
                                                 .listener = hear,
                                                 .context = &heard});
  PipeRef sink = new_pipe(system, "sink", 1);
  PipeRef source = new_pipe(system, "source", 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(source, sink, 5), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT(heard.blocked > 0);
  CU_ASSERT(heard.woken >= heard.blocked);
  CU_ASSERT_EQUAL(heard.overflowed, 0);
  CU_ASSERT_EQUAL(pipe_tell_pump(sink, sink, 5), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(heard.overflowed, 4);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_slowed_sender_loses_nothing_and_keeps_its_order),
      CASE(a_mailbox_that_slows_never_holds_more_than_its_capacity),
      CASE(while_it_is_slowed_an_actor_handles_nothing_more),
      CASE(a_chain_of_bounded_mailboxes_passes_everything_on),
      CASE(two_that_flood_each_other_go_over_the_bound_instead_of_waiting),
      CASE(a_ring_of_slowed_actors_goes_on),
      CASE(an_actor_that_floods_itself_goes_on),
      CASE(a_held_ask_to_one_who_is_slowed_by_the_asker_is_no_deadlock),
      CASE(a_slowed_actor_can_be_killed_and_its_messages_still_leave),
      CASE(one_that_fails_after_a_burst_has_sent_it),
      CASE(the_end_of_the_full_one_frees_who_waits_for_it),
      CASE(a_larger_mailbox_frees_who_waits_for_it),
      CASE(an_answer_does_not_wait_for_the_room_of_other_messages),
      CASE(a_start_does_not_wait_for_the_room_that_it_makes),
      CASE(a_timer_runs_while_who_set_it_waits_for_room),
      CASE(one_that_is_told_to_stop_waits_for_nobodys_room),
      CASE(outside_threads_are_refused_and_may_wait),
      CASE(mailboxes_bounded_in_bytes_slow_too),
      CASE(what_never_fits_is_refused_at_once),
      CASE(a_forwarded_ask_waits_for_room_and_is_answered),
      CASE(who_watches_hears_of_the_wait_and_of_what_goes_over),
      CU_TEST_INFO_NULL};
  return run_suite("slow", cases);
}
