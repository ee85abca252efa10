// Tests of beginnings and ends at awkward moments: in on_start and on_stop,
// before the start, while held, with messages on their way, at the stop.
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acting/runtime.h"
#include "acting/table.h"
#include "base/mem.h"
#include "base/thread.h"
#include "ways.h"

typedef enum Wish {
  NOTHING,
  EXIT_AT_START,
  FAIL_AT_END,
  TELL_AT_END,
  DELAY_AT_END,
  ASK_AT_END,
  HOLD_AT_START
} Wish;

#define GUEST(M)                                       \
  M(GUEST_PING, guest, ping, , (i64, count))           \
  M(GUEST_FAIL, guest, fail, , )                       \
  M(GUEST_WAIT, guest, wait, , )                       \
  M(GUEST_LOCK, guest, lock, , )                       \
  M(GUEST_BREED, guest, breed, , )                     \
  M(GUEST_PONG, guest, pong, REPLY_HEAD(i64, count), ) \
  M(GUEST_FOREVER, guest, forever, , )                 \
  M(GUEST_NEVER, guest, never, , (i64, count))
REF(Guest, guest)
PROTOCOL_AFTER_REF(Guest, guest, GUEST)
STATE(GuestState,
      (i64, wish)(ref(Guest), friend)(i64, count)(private(Request *), kept))
ACTOR_WITH_ENDS(Guest, guest, GuestState, arrives, leaves, visiting)

static atomic_bool door_open;  // lets GUEST_WAIT go on
static atomic_int waiting;     // how many are at the door

static void arrives(GuestState *self) {
  if (self->wish == EXIT_AT_START) {
    actor_exit();
  }
  if (self->wish == HOLD_AT_START) {
    CHECK(guest_hold_ping_as(self->friend, guest_pong, NEVER) != 0);
  }
}

static void leaves(GuestState *self, StopReason reason) {
  (void)reason;
  switch ((Wish)self->wish) {
    case FAIL_AT_END:
      fail("at the end");
    case TELL_AT_END:
      ignore(guest_tell_ping(self->friend));
      break;
    case DELAY_AT_END:
      ignore(guest_tell_ping_after(self->friend, after_ms(3600000)));
      break;
    case ASK_AT_END:
      CHECK(guest_ask_ping_as(self->friend, guest_pong, NEVER) != 0);
      break;
    case NOTHING:
    case EXIT_AT_START:
    case HOLD_AT_START:
      break;
  }
}

static void visiting(GuestState *self, const GuestMsg *message) {
  static Mutex lock;
  switch (message->kind) {
    case GUEST_PING:
      guest_reply_ping(++self->count);
      break;
    case GUEST_FAIL:
      fail("as told");
    case GUEST_WAIT:
      waiting++;
      while (!door_open) {
      }
      break;
    case GUEST_LOCK:
      mutex_init(&lock);
      mutex_lock(&lock);
      fail("with a lock");
    case GUEST_BREED:
      for (int i = 0; i < 10; i++) {
        (void)(guest_spawn(actor_system(), "child", (GuestState){0}));
      }
      ignore(guest_tell_breed(guest_self()));
      break;
    case GUEST_PONG:
      self->count += 100;
      break;
    case GUEST_FOREVER:
      CHECK(actor_own(1) != NULL);
      ignore(guest_tell_ping_after(guest_self(), NEVER));
      break;
    case GUEST_NEVER:
      self->kept = request_take();
      break;
  }
}

static GuestRef new_guest(System *system, Wish wish, GuestRef friend) {
  GuestRef guest = guest_spawn(system, "guest",
                               (GuestState){.wish = wish, .friend = friend});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(guest.ref), SPAWN_OK);
  return guest;
}

static const GuestRef no_friend = {{0}};

static StopReason must_end(GuestRef guest) {
  StopReason reason = STOPPED_LINK;
  CU_ASSERT_EQUAL(actor_wait_end(guest.ref, &reason, PATIENCE), END_OK);
  return reason;
}

