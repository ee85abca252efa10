// pupil.h -- the child that the tests of supervisors raise, and a diary of what
// all of them did: "+2" for a start of number 2, "!2" for one that failed,
// "-2n" for an end, with the first letter of its reason.
#ifndef TESTS_PUPIL_H
#define TESTS_PUPIL_H

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "ways.h"

typedef struct Diary {
  Mutex lock;
  char text[1024];
  atomic_int bad_starts[10];  // of each number, the next ones that fail
} Diary;

// What a pupil does with a message before it fails at it.
#define MANNERS(E)                       \
  E(EAT_NOTHING, nothing)                \
  E(EAT_TEXT, text) /* takes its text */ \
  E(EAT_ANSWERING, answering)            \
  E(EAT_KEEPING, keeping) /* its request */
ENUM(Manner, MANNERS)

#define PUPIL(M)                                                            \
  M(PUPIL_ADD, pupil, add, (i64, number), (i64, sum))                       \
  M(PUPIL_LOOK, pupil, look, ,                                              \
    (i64, sum)(text, name)(i64, downs)(ref(Any), down)(enum(AskOutcome),    \
                                                       heard)(i64, starts)) \
  M(PUPIL_FAIL, pupil, fail, , )                                            \
  M(PUPIL_EXIT, pupil, exit, , )                                            \
  M(PUPIL_TURN, pupil, turn, , )                                            \
  M(PUPIL_TICK, pupil, tick, , )                                            \
  M(PUPIL_CLOCK, pupil, clock, , )                                          \
  M(PUPIL_WATCH, pupil, watch, (ref(Any), who), )                           \
  M(PUPIL_LINK, pupil, link, (ref(Any), who), )                             \
  M(PUPIL_DOWN, pupil, down, DOWN_HEAD, )                                   \
  M(PUPIL_ASK, pupil, ask, (ref(Pupil), whom)(bool, holds), )               \
  M(PUPIL_KEEP, pupil, keep, , (i64, sum))                                  \
  M(PUPIL_KEPT, pupil, kept, REPLY_HEAD(i64, sum), )                        \
  M(PUPIL_ANSWER, pupil, answer, , )                                        \
  M(PUPIL_EAT, pupil, eat, (text, what)(enum(Manner), manner), (i64, sum))  \
  M(PUPIL_BAD_END, pupil, bad_end, , )                                      \
  M(PUPIL_HOARD, pupil, hoard, (i64, number), )                             \
  M(PUPIL_OPEN, pupil, open, , )                                            \
  M(PUPIL_DOZE, pupil, doze, , )                                            \
  M(PUPIL_FLOOD, pupil, flood, (ref(Pupil), whom)(i64, count), )            \
  M(PUPIL_RAISE, pupil, raise, (ref(Supervisor), by),                       \
    (ref(Pupil), child)(enum(StartOutcome), seen))                          \
  M(PUPIL_POISON, pupil, poison, (text, what)(u64, lives), (i64, sum))
REF(Pupil, pupil)
PROTOCOL_AFTER_REF(Pupil, pupil, PUPIL)
STATE(PupilState,
      (i64, number)(i64, sum)(text, name)(i64, downs)(ref(Any), down)(
          enum(AskOutcome), heard)(i64, starts)(private(Request *), kept)(
          private(Diary *), diary)(bool, ends_badly)(private(atomic_ullong *),
                                                     poisoned))
ACTOR_WITH_ENDS(Pupil, pupil, PupilState, pupil_starts_life, pupil_ends_life,
                learning, idling)

static void write_diary(Diary *diary, char sign, i64 number, const char *end) {
  if (diary == NULL) {
    return;
  }
  mutex_lock(&diary->lock);
  size_t length = strlen(diary->text);
  if (length + 8 < sizeof diary->text) {
    snprintf(diary->text + length, 8, "%s%c%d%.1s", length > 0 ? " " : "", sign,
             (int)number, end);
  }
  mutex_unlock(&diary->lock);
}

