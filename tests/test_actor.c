// Tests of what an actor is: spawned, told, asked, changed, failed, ended;
// each under every dispatcher.
#include "ways.h"

// ---- An actor with most of what there is ----

#define WORKER(M)                                          \
  M(WORKER_ADD, worker, add, (i64, amount), (i64, sum))    \
  M(WORKER_NOTE, worker, note, (i64, number), )            \
  M(WORKER_NOTES, worker, notes, , (array(i64), numbers))  \
  M(WORKER_FAIL, worker, fail, , )                         \
  M(WORKER_CHECK, worker, check, , )                       \
  M(WORKER_EXIT, worker, exit, , (i64, sum))               \
  M(WORKER_IGNORE, worker, ignore_it, , )                  \
  M(WORKER_REFUSE, worker, refuse, , )                     \
  M(WORKER_KEEP, worker, keep, , (i64, sum))               \
  M(WORKER_GIVE, worker, give, , )                         \
  M(WORKER_TURN, worker, turn, , )                         \
  M(WORKER_NAME, worker, name, (text, name), )             \
  M(WORKER_CALLED, worker, called, , (text, name))         \
  M(WORKER_LOAD, worker, load, (bytes, data), (u64, size)) \
  M(WORKER_CHILD, worker, child, , (ref(Worker), child))   \
  M(WORKER_OWN, worker, own, (u64, size), )
REF(Worker, worker)
PROTOCOL_AFTER_REF(Worker, worker, WORKER)
STATE(WorkerState,
      (i64, sum)(array(i64), notes)(text, name)(bytes, data)(private(Request *),
                                                             kept))
ACTOR_WITH_ENDS(Worker, worker, WorkerState, worker_begins, worker_ends,
                working, turned)

// What on_stop saw last, and how often it ran; read after the end was awaited.
static _Atomic StopReason last_reason;
static _Atomic int stops;

static void worker_begins(WorkerState *self) {
  if (self->sum == -1) {
    fail("no start with %d", -1);
  }
}

static void worker_ends(WorkerState *self, StopReason reason) {
  (void)self;
  last_reason = reason;
  stops++;
}

static void note(WorkerState *self, i64 number) {
  i64 *items = actor_own((self->notes.count + 1) * sizeof *items);
  for (size_t i = 0; i < self->notes.count; i++) {
    items[i] = self->notes.items[i];
  }
  items[self->notes.count] = number;
  block_free(self->notes.items);
  self->notes.items = items;
  self->notes.count++;
}

static void working(WorkerState *self, const WorkerMsg *message) {
  switch (message->kind) {
    case WORKER_ADD:
      self->sum += message->add.amount;
      worker_reply_add(self->sum);
      break;
    case WORKER_NOTE:
      note(self, message->note.number);
      break;
    case WORKER_NOTES:
      worker_reply_notes(self->notes);
      break;
    case WORKER_FAIL:
      ignore(actor_own(1000));
      fail("as %s", "told");
    case WORKER_CHECK:
      CHECK(self->sum > 1000000);
      break;
    case WORKER_EXIT:
      worker_reply_exit(self->sum);
      actor_exit();
      break;
    case WORKER_IGNORE:
      break;
    case WORKER_REFUSE:
      actor_refuse();
      break;
    case WORKER_KEEP:
      self->kept = request_take();
      break;
    case WORKER_GIVE:
      worker_reply_keep_to(&self->kept, self->sum);
      break;
    case WORKER_TURN:
      worker_become(turned);
      break;
    case WORKER_NAME:
      self->name = take_text(&message->name.name);
      break;
    case WORKER_CALLED:
      worker_reply_called(self->name);
      break;
    case WORKER_LOAD:
      self->data = take_bytes(&message->load.data);
      worker_reply_load(self->data.size);
      break;
    case WORKER_CHILD:
      worker_reply_child(
          worker_spawn(actor_system(), "child", (WorkerState){.sum = 7}));
      break;
    case WORKER_OWN:
      ignore(actor_own(message->own.size));
      break;
  }
}

