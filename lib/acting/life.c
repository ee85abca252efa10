// life.c -- start, handle, fail, end: what happens between spawn and silence.
//
// One setjmp an activation, not a message: fail() in user code lands there,
// and the actor ends. A failure in on_stop ends it all the same. Messages leave
// the mailbox one at a time; control messages are handled here, all others by
// the behaviour.
#include "acting/life.h"

#include "acting/control_messages.h"
#include "acting/later.h"
#include "acting/requests.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"
#include "base/mem.h"

// ---- The end ----

static void answer_open_request(Actor *actor, AskOutcome outcome) {
  if (actor->answering != 0) {
    RequestId request = actor->answering;
    actor->answering = 0;
    ignore(request_complete(actor->system, request, outcome, actor, NULL));
  }
}

// What is still in the mailbox, in order: asks bounce, tells are dead letters.
static void return_leftovers(Actor *actor) {
  mailbox_close(&actor->mailbox);
  send_room_made(actor->system, actor);
  Message *message;
  while ((message = mailbox_pop(&actor->mailbox, false)) != NULL) {
    send_undeliverable(actor->system, actor, message, TELL_STOPPED);
  }
}

static void free_owned(Actor *actor) {
  block_owner_clear(&actor->blocks);
  mem_free(actor->state);
  actor->state = NULL;
}

// From here on the actor counts as ended for everybody, and nobody finds it by
// a name; only then can anybody hear of it.
static void disappear(Actor *actor, StopReason reason) {
  System *system = actor->system;
  mutex_lock(&system->lock);
  actor->status = ACTOR_ENDED;
  actor->held = 0;
  actor->reason = reason;
  bool named = actor->names != NULL;
  if (named) {
    system->naming->unname_locked(actor);
  }
  mutex_unlock(&system->lock);
  if (named) {
    system->naming->unnamed(actor);
  }
}

// What asked for news of the end after it: answered by the actor itself, so
// that the news comes after all else it sent. The system's lock is held, and
// not meanwhile.
static void answer_late_locked(Actor *actor) {
  System *system = actor->system;
  Message *message;
  while ((message = message_list_pop(&actor->late)) != NULL) {
    mutex_unlock(&system->lock);
    system->bonds->returned(system, actor, message);
    mutex_lock(&system->lock);
  }
}

// Its slot keeps the reason, and is another's as soon as the outbox is empty.
static void bury(Actor *actor, StopReason reason) {
  System *system = actor->system;
  mutex_lock(&system->lock);
  answer_late_locked(actor);
  actor->buried = true;
  system->alive--;
  system->counts.ended++;
  list_remove(&actor->living);
  cells_fill(&actor->start_waiters,
             reason == STOPPED_FAILED ? START_FAILED : START_STOPPED);
  cells_fill(&actor->end_waiters, reason);
  Message *start_notice = actor->start_notice;
  Message *stop_notice = actor->stop_notice;
  Message *kill_notice = actor->kill_notice;
  actor->start_notice = NULL;
  actor->stop_notice = NULL;
  actor->kill_notice = NULL;
  bool last = system->alive == 0;
  if (actor->outbox.first == NULL) {
    table_recycle_locked(actor);
  }
  mutex_unlock(&system->lock);
  message_free(start_notice);
  message_free(stop_notice);
  message_free(kill_notice);
  if (last) {
    quiet_check(system);
  }
}

// Everything but on_stop, which has run or will not.
static void finish(Actor *actor, StopReason reason) {
  System *system = actor->system;
  activation()->actor = actor;
  activation()->user_code = false;
  disappear(actor, reason);
  return_leftovers(actor);
  later_end(actor);
  free_owned(actor);
  trace(system, (Event){.kind = EVENT_STOPPED,
                        .actor = actor->ref.bits,
                        .number = reason,
                        .text = StopReason_value_names[reason]});
  activation()->actor = NULL;
  system->dispatcher->gone(system, actor);
  if (actor->bonds.count > 0 || actor->bonds.chains != NULL) {
    system->bonds->ended(actor, reason);
  }
  bury(actor, reason);
  busy_less(system);
}