static i64 pings_of(GuestRef guest) {
  struct guest_ping_reply reply;
  CU_ASSERT_EQUAL(guest_ask_ping(guest, &reply, PATIENCE), ASK_OK);
  return reply.count - 1;
}

// ---- Starts ----

UNDER_ALL(an_actor_that_exits_in_on_start_ends_normally_and_at_once) {
  System *system = start_system();
  GuestRef guest = new_guest(system, EXIT_AT_START, no_friend);
  CU_ASSERT_EQUAL(must_end(guest), STOPPED_NORMAL);
  stop_system(system);
}

UNDER_ALL(an_actor_that_failed_after_its_start_has_started) {
  System *system = start_system();
  GuestRef guest = new_guest(system, NOTHING, no_friend);
  CU_ASSERT_EQUAL(guest_tell_fail(guest), TELL_OK);
  CU_ASSERT_EQUAL(must_end(guest), STOPPED_FAILED);
  CU_ASSERT_EQUAL(actor_wait_started(guest.ref, PATIENCE), START_OK);
  stop_system(system);
}

STEPPED(an_actor_killed_before_its_start_never_starts) {
  System *system = start_system();
  GuestRef guest = new_guest(system, EXIT_AT_START, no_friend);
  actor_kill(guest.ref);
  actor_stop(guest.ref);
  StartOutcome started = actor_wait_started(guest.ref, PATIENCE);
  StopReason reason = must_end(guest);
  CU_ASSERT(started == START_STOPPED ? reason == STOPPED_KILLED
                                     : started == START_OK);
  stop_system(system);
}

UNDER_ALL(an_ask_held_in_on_start_is_answered_before_any_other_message) {
  System *system = start_system();
  GuestRef server = new_guest(system, NOTHING, no_friend);
  GuestRef guest = new_guest(system, HOLD_AT_START, server);
  CU_ASSERT_EQUAL(pings_of(guest), 100);
  stop_system(system);
}

// ---- Ends ----

