// A storm: actors with random options do random things to each other, under
// every dispatcher, and whatever they do the books must balance.
//
// Checked: a message is handled once or is a dead letter; messages from one
// sender to one receiver come in order; an ask that its asker lives to see
// ends once, and exactly once; held asks that go round no ring are no deadlock;
// the system becomes quiet, stops, and leaves no memory.
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "ways.h"

#define STORM(M)                                                             \
  M(STORM_PUSH, storm, push, (u64, from)(u64, number)(i64, left), )          \
  M(STORM_PUT, storm, put, (i64, left)(text, filling), )                     \
  M(STORM_TICK, storm, tick, (i64, left), )                                  \
  M(STORM_SILENCE, storm, silence, , )                                       \
  M(STORM_QUESTION, storm, question, (i64, left), (i64, number)(text, said)) \
  M(STORM_ANSWERED, storm, answered, REPLY_HEAD(i64, number)(text, said), )  \
  M(STORM_GATHERED, storm, gathered, REPLY_HEAD(i64, number)(text, said), )  \
  M(STORM_LOST, storm, lost, DOWN_HEAD, )
REF(Storm, storm)
PROTOCOL_AFTER_REF(Storm, storm, STORM)
STATE(StormState,
      (u64, index)(private(Request *), kept)(u64, monitor)(
          private(Gather), gather)(u64, timer)(u64, asked)(bool, waits))
ACTOR_WITH_UNDELIVERED(Storm, storm, StormState, wakes, sleeps, remains,
                       blowing, calm)

enum { CHILDREN = 6, FIRST = 11, MOST = 40, REQUESTS = 1 << 14, ENERGY = 6 };

// What everybody writes of himself and looks at of others: by index; 0 is main.
static struct {
  _Atomic u64 refs[MOST];
  _Atomic u64 used;
  // By sender and receiver; written by the one, and by the other.
  u64 sent[MOST][MOST];
  u64 come[MOST][MOST];
  _Atomic i64 open[MOST];       // asks
  _Atomic i64 gathering[MOST];  // 1: a gathering goes on
  _Atomic u8 requests[REQUESTS];
  bool rings;  // anybody may hold an ask to anybody
  // Messages of the kinds push and put.
  _Atomic i64 sent_all;
  _Atomic i64 handled;
  _Atomic i64 dead;
  _Atomic i64 wrong;  // what must never be
  const char *_Atomic what;
} storm;

static void must(bool holds, const char *what) {
  if (!holds) {
    atomic_store(&storm.what, what);
    atomic_fetch_add(&storm.wrong, 1);
  }
}

static u64 below(u64 most) {
  return actor_random() % most;
}

static StormRef at(u64 index) {
  return (StormRef){{atomic_load(&storm.refs[index])}};
}

static u64 somebody(void) {
  return 1 + below(atomic_load(&storm.used) - 1);
}

// Somebody whom one may wait for: rings are for those runs that allow them.
static u64 awaited_by(u64 index) {
  u64 used = atomic_load(&storm.used);
  if (storm.rings) {
    return somebody();
  }
  return index + 1 < used ? index + 1 + below(used - index - 1) : 0;
}

// ---- What can be done ----

static void count_sent(TellOutcome outcome) {
  bool counts = outcome == TELL_OK || outcome == TELL_DROPPED;
  atomic_fetch_add(&storm.sent_all, counts);
}

static void push(u64 from, u64 to, i64 left) {
  u64 number = ++storm.sent[from][to];
  count_sent(storm_tell_push(at(to), from, number, left));
}

static void ask(StormState *self, u64 index, i64 left, bool holds) {
  Deadline span = after_ms((i64)below(3));
  if (index == 0) {
    return;
  }
  RequestId request =
      holds ? storm_hold_question_as(at(index), left, storm_answered, span)
            : storm_ask_question_as(at(index), left, storm_answered, span);
  if (request != 0) {
    must(atomic_fetch_add(&storm.requests[request % REQUESTS], 1) == 0,
         "a request's id was used twice");
    atomic_fetch_add(&storm.open[self->index], 1);
    self->asked = request;
  }
}

