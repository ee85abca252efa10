// Tests of monitors: one message when the watched actor ends, whatever way it
// ends, never before its last message, and none after a demonitor.
#include <stdio.h>
#include <string.h>

#include "acting/runtime.h"
#include "acting/table.h"
#include "surviving/bond_table.h"
#include "ways.h"

#define PEER(M)                                                             \
  M(PEER_WATCH, peer, watch, (ref(Any), who), (u64, monitor))               \
  M(PEER_FORGET, peer, forget, (u64, monitor), (bool, open))                \
  M(PEER_GLANCE, peer, glance, (ref(Any), who), (bool, open))               \
  M(PEER_LOST, peer, lost, DOWN_HEAD, )                                     \
  M(PEER_NOTE, peer, note, , )                                              \
  M(PEER_BURST, peer, burst, (ref(Peer), to)(i64, notes), )                 \
  M(PEER_CHASE, peer, chase, (ref(Any), who), )                             \
  M(PEER_FAIL, peer, fail, , )                                              \
  M(PEER_LOOK, peer, look, ,                                                \
    (i64, downs)(i64, notes)(i64, notes_then)(u64, monitor)(ref(Any), who)( \
        enum(StopReason), reason)(bool, alive_then))
REF(Peer, peer)
PROTOCOL_AFTER_REF(Peer, peer, PEER)
STATE(PeerState,
      (i64, downs)(i64, notes)(i64, notes_then)(u64, monitor)(ref(Any), who)(
          enum(StopReason), reason)(bool, alive_then)(ref(Any), chased))
ACTOR(Peer, peer, PeerState, peering)

static void lose(PeerState *self, const struct peer_lost *lost) {
  self->downs++;
  self->notes_then = self->notes;
  self->monitor = lost->monitor;
  self->who = lost->who;
  self->reason = lost->reason;
  self->alive_then = actor_is_alive(lost->who.ref);
}

static void peering(PeerState *self, const PeerMsg *message) {
  switch (message->kind) {
    case PEER_WATCH:
      peer_reply_watch(actor_monitor(message->watch.who.ref, peer_lost));
      break;
    case PEER_FORGET:
      peer_reply_forget(actor_demonitor(message->forget.monitor));
      break;
    case PEER_GLANCE: {
      MonitorId monitor = actor_monitor(message->glance.who.ref, peer_lost);
      peer_reply_glance(actor_demonitor(monitor));
      break;
    }
    case PEER_LOST:
      lose(self, &message->lost);
      break;
    case PEER_NOTE:
      self->notes++;
      if (self->chased.ref.bits != 0) {  // watches only now
        CHECK(actor_monitor(self->chased.ref, peer_lost) != 0);
        self->chased.ref = NOBODY;
      }
      break;
    case PEER_BURST:
      for (i64 i = 0; i < message->burst.notes; i++) {
        ignore(peer_tell_note(message->burst.to));
      }
      actor_exit();
      break;
    case PEER_CHASE:
      self->chased = message->chase.who;
      break;
    case PEER_FAIL:
      fail("as told");
    case PEER_LOOK:
      peer_reply_look(self->downs, self->notes, self->notes_then, self->monitor,
                      self->who, self->reason, self->alive_then);
      break;
  }
}