static void turned(WorkerState *self, const WorkerMsg *message) {
  if (message->kind == WORKER_ADD) {
    worker_reply_add(-self->sum);
  }
}

static WorkerRef new_worker(System *system) {
  WorkerRef worker = worker_spawn(system, "worker", (WorkerState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(worker.ref), SPAWN_OK);
  return worker;
}

static i64 must_add(WorkerRef worker, i64 amount) {
  struct worker_add_reply reply;
  CU_ASSERT_EQUAL(worker_ask_add(worker, amount, &reply, PATIENCE), ASK_OK);
  return reply.sum;
}

static StopReason must_end(WorkerRef worker) {
  StopReason reason = STOPPED_NORMAL;
  CU_ASSERT_EQUAL(actor_wait_end(worker.ref, &reason, PATIENCE), END_OK);
  return reason;
}

// ---- Messages ----

UNDER_ALL(an_ask_is_answered_with_the_state_after_all_tells_before_it) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(must_add(worker, 42), 42);
  CU_ASSERT_EQUAL(must_add(worker, 8), 50);
  stop_system(system);
}

UNDER_ALL(messages_of_one_sender_are_handled_in_their_order) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  for (i64 i = 0; i < 100; i++) {
    CU_ASSERT_EQUAL(worker_tell_note(worker, i), TELL_OK);
  }
  struct worker_notes_reply reply;
  CU_ASSERT_EQUAL(worker_ask_notes(worker, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL_FATAL(reply.numbers.count, 100);
  for (size_t i = 0; i < 100; i++) {
    CU_ASSERT_EQUAL(reply.numbers.items[i], (i64)i);
  }
  block_free(reply.numbers.items);
  stop_system(system);
}

UNDER_ALL(a_text_arrives_as_a_copy_and_stays_with_who_takes_it) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  char name[] = "ann";
  CU_ASSERT_EQUAL(worker_tell_name(worker, name), TELL_OK);
  name[0] = 'x';
  struct worker_called_reply reply;
  CU_ASSERT_EQUAL(worker_ask_called(worker, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_STRING_EQUAL(reply.name, "ann");
  block_free(reply.name);
  stop_system(system);
}

UNDER_ALL(bytes_are_moved_and_the_sender_has_none_left) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  Bytes data = bytes_new(5000);
  struct worker_load_reply reply;
  CU_ASSERT_EQUAL(worker_ask_load(worker, &data, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.size, 5000);
  CU_ASSERT_PTR_NULL(data.data);
  CU_ASSERT_EQUAL(data.size, 0);
  stop_system(system);
}

UNDER_ALL(refused_bytes_stay_with_the_sender) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  actor_stop(worker.ref);
  CU_ASSERT_EQUAL(must_end(worker), STOPPED_NORMAL);
  Bytes data = bytes_new(50);
  CU_ASSERT_EQUAL(worker_tell_load(worker, &data), TELL_STOPPED);
  CU_ASSERT_EQUAL(data.size, 50);
  block_free(data.data);
  stop_system(system);
}

UNDER_ALL(a_delayed_message_comes_after_its_time_and_not_before) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(worker_tell_note_after(worker, 2, after_ms(30)), TELL_OK);
  CU_ASSERT_EQUAL(worker_tell_note_after(worker, 1, after_ms(10)), TELL_OK);
  CU_ASSERT_EQUAL(worker_tell_note(worker, 0), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  struct worker_notes_reply reply;
  CU_ASSERT_EQUAL(worker_ask_notes(worker, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL_FATAL(reply.numbers.count, 3);
  for (size_t i = 0; i < 3; i++) {
    CU_ASSERT_EQUAL(reply.numbers.items[i], (i64)i);
  }
  block_free(reply.numbers.items);
  stop_system(system);
}

UNDER_ALL(a_full_mailbox_refuses_and_has_room_again_when_one_is_handled) {
  System *system = start_system();
  WorkerRef worker =
      worker_spawn_with(system, (SpawnOptions){.label = "small", .capacity = 3},
                        (WorkerState){0});
  size_t accepted = 0;
  TellOutcome outcome = TELL_OK;
  while (outcome == TELL_OK && accepted < 1000000) {
    outcome = worker_tell_add(worker, 1);
    accepted += outcome == TELL_OK;
  }
  CU_ASSERT_EQUAL(outcome, TELL_FULL);
  CU_ASSERT(accepted >= 3);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(must_add(worker, 0), (i64)accepted);
  stop_system(system);
}

UNDER_ALL(a_changed_behaviour_handles_the_next_message) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(must_add(worker, 5), 5);
  CU_ASSERT_EQUAL(worker_tell_turn(worker), TELL_OK);
  CU_ASSERT_EQUAL(must_add(worker, 5), -5);
  stop_system(system);
}

UNDER_ALL(a_handler_spawns_a_child_that_works) {
  System *system = start_system();
  struct worker_child_reply reply;
  CU_ASSERT_EQUAL(worker_ask_child(new_worker(system), &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(must_add(reply.child, 1), 8);
  stop_system(system);
}

// ---- Asks that end otherwise ----

UNDER_ALL(an_ask_that_the_handler_ignores_is_unanswered) {
  System *system = start_system();
  struct worker_ignore_it_reply reply;
  CU_ASSERT_EQUAL(worker_ask_ignore_it(new_worker(system), &reply, PATIENCE),
                  ASK_UNANSWERED);
  stop_system(system);
}

UNDER_ALL(a_refused_ask_says_so) {
  System *system = start_system();
  struct worker_refuse_reply reply;
  CU_ASSERT_EQUAL(worker_ask_refuse(new_worker(system), &reply, PATIENCE),
                  ASK_REFUSED);
  stop_system(system);
}

UNDER_ALL(a_kept_request_that_is_not_answered_in_time_times_out) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  struct worker_keep_reply reply;
  CU_ASSERT_EQUAL(worker_ask_keep(worker, &reply, after_ms(5)), ASK_TIMEOUT);
  // Its reply comes late, is counted and goes nowhere.
  CU_ASSERT_EQUAL(worker_tell_give(worker), TELL_OK);
  CU_ASSERT_EQUAL(must_add(worker, 1), 1);
  CU_ASSERT_EQUAL(system_counts(system).late_replies, 1);
  stop_system(system);
}

UNDER_ALL(a_kept_request_is_unanswered_when_its_keeper_ends) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(worker_tell_fail(worker), TELL_OK);
  struct worker_keep_reply reply;
  AskOutcome outcome = worker_ask_keep(worker, &reply, PATIENCE);
  CU_ASSERT(outcome == ASK_STOPPED);
  WorkerRef other = new_worker(system);
  struct worker_keep_reply second;
  CU_ASSERT_EQUAL(worker_tell_exit(other), TELL_OK);
  outcome = worker_ask_keep(other, &second, PATIENCE);
  CU_ASSERT(outcome == ASK_STOPPED);
  stop_system(system);
}

UNDER_ALL(an_ask_to_an_ended_actor_is_answered_at_once) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  actor_kill(worker.ref);
  CU_ASSERT_EQUAL(must_end(worker), STOPPED_KILLED);
  struct worker_add_reply reply = {.sum = 3};
  CU_ASSERT_EQUAL(worker_ask_add(worker, 1, &reply, NEVER), ASK_STOPPED);
  CU_ASSERT_EQUAL(reply.sum, 0);
  stop_system(system);
}

UNDER_ALL(an_ask_that_makes_the_actor_fail_says_so) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  struct worker_fail_reply reply;
  CU_ASSERT_EQUAL(worker_ask_fail(worker, &reply, PATIENCE), ASK_FAILED);
  CU_ASSERT_EQUAL(must_end(worker), STOPPED_FAILED);
  stop_system(system);
}