UNDER_ALL(a_failure_in_on_stop_is_counted_and_ends_the_actor_all_the_same) {
  System *system = start_system();
  GuestRef stopped = new_guest(system, FAIL_AT_END, no_friend);
  actor_stop(stopped.ref);
  CU_ASSERT_EQUAL(must_end(stopped), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(system_counts(system).failed, 1);
  GuestRef failed = new_guest(system, FAIL_AT_END, no_friend);
  CU_ASSERT_EQUAL(guest_tell_fail(failed), TELL_OK);
  CU_ASSERT_EQUAL(must_end(failed), STOPPED_FAILED);
  CU_ASSERT_EQUAL(system_counts(system).failed, 3);
  stop_system(system);
}

UNDER_ALL(what_on_stop_sends_arrives) {
  System *system = start_system();
  GuestRef friend = new_guest(system, NOTHING, no_friend);
  GuestRef teller = new_guest(system, TELL_AT_END, friend);
  GuestRef asker = new_guest(system, ASK_AT_END, friend);
  actor_stop(teller.ref);
  actor_stop(asker.ref);
  CU_ASSERT_EQUAL(must_end(teller), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(must_end(asker), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(pings_of(friend), 2);
  // The answer to who has ended.
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 1);
  stop_system(system);
}

// A kill and a stop, of one that rests, is held, or has mail, where no message
// can be made.
UNDER_ALL(actors_are_stopped_and_killed_without_memory) {
  System *system = start_system();
  GuestRef friend = new_guest(system, NOTHING, no_friend);
  GuestRef resting = new_guest(system, NOTHING, no_friend);
  GuestRef busy = new_guest(system, TELL_AT_END, friend);
  GuestRef killed = new_guest(system, NOTHING, no_friend);
  GuestRef silent = guest_prepare(system, "silent", (GuestState){0});
  GuestRef held = new_guest(system, HOLD_AT_START, silent);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(guest_tell_ping(busy), TELL_OK);
  memory_ends_after(0);
  actor_stop(resting.ref);
  actor_stop(busy.ref);
  actor_kill(killed.ref);
  actor_kill(held.ref);
  CU_ASSERT(memory_is_back());
  CU_ASSERT_EQUAL(must_end(resting), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(must_end(busy), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(must_end(killed), STOPPED_KILLED);
  CU_ASSERT_EQUAL(must_end(held), STOPPED_KILLED);
  stop_system(system);
}

// The same before their start, which then never comes.
UNDER_ALL(prepared_actors_are_stopped_and_killed_without_memory) {
  System *system = start_system();
  GuestRef stopped = guest_prepare(system, "stopped", (GuestState){0});
  GuestRef killed = guest_prepare(system, "killed", (GuestState){0});
  memory_ends_after(0);
  actor_stop(stopped.ref);
  actor_kill(killed.ref);
  ignore(memory_is_back());
  CU_ASSERT_EQUAL(must_end(stopped), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(must_end(killed), STOPPED_KILLED);
  stop_system(system);
}

UNDER_ALL(a_message_delayed_in_on_stop_is_freed_with_the_system) {
  System *system = start_system();
  GuestRef friend = new_guest(system, NOTHING, no_friend);
  (void)(new_guest(system, DELAY_AT_END, friend));
  stop_system(system);  // the harness counts
}

UNDER_ALL(a_killed_actor_that_waits_for_a_held_answer_ends) {
  System *system = start_system();
  GuestRef server = new_guest(system, NOTHING, no_friend);
  CU_ASSERT_EQUAL(guest_tell_never(server), TELL_OK);
  GuestRef guest = new_guest(system, HOLD_AT_START, server);
  actor_kill(guest.ref);
  ignore(must_end(guest));
  CU_ASSERT(pings_of(server) <= 1);
  stop_system(system);
}

UNDER_ALL(a_run_ends_when_no_actor_is_left_also_with_timers) {
  System *system = start_system();
  GuestRef guest = new_guest(system, NOTHING, no_friend);
  CU_ASSERT_EQUAL(guest_tell_ping_after(guest, after_ms(3600000)), TELL_OK);
  actor_stop(guest.ref);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  stop_system(system);
}

UNDER_ALL(a_run_without_patience_says_whether_it_is_quiet) {
  System *system = start_system();
  CU_ASSERT_EQUAL(system_run(system, NOW), RUN_EMPTY);
  GuestRef guest = new_guest(system, NOTHING, no_friend);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(system_run(system, NOW), RUN_QUIET);
  CU_ASSERT_EQUAL(guest_tell_ping_after(guest, after_ms(3600000)), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, NOW), RUN_TIMEOUT);
  stop_system(system);
}

UNDER_ALL(a_message_that_would_never_come_is_a_bug_of_its_sender) {
  System *system = start_system();
  GuestRef guest = new_guest(system, NOTHING, no_friend);
  CU_ASSERT_EQUAL(guest_tell_forever(guest), TELL_OK);
  CU_ASSERT_EQUAL(must_end(guest), STOPPED_FAILED);
  stop_system(system);
}

// What was told and what was not handled comes out even, dead letters of
// delayed messages included.
static u64 dead_letters;

static void count_dead(void *context, const Event *event) {
  (void)context;
  dead_letters += event->kind == EVENT_DEAD_LETTER;
}

static void messages_whose_time_never_comes_are_dead_letters(void) {
  const Dispatcher *const all[] = {&run_threads, &run_pool, &run_stepper};
  for (size_t i = 0; i < 3; i++) {
    dead_letters = 0;
    System *system = system_start(
        &(SystemOptions){.dispatcher = all[i], .listener = count_dead});
    GuestRef guest = new_guest(system, NOTHING, no_friend);
    for (int k = 0; k < 3; k++) {
      CU_ASSERT_EQUAL(guest_tell_ping_after(guest, after_ms(3600000)), TELL_OK);
    }
    stop_system(system);
    CU_ASSERT_EQUAL(dead_letters, 3);
  }
}

// ---- Stops ----

UNDER_ALL(an_actor_that_spawns_without_end_does_not_hold_up_the_stop) {
  System *system = start_system();
  GuestRef guest = new_guest(system, NOTHING, no_friend);
  CU_ASSERT_EQUAL(guest_tell_breed(guest), TELL_OK);
  CU_ASSERT_EQUAL(actor_wait_started(guest.ref, PATIENCE), START_OK);
  stop_system(system);
}

static void a_handler_that_does_not_return_is_stuck_and_named(void) {
  const Dispatcher *const all[] = {&run_threads, &run_pool};
  for (size_t i = 0; i < 2; i++) {
    System *system = system_start(&(SystemOptions){.dispatcher = all[i]});
    GuestRef guest = guest_spawn(system, "at the door", (GuestState){0});
    (void)(new_guest(system, NOTHING, no_friend));
    door_open = false;
    waiting = 0;
    CU_ASSERT_EQUAL(guest_tell_wait(guest), TELL_OK);
    wait_until(waiting == 1, PATIENCE);
    CU_ASSERT_EQUAL(system_stop(system, after_ms(1)), SYSTEM_STUCK);
    char names[64];
    CU_ASSERT_EQUAL(system_living(system, names, sizeof names), 1);
    CU_ASSERT_STRING_EQUAL(names, "at the door");
    door_open = true;  // it comes back after all: a second stop is clean
    CU_ASSERT_EQUAL(system_stop(system, PATIENCE), SYSTEM_CLEAN);
  }
}

enum { CROWD = 20000 };

static void a_crowd_is_stopped_in_reverse_order_of_spawn(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_pool});
  GuestRef first = new_guest(system, NOTHING, no_friend);
  for (int i = 1; i < CROWD; i++) {
    (void)(guest_spawn(system, "guest", (GuestState){0}));
  }
  CU_ASSERT(actor_is_alive(first.ref));
  stop_system(system);
}

// ---- Several threads ----

typedef struct Outsider {
  System *system;
  GuestRef guest;
  Thread thread;
  u64 answered;
  u64 refused;
  u64 other;
} Outsider;

static void ask_until_it_ends(void *arg) {
  Outsider *self = arg;
  AskOutcome outcome = ASK_OK;
  while (outcome == ASK_OK) {
    struct guest_ping_reply reply;
    outcome = guest_ask_ping(self->guest, &reply, PATIENCE);
    TellOutcome told = guest_tell_ping(self->guest);
    self->answered += outcome == ASK_OK;
    self->refused += outcome == ASK_STOPPED;
    self->other += told != TELL_OK && told != TELL_STOPPED;
  }
}

static void run_and_ask(void *arg) {
  Outsider *self = arg;
  self->answered += system_run(self->system, PATIENCE) != RUN_TIMEOUT;
}

static void with_outsiders(const Dispatcher *dispatcher, void (*act)(void *arg),
                           bool ends) {
  System *system = system_start(&(SystemOptions){.dispatcher = dispatcher});
  GuestRef guest = new_guest(system, NOTHING, no_friend);
  Outsider all[4];
  for (size_t i = 0; i < 4; i++) {
    all[i] = (Outsider){.system = system, .guest = guest};
    CU_ASSERT_FATAL(thread_start(&all[i].thread, "outsider", act, &all[i]));
  }
  wait_until(!ends || pings_of(guest) > 100, PATIENCE);
  if (ends) {
    actor_stop(guest.ref);
  }
  for (size_t i = 0; i < 4; i++) {
    thread_join(&all[i].thread);
    CU_ASSERT_EQUAL(all[i].other, 0);
    CU_ASSERT(ends ? all[i].refused == 1 : all[i].answered == 1);
  }
  stop_system(system);
}

static void outside_threads_ask_until_the_actor_ends_and_all_are_told(void) {
  with_outsiders(&run_threads, ask_until_it_ends, true);
  with_outsiders(&run_pool, ask_until_it_ends, true);
}

static void several_threads_may_wait_for_quiet(void) {
  with_outsiders(&run_threads, run_and_ask, false);
  with_outsiders(&run_pool, run_and_ask, false);
}

static void stop_elsewhere(void *arg) {
  System *system = arg;
  (void)system_stop(system, PATIENCE);
}

static void a_thread_whose_system_another_one_stopped_can_still_speak(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_pool});
  Thread thread;
  CU_ASSERT_FATAL(thread_start(&thread, "stopper", stop_elsewhere, system));
  thread_join(&thread);
  say("%s", "");
}

