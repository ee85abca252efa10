// Tests of asks that are taken back, and of many asks with one result.
#include "acting/gather.h"

#include <string.h>

#include "base/mem.h"
#include "ways.h"

#define SERVES(E)        \
  E(SERVES, serves)      \
  E(SERVES_LATER, later) \
  E(SERVES_NOT, serves_not)
ENUM(Serve, SERVES)

enum { MOST = 6 };

#define PEER(M)                                                            \
  M(PEER_GET, peer, get, (i64, number), (i64, number))                     \
  M(PEER_ANSWER, peer, answer, , )                                         \
  M(PEER_KNOW, peer, know, (ref(Peer), other), )                           \
  M(PEER_GATHER, peer, gather, (u64, wanted)(i64, ms)(u64, announced),     \
    (enum(State), state)(u64, good)(text, outcomes)(i64, sum))             \
  M(PEER_GOT, peer, got, REPLY_HEAD(i64, number), )                        \
  M(PEER_ONE, peer, one, (ref(Peer), to)(bool, held)(bool, timer), )       \
  M(PEER_CANCEL, peer, cancel, , (bool, cancelled))                        \
  M(PEER_CANCEL_IT, peer, cancel_it, (u64, request), (bool, cancelled))    \
  M(PEER_LOOK, peer, look, ,                                               \
    (u64, got)(u64, strays)(u64, request)(enum(AskOutcome), outcome)(bool, \
                                                                     open))
#define STATES(E)         \
  E(STATE_STRAY, stray)   \
  E(STATE_MORE, more)     \
  E(STATE_ENOUGH, enough) \
  E(STATE_OVER, over)
ENUM(State, STATES)
REF(Peer, peer)
PROTOCOL_AFTER_REF(Peer, peer, PEER)

typedef struct Crowd {
  PeerRef peers[MOST];
  size_t count;
} Crowd;

STATE(PeerState,
      (enum(Serve), serve)(u64, request)(i64, sum)(u64, got)(u64, strays)(
          enum(AskOutcome), outcome)(bool, cancelled)(private(Crowd), crowd)(
          private(Gather), gather)(private(Request *), kept)(private(Request *),
                                                             result))
ACTOR(Peer, peer, PeerState, being)

static void tell_result(PeerState *self, GatherState state) {
  char outcomes[256] = "";
  Writer out = writer_over(outcomes, sizeof outcomes);
  for (size_t i = 0; i < self->gather.count; i++) {
    write_format(&out, "%s ",
                 AskOutcome_value_names[gather_outcome(&self->gather, i)]);
  }
  peer_reply_gather_to(&self->result, (State)state, gather_good(&self->gather),
                       outcomes, self->sum);
}

static void begin(PeerState *self, const struct peer_gather *wish) {
  self->result = request_take();
  self->sum = 0;
  size_t asks = wish->announced != 0 ? wish->announced : self->crowd.count;
  if (!gather_begin(&self->gather, asks,
                    wish->wanted != 0 ? wish->wanted : GATHER_ALL)) {
    tell_result(self, GATHER_STRAY);
    return;
  }
  for (size_t i = 0; i < self->crowd.count; i++) {
    gather_add(&self->gather, peer_ask_get_as(self->crowd.peers[i], (i64)i + 1,
                                              peer_got, after_ms(wish->ms)));
  }
  if (gather_state(&self->gather) != GATHER_MORE) {
    tell_result(self, gather_state(&self->gather));
  }
}

static void get(PeerState *self, const struct peer_got *got) {
  self->got++;
  self->outcome = got->outcome;
  GatherState state = gather_heard(&self->gather, got->request, got->outcome);
  switch (state) {
    case GATHER_STRAY:
      self->strays++;
      break;
    case GATHER_MORE:
    case GATHER_ENOUGH:
    case GATHER_OVER:
      self->sum += got->number;
      break;
  }
  if (state == GATHER_ENOUGH || state == GATHER_OVER) {
    tell_result(self, state);
  }
}

static void ask_one(PeerState *self, const struct peer_one *one) {
  self->request = one->held ? peer_hold_get_as(one->to, 1, peer_got, NEVER)
                            : peer_ask_get_as(one->to, 1, peer_got, NEVER);
  CHECK(self->request != 0);
  if (one->timer) {
    CHECK(peer_tell_cancel_after(peer_self(), after_ms(1)) == TELL_OK);
  }
}