// ---- The end ----

UNDER_ALL(a_failed_check_in_a_handler_ends_the_actor_and_nothing_else) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  WorkerRef other = new_worker(system);
  CU_ASSERT_EQUAL(worker_tell_check(worker), TELL_OK);
  CU_ASSERT_EQUAL(must_end(worker), STOPPED_FAILED);
  CU_ASSERT_EQUAL(last_reason, STOPPED_FAILED);
  CU_ASSERT_EQUAL(must_add(other, 1), 1);
  CU_ASSERT_EQUAL(system_counts(system).failed, 1);
  stop_system(system);
}

UNDER_ALL(a_failing_start_reaches_who_waits_and_no_handler_runs) {
  System *system = start_system();
  WorkerRef worker = worker_spawn(system, "never", (WorkerState){.sum = -1});
  int before = stops;
  CU_ASSERT_EQUAL(actor_wait_started(worker.ref, PATIENCE), START_FAILED);
  CU_ASSERT_EQUAL(must_end(worker), STOPPED_FAILED);
  CU_ASSERT_EQUAL(stops, before);
  struct worker_add_reply reply;
  CU_ASSERT_EQUAL(worker_ask_add(worker, 1, &reply, NEVER), ASK_STOPPED);
  stop_system(system);
}

UNDER_ALL(a_started_actor_is_waited_for_and_the_wait_ends_at_once_later) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(actor_wait_started(worker.ref, PATIENCE), START_OK);
  CU_ASSERT_EQUAL(actor_wait_started(worker.ref, NOW), START_OK);
  CU_ASSERT(actor_is_alive(worker.ref));
  stop_system(system);
}

