// leftovers.c -- one message after the other, as if it were handled.
//
// on_undelivered is user code: where it fails the rest is returned without it.
#include "acting/leftovers.h"

#include "acting/later.h"
#include "acting/send.h"
#include "acting/trace.h"
#include "telling/mailbox_course.h"

enum { BY_THE_RUNTIME = MESSAGE_FIRED | MESSAGE_ANSWER };

static void tell_failure(Actor *actor, MessageId id) {
  System *system = actor->system;
  const Activation *here = activation();
  trace(system, (Event){.kind = EVENT_FAILED,
                        .actor = actor->ref.bits,
                        .id = id,
                        .name = here->place,
                        .text = here->reason});
  mutex_lock(&system->lock);
  system->counts.failed++;
  mutex_unlock(&system->lock);
}

// False: it failed.
static bool show(Actor *actor, Message *message) {
  Activation *here = activation();
  MessageId id = message_id(message);
  actor->current = message;
  actor->answers = (message->flags & MESSAGE_ASK) != 0;
  jmp_buf *outer = here->landing;
  jmp_buf landing;
  here->landing = &landing;
  volatile bool shown = false;  // survives the longjmp
  if (setjmp(landing) == 0) {
    here->user_code = true;
    actor->type->on_undelivered(actor->state, message_union(message));
    here->user_code = false;
    shown = true;
  } else {
    tell_failure(actor, id);
  }
  here->landing = outer;
  return shown;
}

// True: the message has found somebody else, or was answered.
static bool is_settled(Actor *actor, bool asked) {
  Message *message = actor->current;
  bool answered = asked && !actor->answers;
  actor->current = NULL;
  actor->answers = false;
  if (message != NULL && answered) {
    message_free(message);
  }
  return message == NULL || answered;
}

static void give_back(Actor *actor, Message *message, bool *shows) {
  u16 flags = message->flags;
  bool control = (flags & MESSAGE_CONTROL) != 0;
  bool users = !control && (flags & BY_THE_RUNTIME) != BY_THE_RUNTIME;
  if (users && (flags & MESSAGE_FIRED) && !later_admit(actor, message)) {
    return;
  }
  if (users && *shows) {
    *shows = show(actor, message);
    if (is_settled(actor, (flags & MESSAGE_ASK) != 0)) {
      return;
    }
  }
  send_undeliverable(actor->system, actor, message, TELL_STOPPED);
}

bool leftovers_return(Actor *actor) {
  bool shows = actor->runs && actor->type->on_undelivered != NULL;
  Message *message;
  bool left = mailbox_close(&actor->mailbox);
  bool any = left || lane_first(&actor->stash) != NULL;
  send_room_made(actor->system, actor);
  while ((message = lane_first(&actor->stash)) != NULL) {
    lane_remove(&actor->stash, message);
    give_back(actor, message, &shows);
  }
  while (left && (message = mailbox_pop(&actor->mailbox, false)) != NULL) {
    give_back(actor, message, &shows);
  }
  return any;
}
