// life.c -- start, handle, fail, end: what happens between spawn and silence.
//
// One setjmp an activation, not a message: fail() in user code lands there,
// and the actor ends. A failure in on_stop ends it all the same. Messages leave
// the mailbox one at a time; control messages are handled here, all others by
// the behaviour.
#include "acting/life.h"

#include "acting/control_messages.h"
#include "acting/ending.h"
#include "acting/extras.h"
#include "acting/idle.h"
#include "acting/later.h"
#include "acting/lives.h"
#include "acting/notices.h"
#include "acting/outbox.h"
#include "acting/raising.h"
#include "acting/request_holds.h"
#include "acting/requests.h"
#include "acting/retries.h"
#include "acting/send.h"
#include "acting/trace.h"
#include "telling/mailbox_course.h"

// ---- The end ----

static void answer_open_request(Actor *actor, AskOutcome outcome) {
  if (actor->answering != 0) {
    RequestId request = actor->answering;
    actor->answering = 0;
    ignore(request_complete(actor->system, request, outcome, actor, NULL));
  }
}

static void end_with(Actor *actor, StopReason reason) {
  Activation *here = activation();
  actor->ending = true;
  actor->reason_of_end = (u8)reason;
  if (actor->runs && actor->type->on_stop != NULL) {
    here->user_code = true;
    actor->type->on_stop(actor->state, reason);
    here->user_code = false;
  }
}

// Something from outside its own code wants it to end.
static void end_if_it_will(Actor *actor, StopReason wanted) {
  StopReason reason = lives_reason(actor, wanted);
  if (actor->lives != NULL && actor->lives->between) {
    actor->ending = lives_end_now(actor, reason);
    actor->reason_of_end = (u8)reason;
    mailbox_reopen(&actor->mailbox);  // if not, it closes at once
  } else if (actor->keeper == NULL || reason == STOPPED_KILLED ||
             actor->keeper->close(actor, reason)) {
    end_with(actor, reason);
  }
}

void life_end(Actor *actor, StopReason reason) {
  end_with(actor, reason);
}

// ---- Turns ----

// For those who measure; a clock that nobody reads costs nothing.
static void begin_turn(Actor *actor, const MessageInfo *info) {
  System *system = actor->system;
  if (system->measures) {
    extras_if_any(actor)->began_at = system->dispatcher->now(system);
  }
  turn_begins(&actor->turns, info);
}

static void end_turn(Actor *actor) {
  System *system = actor->system;
  if (turn_ends(&actor->turns) && system->measures) {
    Extras *own = extras_if_any(actor);
    i64 span = system->dispatcher->now(system) - own->began_at;
    // Relaxed: only this thread writes it.
    i64 busy = atomic_load_explicit(&own->busy_ns, memory_order_relaxed);
    atomic_store_explicit(&own->busy_ns, busy + span, memory_order_relaxed);
  }
}

// ---- Failure ----

static void tell_failure(Actor *actor, const Message *message,
                         const char *place, const char *reason) {
  System *system = actor->system;
  trace(system, (Event){.kind = EVENT_FAILED,
                        .actor = actor->ref.bits,
                        .id = message ? message_id(message) : (MessageId){0},
                        .name = place,
                        .text = reason});
  mutex_lock(&system->lock);
  system->counts.failed++;
  mutex_unlock(&system->lock);
  const WatchHooks *watch =
      atomic_load_explicit(&system->watch_hooks, memory_order_acquire);
  if (watch != NULL) {
    watch->failure(actor, reason, place);
  }
}

void life_fail(Actor *actor, const char *reason) {
  tell_failure(actor, NULL, "", reason);
  end_with(actor, STOPPED_FAILED);
}

static void failed(Actor *actor) {
  System *system = actor->system;
  const Activation *here = activation();
  Message *message = actor->current;
  end_turn(actor);
  tell_failure(actor, message, here->place, here->reason);
  if (message != NULL && retries_keep(actor, message)) {
    actor->current = NULL;
    return;
  }
  bool asked = actor->answering != 0;
  answer_open_request(actor, ASK_FAILED);
  actor->current = NULL;
  if (message != NULL && !asked) {
    message->flags &= (u16)~MESSAGE_ASK;  // answered or kept before it failed
    send_undeliverable(system, actor, message, TELL_OK);
  } else {
    message_free(message);
  }
}