static void being(PeerState *self, const PeerMsg *message) {
  switch (message->kind) {
    case PEER_GET:
      if (self->serve == SERVES) {
        peer_reply_get(message->get.number);
      } else if (self->serve == SERVES_LATER) {
        block_free(self->kept);
        self->kept = request_take();
      } else {
        actor_refuse();
      }
      break;
    case PEER_ANSWER:
      peer_reply_get_to(&self->kept, 50);
      break;
    case PEER_KNOW:
      self->crowd.peers[self->crowd.count++] = message->know.other;
      break;
    case PEER_GATHER:
      begin(self, &message->gather);
      break;
    case PEER_GOT:
      get(self, &message->got);
      break;
    case PEER_ONE:
      ask_one(self, &message->one);
      break;
    case PEER_CANCEL:
      self->cancelled = ask_cancel(self->request);
      peer_reply_cancel(self->cancelled);
      break;
    case PEER_CANCEL_IT:
      peer_reply_cancel_it(ask_cancel(message->cancel_it.request));
      break;
    case PEER_LOOK:
      peer_reply_look(self->got, self->strays, self->request, self->outcome,
                      self->cancelled);
      break;
  }
}

// ---- What the tests say ----

static PeerRef new_peer(System *system, Serve serve) {
  PeerRef peer = peer_spawn(system, "peer", (PeerState){.serve = serve});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(peer.ref), SPAWN_OK);
  return peer;
}

static PeerRef knowing(System *system, const PeerRef *others, size_t count) {
  PeerRef peer = new_peer(system, SERVES);
  for (size_t i = 0; i < count; i++) {
    CU_ASSERT_EQUAL(peer_tell_know(peer, others[i]), TELL_OK);
  }
  return peer;
}

