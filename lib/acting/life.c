// life.c -- start, control, failure, end: what happens between spawn and
// silence. A failure in on_stop ends the actor all the same.
#include "acting/life.h"

#include "acting/cells.h"
#include "acting/control_messages.h"
#include "acting/extras.h"
#include "acting/handler_time.h"
#include "acting/lives.h"
#include "acting/notices.h"
#include "acting/raising.h"
#include "acting/requests.h"
#include "acting/retries.h"
#include "acting/send.h"
#include "acting/trace.h"
#include "telling/mailbox_course.h"

// ---- The end ----

void life_answer(Actor *actor, AskOutcome outcome) {
  if (actor->answers) {
    RequestId request = answering(actor);
    actor->answers = false;
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
  if (lives_of(actor) != NULL && lives_of(actor)->between) {
    actor->ending = lives_end_now(actor, reason);
    actor->reason_of_end = (u8)reason;
    mailbox_reopen(&actor->mailbox);  // if not, it closes at once
  } else if (keeper_of(actor) == NULL || reason == STOPPED_KILLED ||
             keeper_of(actor)->close(actor, reason)) {
    end_with(actor, reason);
  }
}

void life_end(Actor *actor, StopReason reason) {
  end_with(actor, reason);
}

bool life_is_over(Actor *actor) {
  if (actor->exits && !actor->ending) {
    end_with(actor, STOPPED_NORMAL);
  }
  return actor->ending;
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

void life_failed(Actor *actor) {
  System *system = actor->system;
  const Activation *here = activation();
  Message *message = actor->current;
  handler_ends(actor);
  tell_failure(actor, message, here->place, here->reason);
  if (message != NULL && retries_keep(actor, message)) {
    actor->current = NULL;
    return;
  }
  bool asked = actor->answers;
  life_answer(actor, ASK_FAILED);
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
  if (lives_of(actor) != NULL || !standing_start(&actor->standing)) {
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
  bool has_state = lives_of(actor) == NULL || lives_begin(actor);
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
  if (!extras(actor)->starts_later) {
    life_started(actor);
  }
}

// Its spawn needed no START: it comes before all but what is urgent.
bool life_start_unasked(Actor *actor) {
  actor->unstarted = false;
  start(actor);
  return life_is_over(actor);
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
  bool is_meant = lives_of(actor) != NULL &&
                  lives_of(actor)->life == suspended->life &&
                  !lives_of(actor)->between;
  ignore(raising_bring_home(actor->system, message));
  if (is_meant) {
    end_if_it_will(actor, STOPPED_SUPERVISOR);
  }
}

// A word for one that raises others; one that does not any more has no use for
// it.
static void take_word(Actor *actor, Message *word) {
  trace_state(actor->system, EVENT_HANDLED, actor, word);
  if (keeper_of(actor) != NULL) {
    keeper_of(actor)->take(actor, word);
  } else {
    raising_returned(actor->system, word);
  }
}

void life_told(Actor *actor, ControlKind kind) {
  if (lives_of(actor) != NULL) {
    notices_home(actor, kind);
  }
  end_if_it_will(actor, kind == CONTROL_KILL ? STOPPED_KILLED : STOPPED_NORMAL);
}

void life_control(Actor *actor, Message *message) {
  if (lives_of(actor) != NULL && lives_of(actor)->between) {
    trace_state(actor->system, EVENT_HANDLED, actor, message);
  }
  switch ((ControlKind)message->info->kind) {
    case CONTROL_START:
      lives_keep_start(actor, message);
      start(actor);
      break;
    case CONTROL_STOP:
      message_free(message);
      life_told(actor, CONTROL_STOP);
      break;
    case CONTROL_KILL:
      message_free(message);
      life_told(actor, CONTROL_KILL);
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
