// Tests of requests at the edges: whoever completes one first decides, exactly
// once, and nobody is refused for a wait that does not exist.
#include <string.h>

#include "acting/requests.h"
#include "acting/table.h"
#include "base/mem.h"
#include "ways.h"

#define PEER(M)                                            \
  M(PEER_ECHO, peer, echo, (i64, number), (i64, number))   \
  M(PEER_KEEP, peer, keep, , (i64, number))                \
  M(PEER_FREE, peer, free_it, , )                          \
  M(PEER_HOLD, peer, hold, (ref(Peer), to), )              \
  M(PEER_HEARD, peer, heard, REPLY_HEAD(i64, number), )    \
  M(PEER_TWICE, peer, twice, (ref(Peer), to), )            \
  M(PEER_STORM, peer, storm, (ref(Peer), to)(i64, left), ) \
  M(PEER_LOOK, peer, look, ,                               \
    (i64, heard)(enum(AskOutcome), last)(u64, outcome_bits))
REF(Peer, peer)
PROTOCOL_AFTER_REF(Peer, peer, PEER)
STATE(PeerState,
      (i64, heard)(enum(AskOutcome),
                   last)(u64, outcome_bits)(private(Request *), kept))
ACTOR(Peer, peer, PeerState, peering)

static void peering(PeerState *self, const PeerMsg *message) {
  switch (message->kind) {
    case PEER_ECHO:
      peer_reply_echo(message->echo.number);
      break;
    case PEER_KEEP:
      block_free(self->kept);
      self->kept = request_take();
      break;
    case PEER_FREE:
      block_free(self->kept);
      self->kept = NULL;
      break;
    case PEER_HOLD:
      CHECK(peer_hold_keep_as(message->hold.to, peer_heard, NEVER) != 0);
      break;
    case PEER_HEARD:
      self->heard++;
      self->last = message->heard.outcome;
      self->outcome_bits |= 1ULL << message->heard.outcome;
      break;
    case PEER_TWICE:
      CHECK(peer_hold_keep_as(message->twice.to, peer_heard, NEVER) != 0);
      CHECK(peer_hold_keep_as(message->twice.to, peer_heard, NEVER) != 0);
      break;
    case PEER_STORM:
      // Deadlines so short that they race with the replies.
      for (i64 i = 0; i < message->storm.left; i++) {
        CHECK(peer_ask_echo_as(message->storm.to, i, peer_heard,
                               after_us(i % 50)) != 0);
      }
      break;
    case PEER_LOOK:
      peer_reply_look(self->heard, self->last, self->outcome_bits);
      break;
  }
}

static PeerRef new_peer(System *system, const char *label) {
  PeerRef peer = peer_spawn(system, label, (PeerState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(peer.ref), SPAWN_OK);
  return peer;
}

static struct peer_look_reply look_at(PeerRef peer) {
  struct peer_look_reply reply;
  CU_ASSERT_EQUAL(peer_ask_look(peer, &reply, PATIENCE), ASK_OK);
  return reply;
}

static void must_end(PeerRef peer) {
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(peer.ref, &reason, PATIENCE), END_OK);
}

