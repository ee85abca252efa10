// plain.c -- find, fill, push.
#include "acting/plain.h"

#include "acting/outgoing.h"
#include "acting/sequence.h"
#include "acting/table.h"

static bool is_plain(const Actor *self, Ref to, const MessageInfo *info) {
  return self != NULL && ref_node(self->ref) == ref_node(to) && info->flat &&
         atomic_load_explicit(&self->system->is_plain, memory_order_relaxed) &&
         !outgoing_any(self) && !self->opens;
}

// A message with all that send.c would give it.
static Message *make(Ref to, Actor *self, const MessageInfo *info,
                     const void *fields) {
  Message *message = message_flat(info, to, fields);
  if (message != NULL) {
    message->sender = self->ref;
    message->sequence = sequence_own(self);
  }
  return message;
}

bool plain_tell(Ref to, const MessageInfo *info, const void *fields) {
  Actor *self = activation()->actor;
  if (!is_plain(self, to, info)) {
    return false;
  }
  System *system = self->system;
  Actor *target = table_at(system, to);
  if (target == NULL || !mailbox_is_plain(&target->mailbox, to)) {
    return false;
  }
  Message *message = make(to, self, info, fields);
  if (message == NULL) {
    return false;
  }
  Load load = load_by(1, message_bytes_flat(message->size));
  bool schedule;
  if (!mailbox_push_plain(&target->mailbox, message, load, &schedule)) {
    message_free(message);
    return false;
  }
  if (schedule) {
    system->dispatcher->ready(system, target);
  }
  return true;
}
