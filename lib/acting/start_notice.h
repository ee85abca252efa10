// start_notice.h -- START, allocated with an actor that does not start by
// itself: it stays there until it is sent. Not for users.
//
// It is the first of what the actor keeps. System.lock is held, or nobody knows
// the actor yet.
#ifndef ACTING_START_NOTICE_H
#define ACTING_START_NOTICE_H

#include "acting/control_messages.h"
#include "acting/runtime.h"

// Is it there?
static inline bool start_notice_is_kept(const Actor *actor) {
  const Message *first = lane_first(&actor->kept);
  return first != NULL && first->info->kind == CONTROL_START;
}

static inline void start_notice_keep(Actor *actor, Message *start) {
  lane_push_front(&actor->kept, start);
}

// Gives it, or NULL.
static inline Message *start_notice_take(Actor *actor) {
  Message *start =
      start_notice_is_kept(actor) ? lane_first(&actor->kept) : NULL;
  if (start != NULL) {
    lane_remove(&actor->kept, start);
  }
  return start;
}

#endif