static void take_back(StormState *self) {
  if (self->asked != 0 && ask_cancel(self->asked)) {
    must(atomic_fetch_add(&storm.requests[self->asked % REQUESTS], 1) == 1,
         "an ask was cancelled that had ended");
    atomic_fetch_sub(&storm.open[self->index], 1);
  }
  self->asked = 0;
}

static void look_at_gathering(StormState *self, GatherState state) {
  if (state == GATHER_ENOUGH || state == GATHER_OVER) {
    atomic_store(&storm.gathering[self->index], 0);
    gather_end(&self->gather);
  }
}

static void start_gathering(StormState *self, i64 left) {
  if (!gather_begin(&self->gather, 3, 1 + below(3))) {
    return;
  }
  atomic_store(&storm.gathering[self->index], 1);
  for (int i = 0; i < 3; i++) {
    gather_add(&self->gather,
               storm_ask_question_as(at(somebody()), left, storm_gathered,
                                     after_ms(1)));
  }
  look_at_gathering(self, gather_state(&self->gather));  // all without memory?
}

static void spawn_another(i64 left) {
  u64 index = atomic_load(&storm.used);
  do {
    if (index == MOST) {
      return;
    }
  } while (!atomic_compare_exchange_weak(&storm.used, &index, index + 1));
  bool waits = below(4) == 0;
  StormRef ref = storm_spawn_with(actor_system(),
                                  (SpawnOptions){.label = "late",
                                                 .capacity = below(4),
                                                 .policy = (FullPolicy)below(4),
                                                 .blocking = waits},
                                  (StormState){.index = index, .waits = waits});
  atomic_store(&storm.refs[index], ref.ref.bits);
  count_sent(storm_tell_put(ref, left, "welcome"));
}

static void wait_for_it(StormState *self, i64 left) {
  struct storm_question_reply reply;
  u64 index = awaited_by(self->index);
  if (index != 0) {
    AskOutcome outcome =
        storm_ask_question(at(index), left, &reply, after_ms(1));
    must(storm.rings || outcome != ASK_DEADLOCK, "no ring is no deadlock");
    if (outcome == ASK_OK) {
      block_free(reply.said);
    }
  }
  count_sent(
      storm_tell_put_within(at(somebody()), left, "at last", after_ms(1)));
}

static void set_timers(StormState *self, i64 left) {
  if (self->timer != 0) {
    ignore(timer_cancel(self->timer));
    self->timer = 0;
  }
  Deadline span = after_ns(1 + (i64)below(1000000));
  switch (below(4)) {
    case 0:
      ignore(storm_tell_tick_timed(storm_self(), left, span, &self->timer));
      break;
    case 1:
      ignore(storm_tell_tick_every(storm_self(), 0, after_ms(1), TICKS_CATCH_UP,
                                   &self->timer));
      timer_weaken(self->timer);
      break;
    case 2:
      count_sent(storm_tell_put_after(at(somebody()), left, "later", span));
      break;
    default:
      ignore(actor_idle_after(span, storm_silence));
      break;
  }
}

static void meddle(StormState *self) {
  u64 other = somebody();
  switch (below(12)) {
    case 0:
      actor_kill(at(other).ref);
      break;
    case 1:
      actor_stop(at(other).ref);
      break;
    case 2:
      ignore(actor_link(at(other).ref));
      break;
    case 3:
      actor_unlink(at(other).ref);
      break;
    case 4:
      self->monitor = actor_monitor(at(other).ref, storm_lost);
      break;
    case 5:
      actor_demonitor(self->monitor);
      break;
    case 6:
      actor_trap_links(below(2) ? storm_lost : NULL);
      break;
    case 7:
      ignore(actor_mailbox_resize(at(other).ref, below(5), 0));
      break;
    case 8:
      ignore(names_register(storm_self().ref, "eye"));
      break;
    case 9:
      names_unregister(storm_self().ref, "eye");
      break;
    case 10:
      storm_push_behaviour(calm);
      break;
    default:
      storm_become(blowing);
      break;
  }
}

