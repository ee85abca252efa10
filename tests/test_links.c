// Tests of links: both ways, along chains, trapped, taken back, and always the
// same at both ends.
#include <stdio.h>
#include <string.h>

#include "acting/runtime.h"
#include "acting/table.h"
#include "surviving/bond_table.h"
#include "ways.h"

#define TWIN(M)                                                              \
  M(TWIN_LINK, twin, link, (ref(Any), to), (enum(LinkOutcome), outcome))     \
  M(TWIN_UNLINK, twin, unlink, (ref(Any), from), )                           \
  M(TWIN_CLEAVE, twin, cleave, (ref(Any), to), (enum(LinkOutcome), outcome)) \
  M(TWIN_TRAP, twin, trap, (bool, on), )                                     \
  M(TWIN_LOST, twin, lost, DOWN_HEAD, )                                      \
  M(TWIN_NOTE, twin, note, , )                                               \
  M(TWIN_BURST, twin, burst, (ref(Twin), to), )                              \
  M(TWIN_FAIL, twin, fail, , )                                               \
  M(TWIN_LOOK, twin, look, ,                                                 \
    (i64, lost)(u64, monitor)(ref(Any), who)(enum(StopReason), reason)(      \
        i64, notes_then))
REF(Twin, twin)
PROTOCOL_AFTER_REF(Twin, twin, TWIN)
STATE(TwinState,
      (i64, lost)(u64, monitor)(ref(Any), who)(enum(StopReason), reason)(
          i64, notes)(i64, notes_then)(ref(Twin), heir))
ACTOR_WITH_ENDS(Twin, twin, TwinState, is_born, dies, living)

static void is_born(TwinState *self) {
  (void)self;
}

// The heir hears by a note that on_stop was told of a link.
static void dies(TwinState *self, StopReason reason) {
  if (reason == STOPPED_LINK && self->heir.ref.bits != 0) {
    ignore(twin_tell_note(self->heir));
  }
}

static void lose(TwinState *self, const struct twin_lost *lost) {
  self->lost++;
  self->monitor = lost->monitor;
  self->who = lost->who;
  self->reason = lost->reason;
  self->notes_then = self->notes;
}

static void living(TwinState *self, const TwinMsg *message) {
  switch (message->kind) {
    case TWIN_LINK:
      twin_reply_link(actor_link(message->link.to.ref));
      break;
    case TWIN_UNLINK:
      actor_unlink(message->unlink.from.ref);
      break;
    case TWIN_CLEAVE:
      twin_reply_cleave(actor_link(message->cleave.to.ref));
      actor_unlink(message->cleave.to.ref);
      break;
    case TWIN_TRAP:
      actor_trap_links(message->trap.on ? twin_lost : NULL);
      break;
    case TWIN_LOST:
      lose(self, &message->lost);
      break;
    case TWIN_NOTE:
      self->notes++;
      break;
    case TWIN_BURST:
      for (int i = 0; i < 50; i++) {
        ignore(twin_tell_note(message->burst.to));
      }
      fail("at the end of a burst");
    case TWIN_FAIL:
      fail("as told");
    case TWIN_LOOK:
      twin_reply_look(self->lost, self->monitor, self->who, self->reason,
                      self->notes_then);
      break;
  }
}