UNDER_ALL(a_stopped_actor_handles_what_came_before_and_then_ends) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  for (int i = 0; i < 10; i++) {
    CU_ASSERT_EQUAL(worker_tell_add(worker, 1), TELL_OK);
  }
  int before = stops;
  actor_stop(worker.ref);
  CU_ASSERT_EQUAL(must_end(worker), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(stops, before + 1);
  CU_ASSERT_EQUAL(last_reason, STOPPED_NORMAL);
  CU_ASSERT(!actor_is_alive(worker.ref));
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  CU_ASSERT_EQUAL(worker_tell_add(worker, 1), TELL_STOPPED);
  stop_system(system);
}

UNDER_ALL(an_actor_that_exits_still_sends_its_reply) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(worker_tell_add(worker, 4), TELL_OK);
  struct worker_exit_reply reply;
  CU_ASSERT_EQUAL(worker_ask_exit(worker, &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.sum, 4);
  CU_ASSERT_EQUAL(must_end(worker), STOPPED_NORMAL);
  stop_system(system);
}

UNDER_ALL(a_killed_actor_leaves_its_mail_as_dead_letters) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(actor_wait_started(worker.ref, PATIENCE), START_OK);
  i64 told = 0;
  for (int i = 0; i < 100; i++) {
    told += worker_tell_note(worker, i) == TELL_OK;
  }
  actor_kill(worker.ref);
  actor_kill(worker.ref);
  CU_ASSERT_EQUAL(must_end(worker), STOPPED_KILLED);
  CU_ASSERT_EQUAL(told, 100);
  CU_ASSERT(system_counts(system).dead_letters <= 100);
  stop_system(system);
}

UNDER_ALL(a_stale_reference_reaches_nobody_who_has_the_slot_later) {
  System *system = start_system();
  WorkerRef first = new_worker(system);
  actor_stop(first.ref);
  CU_ASSERT_EQUAL(must_end(first), STOPPED_NORMAL);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  WorkerRef second = new_worker(system);
  CU_ASSERT_EQUAL(ref_slot(first.ref), ref_slot(second.ref));
  CU_ASSERT_FALSE(ref_equal(first.ref, second.ref));
  CU_ASSERT_EQUAL(worker_tell_add(first, 100), TELL_STOPPED);
  actor_kill(first.ref);
  CU_ASSERT_EQUAL(must_add(second, 1), 1);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(first.ref, &reason, NOW), END_LONG_AGO);
  stop_system(system);
}

UNDER_ALL(an_ended_actor_frees_everything_it_owned) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  Bytes data = bytes_new(100);
  CU_ASSERT_EQUAL(worker_tell_load(worker, &data), TELL_OK);
  CU_ASSERT_EQUAL(worker_tell_name(worker, "somebody"), TELL_OK);
  CU_ASSERT_EQUAL(worker_tell_own(worker, 3000), TELL_OK);
  CU_ASSERT_EQUAL(worker_tell_note(worker, 1), TELL_OK);
  CU_ASSERT_EQUAL(worker_tell_fail(worker), TELL_OK);
  CU_ASSERT_EQUAL(must_end(worker), STOPPED_FAILED);
  stop_system(system);  // the harness counts the blocks
}