static PeerRef new_peer(System *system, const char *label) {
  PeerRef peer = peer_spawn(system, label, (PeerState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(peer.ref), SPAWN_OK);
  return peer;
}

static AnyRef any(PeerRef peer) {
  return (AnyRef){peer.ref};
}

static u64 watch(PeerRef watcher, AnyRef who) {
  struct peer_watch_reply reply = {0};
  CU_ASSERT_EQUAL(peer_ask_watch(watcher, who, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_NOT_EQUAL(reply.monitor, 0);
  return reply.monitor;
}

static bool forget(PeerRef watcher, u64 monitor) {
  struct peer_forget_reply reply = {0};
  CU_ASSERT_EQUAL(peer_ask_forget(watcher, monitor, &reply, PATIENCE), ASK_OK);
  return reply.open;
}

static struct peer_look_reply look_at(PeerRef peer) {
  struct peer_look_reply reply = {0};
  CU_ASSERT_EQUAL(peer_ask_look(peer, &reply, PATIENCE), ASK_OK);
  return reply;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static u32 bonds_of(System *system, PeerRef peer) {
  return bonds_count(&table_at(system, peer.ref)->bonds);
}

static void fail_it(Ref ref) {
  CU_ASSERT_EQUAL(peer_tell_fail((PeerRef){ref}), TELL_OK);
}

static const struct {
  void (*end)(Ref ref);
  StopReason reason;
} ways_to_end[] = {{actor_stop, STOPPED_NORMAL},
                   {actor_kill, STOPPED_KILLED},
                   {fail_it, STOPPED_FAILED}};

UNDER_ALL(a_monitor_brings_one_message_with_who_ended_and_why) {
  for (size_t i = 0; i < sizeof ways_to_end / sizeof *ways_to_end; i++) {
    System *system = start_system();
    PeerRef watcher = new_peer(system, "watcher");
    PeerRef worker = new_peer(system, "worker");
    u64 monitor = watch(watcher, any(worker));
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(watcher).downs, 0);
    ways_to_end[i].end(worker.ref);
    must_be_quiet(system);
    struct peer_look_reply seen = look_at(watcher);
    CU_ASSERT_EQUAL(seen.downs, 1);
    CU_ASSERT_EQUAL(seen.monitor, monitor);
    CU_ASSERT(ref_equal(seen.who.ref, worker.ref));
    CU_ASSERT_EQUAL(seen.reason, ways_to_end[i].reason);
    CU_ASSERT_FALSE(seen.alive_then);
    CU_ASSERT_EQUAL(bonds_of(system, watcher), 0);
    CU_ASSERT_FALSE(forget(watcher, monitor));
    stop_system(system);
  }
}

UNDER_ALL(a_monitor_of_one_that_has_ended_brings_its_reason_at_once) {
  for (size_t i = 0; i < sizeof ways_to_end / sizeof *ways_to_end; i++) {
    System *system = start_system();
    PeerRef watcher = new_peer(system, "watcher");
    PeerRef worker = new_peer(system, "worker");
    ways_to_end[i].end(worker.ref);
    must_be_quiet(system);
    u64 monitor = watch(watcher, any(worker));
    must_be_quiet(system);
    struct peer_look_reply seen = look_at(watcher);
    CU_ASSERT_EQUAL(seen.downs, 1);
    CU_ASSERT_EQUAL(seen.monitor, monitor);
    CU_ASSERT_EQUAL(seen.reason, ways_to_end[i].reason);
    stop_system(system);
  }
}

UNDER_ALL(a_monitor_of_one_that_nobody_remembers_brings_that_it_is_gone) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  PeerRef old = new_peer(system, "old");
  actor_stop(old.ref);
  must_be_quiet(system);
  PeerRef now = new_peer(system, "now");
  CU_ASSERT_EQUAL_FATAL(ref_slot(old.ref), ref_slot(now.ref));
  const AnyRef strangers[] = {any(old),
                              {NOBODY},
                              {ref_make(255, 7, 7)},
                              {ref_make(ref_node(now.ref), 5000, 1)}};
  for (i64 i = 0; i < 4; i++) {
    ignore(watch(watcher, strangers[i]));
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(watcher).downs, i + 1);
    CU_ASSERT_EQUAL(look_at(watcher).reason, STOPPED_GONE);
    CU_ASSERT(ref_equal(look_at(watcher).who.ref, strangers[i].ref));
  }
  CU_ASSERT(actor_is_alive(now.ref));
  stop_system(system);
}

UNDER_ALL(an_actor_that_ends_while_it_gets_watched_is_missed_by_nobody) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  for (i64 i = 1; i <= 20; i++) {
    PeerRef worker = new_peer(system, "worker");
    actor_kill(worker.ref);
    ignore(watch(watcher, any(worker)));
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(watcher).downs, i);
    CU_ASSERT_EQUAL(look_at(watcher).reason, STOPPED_KILLED);
  }
  stop_system(system);
}

