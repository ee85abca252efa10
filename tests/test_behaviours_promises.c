// Tests of what users of other actor systems take for granted, where no other
// test says it: one message at a time, who comes first, who ends with whom.
#include <string.h>

#include "ways.h"

#define GUEST(M)                                                           \
  M(GUEST_NOTE, guest, note, (i64, number), )                              \
  M(GUEST_NOTES, guest, notes, , (array(i64), numbers))                    \
  M(GUEST_BURST, guest, burst, (ref(Guest), to)(i64, count), )             \
  M(GUEST_ALONE, guest, alone, , )                                         \
  M(GUEST_LOOK, guest, look, , (i64, alone)(i64, crowded))                 \
  M(GUEST_MIND, guest, mind, (i64, number), )                              \
  M(GUEST_CHILD, guest, child, , (ref(Guest), child))                      \
  M(GUEST_HOLD, guest, hold, (ref(Guest), gate), )                         \
  M(GUEST_WAIT, guest, wait, , (i64, opened))                              \
  M(GUEST_OPEN, guest, open, , )                                           \
  M(GUEST_HELD, guest, held, REPLY_HEAD(i64, opened), )                    \
  M(GUEST_BOND, guest, bond, (ref(Guest), who)(bool, watch)(bool, trap), ) \
  M(GUEST_LOST, guest, lost, DOWN_HEAD, )                                  \
  M(GUEST_CUT, guest, cut, DOWN_HEAD, )                                    \
  M(GUEST_STRANGE, guest, strange, , )                                     \
  M(GUEST_TELL_THEN_REPLY, guest, tell_then_reply, (ref(Guest), to),       \
    (i64, number))                                                         \
  M(GUEST_ASK, guest, ask, (ref(Guest), whom), )                           \
  M(GUEST_REPLIED, guest, replied, REPLY_HEAD(i64, number), )              \
  M(GUEST_LATER, guest, later, (ref(Guest), to)(i64, count)(i64, ms), )    \
  M(GUEST_FAIL, guest, fail, , )
REF(Guest, guest)
PROTOCOL_AFTER_REF(Guest, guest, GUEST)
STATE(GuestState, (array(i64), notes)(i64, alone)(i64, crowded)(
                      private(Request *), kept)(private(atomic_int *), ends))
ACTOR_WITH_ENDS(Guest, guest, GuestState, arriving, leaving, visiting)

enum { REPLY_MARK = -1, LOST_MARK = -2, CUT_MARK = -3, BOUNCED_MARK = -4 };

static void arriving(GuestState *self) {
  (void)self;
}

static void leaving(GuestState *self, StopReason reason) {
  (void)reason;
  if (self->ends != NULL) {
    atomic_fetch_add(self->ends, 1);
  }
}

static void note(GuestState *self, i64 number) {
  size_t count = self->notes.count;
  i64 *items = actor_own((count + 1) * sizeof *items);
  for (size_t i = 0; i < count; i++) {
    items[i] = self->notes.items[i];
  }
  items[count] = number;
  block_free(self->notes.items);
  self->notes = (ArrayI64){items, count + 1};
}

// How many are inside this handler at once, whoever they are.
static atomic_int inside;

static void be_alone(GuestState *self) {
  int others = atomic_fetch_add(&inside, 1);
  self->alone++;  // no atomic: the next handler sees it all the same
  self->crowded += others != 0;
  atomic_fetch_sub(&inside, 1);
}

static void bond(const struct guest_bond *message) {
  if (message->trap) {
    actor_trap_links(guest_cut);
  }
  CHECK(actor_link(message->who.ref) == LINK_OK);
  if (message->watch) {
    CHECK(actor_monitor(message->who.ref, guest_lost) != 0);
  }
}

