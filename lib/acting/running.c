// running.c -- an activation: messages leave the mailbox one at a time, until
// there is none, or the budget is used up, or the actor waits or ends.
#include "acting/running.h"

#include "acting/control_messages.h"
#include "acting/ending.h"
#include "acting/extras.h"
#include "acting/life.h"
#include "acting/lives.h"
#include "acting/outbox.h"
#include "acting/outgoing.h"
#include "acting/receiving.h"
#include "acting/send.h"
#include "telling/mailbox_course.h"

// Before the next message all that was sent must have left; only control does
// not wait for that. Under the stepper it leaves in steps of its own.
static OutboxState clear_outbox(Actor *actor) {
  if (!outgoing_any(actor)) {
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
      !mailbox_ends(&actor->mailbox, actor->is_held || sent == OUTBOX_URGENT,
                    &now)) {
    return false;
  }
  life_told(actor, now ? CONTROL_KILL : CONTROL_STOP);
  return actor->ending;
}

// Does anybody wait for a worker to end its turn early?
static bool is_pressed(const System *system) {
  return atomic_load_explicit(system->pressing, memory_order_relaxed) > 0;
}

// Also when there was nothing to take: where bounds came late, a pop without
// the lock may have made room that nobody saw.
static void tell_room_made(Actor *actor) {
  if (mailbox_is_wanted(&actor->mailbox)) {
    send_room_made(actor->system, actor);
  }
}

static Message *next_message(Actor *actor, OutboxState sent) {
  return sent == OUTBOX_URGENT
             ? mailbox_pop_control(&actor->mailbox)
             : mailbox_pop(&actor->mailbox, actor->is_held || actor->unstarted);
}

typedef enum Taken {
  TAKEN_ONE,
  TAKEN_NONE,
  TAKEN_LAST,  // the actor has to end
  TAKEN_WAITS  // what it sent waits for room
} Taken;

static Taken take_one(Actor *actor, Message *message) {
  if ((message->flags & MESSAGE_CONTROL) == 0) {
    tell_room_made(actor);
  }
  if (!ref_equal(message->target, actor->ref)) {  // its slot was another's
    send_undeliverable(actor->system, NULL, message, TELL_STOPPED);
    return TAKEN_ONE;
  }
  return receive(actor, message) ? TAKEN_LAST : TAKEN_ONE;
}

// There is no message; its start counts as one.
static Taken take_none(Actor *actor, OutboxState sent) {
  if (actor->unstarted && !mailbox_is_ending(&actor->mailbox, true)) {
    return life_start_unasked(actor) ? TAKEN_LAST : TAKEN_ONE;
  }
  tell_room_made(actor);
  return ends_by_mark(actor, sent) ? TAKEN_LAST : TAKEN_NONE;
}

APART static Activity put_down(Actor *actor, Taken taken) {
  if (taken == TAKEN_LAST || taken == TAKEN_WAITS) {
    return taken == TAKEN_LAST ? ACTIVITY_ENDED : ACTIVITY_SLOWED;
  }
  bool waits = !actor->system->dispatcher->holds_outbox;
  switch (waits ? clear_outbox(actor) : OUTBOX_EMPTY) {
    case OUTBOX_WAITS:
      return ACTIVITY_SLOWED;
    case OUTBOX_URGENT:
      return ACTIVITY_AGAIN;
    case OUTBOX_EMPTY:
      break;
  }
  return mailbox_rest(&actor->mailbox, actor->is_held) ? ACTIVITY_RESTS
                                                       : ACTIVITY_AGAIN;
}

// Whatever comes next, and whatever speaks against taking it.
APART static Taken take_next(Actor *actor) {
  OutboxState sent = clear_outbox(actor);
  if (sent == OUTBOX_WAITS) {
    return TAKEN_WAITS;
  }
  Message *message = next_message(actor, sent);
  return message != NULL ? take_one(actor, message) : take_none(actor, sent);
}

// ---- The usual course ----

static bool is_calm(const Actor *actor) {
  return actor->unusual == 0 && !outgoing_any(actor);
}

// Nothing speaks against taking what came by the inbox.
static bool is_usual(Actor *actor) {
  return is_calm(actor) && mailbox_is_all_by_inbox(&actor->mailbox) &&
         !mailbox_is_wanted(&actor->mailbox);
}

// One of those in the receiver's list.
static Taken take_usual(Actor *actor) {
  Mailbox *box = &actor->mailbox;
  if (!is_plain_message(actor, box->taken)) {
    return take_next(actor);
  }
  Load load = load_by(1, message_bytes(box->taken));
  receive_plain(actor, mailbox_pop_taken(box, load));
  return actor->unusual != 0 && life_is_over(actor) ? TAKEN_LAST : TAKEN_ONE;
}

INLINE Activity handle_some(Actor *actor, size_t budget) {
  Taken taken;
  size_t count = 0;
  do {
    if (count > 0 && is_calm(actor) && mailbox_rest_plain(&actor->mailbox)) {
      return ACTIVITY_RESTS;  // after most messages there is no other
    }
    taken = actor->mailbox.taken != NULL && is_usual(actor) ? take_usual(actor)
                                                            : take_next(actor);
    count++;
  } while (taken == TAKEN_ONE && count < budget && !is_pressed(actor->system));
  return put_down(actor, taken);
}

// The end of the actor, or of one of its lives.
static Activity end(Actor *actor) {
  StopReason reason = (StopReason)actor->reason_of_end;
  if (lives_of(actor) == NULL || !lives_pause(actor, reason)) {
    ending_last(actor, reason);
    return ACTIVITY_ENDED;
  }
  ending_life(actor, reason);
  return mailbox_rest(&actor->mailbox, false) ? ACTIVITY_RESTS : ACTIVITY_AGAIN;
}

// The rest of an activation in which user code has failed.
static Activity after_failure(Actor *actor) {
  life_failed(actor);
  if (actor->ending) {
    return ACTIVITY_ENDED;
  }
  Activation *here = activation();
  jmp_buf *outer = here->landing;
  jmp_buf landing;
  here->landing = &landing;
  if (setjmp(landing) == 0) {
    life_end(actor, STOPPED_FAILED);
  } else {
    life_failed(actor);
  }
  here->landing = outer;
  return ACTIVITY_ENDED;
}

static Activity leave(Actor *actor, Activity activity) {
  activation()->actor = NULL;
  return activity == ACTIVITY_ENDED ? end(actor) : activity;
}

Activity actor_run(Actor *actor, size_t budget) {
  activation()->actor = actor;
  return leave(actor, handle_some(actor, budget));
}

Activity actor_recover(void) {
  Actor *actor = activation()->actor;
  return leave(actor, after_failure(actor));
}

Activity actor_activate(Actor *actor, size_t budget) {
  Activation *here = activation();
  jmp_buf landing;
  here->landing = &landing;
  Activity activity;
  if (setjmp(landing) == 0) {
    activity = actor_run(actor, budget);
  } else {
    activity = actor_recover();
  }
  here->landing = NULL;
  return activity;
}