// ---- Messages ----

void life_started(Actor *actor) {
  System *system = actor->system;
  if (actor->lives != NULL || !standing_start(&actor->standing)) {
    mutex_lock(&system->lock);
    system->counts.restarted += standing_started(standing(&actor->standing));
    standing_start_locked(&actor->standing);
    cells_fill(&system->start_waiters, actor->ref, START_OK);
    mutex_unlock(&system->lock);
  }
  trace_state(system, EVENT_STARTED, actor, NULL);
  lives_say(actor, WORD_STARTED, STOPPED_NORMAL);
}

static void start(Actor *actor) {
  Activation *here = activation();
  bool has_state = actor->lives == NULL || lives_begin(actor);
  here->user_code = true;
  if (!has_state) {
    fail("no memory to begin a life");
  }
  if (actor->type->on_start != NULL) {
    actor->opens = true;
    actor->type->on_start(actor->state);
    actor->opens = false;
  }
  here->user_code = false;
  actor->runs = true;
  if (!actor->starts_later) {
    life_started(actor);
  }
}

// Its spawn needed no START: it comes before all but what is urgent.
static bool start_unasked(Actor *actor) {
  actor->unstarted = false;
  start(actor);
  if (actor->exits && !actor->ending) {
    end_with(actor, STOPPED_NORMAL);
  }
  return actor->ending;
}

// What links and monitors say to each other; the state is as it was.
static void take_bond(Actor *actor, Message *message) {
  System *system = actor->system;
  trace_state(system, EVENT_HANDLED, actor, message);
  if (system->bonds->take(actor, message)) {
    end_if_it_will(actor, STOPPED_LINK);
  }
}

static void suspend(Actor *actor, Message *message) {
  const struct control_suspend *suspended = message_fields(message);
  bool is_meant = actor->lives != NULL &&
                  actor->lives->life == suspended->life &&
                  !actor->lives->between;
  ignore(raising_bring_home(actor->system, message));
  if (is_meant) {
    end_if_it_will(actor, STOPPED_SUPERVISOR);
  }
}

// A word for one that raises others; one that does not any more has no use for
// it.
static void take_word(Actor *actor, Message *word) {
  trace_state(actor->system, EVENT_HANDLED, actor, word);
  if (actor->keeper != NULL) {
    actor->keeper->take(actor, word);
  } else {
    raising_returned(actor->system, word);
  }
}

static void told_to_end(Actor *actor, ControlKind kind) {
  if (actor->lives != NULL) {
    notices_home(actor, kind);
  }
  end_if_it_will(actor, kind == CONTROL_KILL ? STOPPED_KILLED : STOPPED_NORMAL);
}

static void handle_control(Actor *actor, Message *message) {
  if (actor->lives != NULL && actor->lives->between) {
    trace_state(actor->system, EVENT_HANDLED, actor, message);
  }
  switch ((ControlKind)message->info->kind) {
    case CONTROL_START:
      lives_keep_start(actor, message);
      start(actor);
      break;
    case CONTROL_STOP:
      message_free(message);
      told_to_end(actor, CONTROL_STOP);
      break;
    case CONTROL_KILL:
      message_free(message);
      told_to_end(actor, CONTROL_KILL);
      break;
    case CONTROL_SUSPEND:
      suspend(actor, message);
      break;
    case CONTROL_STARTED:
    case CONTROL_PAUSED:
    case CONTROL_OVER:
    case CONTROL_DUE:
    case CONTROL_ADOPT:
      take_word(actor, message);
      break;
    case CONTROL_WATCH:
    case CONTROL_UNWATCH:
    case CONTROL_DOWN:
    case CONTROL_LINK:
    case CONTROL_UNLINK:
    case CONTROL_EXIT:
      take_bond(actor, message);
      break;
  }
}

