// run_stepper.c -- one thread, one step at a time, every step chosen.
//
// The thread that started the system runs the actors whenever it waits: until
// what it waits for has come, its deadline on the virtual clock has passed, or
// nothing is open any more. A step is one of
//   flush    the first message of an actor's outbox enters a mailbox,
//   handle   an actor takes one message (only when its outbox is empty),
//   timer    the clock moves to the earliest timer, which fires,
//   wake     a blocking actor's handler goes on, because what it waits for has
//            come, its time is up, or nothing else can happen,
//   main     main goes on although nothing came, because nothing can come,
//   send, kill, drop, dup, move, delay, network   a watcher's command.
// The same seed and choices give the same events. What a handler observes at
// once it observes at one instant of its run: that is the model's one
// reduction.
#include "acting/run_stepper.h"

#include "acting/active.h"
#include "acting/baton.h"
#include "acting/extras.h"
#include "acting/handler_waits.h"
#include "acting/meddle.h"
#include "acting/network.h"
#include "acting/nursery.h"
#include "acting/outbox.h"
#include "acting/outgoing.h"
#include "acting/running.h"
#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/slots.h"
#include "acting/step.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "acting/waiting.h"
#include "acting/watcher.h"
#include "base/check.h"
#include "base/mem.h"
#include "telling/mailbox_course.h"

typedef struct Stepper {
  pthread_t thread;  // that runs; the one that started the system, or an
                     // actor's which has the baton
  i64 clock;
  u64 quiet_told;   // step after which EVENT_QUIET was told, plus 1
  Active active;    // actors with an outbox or mail
  size_t room;      // in `active`: for all that live
  Option *options;  // room + 2
  bool no_timer;    // none is armed but weak ones; main's own deadline may be
                    // among them
} Stepper;

// ---- Who has something to do ----

// Room for that many actors, and for an option each, a timer and main.
static bool make_room(Stepper *stepper, size_t wanted) {
  if (wanted <= stepper->room) {
    return true;
  }
  size_t room = wanted < 64 ? 64 : wanted * 2;
  Option *options = mem_try_array(room + 2, sizeof(Option));
  if (options == NULL || !active_make_room(&stepper->active, room)) {
    mem_free(options);
    return false;
  }
  mem_free(stepper->options);
  stepper->options = options;
  stepper->room = room;
  return true;
}

static void check_thread(const Stepper *stepper) {
  CHECK(pthread_equal(stepper->thread, pthread_self()) &&
        "under the stepper only the thread that started the system uses it");
}

static void activate(System *system, Actor *actor) {
  Stepper *stepper = system->body;
  check_thread(stepper);
  active_add(&stepper->active, actor);
}

static void deactivate_if_idle(Stepper *stepper, Actor *actor) {
  bool has_mail = standing_lives(standing(&actor->standing)) &&
                  mailbox_is_scheduled(&actor->mailbox);
  if (!outgoing_any(actor) && !has_mail && !handler_waits(actor)) {
    active_remove(&stepper->active, actor);
  }
}

// ---- What could happen next ----

static bool option_of(const Stepper *stepper, Actor *actor, Option *option) {
  const Message *flushed = outgoing_first(actor);
  if (flushed != NULL && outbox_may_flush(actor)) {
    *option = (Option){.kind = OPTION_FLUSH,
                       .actor = actor->ref,
                       .other = flushed->target,
                       .message = flushed};
    return true;
  }
  if (handler_waits(actor)) {
    WaitOutcome outcome;
    *option = (Option){.kind = OPTION_WAKE, .actor = actor->ref};
    return handler_wait_is_over(actor, stepper->clock, &outcome);
  }
  const Message *next = flushed != NULL
                            ? mailbox_peek_control(&actor->mailbox)
                            : mailbox_peek(&actor->mailbox, actor->is_held);
  if (next != NULL && actor->system->network != NULL &&
      network_is_slow(actor->system, actor->ref)) {
    return false;
  }
  if (next != NULL) {
    *option = (Option){.kind = OPTION_HANDLE,
                       .actor = actor->ref,
                       .other = next->sender,
                       .message = next};
    return true;
  }
  *option = (Option){.kind = OPTION_WAKE, .actor = actor->ref};
  return mailbox_is_ending(&actor->mailbox, flushed != NULL || actor->is_held);
}

