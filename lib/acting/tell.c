// tell.c -- find, fill, push.
//
// The usual message is told by one function that returns or goes on in others
// at its end, so that it has no registers to save: each of those others is
// given all it needs to begin anew, the long way.
#include "acting/tell.h"

#include "acting/outgoing.h"
#include "acting/relief.h"
#include "acting/send.h"
#include "acting/sequence.h"
#include "acting/table.h"
#include "telling/fields.h"

// ---- The long way ----

APART static TellOutcome tell_at_length(Ref to, const MessageInfo *info,
                                        void *fields) {
  if (!info->flat) {
    fields_check(info->fields(), fields);
  }
  relieve_if_short(NULL);
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  Message *message =
      send_make(system, target, to, info, MESSAGE_ROOMLESS, fields, &why);
  if (message != NULL) {
    send_leave(system, sender_in(system), message);
  }
  return why;
}

// ---- The short way ----

static bool is_plain(const Actor *self, Ref to, const MessageInfo *info) {
  return self != NULL && ref_node(self->ref) == ref_node(to) && info->flat &&
         atomic_load_explicit(&self->system->is_plain, memory_order_relaxed) &&
         !outgoing_any(self) && !self->opens;
}

// Whom to tell so; NULL: it is not to be.
static Actor *target_of(const Actor *self, Ref to, const MessageInfo *info) {
  if (!is_plain(self, to, info)) {
    return NULL;
  }
  Actor *target = table_at(self->system, to);
  return target != NULL && mailbox_is_plain(&target->mailbox, to) ? target
                                                                  : NULL;
}

// What send.c would give it.
static void stamp(Message *message, Actor *self) {
  message->sender = self->ref;
  message->sequence = sequence_own(self);
}

static TellOutcome ready(Actor *target) {
  target->system->dispatcher->ready(target->system, target);
  return TELL_OK;
}

// To one who does not rest.
APART static TellOutcome push(Actor *target, Message *message, Ref to,
                              const MessageInfo *info, void *fields) {
  Activation *here = activation();
  Load load = load_by(1, message_bytes_flat(message->size));
  if (target == here->next &&
      mailbox_push_to_promised(&target->mailbox, &here->next_last, message,
                               load)) {
    return TELL_OK;
  }
  switch (inbox_push(&target->mailbox.inbox, message)) {
    case INBOX_TAKEN:
      return TELL_OK;
    case INBOX_FIRST:
      return ready(target);
    case INBOX_IS_OFF:
      break;
  }
  message_free(message);
  return tell_at_length(to, info, fields);
}

INLINE TellOutcome pass(Actor *target, Message *message, Ref to,
                        const MessageInfo *info, void *fields) {
  Load load = load_by(1, message_bytes_flat(message->size));
  return mailbox_push_to_resting(&target->mailbox, message, load)
             ? ready(target)
             : push(target, message, to, info, fields);
}

// What is larger, or finds no block ready.
APART static TellOutcome tell_large(Actor *target, Ref to,
                                    const MessageInfo *info, void *fields) {
  if (pool_is_short()) {
    relieve(target);
    return tell(to, info, fields);  // it may have ended
  }
  Message *message = message_flat(info, to, fields);
  if (message == NULL) {
    return tell_at_length(to, info, fields);
  }
  stamp(message, activation()->actor);
  return pass(target, message, to, info, fields);
}

TellOutcome tell(Ref to, const MessageInfo *info, void *fields) {
  Actor *self = activation()->actor;
  Actor *target = target_of(self, to, info);
  if (target == NULL) {
    return tell_at_length(to, info, fields);
  }
  Message *message = message_flat_at_once(info, to, fields);
  if (message == NULL) {
    return tell_large(target, to, info, fields);
  }
  stamp(message, self);
  return pass(target, message, to, info, fields);
}