UNDER_ALL(the_end_comes_after_the_last_message) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  PeerRef worker = new_peer(system, "worker");
  ignore(watch(watcher, any(worker)));
  CU_ASSERT_EQUAL(peer_tell_burst(worker, watcher, 50), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 1);
  CU_ASSERT_EQUAL(look_at(watcher).notes_then, 50);
  stop_system(system);
}

// It watches when the first message is there, and the actor may have ended with
// the others still on their way.
UNDER_ALL(the_end_comes_after_the_last_message_to_a_late_watcher_too) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  PeerRef worker = new_peer(system, "worker");
  CU_ASSERT_EQUAL(peer_tell_chase(watcher, any(worker)), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(peer_tell_burst(worker, watcher, 50), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 1);
  CU_ASSERT_EQUAL(look_at(watcher).notes_then, 50);
  stop_system(system);
}

UNDER_ALL(each_monitor_of_the_same_actor_brings_its_own_message) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  PeerRef worker = new_peer(system, "worker");
  u64 first = watch(watcher, any(worker));
  for (int i = 0; i < 39; i++) {
    CU_ASSERT_NOT_EQUAL(watch(watcher, any(worker)), first);
  }
  CU_ASSERT_TRUE(forget(watcher, first));
  must_be_quiet(system);
  CU_ASSERT_EQUAL(bonds_of(system, worker), 39);
  actor_stop(worker.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 39);
  CU_ASSERT_EQUAL(bonds_of(system, watcher), 0);
  stop_system(system);
}

UNDER_ALL(a_monitor_taken_back_brings_nothing_and_leaves_nothing) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  PeerRef worker = new_peer(system, "worker");
  u64 monitor = watch(watcher, any(worker));
  CU_ASSERT_TRUE(forget(watcher, monitor));
  CU_ASSERT_FALSE(forget(watcher, monitor));
  must_be_quiet(system);
  CU_ASSERT_EQUAL(bonds_of(system, watcher), 0);
  CU_ASSERT_EQUAL(bonds_of(system, worker), 0);
  actor_stop(worker.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 0);
  stop_system(system);
}

UNDER_ALL(a_monitor_taken_back_brings_nothing_that_has_arrived_already) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  PeerRef worker = new_peer(system, "worker");
  actor_stop(worker.ref);
  must_be_quiet(system);
  struct peer_glance_reply reply = {0};
  CU_ASSERT_EQUAL(peer_ask_glance(watcher, any(worker), &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_TRUE(reply.open);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 0);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

UNDER_ALL(an_end_is_handled_or_taken_back_and_never_both) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  i64 expected = 0;
  for (int i = 0; i < 20; i++) {
    PeerRef worker = new_peer(system, "worker");
    u64 monitor = watch(watcher, any(worker));
    actor_kill(worker.ref);
    expected += !forget(watcher, monitor);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(watcher).downs, expected);
  }
  stop_system(system);
}

UNDER_ALL(a_watcher_that_ends_first_leaves_nothing_behind) {
  for (size_t i = 0; i < sizeof ways_to_end / sizeof *ways_to_end; i++) {
    System *system = start_system();
    PeerRef watcher = new_peer(system, "watcher");
    PeerRef worker = new_peer(system, "worker");
    for (int k = 0; k < 40; k++) {
      ignore(watch(watcher, any(worker)));
    }
    must_be_quiet(system);
    CU_ASSERT_EQUAL(bonds_of(system, worker), 40);
    ways_to_end[i].end(watcher.ref);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(bonds_of(system, worker), 0);
    actor_stop(worker.ref);
    CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
    CU_ASSERT_EQUAL(system_counts(system).dead_letters,
                    ways_to_end[i].reason == STOPPED_FAILED);
    stop_system(system);
  }
}