static void end_with(Actor *actor, StopReason reason) {
  Activation *here = activation();
  actor->ending = true;
  actor->reason_of_end = reason;
  if (actor->started && actor->type->on_stop != NULL) {
    here->user_code = true;
    actor->type->on_stop(actor->state, reason);
    here->user_code = false;
  }
}

// ---- Failure ----

static void failed(Actor *actor) {
  System *system = actor->system;
  const Activation *here = activation();
  Message *message = actor->current;
  trace(system, (Event){.kind = EVENT_FAILED,
                        .actor = actor->ref.bits,
                        .id = message ? message_id(message) : (MessageId){0},
                        .name = here->place,
                        .text = here->reason});
  mutex_lock(&system->lock);
  system->counts.failed++;
  mutex_unlock(&system->lock);
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

static void start(Actor *actor) {
  Activation *here = activation();
  if (actor->type->on_start != NULL) {
    here->user_code = true;
    actor->type->on_start(actor->state);
    here->user_code = false;
  }
  System *system = actor->system;
  mutex_lock(&system->lock);
  actor->status = ACTOR_RUNNING;
  actor->started = true;
  cells_fill(&actor->start_waiters, START_OK);
  mutex_unlock(&system->lock);
  trace_state(system, EVENT_STARTED, actor, NULL);
}

// What links and monitors say to each other; the state is as it was.
static void take_bond(Actor *actor, Message *message) {
  System *system = actor->system;
  trace_state(system, EVENT_HANDLED, actor, message);
  if (system->bonds->take(actor, message)) {
    end_with(actor, STOPPED_LINK);
  }
}

static void handle_control(Actor *actor, Message *message) {
  switch ((ControlKind)message->info->kind) {
    case CONTROL_START:
      message_free(message);
      start(actor);
      break;
    case CONTROL_STOP:
      message_free(message);
      end_with(actor, STOPPED_NORMAL);
      break;
    case CONTROL_KILL:
      message_free(message);
      end_with(actor, STOPPED_KILLED);
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

static void handle_user(Actor *actor, Message *message) {
  take(actor, message);
  Activation *here = activation();
  here->user_code = true;
  actor->type->run(actor->behaviour, actor->state, message_union(message));
  here->user_code = false;
  answer_open_request(actor, ASK_UNANSWERED);
  trace_state(actor->system, EVENT_HANDLED, actor, message);
  actor->current = NULL;
  message_free(message);
}

// True: the actor has to end, for the reason it has noted.
static bool handle(Actor *actor, Message *message) {
  System *system = actor->system;
  if ((message->flags & MESSAGE_CONTROL) &&
      message->info->kind > CONTROL_KILL) {
    system->bonds->admit(actor, message);
  }
  trace_message(system, EVENT_TAKEN, actor->ref, message->sender, message, 0);
  if (message->flags & MESSAGE_CONTROL) {
    handle_control(actor, message);
  } else {
    handle_user(actor, message);
  }
  if (actor->exits && !actor->ending) {
    end_with(actor, STOPPED_NORMAL);
  }
  return actor->ending;
}

static Activity handle_some(Actor *actor, size_t budget) {
  for (size_t handled = 0; handled < budget; handled++) {
    Message *message = mailbox_pop(&actor->mailbox, actor->held != 0);
    if (message == NULL) {
      break;
    }
    if ((message->flags & MESSAGE_CONTROL) == 0) {
      send_room_made(actor->system, actor);
    }
    if (handle(actor, message)) {
      return ACTIVITY_ENDED;
    }
  }
  return mailbox_rest(&actor->mailbox, actor->held != 0) ? ACTIVITY_RESTS
                                                         : ACTIVITY_AGAIN;
}

Activity actor_activate(Actor *actor, size_t budget) {
  Activation *here = activation();
  System *system = actor->system;
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
    finish(actor, actor->reason_of_end);
  } else if (activity == ACTIVITY_RESTS) {
    busy_less(system);
  }
  return activity;
}
