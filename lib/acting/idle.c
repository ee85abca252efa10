// idle.c -- a timer of the actor's own, pushed back by each message.
#include "acting/idle.h"

#include "acting/extras.h"
#include "acting/later.h"
#include "base/check.h"

static void cancel(Extras *own) {
  if (own->idle != 0) {
    ignore(timer_cancel(own->idle));
    own->idle = 0;
  }
}

TellOutcome actor_idle_after(Deadline span, PlainCarrier *brings) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "to be called from a handler");
  Extras *own = extras_if_any(self);
  if (span.ns == NEVER.ns) {
    if (own != NULL) {
      cancel(own);
      own->idle_brings = NULL;
    }
    return TELL_OK;
  }
  CHECK(span.ns > 0 && "a silence has a length");
  const MessageInfo *info = brings((CarrierMark){0});
  CHECK(info->protocol == self->type->protocol &&
        "it comes as a message of the actor's own protocol");
  TimerId timer;
  TellOutcome outcome = later_own(self, info, span, &timer);
  if (outcome == TELL_OK) {
    own = extras_if_any(self);  // for its timers it has some
    cancel(own);
    own->idle = timer;
    own->idle_brings = info;
    own->idle_span = span.ns;
  }
  return outcome;
}

void idle_renew(Actor *actor) {
  Extras *own = extras_if_any(actor);
  u64 brought_by = activation()->brought_by;
  if (brought_by != 0) {
    if (brought_by == own->idle) {
      own->idle = 0;
    }
    return;
  }
  Deadline span = after_ns(own->idle_span);
  if (own->idle == 0 || !later_renew(actor, own->idle, span)) {
    own->idle = 0;
    if (later_own(actor, own->idle_brings, span, &own->idle) != TELL_OK) {
      own->idle = 0;
    }
  }
}