static void do_one(StormState *self, i64 left) {
  if (self->waits && below(4) == 0) {
    wait_for_it(self, left);
    return;
  }
  switch (below(16)) {
    case 0:
    case 1:
    case 2:
    case 3:
      push(self->index, somebody(), left);
      push(self->index, somebody(), left / 2);
      break;
    case 4:
      for (int i = 0; i < 6; i++) {
        push(self->index, i % 2 == 0 ? somebody() : self->index, 0);
      }
      break;
    case 5:
      count_sent(
          storm_tell_put(at(somebody()), left, "a filling of some size"));
      break;
    case 6:
      ask(self, somebody(), left, false);
      break;
    case 7:
    case 8:
      ask(self, awaited_by(self->index), left, true);
      break;
    case 9:
      take_back(self);
      start_gathering(self, left);
      break;
    case 10:
      set_timers(self, left);
      break;
    case 11:
      meddle(self);
      break;
    case 12:
      spawn_another(left);
      break;
    case 13:
      unstash_all();
      break;
    case 14:
      if (below(4) == 0) {
        actor_exit();
      }
      break;
    default:
      if (below(4) == 0) {
        fail("as it pleases");
      }
      break;
  }
}

static void act(StormState *self, i64 left) {
  for (i64 i = 0; i < left && i < 2; i++) {
    do_one(self, left - 1);
  }
}

// ---- What is done with a message ----

static void handle_push(StormState *self, const struct storm_push *message) {
  u64 from = message->from;
  u64 number = message->number;
  act(self, message->left);
  must(number > storm.come[self->index][from], "out of order");
  storm.come[self->index][from] = number;
  atomic_fetch_add(&storm.handled, 1);
}

static void handle_put(StormState *self, i64 left) {
  u64 way = left > 0 ? below(8) : 8;
  if (way == 0 && stash() == STASH_OK) {
    return;
  }
  if (way == 1) {
    TellOutcome outcome = storm_forward(at(somebody()));
    if (outcome == TELL_OK || outcome == TELL_DROPPED) {
      act(self, left);  // and may fail at it
      return;
    }
  }
  if (way == 2) {
    count_sent(storm_copy_to(at(somebody())));
    left = 0;
  }
  act(self, left);
  atomic_fetch_add(&storm.handled, 1);
}

static void handle_question(StormState *self, i64 left) {
  switch (below(8)) {
    case 0:
      block_free(self->kept);
      self->kept = request_take();
      break;
    case 1:
      ignore(stash());
      return;
    case 2:
      ignore(storm_forward(at(awaited_by(self->index))));
      break;
    case 3:
      break;
    default:
      storm_reply_question(left, "an answer");
      break;
  }
  if (self->kept != NULL && below(2) == 0) {
    storm_reply_question_to(&self->kept, left, "late");
  }
  act(self, left);
}

static void handle_answer(StormState *self, u64 request, AskOutcome outcome) {
  must(atomic_fetch_add(&storm.requests[request % REQUESTS], 1) == 1,
       "an ask ended twice");
  atomic_fetch_sub(&storm.open[self->index], 1);
  must(storm.rings || outcome != ASK_DEADLOCK, "a deadlock without a ring");
  self->asked = self->asked == request ? 0 : self->asked;
}

static void blowing(StormState *self, const StormMsg *message) {
  switch (message->kind) {
    case STORM_PUSH:
      handle_push(self, &message->push);
      break;
    case STORM_PUT:
      handle_put(self, message->put.left);
      break;
    case STORM_TICK:
      act(self, message->tick.left);
      break;
    case STORM_SILENCE:
      break;
    case STORM_QUESTION:
      handle_question(self, message->question.left);
      break;
    case STORM_ANSWERED:
      handle_answer(self, message->answered.request, message->answered.outcome);
      act(self, 1);
      break;
    case STORM_GATHERED:
      look_at_gathering(self,
                        gather_heard(&self->gather, message->gathered.request,
                                     message->gathered.outcome));
      break;
    case STORM_LOST:
      act(self, 1);
  }
}