static struct peer_look_reply look_at(PeerRef peer) {
  struct peer_look_reply reply = {0};
  CU_ASSERT_EQUAL(peer_ask_look(peer, &reply, PATIENCE), ASK_OK);
  return reply;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static const i64 LONG_MS = 3600000;

static void must_gather(PeerRef peer, u64 wanted, i64 ms, State state, u64 good,
                        const char *outcomes, i64 sum) {
  struct peer_gather_reply reply = {0};
  CU_ASSERT_EQUAL(peer_ask_gather(peer, wanted, ms, 0, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.state, state);
  CU_ASSERT_EQUAL(reply.good, good);
  CU_ASSERT_EQUAL(reply.sum, sum);
  CU_ASSERT_STRING_EQUAL(reply.outcomes, outcomes);
  block_free(reply.outcomes);
}

static StopReason end_of(PeerRef peer) {
  StopReason reason = STOPPED_SUPERVISOR;
  CU_ASSERT_EQUAL(actor_wait_end(peer.ref, &reason, PATIENCE), END_OK);
  return reason;
}

// ---- Many asks ----

UNDER_ALL(all_answers_are_gathered_and_each_outcome_is_known) {
  System *system = start_system();
  PeerRef gone = new_peer(system, SERVES);
  actor_stop(gone.ref);
  CU_ASSERT_EQUAL(end_of(gone), STOPPED_NORMAL);
  PeerRef others[] = {new_peer(system, SERVES), new_peer(system, SERVES_NOT),
                      gone, new_peer(system, SERVES)};
  must_gather(knowing(system, others, 4), 0, LONG_MS, STATE_OVER, 2,
              "ok refused stopped ok ", 5);
  stop_system(system);
}

UNDER_ALL(the_first_good_answer_cancels_the_rest) {
  System *system = start_system();
  PeerRef others[] = {new_peer(system, SERVES_LATER), new_peer(system, SERVES),
                      new_peer(system, SERVES_LATER)};
  PeerRef peer = knowing(system, others, 3);
  must_gather(peer, 1, LONG_MS, STATE_ENOUGH, 1, "cancelled ok cancelled ", 2);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(peer_tell_answer(others[0]), TELL_OK);
  CU_ASSERT_EQUAL(peer_tell_answer(others[2]), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(system_counts(system).late_replies, 2);
  CU_ASSERT_EQUAL(look_at(peer).got, 1);
  CU_ASSERT_EQUAL(look_at(peer).strays, 0);
  stop_system(system);
}

UNDER_ALL(of_many_that_answer_at_once_only_as_many_as_wanted_count) {
  System *system = start_system();
  PeerRef others[MOST];
  for (size_t i = 0; i < MOST; i++) {
    others[i] = new_peer(system, SERVES);
  }
  PeerRef peer = knowing(system, others, MOST);
  struct peer_gather_reply reply = {0};
  CU_ASSERT_EQUAL(peer_ask_gather(peer, 3, LONG_MS, 0, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.state, STATE_ENOUGH);
  CU_ASSERT_EQUAL(reply.good, 3);
  block_free(reply.outcomes);
  must_be_quiet(system);
  // What was on its way is a stray, what was not is a late reply.
  CU_ASSERT_EQUAL(look_at(peer).strays + system_counts(system).late_replies, 3);
  stop_system(system);
}

UNDER_ALL(who_does_not_answer_in_time_has_timed_out) {
  System *system = start_system();
  PeerRef others[] = {new_peer(system, SERVES_LATER), new_peer(system, SERVES)};
  must_gather(knowing(system, others, 2), 2, 20, STATE_OVER, 1, "timeout ok ",
              2);
  stop_system(system);
}

UNDER_ALL(a_refusal_does_not_count_as_a_good_answer) {
  System *system = start_system();
  PeerRef others[] = {new_peer(system, SERVES_NOT), new_peer(system, SERVES),
                      new_peer(system, SERVES_NOT)};
  PeerRef peer = knowing(system, others, 3);
  must_gather(peer, 2, LONG_MS, STATE_OVER, 1, "refused ok refused ", 2);
  stop_system(system);
}

UNDER_ALL(a_new_gathering_cancels_the_one_before) {
  System *system = start_system();
  PeerRef others[] = {new_peer(system, SERVES_LATER)};
  PeerRef peer = knowing(system, others, 1);
  CU_ASSERT_EQUAL(peer_tell_gather(peer, 0, LONG_MS, 0), TELL_OK);
  // The server keeps one request: it lets the first go, which nobody hears.
  CU_ASSERT_EQUAL(peer_tell_gather(peer, 0, LONG_MS, 0), TELL_OK);
  CU_ASSERT_EQUAL(look_at(peer).got, 0);
  CU_ASSERT_EQUAL(peer_tell_answer(others[0]), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(peer).got, 1);
  CU_ASSERT_EQUAL(look_at(peer).strays, 0);
  CU_ASSERT_EQUAL(look_at(peer).outcome, ASK_OK);
  stop_system(system);
}

UNDER_ALL(who_ends_while_it_gathers_leaves_nothing) {
  void (*const ends[])(Ref ref) = {actor_stop, actor_kill};
  for (size_t i = 0; i < 2; i++) {
    System *system = start_system();
    PeerRef others[] = {new_peer(system, SERVES_LATER),
                        new_peer(system, SERVES)};
    PeerRef peer = knowing(system, others, 2);
    CU_ASSERT_EQUAL(peer_tell_gather(peer, 0, LONG_MS, 0), TELL_OK);
    ignore(look_at(peer).got);
    ends[i](peer.ref);
    ignore(end_of(peer));
    CU_ASSERT_EQUAL(peer_tell_answer(others[0]), TELL_OK);
    stop_system(system);
  }
}

UNDER_ALL(more_asks_than_announced_fail_who_adds_them) {
  System *system = start_system();
  PeerRef others[] = {new_peer(system, SERVES), new_peer(system, SERVES)};
  PeerRef peer = knowing(system, others, 2);
  CU_ASSERT_EQUAL(peer_tell_gather(peer, 0, LONG_MS, 1), TELL_OK);
  CU_ASSERT_EQUAL(end_of(peer), STOPPED_FAILED);
  stop_system(system);
}

// Refused as a whole, or some of the asks count as ended without memory.
static void a_gathering_without_memory_still_comes_to_its_end(void) {
  bool refused = true;
  bool seen_refusal = false;
  bool seen_outcome = false;
  for (i64 successes = 0; refused; successes++) {
    System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
    PeerRef others[] = {new_peer(system, SERVES), new_peer(system, SERVES)};
    PeerRef peer = knowing(system, others, 2);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(peer_tell_gather(peer, 0, LONG_MS, 0), TELL_OK);
    memory_ends_after(successes);
    RunOutcome outcome = system_run(system, NEVER);
    refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, RUN_QUIET);
    struct peer_look_reply seen = look_at(peer);
    seen_refusal = seen_refusal || seen.got == 0;
    seen_outcome = seen_outcome || seen.got == 1;
    CU_ASSERT_EQUAL(seen.strays, 0);
    stop_system(system);
  }
  CU_ASSERT(seen_refusal && seen_outcome);
}

// ---- One taken back ----

static void ask_one_of(PeerRef peer, PeerRef to, bool held, bool timer) {
  CU_ASSERT_EQUAL(peer_tell_one(peer, to, held, timer), TELL_OK);
}

static bool cancels(PeerRef peer) {
  struct peer_cancel_reply reply = {0};
  CU_ASSERT_EQUAL(peer_ask_cancel(peer, &reply, PATIENCE), ASK_OK);
  return reply.cancelled;
}

UNDER_ALL(of_a_cancelled_ask_nothing_comes_and_its_reply_is_late) {
  System *system = start_system();
  PeerRef other = new_peer(system, SERVES_LATER);
  PeerRef peer = new_peer(system, SERVES);
  ask_one_of(peer, other, false, false);
  must_be_quiet(system);
  CU_ASSERT(cancels(peer));
  CU_ASSERT_FALSE(cancels(peer));
  CU_ASSERT_EQUAL(peer_tell_answer(other), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(peer).got, 0);
  CU_ASSERT_EQUAL(system_counts(system).late_replies, 1);
  stop_system(system);
}

UNDER_ALL(an_answered_ask_cannot_be_cancelled) {
  System *system = start_system();
  PeerRef peer = new_peer(system, SERVES);
  ask_one_of(peer, new_peer(system, SERVES), false, false);
  must_be_quiet(system);
  CU_ASSERT_FALSE(cancels(peer));
  CU_ASSERT_EQUAL(look_at(peer).got, 1);
  stop_system(system);
}

UNDER_ALL(only_the_asker_cancels_its_ask) {
  System *system = start_system();
  PeerRef other = new_peer(system, SERVES_LATER);
  PeerRef peer = new_peer(system, SERVES);
  ask_one_of(peer, other, false, false);
  must_be_quiet(system);
  struct peer_cancel_it_reply reply = {0};
  for (u64 request = 0; request < 10; request++) {
    CU_ASSERT_EQUAL(peer_ask_cancel_it(other, request, &reply, PATIENCE),
                    ASK_OK);
    CU_ASSERT_FALSE(reply.cancelled);
  }
  CU_ASSERT_EQUAL(peer_tell_answer(other), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(peer).got, 1);
  stop_system(system);
}

// Its own timer comes while it holds, and takes the ask back.
UNDER_ALL(a_held_ask_taken_back_lets_its_asker_go_on) {
  System *system = start_system();
  PeerRef other = new_peer(system, SERVES_LATER);
  PeerRef peer = new_peer(system, SERVES);
  ask_one_of(peer, other, true, true);
  CU_ASSERT(look_at(peer).open);
  CU_ASSERT_EQUAL(look_at(peer).got, 0);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(peer_tell_answer(other), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(peer).got, 0);
  stop_system(system);
}

UNDER_ALL(a_held_ask_taken_back_is_in_no_ring_any_more) {
  System *system = start_system();
  PeerRef other = new_peer(system, SERVES_LATER);
  PeerRef peer = new_peer(system, SERVES);
  ask_one_of(peer, other, true, true);
  must_be_quiet(system);
  ask_one_of(other, peer, true, false);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(other).outcome, ASK_OK);
  stop_system(system);
}

UNDER_ALL(replies_and_cancels_that_race_end_each_ask_once) {
  enum { ROUNDS = 100 };
  System *system = start_system();
  PeerRef other = new_peer(system, SERVES);
  PeerRef peer = new_peer(system, SERVES);
  u64 cancelled = 0;
  for (int i = 0; i < ROUNDS; i++) {
    ask_one_of(peer, other, false, false);
    cancelled += cancels(peer);
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(peer).got + cancelled, ROUNDS);
  CU_ASSERT_EQUAL(system_counts(system).late_replies, cancelled);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(all_answers_are_gathered_and_each_outcome_is_known),
      CASE(the_first_good_answer_cancels_the_rest),
      CASE(of_many_that_answer_at_once_only_as_many_as_wanted_count),
      CASE(who_does_not_answer_in_time_has_timed_out),
      CASE(a_refusal_does_not_count_as_a_good_answer),
      CASE(a_new_gathering_cancels_the_one_before),
      CASE(who_ends_while_it_gathers_leaves_nothing),
      CASE(more_asks_than_announced_fail_who_adds_them),
      CASE(a_gathering_without_memory_still_comes_to_its_end),
      CASE(of_a_cancelled_ask_nothing_comes_and_its_reply_is_late),
      CASE(an_answered_ask_cannot_be_cancelled),
      CASE(only_the_asker_cancels_its_ask),
      CASE(a_held_ask_taken_back_lets_its_asker_go_on),
      CASE(a_held_ask_taken_back_is_in_no_ring_any_more),
      CASE(replies_and_cancels_that_race_end_each_ask_once),
      CU_TEST_INFO_NULL};
  return run_suite("gather", cases);
}