static void an_ended_actor_makes_room_for_the_next_thread_at_once(void) {
  System *system =
      system_start(&(SystemOptions){.dispatcher = &run_threads, .threads = 1});
  for (int i = 0; i < 200; i++) {
    GuestRef guest = guest_spawn(system, "guest", (GuestState){0});
    CU_ASSERT_EQUAL_FATAL(spawn_outcome(guest.ref), SPAWN_OK);
    actor_stop(guest.ref);
    ignore(must_end(guest));
  }
  stop_system(system);
}

// ---- What must not go on ----

// The signal that ends a child which does this; 0: none.
static int signal_of(void (*act)(void)) {
  (void)fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    (void)close(STDERR_FILENO);
    (void)signal(SIGABRT, SIG_DFL);
    act();
    _exit(0);
  }
  int status = 0;
  CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void fail_with_a_lock(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  GuestRef guest = new_guest(system, NOTHING, no_friend);
  ignore(guest_tell_lock(guest));
  ignore(system_run(system, NEVER));
}

static void fail_outside(void) {
  fail("nobody is here");
}

static void tell_elsewhere(void *arg) {
  ignore(guest_tell_ping(*(const GuestRef *)arg));
}

static void step_with_two_threads(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  GuestRef guest = new_guest(system, NOTHING, no_friend);
  ignore(system_run(system, NEVER));
  Thread thread;
  CHECK(thread_start(&thread, "other", tell_elsewhere, &guest));
  thread_join(&thread);
}