static TwinRef new_twin(System *system, const char *label) {
  TwinRef twin = twin_spawn(system, label, (TwinState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(twin.ref), SPAWN_OK);
  return twin;
}

static AnyRef any(TwinRef twin) {
  return (AnyRef){twin.ref};
}

static LinkOutcome join(TwinRef one, TwinRef other) {
  struct twin_link_reply reply = {0};
  CU_ASSERT_EQUAL(twin_ask_link(one, any(other), &reply, PATIENCE), ASK_OK);
  return reply.outcome;
}

static void must_link(TwinRef one, TwinRef other) {
  CU_ASSERT_EQUAL(join(one, other), LINK_OK);
}

static struct twin_look_reply look_at(TwinRef twin) {
  struct twin_look_reply reply = {0};
  CU_ASSERT_EQUAL(twin_ask_look(twin, &reply, PATIENCE), ASK_OK);
  return reply;
}

static StopReason must_end(TwinRef twin) {
  StopReason reason = STOPPED_SUPERVISOR;
  CU_ASSERT_EQUAL(actor_wait_end(twin.ref, &reason, PATIENCE), END_OK);
  return reason;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static u32 bonds_of(System *system, TwinRef twin) {
  return bonds_count(&table_at(system, twin.ref)->bonds);
}

static void fail_it(Ref ref) {
  CU_ASSERT_EQUAL(twin_tell_fail((TwinRef){ref}), TELL_OK);
}

UNDER_ALL(an_end_that_is_not_normal_ends_the_other_from_either_side) {
  void (*const ends[])(Ref ref) = {actor_kill, fail_it};
  for (int i = 0; i < 4; i++) {
    System *system = start_system();
    TwinRef twins[] = {new_twin(system, "one"), new_twin(system, "two")};
    must_link(twins[0], twins[1]);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(bonds_of(system, twins[0]), 1);
    CU_ASSERT_EQUAL(bonds_of(system, twins[1]), 1);
    ends[i / 2](twins[i % 2].ref);
    CU_ASSERT_EQUAL(must_end(twins[i % 2]),
                    i / 2 == 0 ? STOPPED_KILLED : STOPPED_FAILED);
    CU_ASSERT_EQUAL(must_end(twins[1 - i % 2]), STOPPED_LINK);
    stop_system(system);
  }
}

UNDER_ALL(a_normal_end_leaves_the_other_alive_and_unlinked) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  TwinRef two = new_twin(system, "two");
  must_link(one, two);
  actor_stop(two.ref);
  must_be_quiet(system);
  CU_ASSERT(actor_is_alive(one.ref));
  CU_ASSERT_EQUAL(look_at(one).lost, 0);
  CU_ASSERT_EQUAL(bonds_of(system, one), 0);
  stop_system(system);
}

UNDER_ALL(who_traps_hears_of_any_end_and_lives) {
  void (*const ends[])(Ref ref) = {actor_stop, actor_kill, fail_it};
  const StopReason reasons[] = {STOPPED_NORMAL, STOPPED_KILLED, STOPPED_FAILED};
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  CU_ASSERT_EQUAL(twin_tell_trap(one, true), TELL_OK);
  for (int i = 0; i < 6; i++) {
    TwinRef two = new_twin(system, "two");
    if (i % 2 == 0) {
      must_link(one, two);
    } else {
      must_link(two, one);
    }
    ends[i / 2](two.ref);
    must_be_quiet(system);
    struct twin_look_reply seen = look_at(one);
    CU_ASSERT_EQUAL(seen.lost, i + 1);
    CU_ASSERT_EQUAL(seen.monitor, 0);
    CU_ASSERT(ref_equal(seen.who.ref, two.ref));
    CU_ASSERT_EQUAL(seen.reason, reasons[i / 2]);
    CU_ASSERT_EQUAL(bonds_of(system, one), 0);
  }
  stop_system(system);
}

UNDER_ALL(who_stops_trapping_ends_with_the_next) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  TwinRef two = new_twin(system, "two");
  must_link(one, two);
  CU_ASSERT_EQUAL(twin_tell_trap(one, true), TELL_OK);
  CU_ASSERT_EQUAL(twin_tell_trap(one, false), TELL_OK);
  (void)look_at(one);
  actor_kill(two.ref);
  CU_ASSERT_EQUAL(must_end(one), STOPPED_LINK);
  stop_system(system);
}

UNDER_ALL(the_end_of_a_link_comes_after_the_last_message) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  TwinRef two = new_twin(system, "two");
  CU_ASSERT_EQUAL(twin_tell_trap(one, true), TELL_OK);
  must_link(one, two);
  CU_ASSERT_EQUAL(twin_tell_burst(two, one), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(one).lost, 1);
  CU_ASSERT_EQUAL(look_at(one).notes_then, 50);
  stop_system(system);
}

UNDER_ALL(who_is_unlinked_from_either_side_lives_on) {
  for (int i = 0; i < 4; i++) {
    System *system = start_system();
    TwinRef twins[] = {new_twin(system, "one"), new_twin(system, "two")};
    must_link(twins[0], twins[1]);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(twin_tell_unlink(twins[i % 2], any(twins[1 - i % 2])),
                    TELL_OK);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(bonds_of(system, twins[0]), 0);
    CU_ASSERT_EQUAL(bonds_of(system, twins[1]), 0);
    actor_kill(twins[i / 2].ref);
    must_be_quiet(system);
    CU_ASSERT(actor_is_alive(twins[1 - i / 2].ref));
    stop_system(system);
  }
}

