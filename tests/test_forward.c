// Tests of forwarding: whoever answers in the end answers the first asker, and
// a refusal changes nothing.
#include "acting/forward.h"

#include <string.h>

#include "acting/activation.h"
#include "acting/table.h"
#include "base/mem.h"
#include "ways.h"

// What a relay does with an echo.
#define MODES(E)              \
  E(ANSWERS, answers)         \
  E(FORWARDS, forwards)       \
  E(TRIES, tries)             \
  E(COPIES, copies)           \
  E(BETWEEN, between)         \
  E(REPLIES_FIRST, replies)   \
  E(KEEPS_FIRST, keeps_first) \
  E(KEEPS, keeps)             \
  E(REPLIES_AFTER, after)     \
  E(FAILS_AFTER, fails_after) \
  E(REPLIES_AND_FAILS, failing)
ENUM(Mode, MODES)

#define RELAY(M)                                                           \
  M(RELAY_ECHO, relay, echo, (i64, number)(text, note),                    \
    (i64, number)(u64, by))                                                \
  M(RELAY_MODE, relay, mode, (enum(Mode), mode)(ref(Any), next), )         \
  M(RELAY_ASK, relay, ask, (ref(Relay), to)(bool, held), )                 \
  M(RELAY_HEARD, relay, heard, REPLY_HEAD(i64, number)(u64, by), )         \
  M(RELAY_ANSWER, relay, answer, , )                                       \
  M(RELAY_LOOK, relay, look, ,                                             \
    (i64, echoes)(i64, last)(i64, order)(i64, heard)(                      \
        enum(AskOutcome), outcome)(u64, by)(enum(TellOutcome), told)(bool, \
                                                                     same))
REF(Relay, relay)
PROTOCOL_AFTER_REF(Relay, relay, RELAY)
STATE(RelayState,
      (enum(Mode), mode)(ref(Any), next)(i64, echoes)(i64, last)(i64, order)(
          i64, heard)(enum(AskOutcome), outcome)(u64, by)(
          enum(TellOutcome), told)(bool, same)(private(Request *), kept))
ACTOR(Relay, relay, RelayState, relaying)

static void answer(RelayState *self, const struct relay_echo *echo) {
  self->echoes++;
  self->last = echo->number;
  self->order = self->order * 10 + echo->number;
  self->same = strcmp(echo->note, "a note") == 0;
  relay_reply_echo(echo->number, relay_self().ref.bits);
}

static void must(TellOutcome outcome) {
  CHECK(outcome == TELL_OK);
}

static void echo_as_told(RelayState *self, const struct relay_echo *echo) {
  RelayRef next = {self->next.ref};
  i64 number = echo->number;
  switch (self->mode) {
    case ANSWERS:
      answer(self, echo);
      break;
    case FORWARDS:
      must(relay_forward(next));
      break;
    case TRIES:
      self->told = relay_forward(next);
      if (self->told != TELL_OK && self->told != TELL_DROPPED) {
        answer(self, echo);
      }
      break;
    case COPIES:
      self->told = relay_copy_to(next);
      answer(self, echo);
      break;
    case BETWEEN:
      must(relay_tell_echo(next, 1, "a note"));
      must(relay_forward(next));
      must(relay_tell_echo(next, 3, "a note"));
      break;
    case REPLIES_FIRST:
      relay_reply_echo(number, 0);
      must(relay_forward(next));
      break;
    case KEEPS_FIRST:
      self->kept = request_take();
      must(relay_forward(next));
      break;
    case KEEPS:
      self->kept = request_take();
      break;
    case REPLIES_AFTER:
      must(relay_forward(next));
      relay_reply_echo(number, 0);
      break;
    case FAILS_AFTER:
      must(relay_forward(next));
      fail("after a forward");
    case REPLIES_AND_FAILS:
      relay_reply_echo(number, 0);
      must(relay_tell_echo(next, number, "a note"));
      fail("after a reply");
  }
}

