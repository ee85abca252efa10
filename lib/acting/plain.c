// plain.c -- find, fill, push.
#include "acting/plain.h"

#include <string.h>

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
  Message *message = message_new(info, 0, to);
  if (message != NULL) {
    memcpy(message_fields(message), fields, info->size);
    message->sender = self->ref;
    // Relaxed: see send_stamp.
    message->sequence =
        atomic_fetch_add_explicit(&self->sequence, 1, memory_order_relaxed) + 1;
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
