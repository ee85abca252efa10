// storm_actors.c -- what an actor does at each message: anything.
#include "storm_actors.h"

ACTOR_WITH_UNDELIVERED(Storm, storm, StormState, wakes, sleeps, remains,
                       blowing, calm)

Storm storm;

const ActorType *const storm_actor_type = &storm_type;

void storm_must(bool holds, const char *what) {
  if (!holds) {
    atomic_store(&storm.wrong, what);
  }
}

static u64 below(u64 most) {
  return actor_random() % most;
}

StormRef storm_at(u64 index) {
  return (StormRef){{atomic_load(&storm.refs[index])}};
}

StormRef storm_raise(System *system, const SpawnOptions *options,
                     const StormState *state) {
  StormRef ref = storm_spawn_with(system, *options, *state);
  atomic_store(&storm.refs[state->index], ref.ref.bits);
  return ref;
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

void storm_count(TellOutcome outcome) {
  bool counts = outcome == TELL_OK || outcome == TELL_DROPPED;
  atomic_fetch_add(&storm.sent_all, counts);
}

void storm_send(u64 from, u64 to, i64 left) {
  u64 number = ++storm.sent[from][to];
  storm_count(storm_tell_push(storm_at(to), from, number, left));
}

static void ask(StormState *self, u64 index, i64 left, bool holds) {
  Deadline span = after_ms((i64)below(3));
  if (index == 0) {
    return;
  }
  RequestId request =
      holds
          ? storm_hold_question_as(storm_at(index), left, storm_answered, span)
          : storm_ask_question_as(storm_at(index), left, storm_answered, span);
  if (request != 0) {
    storm_must(atomic_fetch_add(&storm.requests[request % REQUESTS], 1) == 0,
               "a request's id was used twice");
    atomic_fetch_add(&storm.open[self->index], 1);
    self->asked = request;
  }
}

static void take_back(StormState *self) {
  if (self->asked != 0 && ask_cancel(self->asked)) {
    storm_must(
        atomic_fetch_add(&storm.requests[self->asked % REQUESTS], 1) == 1,
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
               storm_ask_question_as(storm_at(somebody()), left, storm_gathered,
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
  StormRef ref = storm_raise(actor_system(),
                             &(SpawnOptions){.label = "late",
                                             .capacity = below(4),
                                             .policy = (FullPolicy)below(4),
                                             .blocking = waits},
                             &(StormState){.index = index, .waits = waits});
  storm_count(storm_tell_put(ref, left, "welcome"));
}

static void wait_for_it(StormState *self, i64 left) {
  struct storm_question_reply reply;
  u64 index = awaited_by(self->index);
  if (index != 0) {
    AskOutcome outcome =
        storm_ask_question(storm_at(index), left, &reply, after_ms(1));
    storm_must(storm.rings || outcome != ASK_DEADLOCK,
               "no ring is no deadlock");
    if (outcome == ASK_OK) {
      block_free(reply.said);
    }
  }
  storm_count(storm_tell_put_within(storm_at(somebody()), left, "at last",
                                    after_ms(1)));
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
      storm_count(
          storm_tell_put_after(storm_at(somebody()), left, "later", span));
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
      actor_kill(storm_at(other).ref);
      break;
    case 1:
      actor_stop(storm_at(other).ref);
      break;
    case 2:
      ignore(actor_link(storm_at(other).ref));
      break;
    case 3:
      actor_unlink(storm_at(other).ref);
      break;
    case 4:
      self->monitor = actor_monitor(storm_at(other).ref, storm_lost);
      break;
    case 5:
      actor_demonitor(self->monitor);
      break;
    case 6:
      actor_trap_links(below(2) ? storm_lost : NULL);
      break;
    case 7:
      ignore(actor_mailbox_resize(storm_at(other).ref, below(5), 0));
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
      storm_send(self->index, somebody(), left);
      storm_send(self->index, somebody(), left / 2);
      break;
    case 4:
      for (int i = 0; i < 6; i++) {
        storm_send(self->index, i % 2 == 0 ? somebody() : self->index, 0);
      }
      break;
    case 5:
      storm_count(
          storm_tell_put(storm_at(somebody()), left, "a filling of some size"));
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
  storm_must(number > storm.come[self->index][from], "out of order");
  storm.come[self->index][from] = number;
  atomic_fetch_add(&storm.handled, 1);
}

static void handle_put(StormState *self, i64 left) {
  u64 way = left > 0 ? below(8) : 8;
  if (way == 0 && stash() == STASH_OK) {
    return;
  }
  if (way == 1) {
    TellOutcome outcome = storm_forward(storm_at(somebody()));
    if (outcome == TELL_OK || outcome == TELL_DROPPED) {
      act(self, left);  // and may fail at it
      return;
    }
  }
  if (way == 2) {
    storm_count(storm_copy_to(storm_at(somebody())));
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
      ignore(storm_forward(storm_at(awaited_by(self->index))));
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
  storm_must(atomic_fetch_add(&storm.requests[request % REQUESTS], 1) == 1,
             "an ask ended twice");
  atomic_fetch_sub(&storm.open[self->index], 1);
  storm_must(storm.rings || outcome != ASK_DEADLOCK,
             "a deadlock without a ring");
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
  storm_count(storm_tell_put(storm_self(), 1, "good morning"));
}

static void sleeps(StormState *self, StopReason reason) {
  (void)reason;
  storm_send(self->index, somebody(), 0);
  if (below(8) == 0) {
    fail("in its sleep");
  }
}

static void remains(StormState *self, const StormMsg *message) {
  (void)self;
  if (message->kind == STORM_PUT && below(4) == 0) {
    ignore(storm_forward(storm_at(somebody())));
  } else if (message->kind == STORM_QUESTION && below(2) == 0) {
    storm_reply_question(0, "too late");
  } else if (below(8) == 0) {
    fail("at what remains");
  }
}