// ---- The system ----

UNDER_ALL(a_system_without_mail_is_quiet_and_without_actors_empty) {
  System *system = start_system();
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(worker_tell_add(worker, 1), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(actor_mailbox_length(worker.ref), 0);
  stop_system(system);
}

UNDER_ALL(a_run_stops_at_its_deadline) {
  System *system = start_system();
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(worker_tell_note_after(worker, 1, after_ms(3600000)),
                  TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, after_ms(20)), RUN_TIMEOUT);
  stop_system(system);
}

UNDER_ALL(two_systems_do_not_mix) {
  System *one = start_system();
  System *two = start_system();
  WorkerRef first = new_worker(one);
  WorkerRef second = new_worker(two);
  CU_ASSERT_EQUAL(must_add(first, 1), 1);
  CU_ASSERT_EQUAL(must_add(second, 2), 2);
  stop_system(one);
  CU_ASSERT_EQUAL(worker_tell_add(first, 1), TELL_STRANGER);
  CU_ASSERT_EQUAL(must_add(second, 2), 4);
  stop_system(two);
}

UNDER_ALL(nobody_is_a_stranger) {
  System *system = start_system();
  WorkerRef nobody = {NOBODY};
  CU_ASSERT_EQUAL(worker_tell_add(nobody, 1), TELL_STRANGER);
  WorkerRef wild = {{0x0100FFFFFFFFFFFF}};
  CU_ASSERT_EQUAL(worker_tell_add(wild, 1), TELL_STRANGER);
  CU_ASSERT_FALSE(actor_is_alive(wild.ref));
  actor_stop(wild.ref);
  stop_system(system);
}

static void nodes_are_used_again_when_their_systems_have_stopped(void) {
  const SystemOptions options = {.dispatcher = &run_stepper};
  System *first = system_start(&options);
  WorkerRef stale = new_worker(first);
  stop_system(first);
  for (int i = 0; i < 300; i++) {  // more than there are nodes
    System *system = system_start(&options);
    CU_ASSERT_PTR_NOT_NULL_FATAL(system);
    WorkerRef worker = new_worker(system);
    CU_ASSERT_FALSE(ref_equal(worker.ref, stale.ref));
    CU_ASSERT(worker_tell_add(stale, 1) != TELL_OK);
    stop_system(system);
  }
}

static void more_threads_than_allowed_are_refused(void) {
  System *system =
      system_start(&(SystemOptions){.dispatcher = &run_threads, .threads = 2});
  WorkerRef one = new_worker(system);
  WorkerRef two = new_worker(system);
  WorkerRef three = worker_spawn(system, "three", (WorkerState){0});
  CU_ASSERT_EQUAL(spawn_outcome(three.ref), SPAWN_NO_THREAD);
  CU_ASSERT_EQUAL(worker_tell_add(three, 1), TELL_STRANGER);
  actor_stop(two.ref);
  CU_ASSERT_EQUAL(must_end(two), STOPPED_NORMAL);
  WorkerRef four = {NOBODY};
  wait_until(spawn_outcome(
                 (four = worker_spawn(system, "four", (WorkerState){0})).ref) ==
                 SPAWN_OK,
             PATIENCE);
  CU_ASSERT_EQUAL(must_add(four, 1), 1);
  CU_ASSERT_EQUAL(must_add(one, 1), 1);
  stop_system(system);
}