static void pupil_starts_life(PupilState *self) {
  self->starts++;
  if (self->diary != NULL &&
      atomic_load(&self->diary->bad_starts[self->number]) > 0) {
    atomic_fetch_sub(&self->diary->bad_starts[self->number], 1);
    write_diary(self->diary, '!', self->number, "");
    fail("a bad start");
  }
  write_diary(self->diary, '+', self->number, "");
}

static void pupil_ends_life(PupilState *self, StopReason reason) {
  write_diary(self->diary, '-', self->number, StopReason_value_names[reason]);
  CHECK(!self->ends_badly);
}

static void idling(PupilState *self, const PupilMsg *message) {
  (void)self;
  CHECK(message->kind != PUPIL_FAIL && "told to fail while idling");
  if (message->kind == PUPIL_LOOK) {
    pupil_reply_look(-1, "", 0, (AnyRef){NOBODY}, ASK_OK, 0);
  }
}

static void eat(PupilState *self, const struct pupil_eat *message) {
  switch (message->manner) {
    case EAT_NOTHING:
      break;
    case EAT_TEXT:
      ignore(*take_text(&message->what));
      break;
    case EAT_ANSWERING:
      pupil_reply_eat(self->sum);
      break;
    case EAT_KEEPING:
      self->kept = request_take();
      break;
  }
  fail("at a meal");
}

static void raise_another(SupervisorRef by) {
  static const PupilState state = {.sum = 50};
  const ChildSpec spec = CHILD(pupil, "another", &state);
  PupilRef child = ADD_CHILD(pupil, by, &spec);
  CHECK(pupil_tell_add(child, 1) == TELL_OK);
  pupil_reply_raise(child, START_OK);
}

static void learning(PupilState *self, const PupilMsg *message) {
  switch (message->kind) {
    case PUPIL_ADD:
      self->sum += message->add.number;
      pupil_reply_add(self->sum);
      break;
    case PUPIL_LOOK:
      pupil_reply_look(self->sum, self->name, self->downs, self->down,
                       self->heard, self->starts);
      break;
    case PUPIL_FAIL:
      fail("as told");
    case PUPIL_EXIT:
      actor_exit();
      break;
    case PUPIL_TURN:
      pupil_become(idling);
      break;
    case PUPIL_TICK:
      self->sum += 1000;
      break;
    case PUPIL_CLOCK: {
      TimerId timer;
      CHECK(pupil_tell_tick_every(pupil_self(), after_ms(1000), TICKS_SKIP,
                                  &timer) == TELL_OK);
      break;
    }
    case PUPIL_WATCH:
      CHECK(actor_monitor(message->watch.who.ref, pupil_down) != 0);
      break;
    case PUPIL_LINK:
      CHECK(actor_link(message->link.who.ref) == LINK_OK);
      break;
    case PUPIL_DOWN:
      self->downs++;
      self->down = message->down.who;
      break;
    case PUPIL_ASK:
      CHECK((message->ask.holds
                 ? pupil_hold_keep_as(message->ask.whom, pupil_kept, NEVER)
                 : pupil_ask_keep_as(message->ask.whom, pupil_kept, NEVER)) !=
            0);
      break;
    case PUPIL_KEEP:
      self->kept = request_take();
      break;
    case PUPIL_KEPT:
      self->heard = message->kept.outcome;
      self->sum += 100;
      break;
    case PUPIL_ANSWER:
      pupil_reply_keep_to(&self->kept, self->sum);
      break;
    case PUPIL_EAT:
      eat(self, &message->eat);
      break;
    case PUPIL_HOARD:
      if (self->sum < 10) {
        CHECK(stash() == STASH_OK);
      } else {
        self->sum = self->sum * 10 + message->hoard.number;
      }
      break;
    case PUPIL_OPEN:
      unstash_all();
      break;
    case PUPIL_DOZE:
      CHECK(actor_idle_after(after_ms(1), pupil_tick) == TELL_OK);
      break;
    case PUPIL_BAD_END:
      self->ends_badly = true;
      break;
    case PUPIL_FLOOD:
      for (i64 i = 0; i < message->flood.count; i++) {
        CHECK(pupil_tell_add(message->flood.whom, 1) == TELL_OK);
      }
      break;
    case PUPIL_RAISE:
      raise_another(message->raise.by);
      break;
    case PUPIL_POISON:
      if (atomic_fetch_add(self->poisoned, 1) < message->poison.lives) {
        fail("poisoned by %s", message->poison.what);
      }
      self->sum += 7;
      pupil_reply_poison(self->sum);
      break;
  }
}

