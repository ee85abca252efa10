// idle.c -- a timer of the actor's own, pushed back by each message.
#include "acting/idle.h"

#include "acting/later.h"
#include "acting/runtime.h"
#include "base/check.h"

static void cancel(Actor *self) {
  if (self->idle != 0) {
    ignore(timer_cancel(self->idle));
    self->idle = 0;
  }
}

TellOutcome actor_idle_after(Deadline span, PlainCarrier *brings) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  if (span.ns == NEVER.ns) {
    cancel(self);
    self->idle_brings = NULL;
    return TELL_OK;
  }
  CHECK(span.ns > 0 && "a silence has a length");
  const MessageInfo *info = brings((CarrierMark){0});
  CHECK(info->protocol == self->type->protocol &&
        "it comes as a message of the actor's own protocol");
  TimerId timer;
  TellOutcome outcome = later_own(self, info, span, &timer);
  if (outcome == TELL_OK) {
    cancel(self);
    self->idle = timer;
    self->idle_brings = info;
    self->idle_span = span.ns;
  }
  return outcome;
}

void idle_renew(Actor *actor) {
  if (actor->brought_by != 0) {
    if (actor->brought_by == actor->idle) {
      actor->idle = 0;
    }
    return;
  }
  Deadline span = after_ns(actor->idle_span);
  if (actor->idle == 0 || !later_renew(actor, actor->idle, span)) {
    actor->idle = 0;
    if (later_own(actor, actor->idle_brings, span, &actor->idle) != TELL_OK) {
      actor->idle = 0;
    }
  }
}