static void the_stepper_notices_a_thread_that_is_not_its_own(void) {
  CU_ASSERT_EQUAL(signal_of(step_with_two_threads), SIGABRT);
}

static void a_failure_with_a_lock_or_outside_a_handler_ends_the_process(void) {
  CU_ASSERT_EQUAL(signal_of(fail_with_a_lock), SIGABRT);
  CU_ASSERT_EQUAL(signal_of(fail_outside), SIGABRT);
}

// ---- References ----

static void hear_nothing(void *context, const Event *event) {
  (void)context;
  (void)event;
}

// Somebody listens, so no worker keeps slots for itself.
UNDER_ALL(a_slot_whose_generations_are_spent_is_never_used_again) {
  System *system = start_listened_system(hear_nothing, NULL);
  GuestRef guest = new_guest(system, EXIT_AT_START, no_friend);
  ignore(must_end(guest));
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  standing_init(&table_at(system, guest.ref)->standing, REF_GENERATIONS - 2);
  GuestRef last = new_guest(system, EXIT_AT_START, no_friend);
  CU_ASSERT_EQUAL(ref_slot(last.ref), ref_slot(guest.ref));
  CU_ASSERT_EQUAL(ref_generation(last.ref), REF_GENERATIONS - 1);
  ignore(must_end(last));
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  GuestRef next = new_guest(system, NOTHING, no_friend);
  CU_ASSERT_NOT_EQUAL(ref_slot(next.ref), ref_slot(last.ref));
  CU_ASSERT_FALSE(actor_is_alive(last.ref));
  CU_ASSERT_EQUAL(guest_tell_ping(last), TELL_STOPPED);
  // Do not take this node out of the game for the other tests.
  standing_init(&table_at(system, last.ref)->standing, 1);
  stop_system(system);
}