static void relaying(RelayState *self, const RelayMsg *message) {
  switch (message->kind) {
    case RELAY_ECHO:
      echo_as_told(self, &message->echo);
      break;
    case RELAY_MODE:
      self->mode = message->mode.mode;
      self->next = message->mode.next;
      break;
    case RELAY_ASK: {
      RelayRef to = message->ask.to;
      CHECK((message->ask.held
                 ? relay_hold_echo_as(to, 7, "a note", relay_heard, NEVER)
                 : relay_ask_echo_as(to, 7, "a note", relay_heard, NEVER)) !=
            0);
      break;
    }
    case RELAY_HEARD:
      self->heard++;
      self->outcome = message->heard.outcome;
      self->by = message->heard.by;
      break;
    case RELAY_ANSWER:
      relay_reply_echo_to(&self->kept, 8, relay_self().ref.bits);
      break;
    case RELAY_LOOK:
      relay_reply_look(self->echoes, self->last, self->order, self->heard,
                       self->outcome, self->by, self->told, self->same);
      break;
  }
}

// ---- What the tests say ----

static RelayRef new_relay(System *system, const char *label, Mode mode,
                          RelayRef next) {
  RelayRef relay = relay_spawn(system, label,
                               (RelayState){.mode = mode, .next = {next.ref}});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(relay.ref), SPAWN_OK);
  return relay;
}

static const RelayRef nobody = {{0}};

static struct relay_look_reply look_at(RelayRef relay) {
  struct relay_look_reply reply = {0};
  CU_ASSERT_EQUAL(relay_ask_look(relay, &reply, PATIENCE), ASK_OK);
  return reply;
}

static u64 answered_by(RelayRef relay) {
  struct relay_echo_reply reply = {0};
  CU_ASSERT_EQUAL(relay_ask_echo(relay, 5, "a note", &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.number, 5);
  return reply.by;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static StopReason end_of(RelayRef relay) {
  StopReason reason = STOPPED_SUPERVISOR;
  CU_ASSERT_EQUAL(actor_wait_end(relay.ref, &reason, PATIENCE), END_OK);
  return reason;
}

static void ask_for(RelayRef asker, RelayRef to, bool held) {
  CU_ASSERT_EQUAL(relay_tell_ask(asker, to, held), TELL_OK);
}

// ---- Forwarding ----

UNDER_ALL(a_forwarded_ask_is_answered_by_the_last_to_the_first) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", ANSWERS, nobody);
  RelayRef middle = new_relay(system, "middle", FORWARDS, last);
  RelayRef first = new_relay(system, "first", FORWARDS, middle);
  CU_ASSERT_EQUAL(answered_by(first), last.ref.bits);
  CU_ASSERT(look_at(last).same);
  stop_system(system);
}

UNDER_ALL(an_actor_hears_from_whoever_its_ask_was_forwarded_to) {
  for (int held = 0; held < 2; held++) {
    System *system = start_system();
    RelayRef last = new_relay(system, "last", ANSWERS, nobody);
    RelayRef first = new_relay(system, "first", FORWARDS, last);
    RelayRef asker = new_relay(system, "asker", ANSWERS, nobody);
    ask_for(asker, first, held);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(asker).outcome, ASK_OK);
    CU_ASSERT_EQUAL(look_at(asker).by, last.ref.bits);
    stop_system(system);
  }
}

UNDER_ALL(a_forward_keeps_its_place_among_what_the_actor_sends) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", ANSWERS, nobody);
  RelayRef first = new_relay(system, "first", BETWEEN, last);
  CU_ASSERT_EQUAL(relay_tell_echo(first, 2, "a note"), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(last).order, 123);
  stop_system(system);
}

UNDER_ALL(a_message_forwarded_to_its_own_handler_comes_behind_the_rest) {
  System *system = start_system();
  RelayRef self = new_relay(system, "self", ANSWERS, nobody);
  CU_ASSERT_EQUAL(relay_tell_mode(self, FORWARDS, (AnyRef){self.ref}), TELL_OK);
  CU_ASSERT_EQUAL(relay_tell_echo(self, 1, "a note"), TELL_OK);
  CU_ASSERT_EQUAL(relay_tell_mode(self, ANSWERS, (AnyRef){self.ref}), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(self).order, 1);
  stop_system(system);
}

UNDER_ALL(a_forward_to_one_that_has_ended_leaves_the_message_here) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", ANSWERS, nobody);
  RelayRef first = new_relay(system, "first", TRIES, last);
  actor_stop(last.ref);
  CU_ASSERT_EQUAL(end_of(last), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(answered_by(first), first.ref.bits);
  CU_ASSERT_EQUAL(look_at(first).told, TELL_STOPPED);
  CU_ASSERT(look_at(first).same);
  stop_system(system);
}