UNDER_ALL(a_freed_request_is_unanswered_at_once) {
  System *system = start_system();
  PeerRef asker = new_peer(system, "asker");
  PeerRef keeper = new_peer(system, "keeper");
  CU_ASSERT_EQUAL(peer_tell_hold(asker, keeper), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(peer_tell_free_it(keeper), TELL_OK);
  CU_ASSERT_EQUAL(look_at(asker).last, ASK_UNANSWERED);
  stop_system(system);
}

UNDER_ALL(a_held_ask_is_answered_when_its_keeper_ends_in_any_way) {
  void (*const ends[])(Ref ref) = {actor_stop, actor_kill};
  for (size_t i = 0; i < 2; i++) {
    System *system = start_system();
    PeerRef asker = new_peer(system, "asker");
    PeerRef keeper = new_peer(system, "keeper");
    CU_ASSERT_EQUAL(peer_tell_hold(asker, keeper), TELL_OK);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
    ends[i](keeper.ref);
    CU_ASSERT_EQUAL(look_at(asker).last, ASK_UNANSWERED);
    CU_ASSERT_EQUAL(look_at(asker).heard, 1);
    stop_system(system);
  }
}

UNDER_ALL(an_answer_to_an_asker_that_has_ended_is_a_dead_letter) {
  System *system = start_system();
  PeerRef asker = new_peer(system, "asker");
  PeerRef keeper = new_peer(system, "keeper");
  CU_ASSERT_EQUAL(peer_tell_hold(asker, keeper), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  actor_kill(asker.ref);
  must_end(asker);
  CU_ASSERT_EQUAL(peer_tell_free_it(keeper), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 1);
  stop_system(system);
}

UNDER_ALL(a_second_held_ask_in_a_handler_fails_it) {
  System *system = start_system();
  PeerRef asker = new_peer(system, "asker");
  CU_ASSERT_EQUAL(peer_tell_twice(asker, new_peer(system, "keeper")), TELL_OK);
  StopReason reason = STOPPED_NORMAL;
  CU_ASSERT_EQUAL(actor_wait_end(asker.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
  stop_system(system);
}

// The old actor had the slot that the new one has now; who waits for the old
// one's answer does not wait for the new one.
UNDER_ALL(a_wait_for_who_has_ended_closes_no_ring_with_who_has_its_slot) {
  System *system = start_system();
  PeerRef old = new_peer(system, "old");
  actor_stop(old.ref);
  must_end(old);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  PeerRef now = new_peer(system, "now");
  CU_ASSERT_EQUAL(ref_slot(old.ref), ref_slot(now.ref));
  CU_ASSERT_EQUAL(peer_tell_hold(now, old), TELL_OK);
  CU_ASSERT_EQUAL(look_at(now).last, ASK_STOPPED);
  stop_system(system);
}

enum { STORM = 2000 };

UNDER_ALL(every_request_of_a_storm_ends_exactly_once) {
  System *system = start_system();
  PeerRef asker = new_peer(system, "asker");
  PeerRef server = new_peer(system, "server");
  CU_ASSERT_EQUAL(peer_tell_storm(asker, server, STORM), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  struct peer_look_reply seen = look_at(asker);
  CU_ASSERT_EQUAL(seen.heard, STORM);
  CU_ASSERT_EQUAL(
      seen.outcome_bits & ~(1ULL << ASK_OK) & ~(1ULL << ASK_TIMEOUT), 0);
  stop_system(system);
}

UNDER_ALL(a_storm_whose_server_is_killed_meanwhile_ends_once_each) {
  System *system = start_system();
  PeerRef asker = new_peer(system, "asker");
  PeerRef server = new_peer(system, "server");
  CU_ASSERT_EQUAL(peer_tell_storm(asker, server, STORM), TELL_OK);
  actor_kill(server.ref);
  must_end(server);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(asker).heard, STORM);
  stop_system(system);
}

// Every order in which reply, deadline and end can come: one decides, and only
// a reply that comes after that is late.
static void in_any_order_the_first_completion_decides(void) {
  static const AskOutcome orders[][3] = {
      {ASK_OK, ASK_TIMEOUT, ASK_STOPPED}, {ASK_OK, ASK_STOPPED, ASK_TIMEOUT},
      {ASK_TIMEOUT, ASK_OK, ASK_STOPPED}, {ASK_TIMEOUT, ASK_STOPPED, ASK_OK},
      {ASK_STOPPED, ASK_OK, ASK_TIMEOUT}, {ASK_STOPPED, ASK_TIMEOUT, ASK_OK}};
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  PeerRef asker = new_peer(system, "asker");
  CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_QUIET);
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
    u64 late = system_counts(system).late_replies;
    i64 heard = look_at(asker).heard;
    RequestId request = request_open(
        system, &(RequestSpec){.asker = asker.ref,
                               .holder = asker.ref,
                               .info = &peer_messages[PEER_ECHO],
                               .brings = &peer_messages[PEER_HEARD]});
    CU_ASSERT_FATAL(request != 0);
    request_limit(system, request, after_ms(1));
    for (size_t k = 0; k < 3; k++) {
      struct peer_echo_reply reply = {.number = 5};
      bool replies = orders[i][k] == ASK_OK;
      CU_ASSERT_EQUAL(request_complete(system, request, orders[i][k], NULL,
                                       replies ? &reply : NULL),
                      k == 0);
    }
    struct peer_look_reply seen = look_at(asker);
    CU_ASSERT_EQUAL(seen.heard, heard + 1);
    CU_ASSERT_EQUAL(seen.last, orders[i][0]);
    CU_ASSERT_EQUAL(system_counts(system).late_replies,
                    late + (orders[i][0] != ASK_OK));
    // Its timer was taken away with it.
    CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_QUIET);
    CU_ASSERT_EQUAL(look_at(asker).heard, heard + 1);
  }
  stop_system(system);
}

static u64 late_events;

static void count_late(void *context, const Event *event) {
  (void)context;
  late_events += event->kind == EVENT_LATE;
}

// What is counted as late and what is told as late are the same.
static void only_a_reply_can_be_late(void) {
  late_events = 0;
  System *system = system_start(
      &(SystemOptions){.dispatcher = &run_stepper, .listener = count_late});
  PeerRef keeper = new_peer(system, "keeper");
  struct peer_keep_reply reply;
  CU_ASSERT_EQUAL(peer_ask_keep(keeper, &reply, after_ms(1)), ASK_TIMEOUT);
  CU_ASSERT_EQUAL(peer_tell_free_it(keeper), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_QUIET);
  CU_ASSERT_EQUAL(late_events, system_counts(system).late_replies);
  stop_system(system);
}

// ---- Answers to a former life ----

#define LIVER(M)                                                 \
  M(LIVER_HOLD, liver, hold, (ref(Liver), to), )                 \
  M(LIVER_KEEP, liver, keep, (ref(Liver), asker), (i64, number)) \
  M(LIVER_BACK, liver, back, (ref(Liver), asker), (i64, number)) \
  M(LIVER_HEARD, liver, heard, REPLY_HEAD(i64, number), )        \
  M(LIVER_RELEASE, liver, release, , )                           \
  M(LIVER_LOOK, liver, look, , (i64, heard)(enum(AskOutcome), outcome))
REF(Liver, liver)
PROTOCOL_AFTER_REF(Liver, liver, LIVER)
STATE(LiverState, (i64, heard)(enum(AskOutcome), outcome)(bool, holds_back)(
                      private(Request *), kept)(private(Request *), back))
ACTOR(Liver, liver, LiverState, living)

static void living(LiverState *self, const LiverMsg *message) {
  switch (message->kind) {
    case LIVER_HOLD:
      CHECK(liver_hold_keep_as(message->hold.to, liver_self(), liver_heard,
                               NEVER) != 0);
      break;
    case LIVER_KEEP:
      self->kept = request_take();
      if (self->holds_back) {
        CHECK(liver_hold_back_as(message->keep.asker, liver_self(), liver_heard,
                                 NEVER) != 0);
      }
      break;
    case LIVER_BACK:
      liver_reply_back(2);
      break;
    case LIVER_HEARD:
      self->heard++;
      self->outcome = message->heard.outcome;
      liver_reply_keep_to(&self->kept, 1);
      break;
    case LIVER_RELEASE:
      liver_reply_keep_to(&self->kept, 1);
      break;
    case LIVER_LOOK:
      liver_reply_look(self->heard, self->outcome);
  }
}

// The answer to what the first life asked is on its way while the second one
// holds another ask, round a ring. Bystanders make for other orders.
static void hold_in_two_lives(int bystanders) {
  static const ChildSpec children[] = {
      CHILD(liver, "asker", NULL, .asks_wait = true)};
  static const SupervisorOptions options = {
      .intensity = 100, .children = children, .count = 1};
  System *system = start_system();
  SupervisorRef over = supervisor_spawn(system, "supervisor", &options);
  struct supervisor_find_reply found = {0};
  CU_ASSERT_EQUAL(supervisor_ask_find(over, "asker", &found, PATIENCE), ASK_OK);
  LiverRef asker = {found.child.ref};
  LiverRef first = liver_spawn(system, "first", (LiverState){0});
  LiverRef ring = liver_spawn(system, "ring", (LiverState){.holds_back = true});
  for (int i = 0; i < bystanders; i++) {
    (void)liver_spawn(system, "bystander", (LiverState){0}).ref;
  }
  CU_ASSERT_EQUAL(liver_tell_hold(asker, first), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  actor_kill(asker.ref);
  CU_ASSERT_EQUAL(liver_tell_hold(asker, ring), TELL_OK);
  CU_ASSERT_EQUAL(liver_tell_release(first), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  struct liver_look_reply look = {0};
  CU_ASSERT_EQUAL(liver_ask_look(asker, &look, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(look.heard, 1);
  CU_ASSERT_EQUAL(look.outcome, ASK_OK);
  stop_system(system);
}

UNDER_ALL(an_answer_to_a_former_life_hides_no_ring) {
  for (int bystanders = 0; bystanders < 5; bystanders++) {
    hold_in_two_lives(bystanders);
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_freed_request_is_unanswered_at_once),
      CASE(a_held_ask_is_answered_when_its_keeper_ends_in_any_way),
      CASE(an_answer_to_a_former_life_hides_no_ring),
      CASE(an_answer_to_an_asker_that_has_ended_is_a_dead_letter),
      CASE(a_second_held_ask_in_a_handler_fails_it),
      CASE(a_wait_for_who_has_ended_closes_no_ring_with_who_has_its_slot),
      CASE(every_request_of_a_storm_ends_exactly_once),
      CASE(a_storm_whose_server_is_killed_meanwhile_ends_once_each),
      CASE(in_any_order_the_first_completion_decides),
      CASE(only_a_reply_can_be_late),
      CU_TEST_INFO_NULL};
  return run_suite("requests", cases);
}
