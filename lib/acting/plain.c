// plain.c -- find, fill, push.
#include "acting/plain.h"

#include "acting/sequence.h"
#include "acting/table.h"
#include "acting/trace.h"

static bool is_plain(const System *system, const Actor *self,
                     const MessageInfo *info) {
  return self != NULL && self->system == system && info->flat &&
         !is_traced(system) && !system->dispatcher->holds_outbox &&
         self->outbox.first == NULL && !self->opens;
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
  System *system = table_system(to);
  if (system == NULL || !is_plain(system, self, info)) {
    return false;
  }
  Actor *target = table_at(system, to);
  if (target == NULL || !mailbox_is_plain(&target->mailbox, to)) {
    return false;
  }
  Message *message = make(to, self, info, fields);
  bool schedule = false;
  if (message == NULL ||
      !mailbox_push_plain(&target->mailbox, message, &schedule)) {
    message_free(message);
    return false;
  }
  if (schedule) {
    system->dispatcher->ready(system, target);
  }
  return true;
}