STEPPED(a_forward_to_a_full_mailbox_leaves_the_message_here) {
  System *system = start_system();
  RelayRef last =
      relay_spawn_with(system, (SpawnOptions){.label = "last", .capacity = 1},
                       (RelayState){.mode = KEEPS});
  must_be_quiet(system);
  RelayRef first = new_relay(system, "first", TRIES, last);
  ask_for(last, last, true);  // waits for itself, and so takes nothing
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(last).outcome, ASK_DEADLOCK);
  RelayRef slow = new_relay(system, "slow", KEEPS, nobody);
  ask_for(last, slow, true);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(relay_tell_echo(last, 1, "a note"), TELL_OK);
  CU_ASSERT_EQUAL(answered_by(first), first.ref.bits);
  CU_ASSERT_EQUAL(look_at(first).told, TELL_FULL);
  CU_ASSERT_EQUAL(relay_tell_answer(slow), TELL_OK);
  must_be_quiet(system);
  stop_system(system);
}

STEPPED(what_is_forwarded_to_a_dropping_mailbox_is_dropped_and_told) {
  System *system = start_system();
  RelayRef last = relay_spawn_with(
      system,
      (SpawnOptions){
          .label = "last", .capacity = 1, .policy = FULL_DROP_NEWEST},
      (RelayState){.mode = ANSWERS});
  RelayRef first = new_relay(system, "first", TRIES, last);
  must_be_quiet(system);
  RelayRef slow = new_relay(system, "slow", KEEPS, nobody);
  ask_for(last, slow, true);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(relay_tell_echo(last, 1, "a note"), TELL_OK);
  struct relay_echo_reply reply;
  CU_ASSERT_EQUAL(relay_ask_echo(first, 1, "a note", &reply, PATIENCE),
                  ASK_FULL);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  CU_ASSERT_EQUAL(relay_tell_echo(first, 1, "a note"), TELL_OK);
  CU_ASSERT_EQUAL(look_at(first).told, TELL_DROPPED);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 1);
  CU_ASSERT_EQUAL(relay_tell_answer(slow), TELL_OK);
  must_be_quiet(system);
  stop_system(system);
}

UNDER_ALL(a_message_answered_or_kept_before_arrives_as_a_tell) {
  const Mode modes[] = {REPLIES_FIRST, KEEPS_FIRST};
  for (size_t i = 0; i < 2; i++) {
    System *system = start_system();
    RelayRef last = new_relay(system, "last", ANSWERS, nobody);
    RelayRef first = new_relay(system, "first", modes[i], last);
    RelayRef asker = new_relay(system, "asker", ANSWERS, nobody);
    ask_for(asker, first, false);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(last).echoes, 1);
    CU_ASSERT_EQUAL(look_at(asker).heard, modes[i] == REPLIES_FIRST);
    CU_ASSERT_EQUAL(relay_tell_answer(first), TELL_OK);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(asker).heard, 1);
    CU_ASSERT_EQUAL(look_at(asker).outcome, ASK_OK);
    CU_ASSERT_EQUAL(system_counts(system).late_replies, 0);
    stop_system(system);
  }
}

UNDER_ALL(who_replies_or_fails_after_a_forward_ends_and_the_asker_is_answered) {
  const Mode modes[] = {REPLIES_AFTER, FAILS_AFTER};
  for (size_t i = 0; i < 2; i++) {
    System *system = start_system();
    RelayRef last = new_relay(system, "last", ANSWERS, nobody);
    RelayRef first = new_relay(system, "first", modes[i], last);
    CU_ASSERT_EQUAL(answered_by(first), last.ref.bits);
    CU_ASSERT_EQUAL(end_of(first), STOPPED_FAILED);
    CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
    stop_system(system);
  }
}

UNDER_ALL(an_early_reply_and_what_was_sent_stand_though_the_handler_fails) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", ANSWERS, nobody);
  RelayRef first = new_relay(system, "first", REPLIES_AND_FAILS, last);
  CU_ASSERT_EQUAL(answered_by(first), 0);
  CU_ASSERT_EQUAL(end_of(first), STOPPED_FAILED);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(last).last, 5);
  stop_system(system);
}

UNDER_ALL(the_asker_hears_if_who_it_was_forwarded_to_ends) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", KEEPS, nobody);
  RelayRef first = new_relay(system, "first", FORWARDS, last);
  RelayRef asker = new_relay(system, "asker", ANSWERS, nobody);
  ask_for(asker, first, true);
  must_be_quiet(system);
  actor_stop(first.ref);
  CU_ASSERT_EQUAL(end_of(first), STOPPED_NORMAL);
  actor_kill(last.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(asker).outcome, ASK_UNANSWERED);
  stop_system(system);
}