UNDER_ALL(after_an_unlink_no_end_of_the_other_matters) {
  System *system = start_system();
  for (int i = 0; i < 10; i++) {
    TwinRef one = new_twin(system, "one");
    TwinRef two = new_twin(system, "two");
    must_link(two, one);
    actor_kill(two.ref);
    // Told or refused, by when the end gets there.
    TellOutcome told = twin_tell_unlink(one, any(two));
    struct twin_look_reply reply;
    bool handled =
        told == TELL_OK && twin_ask_look(one, &reply, PATIENCE) == ASK_OK;
    CU_ASSERT_NOT_EQUAL(system_run(system, PATIENCE), RUN_TIMEOUT);
    if (handled) {
      CU_ASSERT(actor_is_alive(one.ref));
      actor_stop(one.ref);
    } else {
      CU_ASSERT_EQUAL(must_end(one), STOPPED_LINK);
    }
  }
  stop_system(system);
}

UNDER_ALL(unlinking_a_stranger_changes_nothing) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  TwinRef two = new_twin(system, "two");
  CU_ASSERT_EQUAL(twin_tell_unlink(one, any(two)), TELL_OK);
  CU_ASSERT_EQUAL(twin_tell_unlink(one, (AnyRef){NOBODY}), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(bonds_of(system, one), 0);
  stop_system(system);
}

UNDER_ALL(a_link_to_one_that_has_ended_is_refused_and_changes_nothing) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  TwinRef two = new_twin(system, "two");
  actor_kill(two.ref);
  must_be_quiet(system);
  const AnyRef nobodies[] = {any(two),
                             {NOBODY},
                             {ref_make(255, 9, 9)},
                             {ref_make(ref_node(one.ref), MAIN_SLOT, 1)}};
  for (int i = 0; i < 4; i++) {
    CU_ASSERT_EQUAL(join(one, (TwinRef){nobodies[i].ref}), LINK_STOPPED);
  }
  must_be_quiet(system);
  CU_ASSERT(actor_is_alive(one.ref));
  CU_ASSERT_EQUAL(bonds_of(system, one), 0);
  stop_system(system);
}

UNDER_ALL(a_link_to_one_that_is_ending_is_refused_or_ends_both) {
  System *system = start_system();
  for (int i = 0; i < 20; i++) {
    TwinRef one = new_twin(system, "one");
    TwinRef two = new_twin(system, "two");
    actor_kill(two.ref);
    LinkOutcome outcome = join(one, two);
    CU_ASSERT_NOT_EQUAL(system_run(system, PATIENCE), RUN_TIMEOUT);
    CU_ASSERT_EQUAL(actor_is_alive(one.ref), outcome == LINK_STOPPED);
    if (outcome == LINK_OK) {
      CU_ASSERT_EQUAL(must_end(one), STOPPED_LINK);
    }
    actor_stop(one.ref);
  }
  stop_system(system);
}

enum { CHAIN = 30 };

UNDER_ALL(a_chain_falls_from_any_link_and_each_says_why) {
  for (int broken = 0; broken < CHAIN; broken += CHAIN / 2) {
    System *system = start_system();
    TwinRef twins[CHAIN];
    for (int i = 0; i < CHAIN; i++) {
      twins[i] = new_twin(system, "twin");
      if (i > 0) {
        must_link(twins[i], twins[i - 1]);
      }
    }
    actor_kill(twins[broken].ref);
    for (int i = 0; i < CHAIN; i++) {
      CU_ASSERT_EQUAL(must_end(twins[i]),
                      i == broken ? STOPPED_KILLED : STOPPED_LINK);
    }
    stop_system(system);
  }
}

UNDER_ALL(a_chain_ends_at_who_traps) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  TwinRef two = new_twin(system, "two");
  TwinRef three = new_twin(system, "three");
  CU_ASSERT_EQUAL(twin_tell_trap(two, true), TELL_OK);
  must_link(one, two);
  must_link(two, three);
  actor_kill(one.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(two).lost, 1);
  CU_ASSERT(actor_is_alive(three.ref));
  stop_system(system);
}

