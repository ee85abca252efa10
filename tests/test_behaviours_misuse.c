// Tests of what a program should not do: each has a result, which is
// documented, and nothing else happens. A bug of the caller is a failed CHECK:
// a handler's ends its actor, and everybody else goes on.
#include <string.h>

#include "acting/activation.h"
#include "ways.h"

// What a handler is to try, with the target if it needs one.
#define DEEDS(E)                       \
  E(DO_NOTHING, nothing)               \
  E(DO_TELL, tell)                     \
  E(DO_TELL_AFTER, tell_after)         \
  E(DO_TELL_EVERY, tell_every)         \
  E(DO_ASK, ask)                       \
  E(DO_COPY, copy)                     \
  E(DO_FORWARD, forward)               \
  E(DO_LINK, link)                     \
  E(DO_NAME, name)                     \
  E(DO_KILL, kill)                     \
  E(DO_MONITOR, monitor)               \
  E(DO_TAKE_TWICE, take_twice)         \
  E(DO_REPLY_TWICE, reply_twice)       \
  E(DO_REPLY_LATER, reply_later)       \
  E(DO_CANCEL_NOTHING, cancel_nothing) \
  E(DO_WRONG_REPLY, wrong_reply)       \
  E(DO_BECOME_NULL, become_null)       \
  E(DO_BECOME_OTHER, become_other)     \
  E(DO_SPAWN_NOBODY, spawn_nobody)     \
  E(DO_SPAWN_NOTHING, spawn_nothing)   \
  E(DO_ADD_NOTHING, add_nothing)       \
  E(DO_NO_PERIOD, no_period)           \
  E(DO_NO_SILENCE, no_silence)         \
  E(DO_OWN_TOO_MUCH, own_too_much)     \
  E(DO_BYTES_TOO_MUCH, bytes_too_much) \
  E(DO_NO_ITEMS, no_items)             \
  E(DO_TOO_MANY_ITEMS, too_many_items) \
  E(DO_NO_BYTES, no_bytes)             \
  E(DO_STOP_SYSTEM, stop_system)       \
  E(DO_OUTSIDE_ASK, outside_ask)       \
  E(DO_BAD_NAME, bad_name)             \
  E(DO_WAIT_FOR_END, wait_for_end)     \
  E(DO_NEVER, never)
ENUM(Deed, DEEDS)

#define ROGUE(M)                                                               \
  M(ROGUE_NOTE, rogue, note, (i64, number), )                                  \
  M(ROGUE_NOTES, rogue, notes, , (i64, count)(i64, last))                      \
  M(ROGUE_TRY, rogue, try, (enum(Deed), deed)(ref(Rogue), who), (u64, result)) \
  M(ROGUE_LOAD, rogue, load, (bytes, data), )                                  \
  M(ROGUE_LIST, rogue, list, (array(i64), numbers)(array(text), texts), )      \
  M(ROGUE_TEXT, rogue, text, (text, words), (u64, length))                     \
  M(ROGUE_CAME, rogue, came, REPLY_HEAD(i64, count)(i64, last), )              \
  M(ROGUE_DOWN, rogue, down, DOWN_HEAD, )                                      \
  M(ROGUE_HEARD, rogue, heard, ,                                               \
    (enum(AskOutcome), outcome)(enum(StopReason), reason)(i64, downs))         \
  M(ROGUE_TICK, rogue, tick, , )
REF(Rogue, rogue)
PROTOCOL_AFTER_REF(Rogue, rogue, ROGUE)
STATE(RogueState,
      (i64, count)(i64, last)(enum(AskOutcome), outcome)(
          enum(StopReason), reason)(i64, downs)(private(Request *), kept))
ACTOR(Rogue, rogue, RogueState, playing, playing_on)

// Not named in ACTOR.
static void not_playing(RogueState *self, const RogueMsg *message) {
  (void)self;
  (void)message;
}

static u64 do_tell(Deed deed, RogueRef who) {
  TimerId timer = 77;
  TellOutcome outcome = TELL_OK;
  if (deed == DO_TELL) {
    outcome = rogue_tell_note(who, 5);
  } else if (deed == DO_TELL_AFTER) {
    outcome = rogue_tell_note_timed(who, 5, after_ms(1), &timer);
    CHECK(timer == 77 || outcome == TELL_OK);
  } else {
    outcome = rogue_tell_note_every(who, 5, after_ms(1000), TICKS_SKIP, &timer);
    CHECK(timer == 77 || outcome == TELL_OK);
  }
  return outcome;
}

static u64 do_to(RogueState *self, Deed deed, RogueRef who) {
  struct rogue_notes_reply reply;
  switch ((u32)deed) {
    case DO_ASK:
      CHECK(rogue_ask_notes_as(who, rogue_came, NEVER) != 0);
      break;
    case DO_COPY:
      return rogue_copy_to(who);
    case DO_FORWARD:
      return rogue_forward(who);
    case DO_LINK:
      return actor_link(who.ref);
    case DO_NAME:
      return names_register(who.ref, "borrowed");
    case DO_KILL:
      actor_stop(who.ref);
      actor_kill(who.ref);
      actor_start(who.ref);
      return actor_is_alive(who.ref) || actor_mailbox_length(who.ref) != 0 ||
             actor_mailbox_resize(who.ref, 1, 0);
    case DO_MONITOR:
      CHECK(actor_monitor(who.ref, rogue_down) != 0);
      CHECK(!actor_demonitor(0) && !actor_demonitor(1000000));
      break;
    case DO_OUTSIDE_ASK:
      return rogue_ask_notes(who, &reply, NOW);
    case DO_WAIT_FOR_END:
      return actor_wait_end(who.ref, &self->reason, NOW);
    default:
      return do_tell(deed, who);
  }
  return 0;
}