UNDER_ALL(a_reply_after_the_deadline_is_late_also_when_forwarded) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", KEEPS, nobody);
  RelayRef first = new_relay(system, "first", FORWARDS, last);
  struct relay_echo_reply reply;
  CU_ASSERT_EQUAL(relay_ask_echo(first, 5, "a note", &reply, after_ms(1)),
                  ASK_TIMEOUT);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(relay_tell_answer(last), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(system_counts(system).late_replies, 1);
  stop_system(system);
}

// ---- Copies ----

UNDER_ALL(a_copy_is_told_and_the_message_still_answered) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", ANSWERS, nobody);
  RelayRef first = new_relay(system, "first", COPIES, last);
  CU_ASSERT_EQUAL(answered_by(first), first.ref.bits);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(last).echoes, 1);
  CU_ASSERT(look_at(last).same && look_at(first).same);
  CU_ASSERT_EQUAL(system_counts(system).late_replies, 0);
  stop_system(system);
}

UNDER_ALL(a_copy_to_one_that_has_ended_is_none) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", ANSWERS, nobody);
  RelayRef first = new_relay(system, "first", COPIES, last);
  actor_stop(last.ref);
  CU_ASSERT_EQUAL(end_of(last), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(answered_by(first), first.ref.bits);
  CU_ASSERT_EQUAL(look_at(first).told, TELL_STOPPED);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

// Every allocation of the second half of an ask is refused once: the copy's
// too, and those only take the copy away.
static void a_copy_without_memory_is_none_and_a_forward_needs_none(void) {
  const Mode modes[] = {COPIES, FORWARDS};
  for (size_t i = 0; i < 2; i++) {
    System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
    RelayRef last = new_relay(system, "last", ANSWERS, nobody);
    RelayRef first = new_relay(system, "first", modes[i], last);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(relay_tell_echo(first, 1, "a note"), TELL_OK);
    memory_ends_after(0);
    RunOutcome outcome = system_run(system, NEVER);
    CU_ASSERT_EQUAL(memory_is_back(), modes[i] == COPIES);
    CU_ASSERT_EQUAL(outcome, RUN_QUIET);
    CU_ASSERT_EQUAL(look_at(first).echoes, modes[i] == COPIES);
    CU_ASSERT_EQUAL(look_at(first).told,
                    modes[i] == COPIES ? TELL_NO_MEMORY : TELL_OK);
    CU_ASSERT_EQUAL(look_at(last).echoes, modes[i] == FORWARDS);
    stop_system(system);
  }
}

// ---- Misuse ----

#define OTHER(M) M(OTHER_NONE, other, none, , )
PROTOCOL(Other, other, OTHER)
NO_STATE(OtherState)
ACTOR(Other, other, OtherState, being)

static void being(OtherState *self, const OtherMsg *message) {
  (void)self;
  switch (message->kind) {
    case OTHER_NONE:
      break;
  }
}

UNDER_ALL(a_forward_to_another_protocol_fails_the_handler) {
  System *system = start_system();
  OtherRef other = other_spawn(system, "other", (OtherState){0});
  RelayRef first = new_relay(system, "first", TRIES, (RelayRef){other.ref});
  struct relay_echo_reply reply;
  CU_ASSERT_EQUAL(relay_ask_echo(first, 5, "a note", &reply, PATIENCE),
                  ASK_FAILED);
  CU_ASSERT_EQUAL(end_of(first), STOPPED_FAILED);
  stop_system(system);
}

UNDER_ALL(a_forward_to_a_stranger_leaves_the_message_here) {
  System *system = start_system();
  RelayRef first = new_relay(system, "first", TRIES, nobody);
  CU_ASSERT_EQUAL(answered_by(first), first.ref.bits);
  CU_ASSERT_EQUAL(look_at(first).told, TELL_STRANGER);
  stop_system(system);
}

static void forward_outside(void *arg) {
  ignore(actor_forward(*(Ref *)arg));
}

static void a_forward_from_outside_is_a_bug(void) {
  Ref ref = NOBODY;
  CU_ASSERT(fails_a_check(forward_outside, &ref));
}

// ---- Rings ----

enum { MOST = 5 };

// Each actor holds an ask to a forwarder of its own, that passes it on to the
// next actor: the last forward closes the ring.
static void ring_of_forwards(System *system, int size, bool held,
                             int outcomes[]) {
  RelayRef actors[MOST];
  for (int i = 0; i < size; i++) {
    actors[i] = new_relay(system, "actor", ANSWERS, nobody);
  }
  for (int i = 0; i < size; i++) {
    RelayRef next = actors[(i + 1) % size];
    ask_for(actors[i], new_relay(system, "between", FORWARDS, next), held);
  }
  must_be_quiet(system);
  for (int i = 0; i < size; i++) {
    CU_ASSERT_EQUAL(look_at(actors[i]).heard, 1);
    outcomes[look_at(actors[i]).outcome]++;
  }
}

static const int sizes[] = {2, 3, 5};

UNDER_ALL(a_forward_never_closes_a_ring_of_held_asks) {
  for (size_t i = 0; i < 3; i++) {
    System *system = start_system();
    int outcomes[ASK_NO_MEMORY + 1] = {0};
    ring_of_forwards(system, sizes[i], true, outcomes);
    CU_ASSERT(outcomes[ASK_DEADLOCK] <= 1);
    CU_ASSERT_EQUAL(outcomes[ASK_OK] + outcomes[ASK_DEADLOCK], sizes[i]);
    stop_system(system);
  }
}

UNDER_ALL(a_ring_of_forwarded_plain_asks_is_no_deadlock) {
  for (size_t i = 0; i < 3; i++) {
    System *system = start_system();
    int outcomes[ASK_NO_MEMORY + 1] = {0};
    ring_of_forwards(system, sizes[i], false, outcomes);
    CU_ASSERT_EQUAL(outcomes[ASK_OK], sizes[i]);
    stop_system(system);
  }
}

// actors[0] holds an ask to actors[1], which keeps it and holds one to the
// next, and so on; the last forwards to the first.
static void chain_of_waits(System *system, RelayRef actors[], int size) {
  static const char *const labels[] = {"a", "b", "c", "d", "e"};
  for (int i = 0; i < size; i++) {
    actors[i] = new_relay(system, labels[i], KEEPS, nobody);
  }
  for (int i = 0; i < size - 1; i++) {
    ask_for(actors[i], actors[i + 1], true);
    must_be_quiet(system);
  }
  RelayRef between = new_relay(system, "between", FORWARDS, actors[0]);
  ask_for(actors[size - 1], between, true);
  must_be_quiet(system);
}

UNDER_ALL(a_forward_that_would_close_a_ring_is_answered_deadlock) {
  for (size_t i = 0; i < 3; i++) {
    System *system = start_system();
    RelayRef actors[MOST];
    int last = sizes[i] - 1;
    chain_of_waits(system, actors, sizes[i]);
    CU_ASSERT_EQUAL(look_at(actors[last]).outcome, ASK_DEADLOCK);
    CU_ASSERT_EQUAL(look_at(actors[last]).heard, 1);
    // The ring is open: whoever answers now lets go the one before it.
    for (int k = last; k > 0; k--) {
      CU_ASSERT_EQUAL(relay_tell_answer(actors[k]), TELL_OK);
      must_be_quiet(system);
      CU_ASSERT_EQUAL(look_at(actors[k - 1]).outcome, ASK_OK);
    }
    stop_system(system);
  }
}

static char ring[256];

static void hear_ring(void *context, const Event *event) {
  (void)context;
  if (event->kind == EVENT_BLOCKED && event->text != NULL &&
      strstr(event->text, "->") != NULL) {
    strncpy(ring, event->text, sizeof ring - 1);
  }
}

static void the_ring_a_forward_would_close_is_told(void) {
  static const char *const rings[] = {"b -> a -> b", "c -> a -> b -> c",
                                      "e -> a -> b -> c -> d -> e"};
  for (size_t i = 0; i < 3; i++) {
    ring[0] = '\0';
    System *system = system_start(
        &(SystemOptions){.dispatcher = &run_stepper, .listener = hear_ring});
    RelayRef actors[MOST];
    chain_of_waits(system, actors, sizes[i]);
    CU_ASSERT_STRING_EQUAL(ring, rings[i]);
    for (int k = sizes[i] - 1; k > 0; k--) {
      CU_ASSERT_EQUAL(relay_tell_answer(actors[k]), TELL_OK);
      must_be_quiet(system);
    }
    stop_system(system);
  }
}

UNDER_ALL(who_has_forwarded_a_held_ask_may_wait_for_its_asker) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", KEEPS, nobody);
  RelayRef first = new_relay(system, "first", FORWARDS, last);
  RelayRef asker = new_relay(system, "asker", ANSWERS, nobody);
  ask_for(asker, first, true);
  must_be_quiet(system);
  ask_for(first, asker, true);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(relay_tell_answer(last), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(first).outcome, ASK_OK);
  CU_ASSERT_EQUAL(look_at(asker).outcome, ASK_OK);
  stop_system(system);
}