UNDER_ALL(two_that_watch_each_other_and_end_together_leave_nothing) {
  System *system = start_system();
  PeerRef one = new_peer(system, "one");
  PeerRef two = new_peer(system, "two");
  ignore(watch(one, any(two)));
  ignore(watch(two, any(one)));
  actor_kill(one.ref);
  actor_kill(two.ref);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  stop_system(system);
}

UNDER_ALL(an_actor_may_watch_itself_and_hears_nothing) {
  System *system = start_system();
  PeerRef peer = new_peer(system, "peer");
  ignore(watch(peer, any(peer)));
  must_be_quiet(system);
  CU_ASSERT_EQUAL(bonds_of(system, peer), 2);
  actor_stop(peer.ref);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

UNDER_ALL(a_full_mailbox_does_not_keep_an_end_out) {
  System *system = start_system();
  PeerRef watcher = peer_spawn_with(
      system, (SpawnOptions){.label = "w", .capacity = 1}, (PeerState){0});
  PeerRef worker = new_peer(system, "worker");
  ignore(watch(watcher, any(worker)));
  actor_kill(worker.ref);
  for (int i = 0; i < 100; i++) {
    ignore(peer_tell_note(watcher));  // some of them find it full
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 1);
  stop_system(system);
}

enum { CROWD = 16 };

UNDER_ALL(everybody_hears_of_everybody_once) {
  System *system = start_system();
  PeerRef watchers[CROWD];
  PeerRef workers[CROWD];
  for (int i = 0; i < CROWD; i++) {
    watchers[i] = new_peer(system, "watcher");
    workers[i] = new_peer(system, "worker");
  }
  for (int i = 0; i < CROWD; i++) {
    for (int k = 0; k < CROWD; k++) {
      if (k == i) {
        actor_kill(workers[i].ref);  // amid all the watching
      }
      struct peer_watch_reply reply;
      CU_ASSERT_EQUAL(
          peer_ask_watch(watchers[k], any(workers[i]), &reply, PATIENCE),
          ASK_OK);
    }
  }
  must_be_quiet(system);
  for (int i = 0; i < CROWD; i++) {
    CU_ASSERT_EQUAL(look_at(watchers[i]).downs, CROWD);
    CU_ASSERT_EQUAL(bonds_of(system, watchers[i]), 0);
  }
  stop_system(system);
}

STEPPED(a_monitor_without_memory_is_refused_and_changes_nothing) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  PeerRef worker = new_peer(system, "worker");
  must_be_quiet(system);
  for (i64 successes = 0; successes < 2; successes++) {
    // As if a handler of the watcher ran.
    activation()->actor = table_at(system, watcher.ref);
    memory_ends_after(successes);
    MonitorId monitor = actor_monitor(worker.ref, peer_lost);
    CU_ASSERT(memory_is_back());
    activation()->actor = NULL;
    CU_ASSERT_EQUAL(monitor, 0);
    CU_ASSERT_EQUAL(bonds_of(system, watcher), 0);
  }
  must_be_quiet(system);
  CU_ASSERT_EQUAL(bonds_of(system, worker), 0);
  stop_system(system);
}

STEPPED(an_end_needs_no_memory) {
  System *system = start_system();
  PeerRef watcher = new_peer(system, "watcher");
  PeerRef worker = new_peer(system, "worker");
  PeerRef other = new_peer(system, "other");
  for (int i = 0; i < 12; i++) {
    ignore(watch(watcher, any(worker)));
    ignore(watch(worker, any(other)));
  }
  actor_kill(worker.ref);
  memory_ends_after(0);
  RunOutcome outcome = system_run(system, PATIENCE);
  CU_ASSERT_FALSE(memory_is_back());
  CU_ASSERT_EQUAL(outcome, RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 12);
  CU_ASSERT_EQUAL(bonds_of(system, other), 0);
  stop_system(system);
}

static char heard[256];