static u64 do_requests(RogueState *self, Deed deed) {
  Request *none = NULL;
  switch ((u32)deed) {
    case DO_TAKE_TWICE:
      self->kept = request_take();
      CHECK(request_take() == NULL);
      rogue_reply_try(7);  // it has been kept: nothing
      rogue_reply_try_to(&self->kept, 1);
      break;
    case DO_REPLY_TWICE:
      rogue_reply_try(1);
      rogue_reply_try(2);
      actor_refuse();
      break;
    case DO_REPLY_LATER:
      rogue_reply_try_to(&none, 2);
      break;
    case DO_CANCEL_NOTHING:
      return ask_cancel(0) || ask_cancel(1000000) ||
             timer_cancel(0) != TIMER_STRANGER ||
             timer_cancel(UINT64_MAX) != TIMER_STRANGER || stash_length() != 0;
    default:
      rogue_reply_text(5);
      break;
  }
  return 0;
}

static void do_spawn(Deed deed) {
  static const SpawnOptions usual = {.label = "nobody"};
  ActorType type = rogue_type;
  type.run = NULL;
  RogueState state = {0};
  Ref ref;
  if (deed == DO_SPAWN_NOBODY) {
    ref = actor_spawn(actor_system(), &type, &usual, &state);
  } else if (deed == DO_SPAWN_NOTHING) {
    ref = actor_spawn(actor_system(), NULL, &usual, &state);
  } else {
    ref = supervisor_add((SupervisorRef){actor_self()},
                         &(ChildSpec){.label = "of no type"});
  }
  CHECK(spawn_outcome(ref) != SPAWN_OK);
}

static u64 do_sizes(Deed deed) {
  Bytes bytes = {NULL, 50};
  i64 one = 1;
  const char *none = NULL;
  switch ((u32)deed) {
    case DO_OWN_TOO_MUCH:
      ignore(actor_own(SIZE_MAX));
      break;
    case DO_BYTES_TOO_MUCH:
      bytes = bytes_new(SIZE_MAX);
      return bytes.size + (bytes.data != NULL);
    case DO_NO_ITEMS:
      ignore(rogue_tell_list(rogue_self(), (ArrayI64){NULL, 3},
                             (ArrayText){NULL, 0}));
      break;
    case DO_TOO_MANY_ITEMS:
      ignore(rogue_tell_list(rogue_self(), (ArrayI64){&one, SIZE_MAX / 8 + 2},
                             (ArrayText){&none, 1}));
      break;
    default:
      ignore(rogue_tell_load(rogue_self(), &bytes));
      break;
  }
  return 0;
}

static void do_times(Deed deed) {
  RogueRef self = rogue_self();
  if (deed == DO_NO_PERIOD) {
    ignore(rogue_tell_tick_every(self, after_ms(-5), TICKS_SKIP, NULL));
  } else if (deed == DO_NO_SILENCE) {
    ignore(actor_idle_after(NOW, rogue_tick));
  } else {
    ignore(rogue_tell_tick_after(self, NEVER));
  }
}

static u64 try_it(RogueState *self, Deed deed, RogueRef who) {
  switch (deed) {
    case DO_NOTHING:
      break;
    case DO_TELL:
    case DO_TELL_AFTER:
    case DO_TELL_EVERY:
    case DO_ASK:
    case DO_COPY:
    case DO_FORWARD:
    case DO_LINK:
    case DO_NAME:
    case DO_KILL:
    case DO_MONITOR:
    case DO_OUTSIDE_ASK:
    case DO_WAIT_FOR_END:
      return do_to(self, deed, who);
    case DO_TAKE_TWICE:
    case DO_REPLY_TWICE:
    case DO_REPLY_LATER:
    case DO_CANCEL_NOTHING:
    case DO_WRONG_REPLY:
      return do_requests(self, deed);
    case DO_BECOME_NULL:
      rogue_become(NULL);
      break;
    case DO_BECOME_OTHER:
      rogue_become(not_playing);
      break;
    case DO_SPAWN_NOBODY:
    case DO_SPAWN_NOTHING:
    case DO_ADD_NOTHING:
      do_spawn(deed);
      break;
    case DO_NO_PERIOD:
    case DO_NO_SILENCE:
    case DO_NEVER:
      do_times(deed);
      break;
    case DO_OWN_TOO_MUCH:
    case DO_BYTES_TOO_MUCH:
    case DO_NO_ITEMS:
    case DO_TOO_MANY_ITEMS:
    case DO_NO_BYTES:
      return do_sizes(deed);
    case DO_STOP_SYSTEM:
      ignore(system_stop(actor_system(), NOW));
      break;
    case DO_BAD_NAME:
      ignore(names_register(actor_self(), ""));
      break;
  }
  return 0;
}

static void note(RogueState *self, i64 number) {
  self->count++;
  self->last = number;
}