// For one message, and then as before.
static void calm(StormState *self, const StormMsg *message) {
  storm_pop_behaviour();
  blowing(self, message);
}

static void wakes(StormState *self) {
  atomic_store(&storm.refs[self->index], storm_self().ref.bits);
  atomic_store(&storm.open[self->index], 0);
  atomic_store(&storm.gathering[self->index], 0);
  count_sent(storm_tell_put(storm_self(), 1, "good morning"));
}

static void sleeps(StormState *self, StopReason reason) {
  (void)reason;
  push(self->index, somebody(), 0);
  if (below(8) == 0) {
    fail("in its sleep");
  }
}

static void remains(StormState *self, const StormMsg *message) {
  (void)self;
  if (message->kind == STORM_PUT && below(4) == 0) {
    ignore(storm_forward(at(somebody())));
  } else if (message->kind == STORM_QUESTION && below(2) == 0) {
    storm_reply_question(0, "too late");
  } else if (below(8) == 0) {
    fail("at what remains");
  }
}

// ---- The weather ----

static void listen(void *context, const Event *event) {
  (void)context;
  // A timer that has fired is dropped with the life that had set it.
  bool over = event->kind == EVENT_DEAD_LETTER ||
              (event->kind == EVENT_TIMER_CANCELLED && event->due == 1);
  if (over &&
      (strcmp(event->name, "push") == 0 || strcmp(event->name, "put") == 0)) {
    atomic_fetch_add(&storm.dead, 1);
  }
}

// One supervisor over another, each with children that are like the rest.
static struct {
  StormState states[CHILDREN];
  ChildSpec inner[CHILDREN / 2];
  ChildSpec outer[CHILDREN / 2 + 1];
  SupervisorState inner_state;
  SupervisorOptions inner_options;
  SupervisorOptions outer_options;
} family;

static ChildSpec child(u64 index, Rng *rng) {
  StormState *state = &family.states[index - 1];
  *state = (StormState){.index = index, .waits = rng_below(rng, 4) == 0};
  return (ChildSpec){
      .type = &storm_type,
      .label = "child",
      .state = state,
      .restart = rng_below(rng, 4) == 0 ? RESTART_TRANSIENT : RESTART_PERMANENT,
      .asks_wait = rng_below(rng, 2) == 0,
      .tries = (u32)rng_below(rng, 3),
      .back_off = {.first_ms = (i64)rng_below(rng, 2)},
      .spawn = {.capacity = rng_below(rng, 4),
                .policy = (FullPolicy)rng_below(rng, 4),
                .stash = 1 + rng_below(rng, 4),
                .blocking = state->waits}};
}

static void raise_family(System *system, Rng *rng) {
  enum { HALF = CHILDREN / 2 };
  for (u64 i = 0; i < HALF; i++) {
    family.inner[i] = child(i + 1, rng);
    family.outer[i] = child(HALF + i + 1, rng);
  }
  u32 intensity = rng_below(rng, 4) == 0 ? 2 : 1000;
  family.inner_options =
      (SupervisorOptions){.strategy = (Strategy)rng_below(rng, 4),
                          .intensity = intensity,
                          .children = family.inner,
                          .count = HALF};
  family.inner_state = (SupervisorState){.options = &family.inner_options};
  family.outer[HALF] = (ChildSpec){
      .type = &supervisor_type, .label = "inner", .state = &family.inner_state};
  family.outer_options =
      (SupervisorOptions){.strategy = (Strategy)rng_below(rng, 4),
                          .intensity = 1000,
                          .children = family.outer,
                          .count = HALF + 1};
  (void)supervisor_spawn(system, "outer", &family.outer_options).ref;
}

static void spawn_free(System *system, u64 index, Rng *rng) {
  bool waits = rng_below(rng, 4) == 0;
  StormRef ref =
      storm_spawn_with(system,
                       (SpawnOptions){.label = "free",
                                      .capacity = rng_below(rng, 4),
                                      .policy = (FullPolicy)rng_below(rng, 4),
                                      .blocking = waits},
                       (StormState){.index = index, .waits = waits});
  atomic_store(&storm.refs[index], ref.ref.bits);
}