// Every allocation of a spawn, tell and ask fails once: it is refused, and
// afterwards everything works as before.
static void without_memory_nothing_changes(void) {
  System *system = system_start(&(SystemOptions){.dispatcher = &run_stepper});
  WorkerRef worker = new_worker(system);
  CU_ASSERT_EQUAL(must_add(worker, 1), 1);
  i64 limit = 0;
  bool refused = true;
  while (refused) {
    memory_ends_after(limit++);
    WorkerRef child =
        worker_spawn(system, "child", (WorkerState){.name = "a child"});
    bool spawned = spawn_outcome(child.ref) == SPAWN_OK;
    refused = memory_is_back();
    CU_ASSERT_EQUAL(spawned, !refused);
  }
  refused = true;
  for (limit = 0; refused; limit++) {
    memory_ends_after(limit);
    TellOutcome outcome = worker_tell_name(worker, "x");
    refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, refused ? TELL_NO_MEMORY : TELL_OK);
  }
  refused = true;
  for (limit = 0; refused; limit++) {
    memory_ends_after(limit);
    TellOutcome outcome = worker_tell_name_after(worker, "y", after_ms(1));
    refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, refused ? TELL_NO_MEMORY : TELL_OK);
  }
  refused = true;
  for (limit = 0; refused; limit++) {
    struct worker_called_reply reply;
    memory_ends_after(limit);
    AskOutcome outcome = worker_ask_called(worker, &reply, PATIENCE);
    refused = memory_is_back();
    CU_ASSERT_EQUAL(outcome, refused ? ASK_NO_MEMORY : ASK_OK);
    block_free(reply.name);
  }
  CU_ASSERT_EQUAL(must_add(worker, 1), 2);
  stop_system(system);
}

static void a_system_that_finds_no_memory_does_not_start(void) {
  const Dispatcher *const all[] = {&run_threads, &run_pool, &run_stepper};
  for (size_t i = 0; i < 3; i++) {
    bool refused = true;
    for (i64 limit = 0; refused; limit++) {
      memory_ends_after(limit);
      System *system = system_start(&(SystemOptions){.dispatcher = all[i]});
      refused = memory_is_back();
      CU_ASSERT_EQUAL(system == NULL, refused);
      if (system != NULL) {
        stop_system(system);
      }
    }
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(an_ask_is_answered_with_the_state_after_all_tells_before_it),
      CASE(messages_of_one_sender_are_handled_in_their_order),
      CASE(a_text_arrives_as_a_copy_and_stays_with_who_takes_it),
      CASE(bytes_are_moved_and_the_sender_has_none_left),
      CASE(refused_bytes_stay_with_the_sender),
      CASE(a_delayed_message_comes_after_its_time_and_not_before),
      CASE(a_full_mailbox_refuses_and_has_room_again_when_one_is_handled),
      CASE(a_changed_behaviour_handles_the_next_message),
      CASE(a_handler_spawns_a_child_that_works),
      CASE(an_ask_that_the_handler_ignores_is_unanswered),
      CASE(a_refused_ask_says_so),
      CASE(a_kept_request_that_is_not_answered_in_time_times_out),
      CASE(a_kept_request_is_unanswered_when_its_keeper_ends),
      CASE(an_ask_to_an_ended_actor_is_answered_at_once),
      CASE(an_ask_that_makes_the_actor_fail_says_so),
      CASE(a_failed_check_in_a_handler_ends_the_actor_and_nothing_else),
      CASE(a_failing_start_reaches_who_waits_and_no_handler_runs),
      CASE(a_started_actor_is_waited_for_and_the_wait_ends_at_once_later),
      CASE(a_stopped_actor_handles_what_came_before_and_then_ends),
      CASE(an_actor_that_exits_still_sends_its_reply),
      CASE(a_killed_actor_leaves_its_mail_as_dead_letters),
      CASE(a_stale_reference_reaches_nobody_who_has_the_slot_later),
      CASE(an_ended_actor_frees_everything_it_owned),
      CASE(a_system_without_mail_is_quiet_and_without_actors_empty),
      CASE(a_run_stops_at_its_deadline),
      CASE(two_systems_do_not_mix),
      CASE(nobody_is_a_stranger),
      CASE(nodes_are_used_again_when_their_systems_have_stopped),
      CASE(more_threads_than_allowed_are_refused),
      CASE(without_memory_nothing_changes),
      CASE(a_system_that_finds_no_memory_does_not_start),
      CU_TEST_INFO_NULL};
  return run_suite("actor", cases);
}
