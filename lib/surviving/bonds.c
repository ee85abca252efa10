// bonds.c -- opening, ending, coming back.
//
// The number of an open monitor's UNWATCH has no use for the word behind its
// fields until it leaves: there stands what brings the DOWN.
#include "surviving/bonds.h"

#include <string.h>

#include "acting/outgoing.h"
#include "acting/send.h"
#include "acting/table.h"
#include "base/check.h"
#include "surviving/bond_table.h"

_Static_assert(sizeof(struct control_exit) == sizeof(Ending) &&
                   offsetof(struct control_exit, who) ==
                       offsetof(Ending, who) &&
                   offsetof(struct control_exit, reason) ==
                       offsetof(Ending, reason),
               "an exit is read and written as an Ending");

// Makes the message an ending, on its way to or kept for `target`.
static void turn(Message *message, const MessageInfo *info, u16 flags,
                 Ref target, Ending ending) {
  message_turn(message, info, flags, target);
  CHECK(info->fields()->size == offsetof(Ending, end_));
  *(Ending *)message_fields(message) = ending;
}

static void turn_to(Message *message, ControlKind kind, Ref target,
                    Ending ending) {
  turn(message, &control_messages[kind], MESSAGE_CONTROL, target, ending);
}

// ---- Taking ----

static const MessageInfo *brings(const Message *unwatch) {
  return (const MessageInfo *)(uintptr_t)message_request(unwatch);
}

static void forget_links(Actor *actor, Ref peer) {
  Message *kept;
  while ((kept = bonds_take_link(&actor->bonds, peer)) != NULL) {
    message_free(kept);
  }
}

// True: the link was there; it and all others with that actor are over.
static bool is_linked(Actor *actor, Message *exit) {
  const Ending *ending = message_fields(exit);
  Message *kept = bonds_take(&actor->bonds, CONTROL_EXIT, bond_number(exit),
                             ending->who.ref);
  message_free(kept);
  if (kept == NULL) {
    return false;
  }
  forget_links(actor, ending->who.ref);
  return true;
}

static void admit_down(Actor *actor, Message *down) {
  Ending ending = *(Ending *)message_fields(down);
  Message *kept =
      bonds_take(&actor->bonds, CONTROL_UNWATCH, ending.monitor, NOBODY);
  if (kept != NULL) {
    turn(down, brings(kept), 0, actor->ref, ending);
    message_free(kept);
  }
}

static void admit_exit(Actor *actor, Message *exit) {
  Ending ending = *(Ending *)message_fields(exit);
  if (actor->traps != 0 && is_linked(actor, exit)) {
    ending.monitor = 0;
    turn(exit, &actor->type->protocol->messages[actor->traps - 1], 0,
         actor->ref, ending);
  }
}

static void admit(Actor *actor, Message *message) {
  if (message->info->kind == CONTROL_DOWN) {
    admit_down(actor, message);
  } else if (message->info->kind == CONTROL_EXIT) {
    admit_exit(actor, message);
  }
}

static void keep(Actor *actor, Message *message, ControlKind kind) {
  Ref other = message->sender;
  turn_to(message, kind, other,
          (Ending){.monitor = bond_number(message), .who = {actor->ref}});
  bonds_add(&actor->bonds, message);
}

static void drop(Actor *actor, Message *message, ControlKind kind) {
  message_free(
      bonds_take(&actor->bonds, kind, bond_number(message), message->sender));
  message_free(message);
}

// True: it was linked to one that did not end normally.
static bool take_exit(Actor *actor, Message *exit) {
  StopReason reason = ((Ending *)message_fields(exit))->reason;
  bool linked = is_linked(actor, exit);
  message_free(exit);
  return linked && reason != STOPPED_NORMAL;
}

static bool take(Actor *actor, Message *message) {
  switch ((ControlKind)message->info->kind) {
    case CONTROL_WATCH:
      keep(actor, message, CONTROL_DOWN);
      break;
    case CONTROL_UNWATCH:
      drop(actor, message, CONTROL_DOWN);
      break;
    case CONTROL_LINK:
      keep(actor, message, CONTROL_EXIT);
      break;
    case CONTROL_UNLINK:
      drop(actor, message, CONTROL_EXIT);
      break;
    case CONTROL_EXIT:
      return take_exit(actor, message);
    case CONTROL_DOWN:  // its monitor is no longer open
    case CONTROL_START:
    case CONTROL_STOP:
    case CONTROL_KILL:
    case CONTROL_SUSPEND:  // lives.h
    case CONTROL_STARTED:
    case CONTROL_PAUSED:
    case CONTROL_OVER:
    case CONTROL_DUE:
    case CONTROL_ADOPT:
      message_free(message);
      break;
  }
  return false;
}

// ---- Coming back ----