static void take(Actor *actor, Message *message) {
  actor->current = message;
  actor->robbed = false;
  if (message->flags & MESSAGE_ASK) {
    actor->answering = message_request(message);
  }
  bool held = (message->flags & MESSAGE_ANSWER) != 0 && actor->held != 0 &&
              message_request(message) == actor->held;
  if (held) {
    request_let_go(actor);
    trace(actor->system,
          (Event){.kind = EVENT_WOKEN, .actor = actor->ref.bits});
  }
}

// An answer to what was asked in a former life; the state is as it was.
static bool is_too_late(const Actor *actor, const Message *message) {
  return (message->flags & MESSAGE_ANSWER) != 0 && actor->lives != NULL &&
         message_request(message) != 0 &&
         message_request(message) <= actor->lives->asked_before;
}

static void drop_answer(Actor *actor, Message *message) {
  request_too_late(actor->system, message);
  trace_state(actor->system, EVENT_HANDLED, actor, message);
  message_free(message);
}

static void handle_user(Actor *actor, Message *message) {
  bool traced = is_traced(actor->system);
  Message header;
  if (traced) {
    header = *message;
  }
  take(actor, message);
  Activation *here = activation();
  begin_turn(actor, message->info);
  here->user_code = true;
  actor->type->run(actor->behaviour, actor->state, message_union(message));
  here->user_code = false;
  end_turn(actor);
  answer_open_request(actor, ASK_UNANSWERED);
  if (traced) {
    trace_state(actor->system, EVENT_HANDLED, actor, &header);
  }
  message_free(actor->current);
  actor->current = NULL;
  if (extras(actor)->idle_brings != NULL) {
    idle_renew(actor);
  }
}

// After a message: True: the actor has to end, for the reason it has noted.
static bool ends(Actor *actor) {
  if (actor->exits && !actor->ending) {
    end_with(actor, STOPPED_NORMAL);
  }
  return actor->ending;
}

// The same for a tell that brings nothing but its fields, where nobody looks.
static void handle_plain(Actor *actor, Message *message) {
  Activation *here = activation();
  actor->current = message;
  actor->robbed = false;
  here->brought_by = 0;
  turn_begins(&actor->turns, message->info);
  here->user_code = true;
  actor->type->run(actor->behaviour, actor->state, message_union(message));
  here->user_code = false;
  ignore(turn_ends(&actor->turns));
  message_free(actor->current);
  actor->current = NULL;
  if (extras(actor)->idle_brings != NULL) {
    idle_renew(actor);
  }
}

static bool handle_special(Actor *actor, Message *message) {
  System *system = actor->system;
  TimerId timer = message_fired(message);
  if (timer != 0 && !later_admit(actor, message)) {
    return false;
  }
  activation()->brought_by = timer;
  if ((message->flags & MESSAGE_CONTROL) &&
      control_is_bond(message->info->kind)) {
    system->bonds->admit(actor, message);
  }
  trace_message(system, EVENT_TAKEN, actor->ref, message->sender, message, 0);
  if (message->flags & MESSAGE_CONTROL) {
    handle_control(actor, message);
  } else if (is_too_late(actor, message)) {
    drop_answer(actor, message);
  } else {
    handle_user(actor, message);
  }
  return ends(actor);
}

static bool handle(Actor *actor, Message *message) {
  if (message->flags != 0 || !actor->system->is_plain) {
    return handle_special(actor, message);
  }
  handle_plain(actor, message);
  return ends(actor);
}

// Before the next message all that was sent must have left; only control does
// not wait for that. Under the stepper it leaves in steps of its own.
static OutboxState clear_outbox(Actor *actor) {
  if (actor->outbox.first == NULL) {
    return OUTBOX_EMPTY;
  }
  return actor->system->dispatcher->holds_outbox ? OUTBOX_URGENT
                                                 : outbox_flush(actor);
}