UNDER_ALL(a_web_of_links_falls_as_a_whole) {
  enum { WEB = 8 };
  System *system = start_system();
  TwinRef twins[WEB];
  for (int i = 0; i < WEB; i++) {
    twins[i] = new_twin(system, "twin");
  }
  for (int i = 0; i < WEB; i++) {
    for (int k = 0; k < WEB; k++) {
      must_link(twins[i], twins[k]);  // itself and both ways too
    }
  }
  fail_it(twins[3].ref);
  for (int i = 0; i < WEB; i++) {
    CU_ASSERT_EQUAL(must_end(twins[i]), i == 3 ? STOPPED_FAILED : STOPPED_LINK);
  }
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_EMPTY);
  stop_system(system);
}

UNDER_ALL(two_that_link_each_other_hear_of_an_end_once) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  CU_ASSERT_EQUAL(twin_tell_trap(one, true), TELL_OK);
  for (int i = 1; i <= 10; i++) {
    TwinRef two = new_twin(system, "two");
    struct twin_link_reply reply;
    // One after the other, so that the two links may cross.
    CU_ASSERT_EQUAL(twin_ask_link(one, any(two), &reply, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(twin_ask_link(two, any(one), &reply, PATIENCE), ASK_OK);
    CU_ASSERT_EQUAL(twin_ask_link(one, any(two), &reply, PATIENCE), ASK_OK);
    fail_it(two.ref);
    must_be_quiet(system);
    CU_ASSERT_EQUAL(look_at(one).lost, i);
    CU_ASSERT_EQUAL(bonds_of(system, one), 0);
  }
  stop_system(system);
}

UNDER_ALL(a_link_to_itself_means_nothing) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  must_link(one, one);
  CU_ASSERT_EQUAL(bonds_of(system, one), 0);
  stop_system(system);
}

UNDER_ALL(on_stop_is_told_that_a_link_was_the_reason) {
  System *system = start_system();
  TwinRef heir = new_twin(system, "heir");
  TwinRef one = twin_spawn(system, "one", (TwinState){.heir = heir});
  TwinRef two = new_twin(system, "two");
  CU_ASSERT_EQUAL(twin_tell_trap(heir, true), TELL_OK);
  must_link(one, two);
  must_link(heir, one);
  actor_kill(two.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(heir).reason, STOPPED_LINK);
  CU_ASSERT_EQUAL(look_at(heir).notes_then, 1);
  stop_system(system);
}

UNDER_ALL(a_system_stops_cleanly_whatever_is_linked) {
  System *system = start_system();
  TwinRef before = new_twin(system, "twin");
  for (int i = 0; i < 20; i++) {
    TwinRef next = new_twin(system, "twin");
    must_link(before, next);
    before = next;
  }
  stop_system(system);
}

enum { CROWD = 5 };

static void must_agree(System *system, const TwinRef *twins) {
  for (int i = 0; i < CROWD; i++) {
    for (int k = 0; k < CROWD; k++) {
      CU_ASSERT_EQUAL(
          bonds_has_link(&table_at(system, twins[i].ref)->bonds, twins[k].ref),
          bonds_has_link(&table_at(system, twins[k].ref)->bonds, twins[i].ref));
    }
  }
}

// Random links and their ends cross on the way in all ways.
UNDER_ALL(both_ends_always_agree_on_whether_they_are_linked) {
  System *system = start_system();
  TwinRef twins[CROWD];
  Rng rng;
  rng_seed(&rng, 42);
  for (int i = 0; i < CROWD; i++) {
    twins[i] = new_twin(system, "twin");
  }
  for (int round = 0; round < 6; round++) {
    for (int i = 0; i < 40; i++) {
      TwinRef one = twins[rng_below(&rng, CROWD)];
      AnyRef other = any(twins[rng_below(&rng, CROWD)]);
      if (rng_below(&rng, 2) == 0) {
        // Told: the answer of the link is for nobody.
        CU_ASSERT_EQUAL(twin_tell_link(one, other), TELL_OK);
      } else {
        CU_ASSERT_EQUAL(twin_tell_unlink(one, other), TELL_OK);
      }
    }
    must_be_quiet(system);
    must_agree(system, twins);
  }
  stop_system(system);
}