static void visiting(GuestState *self, const GuestMsg *message) {
  switch (message->kind) {
    case GUEST_NOTE:
      note(self, message->note.number);
      break;
    case GUEST_NOTES:
      guest_reply_notes(self->notes);
      break;
    case GUEST_BURST:
      for (i64 i = 0; i < message->burst.count; i++) {
        CHECK(guest_tell_alone(message->burst.to) == TELL_OK);
      }
      break;
    case GUEST_ALONE:
      be_alone(self);
      break;
    case GUEST_LOOK:
      guest_reply_look(self->alone, self->crowded);
      break;
    case GUEST_MIND:
      CHECK(guest_tell_note(guest_self(), message->mind.number) == TELL_OK);
      break;
    case GUEST_CHILD:
      guest_reply_child(guest_spawn(actor_system(), "child", (GuestState){0}));
      break;
    case GUEST_HOLD:
      CHECK(guest_hold_wait_as(message->hold.gate, guest_held, NEVER) != 0);
      break;
    case GUEST_WAIT:
      self->kept = request_take();
      break;
    case GUEST_OPEN:
      guest_reply_wait_to(&self->kept, 1);
      break;
    case GUEST_HELD:
      break;
    case GUEST_BOND:
      bond(&message->bond);
      break;
    case GUEST_LOST:
      note(self, LOST_MARK);
      break;
    case GUEST_CUT:
      note(self, CUT_MARK);
      break;
    case GUEST_STRANGE:
      actor_unaccepted();
      break;
    case GUEST_TELL_THEN_REPLY:
      CHECK(guest_tell_note(message->tell_then_reply.to, 1) == TELL_OK);
      guest_reply_tell_then_reply(REPLY_MARK);
      CHECK(guest_tell_note(message->tell_then_reply.to, 2) == TELL_OK);
      break;
    case GUEST_ASK:
      CHECK(guest_ask_tell_then_reply_as(message->ask.whom, guest_self(),
                                         guest_replied, NEVER) != 0);
      break;
    case GUEST_REPLIED:
      note(self, message->replied.outcome == ASK_STOPPED
                     ? BOUNCED_MARK
                     : message->replied.number);
      break;
    case GUEST_LATER:
      for (i64 i = 0; i < message->later.count; i++) {
        CHECK(guest_tell_note_after(message->later.to, i,
                                    after_ms(message->later.ms)) == TELL_OK);
      }
      break;
    case GUEST_FAIL:
      fail("as told");
  }
}