static Ref main_ref(const System *system) {
  return table_at((System *)(uintptr_t)system,
                  ref_make(system->node, MAIN_SLOT, 1))
      ->ref;
}

// `point` is when main stops waiting: a timer like the others.
static size_t gather(System *system, i64 point) {
  Stepper *stepper = system->body;
  size_t count = 0;
  for (size_t i = 0; i < stepper->active.count; i++) {
    count +=
        option_of(stepper, stepper->active.actors[i], &stepper->options[count]);
  }
  Ref owner;
  i64 due = timers_next(&system->timers, &owner);
  Ref waiter = NOBODY;
  i64 wait_end = handler_waits_next(&stepper->active, stepper->clock, &waiter);
  if (wait_end < due) {
    due = wait_end;
    owner = waiter;
  }
  stepper->no_timer =
      wait_end == POINT_NEVER && !timers_are_strong(&system->timers);
  if (point < due) {
    due = point;
    owner = main_ref(system);
  }
  if (due != POINT_NEVER) {
    stepper->options[count++] =
        (Option){.kind = OPTION_TIMER, .actor = owner, .due = due};
  }
  return count;
}

// True if all that could happen is that main's own deadline passes, or that
// timers fire and no actor is left to hear them.
static bool only_time_passes(const System *system, size_t count) {
  const Stepper *stepper = system->body;
  return count == 1 && stepper->options[0].kind == OPTION_TIMER &&
         (stepper->no_timer || count_alive(system) == 0);
}

// ---- Steps ----

static void flush(System *system, Actor *actor) {
  Stepper *stepper = system->body;
  outbox_flush_one(actor);
  deactivate_if_idle(stepper, actor);
  if (status_of(actor) == ACTOR_BURIED && !outgoing_any(actor)) {
    mutex_lock(&system->lock);
    Extras *own = extras_take_locked(actor);
    slots_recycle_locked(actor);
    mutex_unlock(&system->lock);
    extras_free(own);
  }
}

// One activation, or the rest of one that waited; on the actor's own thread if
// it has one.
static void run(Stepper *stepper, Actor *actor) {
  Baton *baton = actor->runner;
  if (baton == NULL) {
    ignore(actor_activate(actor, 1));
    return;
  }
  WaitOutcome outcome;
  if (!handler_wait_is_over(actor, stepper->clock, &outcome)) {
    outcome = WAIT_DEADLOCK;
  }
  pthread_t here = stepper->thread;
  stepper->thread = baton_thread(baton);
  baton_pass(baton, outcome);
  stepper->thread = here;
}

static void take_option(System *system, const Option *option, size_t index) {
  Stepper *stepper = system->body;
  Actor *actor = table_at(system, option->actor);
  step_begin(system,
             (Event){.name = option_kind_name(option->kind),
                     .actor = option->actor.bits,
                     .other = option->other.bits,
                     .number = index},
             option->message);
  switch (option->kind) {
    case OPTION_FLUSH:
      flush(system, actor);
      break;
    case OPTION_HANDLE:
    case OPTION_WAKE:
      // The end takes the actor off the list itself (gone); its slot may be
      // free by now, and asking it once more does no harm.
      run(stepper, actor);
      deactivate_if_idle(stepper, actor);
      break;
    case OPTION_TIMER:
      if (option->due > stepper->clock) {
        stepper->clock = option->due;
      }
      ignore(timers_fire_next(&system->timers, stepper->clock));
      break;
    case OPTION_MAIN:
      break;
  }
  step_end(system);
}

// ---- The wait that runs everything ----

static size_t tell_quiet(System *system, Stepper *stepper) {
  if (stepper->quiet_told != system->step + 1) {
    stepper->quiet_told = system->step + 1;
    trace(system, (Event){.kind = EVENT_QUIET});
  }
  stepper->options[0] =
      (Option){.kind = OPTION_MAIN, .actor = main_ref(system)};
  return 1;
}