static void playing(RogueState *self, const RogueMsg *message) {
  u64 result;
  switch (message->kind) {
    case ROGUE_NOTE:
      note(self, message->note.number);
      break;
    case ROGUE_NOTES:
      rogue_reply_notes(self->count, self->last);
      break;
    case ROGUE_TRY:
      result = try_it(self, message->try.deed, message->try.who);
      rogue_reply_try(result);
      break;
    case ROGUE_LOAD:
      note(self, (i64)message->load.data.size);
      break;
    case ROGUE_LIST:
      note(self, (i64)message->list.numbers.count);
      break;
    case ROGUE_TEXT:
      rogue_reply_text(strlen(message->text.words));
      break;
    case ROGUE_CAME:
      self->outcome = message->came.outcome;
      break;
    case ROGUE_DOWN:
      self->reason = message->down.reason;
      self->downs++;
      break;
    case ROGUE_HEARD:
      rogue_reply_heard(self->outcome, self->reason, self->downs);
      break;
    case ROGUE_TICK:
      break;
  }
}

static void playing_on(RogueState *self, const RogueMsg *message) {
  playing(self, message);
}

static RogueRef new_rogue(System *system) {
  RogueRef rogue = rogue_spawn(system, "rogue", (RogueState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(rogue.ref), SPAWN_OK);
  return rogue;
}

// One that handles nothing before its start.
static RogueRef asleep(System *system, SpawnOptions options) {
  return rogue_prepare_with(system, options, (RogueState){0});
}

static RogueRef ended(System *system) {
  RogueRef rogue = new_rogue(system);
  StopReason reason;
  actor_stop(rogue.ref);
  CU_ASSERT_EQUAL(actor_wait_end(rogue.ref, &reason, PATIENCE), END_OK);
  return rogue;
}

static i64 notes_of(RogueRef rogue) {
  struct rogue_notes_reply reply = {0};
  CU_ASSERT_EQUAL(rogue_ask_notes(rogue, &reply, PATIENCE), ASK_OK);
  return reply.count;
}

// The result of a deed that may be done.
static u64 try(RogueRef rogue, Deed deed, RogueRef who) {
  struct rogue_try_reply reply = {0};
  CU_ASSERT_EQUAL(rogue_ask_try(rogue, deed, who, &reply, PATIENCE), ASK_OK);
  return reply.result;
}

static const RogueRef nobody;

// The deed fails who does it, and nobody else.
static void must_fail(Deed deed, RogueRef who) {
  System *system = start_system();
  RogueRef rogue = new_rogue(system);
  RogueRef bystander = new_rogue(system);
  struct rogue_try_reply reply;
  RogueRef target = ref_equal(who.ref, NOBODY) ? bystander : who;
  CU_ASSERT_EQUAL(rogue_ask_try(rogue, deed, target, &reply, PATIENCE),
                  ASK_FAILED);
  StopReason reason = STOPPED_NORMAL;
  CU_ASSERT_EQUAL(actor_wait_end(rogue.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_FAILED);
  CU_ASSERT_EQUAL(notes_of(bystander), 0);
  CU_ASSERT_EQUAL(system_counts(system).failed, 1);
  stop_system(system);
}

// ---- A stopped reference ----

UNDER_ALL(a_tell_of_any_kind_to_one_that_has_ended_is_refused) {
  System *system = start_system();
  RogueRef gone = ended(system);
  TimerId timer = 77;
  CU_ASSERT_EQUAL(rogue_tell_note(gone, 1), TELL_STOPPED);
  CU_ASSERT_EQUAL(rogue_tell_note_within(gone, 1, NEVER), TELL_STOPPED);
  CU_ASSERT_EQUAL(rogue_tell_note_after(gone, 1, after_ms(1)), TELL_STOPPED);
  CU_ASSERT_EQUAL(rogue_tell_note_timed(gone, 1, after_ms(1), &timer),
                  TELL_STOPPED);
  CU_ASSERT_EQUAL(
      rogue_tell_note_every(gone, 1, after_ms(1), TICKS_SKIP, &timer),
      TELL_STOPPED);
  CU_ASSERT_EQUAL(timer, 77);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

UNDER_ALL(stopping_killing_and_starting_one_that_has_ended_does_nothing) {
  System *system = start_system();
  RogueRef gone = ended(system);
  actor_start(gone.ref);
  actor_stop(gone.ref);
  actor_kill(gone.ref);
  actor_stop(gone.ref);
  StopReason reason = STOPPED_GONE;
  CU_ASSERT_EQUAL(actor_wait_end(gone.ref, &reason, NOW), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_NORMAL);
  stop_system(system);
}

UNDER_ALL(one_that_has_ended_has_no_mailbox_and_no_counts) {
  System *system = start_system();
  RogueRef gone = ended(system);
  ActorCounts counts;
  CU_ASSERT_EQUAL(actor_mailbox_length(gone.ref), 0);
  CU_ASSERT_EQUAL(actor_mailbox_load(gone.ref).high_water, 0);
  CU_ASSERT_FALSE(actor_mailbox_resize(gone.ref, 5, 0));
  CU_ASSERT_FALSE(actor_counts(gone.ref, &counts));
  CU_ASSERT_FALSE(actor_is_alive(gone.ref));
  stop_system(system);
}

UNDER_ALL(an_end_can_be_waited_for_again_and_says_the_same) {
  System *system = start_system();
  RogueRef gone = ended(system);
  for (int i = 0; i < 3; i++) {
    StopReason reason = STOPPED_GONE;
    CU_ASSERT_EQUAL(actor_wait_end(gone.ref, &reason, NOW), END_OK);
    CU_ASSERT_EQUAL(reason, STOPPED_NORMAL);
  }
  stop_system(system);
}

UNDER_ALL(one_that_has_ended_gets_no_name) {
  System *system = start_system();
  RogueRef gone = ended(system);
  CU_ASSERT_EQUAL(names_register(gone.ref, "late"), NAME_STOPPED);
  CU_ASSERT_FALSE(names_unregister(gone.ref, "late"));
  CU_ASSERT(ref_equal(names_whereis(system, "late", NULL), NOBODY));
  stop_system(system);
}

UNDER_ALL(a_handler_that_uses_one_that_has_ended_is_told_so_and_goes_on) {
  System *system = start_system();
  RogueRef gone = ended(system);
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(try(rogue, DO_TELL, gone), TELL_STOPPED);
  CU_ASSERT_EQUAL(try(rogue, DO_TELL_AFTER, gone), TELL_STOPPED);
  CU_ASSERT_EQUAL(try(rogue, DO_TELL_EVERY, gone), TELL_STOPPED);
  CU_ASSERT_EQUAL(try(rogue, DO_COPY, gone), TELL_STOPPED);
  CU_ASSERT_EQUAL(try(rogue, DO_FORWARD, gone), TELL_STOPPED);
  CU_ASSERT_EQUAL(try(rogue, DO_LINK, gone), LINK_STOPPED);
  CU_ASSERT_EQUAL(try(rogue, DO_NAME, gone), NAME_STOPPED);
  CU_ASSERT_EQUAL(try(rogue, DO_KILL, gone), false);
  CU_ASSERT_EQUAL(notes_of(rogue), 0);
  stop_system(system);
}

// ---- A reference that a refused spawn gave ----

UNDER_ALL(what_a_refused_spawn_gave_is_a_stranger_to_everything) {
  System *system = start_system();
  RogueRef refused = {ref_make(0, SPAWN_NO_THREAD, 0)};
  struct rogue_notes_reply reply;
  StopReason reason;
  CU_ASSERT_EQUAL(spawn_outcome(refused.ref), SPAWN_NO_THREAD);
  CU_ASSERT_EQUAL(rogue_tell_note(refused, 1), TELL_STRANGER);
  CU_ASSERT_EQUAL(rogue_ask_notes(refused, &reply, NEVER), ASK_STRANGER);
  CU_ASSERT_EQUAL(actor_wait_started(refused.ref, NEVER), START_STOPPED);
  CU_ASSERT_EQUAL(actor_wait_end(refused.ref, &reason, NEVER), END_LONG_AGO);
  actor_start(refused.ref);
  actor_stop(refused.ref);
  actor_kill(refused.ref);
  CU_ASSERT_EQUAL(names_register(refused.ref, "none"), NAME_STOPPED);
  stop_system(system);
}

UNDER_ALL(main_is_told_nothing_and_cannot_be_ended) {
  System *system = start_system();
  RogueRef outside = {activation_main()};
  CU_ASSERT_EQUAL(rogue_tell_note(outside, 1), TELL_STOPPED);
  actor_kill(outside.ref);
  actor_stop(outside.ref);
  CU_ASSERT_EQUAL(names_register(outside.ref, "main"), NAME_STOPPED);
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(try(rogue, DO_LINK, outside), LINK_STOPPED);
  CU_ASSERT_EQUAL(try(rogue, DO_TELL, outside), TELL_STOPPED);
  stop_system(system);
}

// ---- A reference of another system ----

UNDER_ALL(to_a_handler_an_actor_of_another_system_is_a_stranger) {
  System *system = start_system();
  System *another = start_system();
  RogueRef foreign = new_rogue(another);
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(try(rogue, DO_TELL, foreign), TELL_STRANGER);
  CU_ASSERT_EQUAL(try(rogue, DO_TELL_AFTER, foreign), TELL_STRANGER);
  CU_ASSERT_EQUAL(try(rogue, DO_TELL_EVERY, foreign), TELL_STRANGER);
  CU_ASSERT_EQUAL(try(rogue, DO_COPY, foreign), TELL_STRANGER);
  CU_ASSERT_EQUAL(try(rogue, DO_FORWARD, foreign), TELL_STRANGER);
  CU_ASSERT_EQUAL(notes_of(foreign), 0);
  stop_system(another);
  stop_system(system);
}

UNDER_ALL(a_handlers_ask_of_another_systems_actor_is_answered_stranger) {
  System *system = start_system();
  System *another = start_system();
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(try(rogue, DO_ASK, new_rogue(another)), 0);
  struct rogue_heard_reply heard = {0};
  CU_ASSERT_EQUAL(rogue_ask_heard(rogue, &heard, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(heard.outcome, ASK_STRANGER);
  stop_system(another);
  stop_system(system);
}

UNDER_ALL(a_handler_cannot_end_name_or_link_another_systems_actor) {
  System *system = start_system();
  System *another = start_system();
  RogueRef foreign = new_rogue(another);
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(try(rogue, DO_KILL, foreign), false);
  CU_ASSERT_EQUAL(try(rogue, DO_NAME, foreign), NAME_STOPPED);
  CU_ASSERT_EQUAL(try(rogue, DO_LINK, foreign), LINK_STOPPED);
  CU_ASSERT(actor_is_alive(foreign.ref));
  CU_ASSERT_EQUAL(notes_of(foreign), 0);
  stop_system(another);
  stop_system(system);
}

UNDER_ALL(a_thread_outside_may_use_the_actors_of_all_its_systems) {
  System *one = start_system();
  System *two = start_system();
  RogueRef first = new_rogue(one);
  RogueRef second = new_rogue(two);
  CU_ASSERT_EQUAL(rogue_tell_note(first, 1), TELL_OK);
  CU_ASSERT_EQUAL(rogue_tell_note(second, 1), TELL_OK);
  CU_ASSERT_EQUAL(notes_of(second), 1);
  CU_ASSERT_EQUAL(notes_of(first), 1);
  stop_system(two);
  stop_system(one);
}

// ---- After the system's end ----

UNDER_ALL(after_its_systems_end_a_reference_names_nobody) {
  System *system = start_system();
  RogueRef rogue = new_rogue(system);
  RogueRef gone = ended(system);
  TimerId timer = 0;
  CU_ASSERT_EQUAL(rogue_tell_note_timed(rogue, 1, after_ms(3600000), &timer),
                  TELL_OK);
  stop_system(system);
  struct rogue_notes_reply reply = {.count = 5};
  StopReason reason;
  CU_ASSERT_EQUAL(rogue_tell_note(rogue, 1), TELL_STRANGER);
  CU_ASSERT_EQUAL(rogue_tell_note(gone, 1), TELL_STRANGER);
  CU_ASSERT_EQUAL(rogue_tell_note_within(rogue, 1, NEVER), TELL_STRANGER);
  CU_ASSERT_EQUAL(rogue_tell_note_after(rogue, 1, NOW), TELL_STRANGER);
  CU_ASSERT_EQUAL(rogue_ask_notes(rogue, &reply, NEVER), ASK_STRANGER);
  CU_ASSERT_EQUAL(reply.count, 0);
  CU_ASSERT_EQUAL(timer_cancel(timer), TIMER_STRANGER);
  timer_weaken(timer);
  CU_ASSERT_EQUAL(actor_wait_started(rogue.ref, NEVER), START_STOPPED);
  CU_ASSERT_EQUAL(actor_wait_end(rogue.ref, &reason, NEVER), END_LONG_AGO);
  CU_ASSERT_EQUAL(names_register(rogue.ref, "late"), NAME_STOPPED);
  CU_ASSERT_FALSE(actor_is_alive(rogue.ref));
  actor_start(rogue.ref);
  actor_stop(rogue.ref);
  actor_kill(rogue.ref);
}

UNDER_ALL(bytes_for_a_system_that_has_ended_stay_with_the_teller) {
  System *system = start_system();
  RogueRef rogue = new_rogue(system);
  stop_system(system);
  Bytes data = bytes_new(10);
  CU_ASSERT_EQUAL(rogue_tell_load(rogue, &data), TELL_STRANGER);
  CU_ASSERT_EQUAL(data.size, 10);
  block_free(data.data);
}

static void stop_again(void *arg) {
  ignore(system_stop(arg, NOW));
}

static void run_again(void *arg) {
  (void)system_run(arg, NOW);
}

static void spawn_again(void *arg) {
  RogueRef late = rogue_spawn(arg, "late", (RogueState){0});
  CHECK(spawn_outcome(late.ref) != SPAWN_OK);
}

static void look_again(void *arg) {
  CHECK(ref_equal(names_whereis(arg, "late", NULL), NOBODY));
}

static void count_again(void *arg) {
  char names[10];
  CHECK(system_living(arg, names, sizeof names) == 0 &&
        system_counts(arg).spawned == 0);
}

static void drain_again(void *arg) {
  const DrainPhase all = {"all", NULL, 0, NOW};
  ignore(drain_run(arg, &all, 1, NULL));
}

UNDER_ALL(a_system_that_has_been_stopped_or_is_none_is_a_bug_of_the_caller) {
  void (*const acts[])(void *) = {stop_again, run_again,   spawn_again,
                                  look_again, count_again, drain_again};
  System *other = start_system();
  System *stopped = start_system();
  stop_system(stopped);
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    CU_ASSERT(fails_a_check(acts[i], stopped));
    CU_ASSERT(fails_a_check(acts[i], NULL));
  }
  stop_system(other);
}

// ---- No behaviour ----

UNDER_ALL(who_spawns_a_type_without_a_behaviour_fails) {
  must_fail(DO_SPAWN_NOBODY, nobody);
  must_fail(DO_SPAWN_NOTHING, nobody);
}

UNDER_ALL(who_becomes_what_is_no_behaviour_of_its_own_fails) {
  must_fail(DO_BECOME_NULL, nobody);
  must_fail(DO_BECOME_OTHER, nobody);
}

UNDER_ALL(who_adds_a_child_of_no_type_fails) {
  must_fail(DO_ADD_NOTHING, nobody);
}

UNDER_ALL(a_supervisor_whose_child_has_no_type_does_not_start) {
  static const ChildSpec children[] = {{.label = "of no type"}};
  static const SupervisorOptions options = {.children = children, .count = 1};
  System *system = start_system();
  SupervisorRef one = supervisor_spawn(system, "one", &options);
  CU_ASSERT_EQUAL(actor_wait_started(one.ref, PATIENCE), START_FAILED);
  SupervisorRef two = supervisor_spawn(system, "two", NULL);
  CU_ASSERT_EQUAL(actor_wait_started(two.ref, PATIENCE), START_FAILED);
  stop_system(system);
}

static RogueRef child_called(SupervisorRef supervisor, const char *label) {
  struct supervisor_find_reply reply = {0};
  CU_ASSERT_EQUAL(supervisor_ask_find(supervisor, label, &reply, PATIENCE),
                  ASK_OK);
  return (RogueRef){reply.child.ref};
}

// Waits until so many children run and so many restarts are counted.
static void must_run(SupervisorRef supervisor, u64 running, u64 restarts) {
  struct supervisor_count_reply count = {0};
  wait_until(supervisor_ask_count(supervisor, &count, PATIENCE) == ASK_OK &&
                 count.running == running && count.restarts == restarts,
             PATIENCE);
}

UNDER_ALL(times_of_a_supervisor_that_do_not_fit_are_for_ever) {
  static const ChildSpec children[] = {
      CHILD(rogue, "at once", NULL, .back_off = {.first_ms = INT64_MIN}),
      CHILD(rogue, "never", NULL,
            .back_off = {.first_ms = INT64_MAX, .calm_ms = INT64_MAX})};
  static const SupervisorOptions options = {
      .intensity = 5, .period_ms = INT64_MAX, .children = children, .count = 2};
  System *system = start_system();
  SupervisorRef supervisor = supervisor_spawn(system, "s", &options);
  CU_ASSERT_EQUAL(actor_wait_started(supervisor.ref, PATIENCE), START_OK);
  RogueRef at_once = child_called(supervisor, "at once");
  RogueRef never = child_called(supervisor, "never");
  for (int i = 0; i < 2; i++) {
    struct rogue_try_reply reply;
    CU_ASSERT_EQUAL(
        rogue_ask_try(at_once, DO_NO_PERIOD, nobody, &reply, PATIENCE),
        ASK_FAILED);
    must_run(supervisor, 2, (u64)i + 1);
  }
  actor_kill(never.ref);
  must_run(supervisor, 1, 3);
  CU_ASSERT(actor_is_alive(never.ref));
  stop_system(system);
}

UNDER_ALL(a_supervisor_with_a_negative_period_does_not_start) {
  static const SupervisorOptions options = {.period_ms = -1};
  System *system = start_system();
  SupervisorRef one = supervisor_spawn(system, "one", &options);
  CU_ASSERT_EQUAL(actor_wait_started(one.ref, PATIENCE), START_FAILED);
  stop_system(system);
}

UNDER_ALL(a_message_told_after_an_age_keeps_waiting) {
  System *system = start_system();
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(rogue_tell_note_after(rogue, 1, (Deadline){INT64_MAX - 1}),
                  TELL_OK);
  CU_ASSERT_EQUAL(rogue_tell_note_after(rogue, 2, after_ms(1)), TELL_OK);
  wait_until(
      system_run(system, after_ms(20)) == RUN_TIMEOUT && notes_of(rogue) > 0,
      PATIENCE);
  CU_ASSERT_EQUAL(notes_of(rogue), 1);
  stop_system(system);
}

// ---- Too large ----

// A text of so many letters, to be freed by block_free.
static char *long_text(size_t length) {
  char *text = block_new(NULL, length + 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(text);
  memset(text, 'x', length);
  return text;
}

UNDER_ALL(a_very_large_message_arrives_whole_where_there_is_no_bound) {
  enum { LETTERS = 1000000 };
  System *system = start_system();
  char *text = long_text(LETTERS);
  struct rogue_text_reply reply = {0};
  CU_ASSERT_EQUAL(rogue_ask_text(new_rogue(system), text, &reply, PATIENCE),
                  ASK_OK);
  CU_ASSERT_EQUAL(reply.length, LETTERS);
  block_free(text);
  stop_system(system);
}

UNDER_ALL(a_message_larger_than_the_mailbox_is_refused_though_it_is_empty) {
  System *system = start_system();
  RogueRef rogue =
      asleep(system, (SpawnOptions){.label = "small", .capacity_bytes = 500});
  char *text = long_text(1000);
  Bytes data = bytes_new(1000);
  CU_ASSERT_EQUAL(rogue_tell_text(rogue, text), TELL_FULL);
  CU_ASSERT_EQUAL(rogue_tell_load(rogue, &data), TELL_FULL);
  CU_ASSERT_EQUAL(data.size, 1000);
  CU_ASSERT_EQUAL(rogue_tell_note(rogue, 1), TELL_OK);
  block_free(data.data);
  block_free(text);
  actor_start(rogue.ref);
  CU_ASSERT_EQUAL(notes_of(rogue), 1);
  stop_system(system);
}

UNDER_ALL(a_message_larger_than_the_mailbox_is_not_waited_for) {
  for (FullPolicy policy = FULL_REFUSE; policy <= FULL_SLOW; policy++) {
    System *system = start_system();
    SpawnOptions options = {
        .label = "small", .capacity_bytes = 500, .policy = policy};
    RogueRef rogue = asleep(system, options);
    char *text = long_text(1000);
    struct rogue_text_reply reply;
    CU_ASSERT_EQUAL(rogue_tell_text_within(rogue, text, NEVER), TELL_FULL);
    CU_ASSERT_EQUAL(rogue_ask_text_within(rogue, text, &reply, NEVER, NEVER),
                    ASK_FULL);
    block_free(text);
    actor_start(rogue.ref);
    CU_ASSERT_EQUAL(notes_of(rogue), 0);
    stop_system(system);
  }
}

UNDER_ALL(a_message_larger_than_a_dropping_mailbox_drops_itself_alone) {
  const FullPolicy drops[] = {FULL_DROP_NEWEST, FULL_DROP_OLDEST};
  for (size_t i = 0; i < 2; i++) {
    System *system = start_system();
    SpawnOptions options = {
        .label = "small", .capacity_bytes = 500, .policy = drops[i]};
    RogueRef rogue = asleep(system, options);
    char *text = long_text(1000);
    CU_ASSERT_EQUAL(rogue_tell_note(rogue, 1), TELL_OK);
    CU_ASSERT_EQUAL(rogue_tell_text(rogue, text), TELL_DROPPED);
    CU_ASSERT_EQUAL(rogue_tell_note(rogue, 2), TELL_OK);
    block_free(text);
    CU_ASSERT_EQUAL(system_counts(system).dead_letters, 1);
    actor_start(rogue.ref);
    CU_ASSERT_EQUAL(notes_of(rogue), 2);
    stop_system(system);
  }
}

UNDER_ALL(an_array_larger_than_memory_or_without_items_fails_the_sender) {
  must_fail(DO_TOO_MANY_ITEMS, nobody);
  must_fail(DO_NO_ITEMS, nobody);
  must_fail(DO_NO_BYTES, nobody);
}

UNDER_ALL(a_block_larger_than_memory_fails_who_wants_to_own_it) {
  must_fail(DO_OWN_TOO_MUCH, nobody);
  System *system = start_system();
  CU_ASSERT_EQUAL(try(new_rogue(system), DO_BYTES_TOO_MUCH, nobody), 0);
  stop_system(system);
}

// ---- A name taken twice ----

UNDER_ALL(a_name_taken_twice_stays_with_who_had_it_first) {
  System *system = start_system();
  RogueRef first = new_rogue(system);
  RogueRef second = new_rogue(system);
  CU_ASSERT_EQUAL(names_register(first.ref, "chief"), NAME_OK);
  CU_ASSERT_EQUAL(names_register(second.ref, "chief"), NAME_TAKEN);
  CU_ASSERT_EQUAL(names_register(first.ref, "chief"), NAME_TAKEN);
  CU_ASSERT(ref_equal(WHEREIS(rogue, system, "chief").ref, first.ref));
  CU_ASSERT_FALSE(names_unregister(second.ref, "chief"));
  CU_ASSERT(ref_equal(WHEREIS(rogue, system, "chief").ref, first.ref));
  stop_system(system);
}

UNDER_ALL(a_handler_with_an_empty_name_fails) {
  must_fail(DO_BAD_NAME, nobody);
}

// ---- A deadline in the past ----

UNDER_ALL(a_message_told_after_a_negative_span_comes_at_once) {
  System *system = start_system();
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(rogue_tell_note_after(rogue, 1, after_ms(-5000)), TELL_OK);
  CU_ASSERT_EQUAL(rogue_tell_note_after(rogue, 2, (Deadline){-1}), TELL_OK);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(notes_of(rogue), 2);
  stop_system(system);
}

UNDER_ALL(an_ask_whose_deadline_has_passed_is_sent_and_times_out) {
  System *system = start_system();
  RogueRef rogue = asleep(system, (SpawnOptions){.label = "asleep"});
  struct rogue_notes_reply reply;
  CU_ASSERT_EQUAL(rogue_ask_notes(rogue, &reply, after_ms(-1)), ASK_TIMEOUT);
  CU_ASSERT_EQUAL(rogue_ask_notes(rogue, &reply, NOW), ASK_TIMEOUT);
  CU_ASSERT_EQUAL(rogue_ask_notes(rogue, &reply, (Deadline){INT64_MIN}),
                  ASK_TIMEOUT);
  actor_start(rogue.ref);
  CU_ASSERT_EQUAL(notes_of(rogue), 0);
  CU_ASSERT_EQUAL(system_counts(system).late_replies, 3);
  stop_system(system);
}

UNDER_ALL(a_wait_whose_deadline_has_passed_only_looks) {
  System *system = start_system();
  RogueRef rogue = asleep(system, (SpawnOptions){.capacity = 1});
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_started(rogue.ref, after_ms(-1)), START_TIMEOUT);
  CU_ASSERT_EQUAL(actor_wait_end(rogue.ref, &reason, after_ms(-1)),
                  END_TIMEOUT);
  CU_ASSERT_EQUAL(rogue_tell_note_within(rogue, 1, after_ms(-1)), TELL_OK);
  CU_ASSERT_EQUAL(rogue_tell_note_within(rogue, 2, after_ms(-1)), TELL_FULL);
  actor_start(rogue.ref);
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
  CU_ASSERT_EQUAL(system_run(system, after_ms(-1)), RUN_QUIET);
  stop_system(system);
}

UNDER_ALL(a_stop_whose_deadline_has_passed_kills_who_has_not_ended) {
  System *system = start_system();
  RogueRef rogue = asleep(system, (SpawnOptions){.label = "asleep"});
  CU_ASSERT_EQUAL(rogue_tell_note(rogue, 1), TELL_OK);
  SystemOutcome outcome = system_stop(system, after_ms(-1));
  CU_ASSERT(outcome == SYSTEM_KILLED || outcome == SYSTEM_CLEAN);
  CU_ASSERT_EQUAL(rogue_tell_note(rogue, 1), TELL_STRANGER);
}

UNDER_ALL(a_period_or_a_silence_of_no_length_fails_who_sets_it) {
  must_fail(DO_NO_PERIOD, nobody);
  must_fail(DO_NO_SILENCE, nobody);
  must_fail(DO_NEVER, nobody);
}

// ---- Answers ----

UNDER_ALL(a_second_reply_goes_nowhere) {
  System *system = start_system();
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(try(rogue, DO_REPLY_TWICE, nobody), 1);
  CU_ASSERT_EQUAL(try(rogue, DO_NOTHING, nobody), 0);
  stop_system(system);
}

UNDER_ALL(a_request_can_be_kept_once) {
  System *system = start_system();
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(try(rogue, DO_TAKE_TWICE, nobody), 1);
  CU_ASSERT_EQUAL(rogue_tell_try(rogue, DO_REPLY_LATER, nobody), TELL_OK);
  CU_ASSERT_EQUAL(notes_of(rogue), 0);
  stop_system(system);
}

UNDER_ALL(a_reply_of_another_message_fails_who_sends_it) {
  must_fail(DO_WRONG_REPLY, nobody);
}

UNDER_ALL(what_was_never_asked_set_or_watched_is_cancelled_without_effect) {
  System *system = start_system();
  RogueRef rogue = new_rogue(system);
  CU_ASSERT_EQUAL(try(rogue, DO_CANCEL_NOTHING, nobody), false);
  CU_ASSERT_EQUAL(try(rogue, DO_MONITOR, rogue), 0);
  CU_ASSERT_EQUAL(notes_of(rogue), 0);
  stop_system(system);
}

// ---- The wrong place ----

UNDER_ALL(a_handler_that_stops_its_system_fails) {
  must_fail(DO_STOP_SYSTEM, nobody);
}

UNDER_ALL(a_handler_that_asks_or_waits_like_a_thread_outside_fails) {
  must_fail(DO_OUTSIDE_ASK, nobody);
  must_fail(DO_WAIT_FOR_END, nobody);
}

static void exit_outside(void *arg) {
  (void)arg;
  actor_exit();
}

static void self_outside(void *arg) {
  *(Ref *)arg = actor_self();
}

static void link_outside(void *arg) {
  ignore(actor_link(((RogueRef *)arg)->ref));
}

static void reply_outside(void *arg) {
  (void)arg;
  rogue_reply_try(1);
}

static void become_outside(void *arg) {
  (void)arg;
  rogue_become(playing_on);
}

static void ask_inside_outside(void *arg) {
  ignore(rogue_ask_notes_as(*(RogueRef *)arg, rogue_came, NEVER));
}

UNDER_ALL(what_only_a_handler_may_do_is_a_bug_outside) {
  System *system = start_system();
  RogueRef rogue = new_rogue(system);
  void (*const acts[])(void *) = {exit_outside,   self_outside,
                                  link_outside,   reply_outside,
                                  become_outside, ask_inside_outside};
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    CU_ASSERT(fails_a_check(acts[i], &rogue));
  }
  CU_ASSERT_EQUAL(notes_of(rogue), 0);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_tell_of_any_kind_to_one_that_has_ended_is_refused),
      CASE(stopping_killing_and_starting_one_that_has_ended_does_nothing),
      CASE(one_that_has_ended_has_no_mailbox_and_no_counts),
      CASE(an_end_can_be_waited_for_again_and_says_the_same),
      CASE(one_that_has_ended_gets_no_name),
      CASE(a_handler_that_uses_one_that_has_ended_is_told_so_and_goes_on),
      CASE(what_a_refused_spawn_gave_is_a_stranger_to_everything),
      CASE(main_is_told_nothing_and_cannot_be_ended),
      CASE(to_a_handler_an_actor_of_another_system_is_a_stranger),
      CASE(a_handlers_ask_of_another_systems_actor_is_answered_stranger),
      CASE(a_handler_cannot_end_name_or_link_another_systems_actor),
      CASE(a_thread_outside_may_use_the_actors_of_all_its_systems),
      CASE(after_its_systems_end_a_reference_names_nobody),
      CASE(bytes_for_a_system_that_has_ended_stay_with_the_teller),
      CASE(a_system_that_has_been_stopped_or_is_none_is_a_bug_of_the_caller),
      CASE(who_spawns_a_type_without_a_behaviour_fails),
      CASE(who_becomes_what_is_no_behaviour_of_its_own_fails),
      CASE(who_adds_a_child_of_no_type_fails),
      CASE(a_supervisor_whose_child_has_no_type_does_not_start),
      CASE(times_of_a_supervisor_that_do_not_fit_are_for_ever),
      CASE(a_supervisor_with_a_negative_period_does_not_start),
      CASE(a_message_told_after_an_age_keeps_waiting),
      CASE(a_very_large_message_arrives_whole_where_there_is_no_bound),
      CASE(a_message_larger_than_the_mailbox_is_refused_though_it_is_empty),
      CASE(a_message_larger_than_the_mailbox_is_not_waited_for),
      CASE(a_message_larger_than_a_dropping_mailbox_drops_itself_alone),
      CASE(an_array_larger_than_memory_or_without_items_fails_the_sender),
      CASE(a_block_larger_than_memory_fails_who_wants_to_own_it),
      CASE(a_name_taken_twice_stays_with_who_had_it_first),
      CASE(a_handler_with_an_empty_name_fails),
      CASE(a_message_told_after_a_negative_span_comes_at_once),
      CASE(an_ask_whose_deadline_has_passed_is_sent_and_times_out),
      CASE(a_wait_whose_deadline_has_passed_only_looks),
      CASE(a_stop_whose_deadline_has_passed_kills_who_has_not_ended),
      CASE(a_period_or_a_silence_of_no_length_fails_who_sets_it),
      CASE(a_second_reply_goes_nowhere),
      CASE(a_request_can_be_kept_once),
      CASE(a_reply_of_another_message_fails_who_sends_it),
      CASE(what_was_never_asked_set_or_watched_is_cancelled_without_effect),
      CASE(a_handler_that_stops_its_system_fails),
      CASE(a_handler_that_asks_or_waits_like_a_thread_outside_fails),
      CASE(what_only_a_handler_may_do_is_a_bug_outside),
      CU_TEST_INFO_NULL};
  return run_suite("behaviours: misuse", cases);
}