static inline Diary new_diary(void) {
  return (Diary){.text = ""};
}

MAYBE_UNUSED static AnyRef any(PupilRef pupil) {
  return (AnyRef){pupil.ref};
}

MAYBE_UNUSED static struct pupil_look_reply look_at(PupilRef pupil) {
  struct pupil_look_reply reply = {0};
  CU_ASSERT_EQUAL(pupil_ask_look(pupil, &reply, PATIENCE), ASK_OK);
  block_free(reply.name);
  reply.name = NULL;
  return reply;
}

MAYBE_UNUSED static StopReason must_end(Ref ref) {
  StopReason reason = STOPPED_GONE;
  CU_ASSERT_EQUAL(actor_wait_end(ref, &reason, PATIENCE), END_OK);
  return reason;
}

MAYBE_UNUSED static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

MAYBE_UNUSED static SupervisorRef supervise(System *system,
                                            const SupervisorOptions *options) {
  SupervisorRef supervisor = supervisor_spawn(system, "supervisor", options);
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(supervisor.ref), SPAWN_OK);
  CU_ASSERT_EQUAL(actor_wait_started(supervisor.ref, PATIENCE), START_OK);
  return supervisor;
}

// What the supervisor says of its child of that place; the label is dropped.
typedef struct ChildLook {
  size_t count;
  Ref ref;
  u64 restarts;
  ChildState state;
} ChildLook;

MAYBE_UNUSED static ChildLook look_at_child(SupervisorRef supervisor,
                                            size_t place) {
  struct supervisor_list_reply reply = {0};
  CU_ASSERT_EQUAL(supervisor_ask_list(supervisor, &reply, PATIENCE), ASK_OK);
  ChildLook look = {.count = reply.states.count};
  if (place < look.count) {
    look.ref = reply.children.items[place].ref;
    look.restarts = reply.restarts.items[place];
    look.state = (ChildState)reply.states.items[place];
  }
  for (size_t i = 0; i < reply.labels.count; i++) {
    block_free(reply.labels.items[i]);
  }
  block_free(reply.labels.items);
  block_free(reply.children.items);
  block_free(reply.restarts.items);
  block_free(reply.states.items);
  return look;
}

MAYBE_UNUSED static void must_become(SupervisorRef supervisor, size_t place,
                                     ChildState state) {
  wait_until(look_at_child(supervisor, place).state == state, PATIENCE);
}

MAYBE_UNUSED static ChildOutcome restart_it(SupervisorRef supervisor, Ref ref) {
  struct supervisor_restart_child_reply reply = {0};
  CU_ASSERT_EQUAL(
      supervisor_ask_restart_child(supervisor, (AnyRef){ref}, &reply, PATIENCE),
      ASK_OK);
  return reply.outcome;
}

MAYBE_UNUSED static ChildOutcome end_it(SupervisorRef supervisor, Ref ref) {
  struct supervisor_end_child_reply reply = {0};
  CU_ASSERT_EQUAL(
      supervisor_ask_end_child(supervisor, (AnyRef){ref}, &reply, PATIENCE),
      ASK_OK);
  return reply.outcome;
}

