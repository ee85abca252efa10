// notice.c -- a tell without a reservation.
#include "surviving/notice.h"

#include "acting/runtime.h"
#include "acting/send.h"
#include "acting/table.h"
#include "telling/fields.h"
#include "telling/mailbox_course.h"

const ActorType *notice_type(Ref ref) {
  System *system;
  Actor *actor;
  if (send_find(ref, &system, &actor) != TELL_OK) {
    return NULL;
  }
  mutex_lock(&system->lock);
  bool lives = ref_slot(ref) > WATCHER_SLOT && table_holds_locked(actor, ref);
  if (lives) {
    ActorStatus status = standing_status(standing(&actor->standing));
    lives = status == ACTOR_STARTING || status == ACTOR_RUNNING;
  }
  const ActorType *type = lives ? actor->type : NULL;
  mutex_unlock(&system->lock);
  return type;
}

const MessageInfo *notice_info(Ref to, u64 kind) {
  const ActorType *type = notice_type(to);
  bool known = type != NULL && kind < type->protocol->count;
  return known ? &type->protocol->messages[kind] : NULL;
}

void notice_send(System *system, Message *message) {
  send_leave(system, sender_in(system), message);
}

TellOutcome notice_tell(Ref to, const MessageInfo *info, void *fields) {
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  if (why != TELL_OK) {
    return why;
  }
  if (!mailbox_is_open(&target->mailbox, to)) {
    return TELL_STOPPED;
  }
  Message *message = message_new(info, MESSAGE_NOTICE, to);
  if (message == NULL ||
      !fields_send(info->fields(), message_fields(message), fields)) {
    message_free(message);
    return TELL_NO_MEMORY;
  }
  notice_send(system, message);
  return TELL_OK;
}