// A start that fails must not make a node forget which references were used.
static void a_failed_start_revives_no_stale_reference(void) {
  const SystemOptions options = {.dispatcher = &run_stepper};
  System *first = system_start(&options);
  GuestRef stale = new_guest(first, NOTHING, no_friend);
  stop_system(first);
  for (u32 i = 0; i < REF_NODES; i++) {
    memory_ends_after(2);  // the table's, not the dispatcher's
    CU_ASSERT_PTR_NULL(system_start(&options));
    CU_ASSERT(memory_is_back());
  }
  for (u32 i = 0; i < REF_NODES; i++) {
    System *system = system_start(&options);
    GuestRef guest = new_guest(system, NOTHING, no_friend);
    CU_ASSERT_FALSE(ref_equal(guest.ref, stale.ref));
    stop_system(system);
  }
}

static void a_spawn_into_another_system_is_sent_by_its_main(void) {
  const SystemOptions options = {.dispatcher = &run_stepper};
  System *one = system_start(&options);
  System *two = system_start(&options);
  // As if a handler of the first system ran.
  GuestRef guest = new_guest(one, NOTHING, no_friend);
  activation()->actor = table_at(one, guest.ref);
  GuestRef far = guest_spawn(two, "far", (GuestState){0});
  activation()->actor = NULL;
  CU_ASSERT_EQUAL(system_run(two, NEVER), RUN_QUIET);
  CU_ASSERT_EQUAL(pings_of(far), 0);
  stop_system(one);
  stop_system(two);
}

static char label_seen[64];

static void note_label(void *context, const Event *event) {
  (void)context;
  if (event->kind == EVENT_SPAWNED && strcmp(event->text, "Guest") == 0) {
    (void)strncpy(label_seen, event->name, sizeof label_seen - 1);
  }
}

static void a_long_label_is_cut_at_the_edge_of_a_character(void) {
  System *system = system_start(
      &(SystemOptions){.dispatcher = &run_stepper, .listener = note_label});
  (void)(guest_spawn(system,
                     "a\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4\u00E4"
                     "\u00E4\u00E4\u00E4\u00E4\u00E4\u20AC\u20AC",
                     (GuestState){0}));
  // 1 + 13 * 2 = 27 bytes, 3 more fit, and the last character does not.
  CU_ASSERT_EQUAL(strlen(label_seen), 30);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(an_actor_that_exits_in_on_start_ends_normally_and_at_once),
      CASE(an_actor_that_failed_after_its_start_has_started),
      CASE(an_actor_killed_before_its_start_never_starts),
      CASE(an_ask_held_in_on_start_is_answered_before_any_other_message),
      CASE(a_failure_in_on_stop_is_counted_and_ends_the_actor_all_the_same),
      CASE(what_on_stop_sends_arrives),
      CASE(actors_are_stopped_and_killed_without_memory),
      CASE(prepared_actors_are_stopped_and_killed_without_memory),
      CASE(a_message_delayed_in_on_stop_is_freed_with_the_system),
      CASE(a_killed_actor_that_waits_for_a_held_answer_ends),
      CASE(a_run_ends_when_no_actor_is_left_also_with_timers),
      CASE(a_run_without_patience_says_whether_it_is_quiet),
      CASE(a_message_that_would_never_come_is_a_bug_of_its_sender),
      CASE(messages_whose_time_never_comes_are_dead_letters),
      CASE(an_actor_that_spawns_without_end_does_not_hold_up_the_stop),
      CASE(a_handler_that_does_not_return_is_stuck_and_named),
      CASE(a_crowd_is_stopped_in_reverse_order_of_spawn),
      CASE(outside_threads_ask_until_the_actor_ends_and_all_are_told),
      CASE(several_threads_may_wait_for_quiet),
      CASE(a_thread_whose_system_another_one_stopped_can_still_speak),
      CASE(an_ended_actor_makes_room_for_the_next_thread_at_once),
      CASE(a_failure_with_a_lock_or_outside_a_handler_ends_the_process),
      CASE(the_stepper_notices_a_thread_that_is_not_its_own),
      CASE(a_slot_whose_generations_are_spent_is_never_used_again),
      CASE(a_failed_start_revives_no_stale_reference),
      CASE(a_spawn_into_another_system_is_sent_by_its_main),
      CASE(a_long_label_is_cut_at_the_edge_of_a_character),
      CU_TEST_INFO_NULL};
  return run_suite("ends", cases);
}