MAYBE_UNUSED static PupilRef child_of(SupervisorRef supervisor,
                                      const char *label) {
  struct supervisor_find_reply reply = {0};
  CU_ASSERT_EQUAL(supervisor_ask_find(supervisor, label, &reply, PATIENCE),
                  ASK_OK);
  return (PupilRef){reply.child.ref};
}

// ---- Whole classes ----

enum { OFTEN = 1000, A_LONG_TIME_MS = 1000000000 };

// A class of pupils 1, 2, 3, that write into one diary.
typedef struct Class {
  System *system;
  SupervisorRef supervisor;
  Diary diary;
  PupilState states[4];
  ChildSpec specs[4];
  SupervisorOptions options;
  PupilRef pupils[4];  // by number
} Class;

MAYBE_UNUSED static void prepare_class(Class *class, Strategy strategy,
                                       size_t count) {
  static const char *const labels[] = {"zero", "one", "two", "three"};
  memset(class, 0, sizeof *class);
  mutex_init(&class->diary.lock);
  for (size_t i = 1; i <= count; i++) {
    class->states[i] = (PupilState){.number = (i64)i, .diary = &class->diary};
    class->specs[i] = (ChildSpec){
        .type = &pupil_type, .label = labels[i], .state = &class->states[i]};
  }
  class->options = (SupervisorOptions){.strategy = strategy,
                                       .intensity = OFTEN,
                                       .period_ms = 1000,
                                       .children = &class->specs[1],
                                       .count = count};
}

MAYBE_UNUSED static void open_class(Class *class) {
  class->system = start_system();
  class->supervisor = supervise(class->system, &class->options);
  for (size_t i = 0; i < class->options.count; i++) {
    class->pupils[i + 1] =
        child_of(class->supervisor, class->options.children[i].label);
  }
}

MAYBE_UNUSED static void start_class(Class *class, Strategy strategy) {
  prepare_class(class, strategy, 3);
  open_class(class);
}

MAYBE_UNUSED static void must_have_done(Class *class, const char *expected) {
  mutex_lock(&class->diary.lock);
  CU_ASSERT_STRING_EQUAL(class->diary.text, expected);
  if (strcmp(class->diary.text, expected) != 0) {
    printf("[%s]\n", class->diary.text);
  }
  mutex_unlock(&class->diary.lock);
}

MAYBE_UNUSED static void close_class(Class *class, const char *expected) {
  stop_system(class->system);
  must_have_done(class, expected);
  mutex_release(&class->diary.lock);
}

// Every life that began has ended; the class is over.
MAYBE_UNUSED static void must_balance(Class *class) {
  int balance = 0;
  for (const char *at = class->diary.text; *at != '\0'; at++) {
    balance += (*at == '+') - (*at == '-');
  }
  CU_ASSERT_EQUAL(balance, 0);
  mutex_release(&class->diary.lock);
}

MAYBE_UNUSED static void must_fail(PupilRef pupil) {
  CU_ASSERT_EQUAL(pupil_tell_fail(pupil), TELL_OK);
}

// It waits for an answer that nobody gives: no stop reaches it.
MAYBE_UNUSED static void must_be_deaf(Class *class, PupilRef pupil) {
  PupilRef keeper = pupil_spawn(class->system, "keeper", (PupilState){0});
  CU_ASSERT_EQUAL(pupil_tell_ask(pupil, keeper, true), TELL_OK);
  must_be_quiet(class->system);
}

MAYBE_UNUSED static struct supervisor_count_reply count_of(
    SupervisorRef supervisor) {
  struct supervisor_count_reply reply = {0};
  CU_ASSERT_EQUAL(supervisor_ask_count(supervisor, &reply, PATIENCE), ASK_OK);
  return reply;
}

// Lets the time of the stepper pass: nothing else goes on.
MAYBE_UNUSED static void pass(SupervisorRef supervisor, i64 ms) {
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(supervisor.ref, &reason, after_ms(ms)),
                  END_TIMEOUT);
}

#endif