static GuestRef new_guest(System *system) {
  GuestRef guest = guest_spawn(system, "guest", (GuestState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(guest.ref), SPAWN_OK);
  return guest;
}

static void settle(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static StopReason must_end(GuestRef guest) {
  StopReason reason = STOPPED_GONE;
  CU_ASSERT_EQUAL(actor_wait_end(guest.ref, &reason, PATIENCE), END_OK);
  return reason;
}

// True if the guest has noted these numbers and no others.
static bool has_noted(GuestRef guest, const i64 *numbers, size_t count) {
  struct guest_notes_reply reply;
  CU_ASSERT_EQUAL(guest_ask_notes(guest, &reply, PATIENCE), ASK_OK);
  bool same = reply.numbers.count == count &&
              (count == 0 || memcmp(reply.numbers.items, numbers,
                                    count * sizeof *numbers) == 0);
  block_free(reply.numbers.items);
  return same;
}

// A guest that waits for the answer of `gate` and handles nothing else.
static GuestRef held_by(System *system, GuestRef gate, atomic_int *ends) {
  GuestRef guest = guest_spawn(system, "held", (GuestState){.ends = ends});
  CU_ASSERT_EQUAL(guest_tell_hold(guest, gate), TELL_OK);
  settle(system);
  return guest;
}

// ---- One at a time ----

UNDER_ALL(an_actor_handles_one_message_at_a_time_and_sees_what_it_did_before) {
  enum { SENDERS = 4, EACH = 25 };
  System *system = start_system();
  GuestRef host = new_guest(system);
  atomic_store(&inside, 0);
  for (int i = 0; i < SENDERS; i++) {
    CU_ASSERT_EQUAL(guest_tell_burst(new_guest(system), host, EACH), TELL_OK);
  }
  settle(system);
  struct guest_look_reply seen = {0};
  CU_ASSERT_EQUAL(guest_ask_look(host, &seen, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(seen.alone, SENDERS * EACH);
  CU_ASSERT_EQUAL(seen.crowded, 0);
  stop_system(system);
}

// ---- Who comes first ----

UNDER_ALL(what_an_actor_tells_itself_comes_behind_what_waits_already) {
  System *system = start_system();
  GuestRef gate = new_guest(system);
  GuestRef guest = held_by(system, gate, NULL);
  CU_ASSERT_EQUAL(guest_tell_mind(guest, 3), TELL_OK);
  CU_ASSERT_EQUAL(guest_tell_note(guest, 1), TELL_OK);
  CU_ASSERT_EQUAL(guest_tell_note(guest, 2), TELL_OK);
  settle(system);
  CU_ASSERT_EQUAL(guest_tell_open(gate), TELL_OK);
  settle(system);
  CU_ASSERT(has_noted(guest, (const i64[]){1, 2, 3}, 3));
  stop_system(system);
}

UNDER_ALL(a_reply_keeps_its_place_among_what_its_sender_tells) {
  System *system = start_system();
  GuestRef server = new_guest(system);
  GuestRef client = new_guest(system);
  CU_ASSERT_EQUAL(guest_tell_ask(client, server), TELL_OK);
  settle(system);
  CU_ASSERT(has_noted(client, (const i64[]){1, REPLY_MARK, 2}, 3));
  stop_system(system);
}

UNDER_ALL(messages_told_after_the_same_span_come_in_the_order_of_telling) {
  System *system = start_system();
  GuestRef sender = new_guest(system);
  GuestRef guest = new_guest(system);
  CU_ASSERT_EQUAL(guest_tell_later(sender, guest, 5, 2), TELL_OK);
  settle(system);
  CU_ASSERT(has_noted(guest, (const i64[]){0, 1, 2, 3, 4}, 5));
  stop_system(system);
}

// ---- Who ends, and when ----

UNDER_ALL(a_child_spawned_in_a_handler_outlives_who_spawned_it) {
  System *system = start_system();
  GuestRef parent = new_guest(system);
  struct guest_child_reply reply;
  CU_ASSERT_EQUAL(guest_ask_child(parent, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(guest_tell_fail(parent), TELL_OK);
  CU_ASSERT_EQUAL(must_end(parent), STOPPED_FAILED);
  CU_ASSERT_EQUAL(guest_tell_note(reply.child, 7), TELL_OK);
  CU_ASSERT(has_noted(reply.child, (const i64[]){7}, 1));
  stop_system(system);
}

UNDER_ALL(a_stopped_actor_refuses_at_once_what_it_would_not_handle_any_more) {
  System *system = start_system();
  GuestRef gate = new_guest(system);
  GuestRef guest = held_by(system, gate, NULL);
  actor_stop(guest.ref);
  settle(system);
  CU_ASSERT(actor_is_alive(guest.ref));
  CU_ASSERT_EQUAL(guest_tell_note(guest, 1), TELL_STOPPED);
  struct guest_look_reply reply;
  CU_ASSERT_EQUAL(guest_ask_look(guest, &reply, NEVER), ASK_STOPPED);
  CU_ASSERT_EQUAL(guest_tell_open(gate), TELL_OK);
  CU_ASSERT_EQUAL(must_end(guest), STOPPED_NORMAL);
  stop_system(system);
}

UNDER_ALL(a_kill_ends_an_actor_that_still_handles_what_came_before_a_stop) {
  System *system = start_system();
  GuestRef gate = new_guest(system);
  atomic_int ends = 0;
  GuestRef guest = held_by(system, gate, &ends);
  CU_ASSERT_EQUAL(guest_tell_note(guest, 1), TELL_OK);
  CU_ASSERT_EQUAL(guest_tell_note(guest, 2), TELL_OK);
  actor_stop(guest.ref);
  actor_kill(guest.ref);
  CU_ASSERT_EQUAL(must_end(guest), STOPPED_KILLED);
  CU_ASSERT_EQUAL(atomic_load(&ends), 1);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 2);
  stop_system(system);
}

UNDER_ALL(what_a_killed_actor_had_not_handled_comes_back) {
  System *system = start_system();
  GuestRef gate = new_guest(system);
  GuestRef client = new_guest(system);
  GuestRef guest = held_by(system, gate, NULL);
  for (i64 i = 1; i <= 3; i++) {
    CU_ASSERT_EQUAL(guest_tell_note(guest, i), TELL_OK);
  }
  CU_ASSERT_EQUAL(guest_tell_ask(client, guest), TELL_OK);
  settle(system);
  actor_kill(guest.ref);
  CU_ASSERT_EQUAL(must_end(guest), STOPPED_KILLED);
  settle(system);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 3);
  CU_ASSERT(has_noted(client, (const i64[]){BOUNCED_MARK}, 1));
  stop_system(system);
}

UNDER_ALL(however_often_it_is_stopped_and_killed_an_actor_ends_once) {
  System *system = start_system();
  atomic_int ends = 0;
  GuestRef guest = guest_spawn(system, "guest", (GuestState){.ends = &ends});
  CU_ASSERT_EQUAL(actor_wait_started(guest.ref, PATIENCE), START_OK);
  for (int i = 0; i < 3; i++) {
    actor_stop(guest.ref);
    ignore(guest_tell_fail(guest));
    actor_kill(guest.ref);
  }
  ignore(must_end(guest));
  CU_ASSERT_EQUAL(atomic_load(&ends), 1);
  stop_system(system);
}

UNDER_ALL(a_kill_ends_also_who_traps_the_ends_of_others) {
  System *system = start_system();
  GuestRef other = new_guest(system);
  GuestRef guest = new_guest(system);
  CU_ASSERT_EQUAL(guest_tell_bond(guest, other, false, true), TELL_OK);
  settle(system);
  actor_kill(guest.ref);
  CU_ASSERT_EQUAL(must_end(guest), STOPPED_KILLED);
  CU_ASSERT_EQUAL(must_end(other), STOPPED_LINK);
  stop_system(system);
}

UNDER_ALL(who_is_linked_and_watches_hears_of_an_end_by_both) {
  System *system = start_system();
  GuestRef other = new_guest(system);
  GuestRef guest = new_guest(system);
  CU_ASSERT_EQUAL(guest_tell_bond(guest, other, true, true), TELL_OK);
  settle(system);
  actor_kill(other.ref);
  CU_ASSERT_EQUAL(must_end(other), STOPPED_KILLED);
  settle(system);
  CU_ASSERT(has_noted(guest, (const i64[]){LOST_MARK, CUT_MARK}, 2) ||
            has_noted(guest, (const i64[]){CUT_MARK, LOST_MARK}, 2));
  stop_system(system);
}

// ---- What nobody wants ----

UNDER_ALL(who_has_no_use_for_a_message_says_so_and_lives_on) {
  System *system = start_system();
  GuestRef guest = new_guest(system);
  struct guest_strange_reply reply;
  CU_ASSERT_EQUAL(guest_tell_strange(guest), TELL_OK);
  CU_ASSERT_EQUAL(guest_ask_strange(guest, &reply, PATIENCE), ASK_REFUSED);
  CU_ASSERT(has_noted(guest, NULL, 0));
  CU_ASSERT_EQUAL(system_counts(system).unaccepted, 2);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

// ---- Supervised ----

static const ChildSpec pair[] = {
    CHILD(guest, "first", NULL),
    CHILD(guest, "second", NULL, .restart = RESTART_TRANSIENT)};
static const SupervisorOptions of_a_pair = {
    .intensity = 100, .children = pair, .count = 2, .period_ms = 5000};

static GuestRef child_called(SupervisorRef supervisor, const char *label) {
  struct supervisor_find_reply reply = {0};
  CU_ASSERT_EQUAL(supervisor_ask_find(supervisor, label, &reply, PATIENCE),
                  ASK_OK);
  return (GuestRef){reply.child.ref};
}

static bool counts(SupervisorRef supervisor, u64 children, u64 running,
                   u64 restarts) {
  struct supervisor_count_reply reply = {0};
  CU_ASSERT_EQUAL(supervisor_ask_count(supervisor, &reply, PATIENCE), ASK_OK);
  return reply.children == children && reply.running == running &&
         reply.restarts == restarts;
}

UNDER_ALL(a_count_says_how_many_children_run) {
  System *system = start_system();
  SupervisorRef supervisor = supervisor_spawn(system, "pair", &of_a_pair);
  CU_ASSERT_EQUAL(actor_wait_started(supervisor.ref, PATIENCE), START_OK);
  CU_ASSERT(counts(supervisor, 2, 2, 0));
  CU_ASSERT_EQUAL(guest_tell_fail(child_called(supervisor, "first")), TELL_OK);
  settle(system);
  CU_ASSERT(counts(supervisor, 2, 2, 1));
  actor_stop(child_called(supervisor, "second").ref);
  settle(system);
  CU_ASSERT(counts(supervisor, 1, 1, 1));
  stop_system(system);
}

UNDER_ALL(anothers_timer_reaches_the_next_life) {
  System *system = start_system();
  SupervisorRef supervisor = supervisor_spawn(system, "pair", &of_a_pair);
  CU_ASSERT_EQUAL(actor_wait_started(supervisor.ref, PATIENCE), START_OK);
  GuestRef first = child_called(supervisor, "first");
  CU_ASSERT_EQUAL(guest_tell_fail(first), TELL_OK);
  CU_ASSERT_EQUAL(guest_tell_later(new_guest(system), first, 1, 5), TELL_OK);
  settle(system);
  CU_ASSERT(has_noted(first, (const i64[]){0}, 1));
  stop_system(system);
}

// ---- Ends, waited for by several threads ----

typedef struct Waiter {
  GuestRef guest;
  EndOutcome outcome;
  StopReason reason;
} Waiter;

static void wait_for_end(void *arg) {
  Waiter *waiter = arg;
  waiter->outcome = actor_wait_end(waiter->guest.ref, &waiter->reason, NEVER);
}

static void several_threads_wait_for_the_same_end_and_hear_the_same(void) {
  enum { THREADS = 3 };
  System *system = system_start(&(SystemOptions){.dispatcher = &run_pool});
  GuestRef guest = new_guest(system);
  Waiter waiters[THREADS];
  Thread threads[THREADS];
  for (int i = 0; i < THREADS; i++) {
    waiters[i] = (Waiter){.guest = guest};
    CU_ASSERT_FATAL(
        thread_start(&threads[i], "waiter", wait_for_end, &waiters[i]));
  }
  CU_ASSERT_EQUAL(guest_tell_fail(guest), TELL_OK);
  for (int i = 0; i < THREADS; i++) {
    thread_join(&threads[i]);
    CU_ASSERT_EQUAL(waiters[i].outcome, END_OK);
    CU_ASSERT_EQUAL(waiters[i].reason, STOPPED_FAILED);
  }
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(an_actor_handles_one_message_at_a_time_and_sees_what_it_did_before),
      CASE(what_an_actor_tells_itself_comes_behind_what_waits_already),
      CASE(a_reply_keeps_its_place_among_what_its_sender_tells),
      CASE(messages_told_after_the_same_span_come_in_the_order_of_telling),
      CASE(a_child_spawned_in_a_handler_outlives_who_spawned_it),
      CASE(a_stopped_actor_refuses_at_once_what_it_would_not_handle_any_more),
      CASE(a_kill_ends_an_actor_that_still_handles_what_came_before_a_stop),
      CASE(what_a_killed_actor_had_not_handled_comes_back),
      CASE(however_often_it_is_stopped_and_killed_an_actor_ends_once),
      CASE(a_kill_ends_also_who_traps_the_ends_of_others),
      CASE(who_is_linked_and_watches_hears_of_an_end_by_both),
      CASE(who_has_no_use_for_a_message_says_so_and_lives_on),
      CASE(a_count_says_how_many_children_run),
      CASE(anothers_timer_reaches_the_next_life),
      CASE(several_threads_wait_for_the_same_end_and_hear_the_same),
      CU_TEST_INFO_NULL};
  return run_suite("behaviours: promises", cases);
}