// What the slot says, if it is the reference's still; 0: it says nothing of it.
static u64 word_locked(Actor *actor, Ref ref) {
  return actor != NULL && table_holds_locked(actor, ref)
             ? standing(&actor->standing)
             : 0;
}

static StopReason reason_of(u64 word) {
  return word != 0 && !standing_lives(word) ? standing_reason(word)
                                            : STOPPED_GONE;
}

// Comes from the one who has ended as long as that has something to send, and
// behind that: its last messages are not overtaken. True: it is left to that.
static bool leave_to_ended(System *system, Message *message, Actor **from,
                           StopReason *reason) {
  Ref ended = message->target;
  Actor *actor = table_at(system, ended);
  mutex_lock(&system->lock);
  u64 word = word_locked(actor, ended);
  *reason = reason_of(word);
  bool late = *from == NULL && standing_status(word) == ACTOR_ENDED;
  if (late) {
    lane_push(&actor->kept, message);
  } else if (*from == NULL && standing_status(word) == ACTOR_BURIED &&
             system->dispatcher->holds_outbox && outgoing_any(actor)) {
    *from = actor;
  }
  mutex_unlock(&system->lock);
  return late;
}

static void come_back(System *system, Actor *from, Message *message,
                      ControlKind kind) {
  StopReason reason;
  if (leave_to_ended(system, message, &from, &reason)) {
    return;
  }
  Ref ended = message->target;
  turn_to(
      message, kind, message->sender,
      (Ending){
          .monitor = bond_number(message), .who = {ended}, .reason = reason});
  if (from != NULL) {
    send_leave(system, from, message);
  } else {
    message->sender = ended;
    message->sequence = 0;
    send_arrive(system, message);
  }
}

static void returned(System *system, Actor *from, Message *message) {
  if (message->info->kind == CONTROL_WATCH) {
    come_back(system, from, message, CONTROL_DOWN);
  } else if (message->info->kind == CONTROL_LINK) {
    come_back(system, from, message, CONTROL_EXIT);
  } else {
    message_free(message);
  }
}

// ---- The end ----

static void leave(Actor *actor, Message *message, StopReason reason) {
  if (message->info->kind == CONTROL_UNWATCH) {
    message_set_request(message, 0);
  } else {
    Ending *ending = message_fields(message);
    ending->who.ref = actor->ref;
    ending->reason = reason;
  }
  send_leave(actor->system, actor, message);
}

static void ended(Actor *actor, StopReason reason) {
  Message *message;
  while ((message = bonds_take_any(&actor->bonds)) != NULL) {
    leave(actor, message, reason);
  }
}

static void life_ended(Actor *actor, StopReason reason) {
  MessageList watchers = {NULL, NULL};
  Message *message;
  while ((message = bonds_take_any(&actor->bonds)) != NULL) {
    if (message->info->kind == CONTROL_DOWN) {
      message_list_push(&watchers, message);
    } else {
      leave(actor, message, reason);
    }
  }
  while ((message = message_list_pop(&watchers)) != NULL) {
    bonds_add(&actor->bonds, message);
  }
}

// ---- Opening ----

static const BondHooks hooks = {.admit = admit,
                                .take = take,
                                .returned = returned,
                                .ended = ended,
                                .life_ended = life_ended};

Actor *bond_self(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  return self;
}

const MessageInfo *bond_carrier(const Actor *self, EndingCarrier *carrier) {
  const MessageInfo *info =
      carrier((CarrierMark){0}, 0, (AnyRef){NOBODY}, STOPPED_NORMAL);
  CHECK(info->protocol == self->type->protocol &&
        "an end comes as a message of the actor's own protocol");
  return info;
}

static u64 next_number(System *system) {
  mutex_lock(&system->lock);
  if (system->bonds == NULL) {  // once: others read it without the lock
    system->bonds = &hooks;
  }
  u64 number = ++system->bond_serial;
  mutex_unlock(&system->lock);
  return number;
}

u64 bond_new(Actor *self, Ref other, ControlKind kept, ControlKind opening,
             ControlKind ending, Message **keeps, Message **sent) {
  *keeps = message_new(&control_messages[kept], MESSAGE_CONTROL, other);
  *sent = message_new(&control_messages[ending], MESSAGE_CONTROL, other);
  if (*keeps == NULL || *sent == NULL) {
    message_free(*keeps);
    message_free(*sent);
    return 0;
  }
  u64 number = next_number(self->system);
  message_turn(*sent, &control_messages[opening], MESSAGE_CONTROL, other);
  memcpy(message_fields(*keeps), &number, sizeof number);
  memcpy(message_fields(*sent), &number, sizeof number);
  bonds_add(&self->bonds, *keeps);
  return number;
}

void bond_send(Actor *self, Message *sent) {
  System *system;
  Actor *target;
  sent->sender = self->ref;
  if (send_find(sent->target, &system, &target) == TELL_OK) {
    send_leave(system, self, sent);
  } else {
    returned(self->system, self, sent);
  }
}