STEPPED(a_link_without_memory_is_refused_and_changes_nothing) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  TwinRef two = new_twin(system, "two");
  must_be_quiet(system);
  for (i64 successes = 0; successes < 2; successes++) {
    // As if a handler of the first ran.
    activation()->actor = table_at(system, one.ref);
    memory_ends_after(successes);
    LinkOutcome outcome = actor_link(two.ref);
    CU_ASSERT(memory_is_back());
    activation()->actor = NULL;
    CU_ASSERT_EQUAL(outcome, LINK_NO_MEMORY);
    CU_ASSERT_EQUAL(bonds_of(system, one), 0);
  }
  actor_kill(two.ref);
  must_be_quiet(system);
  CU_ASSERT(actor_is_alive(one.ref));
  stop_system(system);
}

STEPPED(a_chain_falls_without_memory) {
  System *system = start_system();
  TwinRef twins[CHAIN];
  for (int i = 0; i < CHAIN; i++) {
    twins[i] = new_twin(system, "twin");
    if (i > 0) {
      must_link(twins[i], twins[i - 1]);
      must_link(twins[i], twins[0]);
    }
  }
  actor_kill(twins[7].ref);
  memory_ends_after(0);
  RunOutcome outcome = system_run(system, PATIENCE);
  CU_ASSERT_FALSE(memory_is_back());
  CU_ASSERT_EQUAL(outcome, RUN_EMPTY);
  stop_system(system);
}

static char heard[256];

static void hear(void *context, const Event *event) {
  (void)context;
  if (event->kind == EVENT_LINKED || event->kind == EVENT_UNLINKED) {
    size_t length = strlen(heard);
    (void)snprintf(heard + length, sizeof heard - length, "%s %u %u; ",
                   event_kind_name(event->kind), ref_slot((Ref){event->actor}),
                   ref_slot((Ref){event->other}));
  }
}

static void links_are_told_to_the_listener(void) {
  heard[0] = '\0';
  System *system = system_start(
      &(SystemOptions){.dispatcher = &run_stepper, .listener = hear});
  TwinRef one = new_twin(system, "one");
  TwinRef two = new_twin(system, "two");
  must_link(one, two);
  must_link(one, two);  // is linked already
  CU_ASSERT_EQUAL(twin_tell_unlink(two, any(one)), TELL_OK);
  CU_ASSERT_EQUAL(twin_tell_unlink(two, any(one)), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_STRING_EQUAL(heard, "linked 2 3; unlinked 3 2; ");
  stop_system(system);
}

UNDER_ALL(a_link_made_and_taken_back_at_once_is_none) {
  System *system = start_system();
  TwinRef one = new_twin(system, "one");
  TwinRef two = new_twin(system, "two");
  struct twin_cleave_reply reply = {0};
  CU_ASSERT_EQUAL(twin_ask_cleave(one, any(two), &reply, PATIENCE), ASK_OK);
  CU_ASSERT_EQUAL(reply.outcome, LINK_OK);
  actor_kill(two.ref);
  must_be_quiet(system);
  CU_ASSERT(actor_is_alive(one.ref));
  CU_ASSERT_EQUAL(bonds_of(system, one), 0);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(an_end_that_is_not_normal_ends_the_other_from_either_side),
      CASE(a_normal_end_leaves_the_other_alive_and_unlinked),
      CASE(who_traps_hears_of_any_end_and_lives),
      CASE(who_stops_trapping_ends_with_the_next),
      CASE(the_end_of_a_link_comes_after_the_last_message),
      CASE(who_is_unlinked_from_either_side_lives_on),
      CASE(after_an_unlink_no_end_of_the_other_matters),
      CASE(unlinking_a_stranger_changes_nothing),
      CASE(a_link_to_one_that_has_ended_is_refused_and_changes_nothing),
      CASE(a_link_to_one_that_is_ending_is_refused_or_ends_both),
      CASE(a_chain_falls_from_any_link_and_each_says_why),
      CASE(a_chain_ends_at_who_traps),
      CASE(a_web_of_links_falls_as_a_whole),
      CASE(two_that_link_each_other_hear_of_an_end_once),
      CASE(a_link_to_itself_means_nothing),
      CASE(on_stop_is_told_that_a_link_was_the_reason),
      CASE(a_system_stops_cleanly_whatever_is_linked),
      CASE(both_ends_always_agree_on_whether_they_are_linked),
      CASE(a_link_made_and_taken_back_at_once_is_none),
      CASE(a_link_without_memory_is_refused_and_changes_nothing),
      CASE(a_chain_falls_without_memory),
      CASE(links_are_told_to_the_listener),
      CU_TEST_INFO_NULL};
  return run_suite("links", cases);
}