static WaitOutcome wait(System *system, WaitCell *cell, i64 point,
                        const char *why) {
  Stepper *stepper = system->body;
  check_thread(stepper);
  if (activation()->actor != NULL) {
    return baton_wait(activation()->actor->runner, cell, point);
  }
  system->why = why;
  while (!cell->filled) {
    size_t count = gather(system, point);
    bool quiet = count == 0 || (cell->quiet && only_time_passes(system, count));
    if (!quiet && point <= stepper->clock) {
      return WAIT_TIMEOUT;
    }
    size_t stuck =
        quiet ? handler_waits_gather(&stepper->active, stepper->options) : 0;
    if (stuck > 0) {
      quiet = false;
      count = stuck;
    }
    if (quiet) {
      count = tell_quiet(system, stepper);
      if (!system->policy.drives) {
        return WAIT_DEADLOCK;
      }
    }
    Choice choice = system->policy.choose(
        system->policy.context, system->step + 1, stepper->options, count);
    switch (choice.kind) {
      case CHOOSE_OPTION:
        CHECK(choice.index < count);
        take_option(system, &stepper->options[choice.index], choice.index);
        if (quiet) {
          return WAIT_DEADLOCK;
        }
        break;
      case CHOOSE_SEND:
        watcher_send(system, choice.actor, choice.text);
        break;
      case CHOOSE_KILL:
        watcher_kill(system, choice.actor);
        break;
      case CHOOSE_FAULT:
        meddle(system, choice.fault);
        break;
    }
  }
  return WAIT_FILLED;
}

// ---- For tests: steps of one's own choice ----

bool stepper_step(System *system, StepFilter *allows, const void *context) {
  Stepper *stepper = system->body;
  check_thread(stepper);
  size_t open = gather(system, POINT_NEVER);
  size_t count = 0;
  for (size_t i = 0; i < open; i++) {
    if (allows(context, &stepper->options[i])) {
      stepper->options[count++] = stepper->options[i];
    }
  }
  if (count == 0) {
    return false;
  }
  Choice choice = system->policy.choose(
      system->policy.context, system->step + 1, stepper->options, count);
  CHECK(choice.kind == CHOOSE_OPTION && choice.index < count);
  take_option(system, &stepper->options[choice.index], choice.index);
  return true;
}

void stepper_pass(System *system, i64 point) {
  Stepper *stepper = system->body;
  if (point > stepper->clock) {
    stepper->clock = point;
  }
}

// ---- The rest of the interface ----

static bool start(System *system) {
  Stepper *stepper = mem_try(sizeof *stepper);
  if (stepper == NULL || !make_room(stepper, 2)) {
    mem_free(stepper);
    return false;
  }
  stepper->thread = pthread_self();
  system->body = stepper;
  return true;
}

static void stop(System *system) {
  Stepper *stepper = system->body;
  active_release(&stepper->active);
  mem_free(stepper->options);
  mem_free(stepper);
}

static SpawnOutcome born(System *system, Actor *actor) {
  if (!make_room(system->body, system->slots)) {
    return SPAWN_NO_MEMORY;
  }
  return actor->blocking ? baton_born(actor) : SPAWN_OK;
}

// It stays active until its outbox is empty.
static void gone(System *system, Actor *actor) {
  Stepper *stepper = system->body;
  actor->runner = NULL;
  if (!outgoing_any(actor)) {
    active_remove(&stepper->active, actor);
  }
}

static void timer_added(System *system) {
  (void)system;
}

static i64 now(System *system) {
  const Stepper *stepper = system->body;
  return stepper->clock;
}

static void look(System *system, PointKind point, u64 what) {
  if (system->policy.looked != NULL) {
    system->policy.looked(system->policy.context, point, what);
  }
}

const Dispatcher run_stepper = {.name = "stepper",
                                .start = start,
                                .stop = stop,
                                .born = born,
                                .gone = gone,
                                .ready = activate,
                                .holds_outbox = true,
                                .outbox_filled = activate,
                                .wait = wait,
                                .timer_added = timer_added,
                                .point = look,
                                .now = now,
                                .random = random_seeded};