UNDER_ALL(who_holds_a_forwarded_ask_may_not_wait_for_its_asker) {
  System *system = start_system();
  RelayRef last = new_relay(system, "last", KEEPS, nobody);
  RelayRef first = new_relay(system, "first", FORWARDS, last);
  RelayRef asker = new_relay(system, "asker", ANSWERS, nobody);
  ask_for(asker, first, true);
  must_be_quiet(system);
  ask_for(last, asker, true);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(last).outcome, ASK_DEADLOCK);
  CU_ASSERT_EQUAL(relay_tell_answer(last), TELL_OK);
  CU_ASSERT_EQUAL(look_at(asker).outcome, ASK_OK);
  stop_system(system);
}

// Each keeps what the one before it asks, and answers when told: nobody holds.
UNDER_ALL(a_ring_of_plain_asks_answered_later_is_no_deadlock) {
  for (size_t i = 0; i < 3; i++) {
    System *system = start_system();
    RelayRef actors[MOST];
    for (int k = 0; k < sizes[i]; k++) {
      actors[k] = new_relay(system, "actor", KEEPS, nobody);
    }
    for (int k = 0; k < sizes[i]; k++) {
      ask_for(actors[k], actors[(k + 1) % sizes[i]], false);
    }
    must_be_quiet(system);
    for (int k = 0; k < sizes[i]; k++) {
      CU_ASSERT_EQUAL(look_at(actors[k]).heard, 0);
    }
    for (int k = 0; k < sizes[i]; k++) {
      CU_ASSERT_EQUAL(relay_tell_answer(actors[k]), TELL_OK);
    }
    must_be_quiet(system);
    for (int k = 0; k < sizes[i]; k++) {
      CU_ASSERT_EQUAL(look_at(actors[k]).outcome, ASK_OK);
      CU_ASSERT_EQUAL(look_at(actors[k]).heard, 1);
    }
    stop_system(system);
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_forwarded_ask_is_answered_by_the_last_to_the_first),
      CASE(an_actor_hears_from_whoever_its_ask_was_forwarded_to),
      CASE(a_forward_keeps_its_place_among_what_the_actor_sends),
      CASE(a_message_forwarded_to_its_own_handler_comes_behind_the_rest),
      CASE(a_forward_to_one_that_has_ended_leaves_the_message_here),
      CASE(a_forward_to_a_full_mailbox_leaves_the_message_here),
      CASE(what_is_forwarded_to_a_dropping_mailbox_is_dropped_and_told),
      CASE(a_message_answered_or_kept_before_arrives_as_a_tell),
      CASE(who_replies_or_fails_after_a_forward_ends_and_the_asker_is_answered),
      CASE(an_early_reply_and_what_was_sent_stand_though_the_handler_fails),
      CASE(the_asker_hears_if_who_it_was_forwarded_to_ends),
      CASE(a_reply_after_the_deadline_is_late_also_when_forwarded),
      CASE(a_copy_is_told_and_the_message_still_answered),
      CASE(a_copy_to_one_that_has_ended_is_none),
      CASE(a_copy_without_memory_is_none_and_a_forward_needs_none),
      CASE(a_forward_to_another_protocol_fails_the_handler),
      CASE(a_forward_to_a_stranger_leaves_the_message_here),
      CASE(a_forward_from_outside_is_a_bug),
      CASE(a_forward_never_closes_a_ring_of_held_asks),
      CASE(a_ring_of_forwarded_plain_asks_is_no_deadlock),
      CASE(a_forward_that_would_close_a_ring_is_answered_deadlock),
      CASE(the_ring_a_forward_would_close_is_told),
      CASE(who_has_forwarded_a_held_ask_may_wait_for_its_asker),
      CASE(who_holds_a_forwarded_ask_may_not_wait_for_its_asker),
      CASE(a_ring_of_plain_asks_answered_later_is_no_deadlock),
      CU_TEST_INFO_NULL};
  return run_suite("forward", cases);
}
