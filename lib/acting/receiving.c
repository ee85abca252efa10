// receiving.c -- control messages to life.c, all others to the behaviour.
#include "acting/receiving.h"

#include "acting/control_messages.h"
#include "acting/extras.h"
#include "acting/handler_time.h"
#include "acting/idle.h"
#include "acting/later.h"
#include "acting/life.h"
#include "acting/lives.h"
#include "acting/request_holds.h"
#include "acting/requests.h"
#include "acting/trace.h"

static void take(Actor *actor, Message *message) {
  actor->current = message;
  actor->robbed = false;
  actor->answers = (message->flags & MESSAGE_ASK) != 0;
  bool held = (message->flags & MESSAGE_ANSWER) != 0 && actor->is_held &&
              message_request(message) == extras(actor)->held;
  if (held) {
    request_let_go(actor);
    trace(actor->system,
          (Event){.kind = EVENT_WOKEN, .actor = actor->ref.bits});
  }
}

// An answer to what was asked in a former life; the state is as it was.
static bool is_too_late(const Actor *actor, const Message *message) {
  return (message->flags & MESSAGE_ANSWER) != 0 && lives_of(actor) != NULL &&
         message_request(message) != 0 &&
         message_request(message) <= lives_of(actor)->asked_before;
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
  handler_begins(actor, message->info);
  here->user_code = true;
  actor->type->run(actor->behaviour, actor->state, message_union(message));
  here->user_code = false;
  handler_ends(actor);
  life_answer(actor, ASK_UNANSWERED);
  if (traced) {
    trace_state(actor->system, EVENT_HANDLED, actor, &header);
  }
  message_free(actor->current);
  actor->current = NULL;
  if (extras(actor)->idle_brings != NULL) {
    idle_renew(actor);
  }
}

static bool receive_special(Actor *actor, Message *message) {
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
    life_control(actor, message);
  } else if (is_too_late(actor, message)) {
    drop_answer(actor, message);
  } else {
    handle_user(actor, message);
  }
  return life_is_over(actor);
}

bool receive(Actor *actor, Message *message) {
  if (!is_plain_message(actor, message)) {
    return receive_special(actor, message);
  }
  receive_plain(actor, message);
  return life_is_over(actor);
}