// There is nothing to take: has it been told to end without a message? True: it
// has to end.
static bool ends_by_mark(Actor *actor, OutboxState sent) {
  bool now;
  if (mailbox_is_all_by_inbox(&actor->mailbox) ||
      !mailbox_ends(&actor->mailbox, actor->held != 0 || sent == OUTBOX_URGENT,
                    &now)) {
    return false;
  }
  told_to_end(actor, now ? CONTROL_KILL : CONTROL_STOP);
  return actor->ending;
}

// Does anybody wait for a worker to end its turn early?
static bool is_pressed(const System *system) {
  return system->pressing != NULL &&
         atomic_load_explicit(system->pressing, memory_order_relaxed) > 0;
}

// Also when there was nothing to take: where bounds came late, a pop without
// the lock may have made room that nobody saw.
static void tell_room_made(Actor *actor) {
  if (mailbox_is_wanted(&actor->mailbox)) {
    send_room_made(actor->system, actor);
  }
}

static Activity handle_some(Actor *actor, size_t budget) {
  OutboxState sent;
  for (size_t handled = 0; handled < budget; handled++) {
    if (handled > 0 && is_pressed(actor->system)) {
      break;
    }
    sent = clear_outbox(actor);
    if (sent == OUTBOX_WAITS) {
      return ACTIVITY_SLOWED;
    }
    if (handled > 0 && sent == OUTBOX_EMPTY && actor->held == 0 &&
        mailbox_is_done(&actor->mailbox) &&
        mailbox_rest(&actor->mailbox, false)) {
      return ACTIVITY_RESTS;
    }
    Message *message = sent == OUTBOX_URGENT
                           ? mailbox_pop_control(&actor->mailbox)
                           : mailbox_pop(&actor->mailbox,
                                         actor->held != 0 || actor->unstarted);
    if (message == NULL && actor->unstarted &&
        !mailbox_is_ending(&actor->mailbox, true)) {
      if (start_unasked(actor)) {
        return ACTIVITY_ENDED;
      }
      continue;
    }
    if (message == NULL) {
      tell_room_made(actor);
      if (ends_by_mark(actor, sent)) {
        return ACTIVITY_ENDED;
      }
      break;
    }
    if ((message->flags & MESSAGE_CONTROL) == 0) {
      tell_room_made(actor);
    }
    if (!ref_equal(message->target, actor->ref)) {  // its slot was another's
      send_undeliverable(actor->system, NULL, message, TELL_STOPPED);
      continue;
    }
    if (handle(actor, message)) {
      return ACTIVITY_ENDED;
    }
  }
  sent = actor->system->dispatcher->holds_outbox ? OUTBOX_EMPTY
                                                 : clear_outbox(actor);
  if (sent != OUTBOX_EMPTY) {
    return sent == OUTBOX_WAITS ? ACTIVITY_SLOWED : ACTIVITY_AGAIN;
  }
  return mailbox_rest(&actor->mailbox, actor->held != 0) ? ACTIVITY_RESTS
                                                         : ACTIVITY_AGAIN;
}

// The end of the actor, or of one of its lives.
static Activity end(Actor *actor) {
  StopReason reason = (StopReason)actor->reason_of_end;
  if (actor->lives == NULL || !lives_pause(actor, reason)) {
    ending_last(actor, reason);
    return ACTIVITY_ENDED;
  }
  ending_life(actor, reason);
  return mailbox_rest(&actor->mailbox, false) ? ACTIVITY_RESTS : ACTIVITY_AGAIN;
}

Activity actor_activate(Actor *actor, size_t budget) {
  Activation *here = activation();
  here->actor = actor;
  volatile Activity activity = ACTIVITY_ENDED;  // survives the longjmp
  if (setjmp(here->escape) == 0) {
    activity = handle_some(actor, budget);
  } else {
    failed(actor);
    if (!actor->ending) {
      if (setjmp(here->escape) == 0) {
        end_with(actor, STOPPED_FAILED);
      } else {
        failed(actor);
      }
    }
  }
  here->actor = NULL;
  if (activity == ACTIVITY_ENDED) {
    activity = end(actor);
  }
  return activity;
}