static void hear(void *context, const Event *event) {
  (void)context;
  if (event->kind == EVENT_MONITORED || event->kind == EVENT_DEMONITORED) {
    size_t length = strlen(heard);
    (void)snprintf(heard + length, sizeof heard - length, "%s %u %u %u; ",
                   event_kind_name(event->kind), ref_slot((Ref){event->actor}),
                   ref_slot((Ref){event->other}), (unsigned)event->number);
  }
}

static void monitors_are_told_to_the_listener(void) {
  heard[0] = '\0';
  System *system = system_start(
      &(SystemOptions){.dispatcher = &run_stepper, .listener = hear});
  PeerRef watcher = new_peer(system, "watcher");
  PeerRef worker = new_peer(system, "worker");
  ignore(watch(watcher, any(worker)));
  CU_ASSERT_TRUE(forget(watcher, watch(watcher, any(worker))));
  CU_ASSERT_STRING_EQUAL(
      heard, "monitored 2 3 1; monitored 2 3 2; demonitored 2 3 2; ");
  actor_stop(worker.ref);
  stop_system(system);
}

static void watch_from_outside(void *arg) {
  ignore(actor_monitor(((PeerRef *)arg)->ref, peer_lost));
}

static void only_a_handler_can_watch(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  PeerRef worker = new_peer(system, "worker");
  CU_ASSERT(fails_a_check(watch_from_outside, &worker));
  stop_system(system);
}

static void an_actor_of_another_system_is_gone(void) {
  System *one = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  System *two = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  PeerRef watcher = new_peer(one, "watcher");
  PeerRef far = new_peer(two, "far");
  ignore(watch(watcher, any(far)));
  must_be_quiet(one);
  CU_ASSERT_EQUAL(look_at(watcher).downs, 1);
  CU_ASSERT_EQUAL(look_at(watcher).reason, STOPPED_GONE);
  stop_system(one);
  stop_system(two);
}

// Whatever is on its way at the stop is freed (run_suite counts).
STEPPED(a_system_may_be_stopped_amid_all_this) {
  System *system = start_system();
  PeerRef peers[6];
  for (int i = 0; i < 6; i++) {
    peers[i] = new_peer(system, "peer");
  }
  for (int i = 0; i < 6; i++) {
    for (int k = 0; k < 6; k++) {
      CU_ASSERT_EQUAL(peer_tell_chase(peers[i], any(peers[k])), TELL_OK);
      CU_ASSERT_EQUAL(peer_tell_note(peers[i]), TELL_OK);
    }
  }
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_monitor_brings_one_message_with_who_ended_and_why),
      CASE(a_monitor_of_one_that_has_ended_brings_its_reason_at_once),
      CASE(a_monitor_of_one_that_nobody_remembers_brings_that_it_is_gone),
      CASE(an_actor_that_ends_while_it_gets_watched_is_missed_by_nobody),
      CASE(the_end_comes_after_the_last_message),
      CASE(the_end_comes_after_the_last_message_to_a_late_watcher_too),
      CASE(each_monitor_of_the_same_actor_brings_its_own_message),
      CASE(a_monitor_taken_back_brings_nothing_and_leaves_nothing),
      CASE(a_monitor_taken_back_brings_nothing_that_has_arrived_already),
      CASE(an_end_is_handled_or_taken_back_and_never_both),
      CASE(a_watcher_that_ends_first_leaves_nothing_behind),
      CASE(two_that_watch_each_other_and_end_together_leave_nothing),
      CASE(an_actor_may_watch_itself_and_hears_nothing),
      CASE(a_full_mailbox_does_not_keep_an_end_out),
      CASE(everybody_hears_of_everybody_once),
      CASE(a_monitor_without_memory_is_refused_and_changes_nothing),
      CASE(an_end_needs_no_memory),
      CASE(monitors_are_told_to_the_listener),
      CASE(only_a_handler_can_watch),
      CASE(an_actor_of_another_system_is_gone),
      CASE(a_system_may_be_stopped_amid_all_this),
      CU_TEST_INFO_NULL};
  return run_suite("monitors", cases);
}