static void stir(System *system, Rng *rng) {
  u64 index = 1 + rng_below(rng, FIRST - 1);
  struct storm_question_reply reply;
  switch (rng_below(rng, 8)) {
    case 0:
      count_sent(storm_tell_put_within(at(index), ENERGY, "", after_ms(1)));
      break;
    case 1:
      if (storm_ask_question(at(index), ENERGY, &reply, after_ms(1)) ==
          ASK_OK) {
        block_free(reply.said);
      }
      break;
    case 2:
      ignore(system_run(system, NOW));
      break;
    case 3:
      if (rng_below(rng, 4) == 0) {
        actor_kill(at(index).ref);
      }
      break;
    default:
      push(0, index, ENERGY);
      break;
  }
}

static void everybody_has_heard(void) {
  for (u64 i = 1; i < storm.used; i++) {
    if (actor_is_alive(at(i).ref)) {
      must(storm.open[i] == 0, "an ask has not ended");
      must(storm.gathering[i] == 0, "a gathering has not ended");
    }
  }
}

// Memory that runs out for a while, again and again.
static u64 allocations;
static u64 drought;

static void *allocate_in_drought(size_t size) {
  allocations++;
  return allocations / drought % 4 == 3 ? NULL : malloc(size);
}

static void blow(u64 round, bool in_drought) {
  memset(&storm, 0, sizeof storm);
  storm.rings = round % 2 == 0;
  bool listens = round % 4 < 2;
  storm.used = FIRST;
  Rng rng;
  rng_seed(&rng, round);
  System *system = start_listened_system(listens ? listen : NULL, NULL);
  if (in_drought) {
    static const MemAllocator allocator = {allocate_in_drought, free};
    allocations = round * 7;
    drought = 1 + round % 40;
    mem_set_allocator(&allocator);
  }
  raise_family(system, &rng);
  for (u64 i = CHILDREN + 1; i < FIRST; i++) {
    spawn_free(system, i, &rng);
  }
  for (int i = 0; i < 60; i++) {
    stir(system, &rng);
  }
  if (round % 3 != 0) {
    CU_ASSERT_NOT_EQUAL(system_run(system, PATIENCE), RUN_TIMEOUT);
    everybody_has_heard();
  }
  stop_system(system);
  mem_set_allocator(NULL);
  CU_ASSERT(!listens || storm.sent_all == storm.handled + storm.dead);
  CU_ASSERT_EQUAL(storm.wrong, 0);
  if (getenv("STORM_STATS")) {
    static i64 then;
    printf("round %llu: %lld sent %lld handled %lld dead used %llu %lld ms\n",
           (unsigned long long)round, (long long)storm.sent_all,
           (long long)storm.handled, (long long)storm.dead,
           (unsigned long long)storm.used,
           (long long)(clock_now() - then) / 1000000);
    then = clock_now();
  }
  if (storm.wrong != 0 ||
      (listens && storm.sent_all != storm.handled + storm.dead)) {
    printf("\n    round %llu: %s; %lld sent, %lld handled, %lld dead letters\n",
           (unsigned long long)round, storm.wrong != 0 ? storm.what : "",
           (long long)storm.sent_all, (long long)storm.handled,
           (long long)storm.dead);
  }
}

// STORM_ROUND=n: that one alone (with TEST_ALL=1 if it is beyond the usual).
static void blow_often(u64 *round, bool in_drought) {
  const char *only = getenv("STORM_ROUND");
  for (int i = 0; i < 8; i++, ++*round) {
    if (only == NULL || *round == strtoull(only, NULL, 10)) {
      blow(*round, in_drought);
    }
  }
}

UNDER_ALL(whatever_actors_do_to_each_other_the_books_balance) {
  static u64 round;
  blow_often(&round, false);
}

STEPPED(wherever_memory_runs_out_the_books_balance) {
  static u64 round;
  blow_often(&round, true);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(whatever_actors_do_to_each_other_the_books_balance),
      CASE(wherever_memory_runs_out_the_books_balance), CU_TEST_INFO_NULL};
  return run_suite("storm", cases);
}
