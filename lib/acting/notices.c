// notices.c -- a message if there is memory, a mark if not.
//
// A mark keeps the order that matters: a stop comes when all that has arrived
// is handled, a kill before it. What it does not keep is its place behind
// messages of its sender that have not left yet.
#include "acting/notices.h"

#include "acting/send.h"
#include "acting/slowed.h"
#include "acting/table.h"
#include "telling/mailbox_course.h"

static u8 told_of(ControlKind kind) {
  return kind == CONTROL_KILL ? TOLD_KILL : TOLD_STOP;
}

bool notices_take_locked(Actor *actor, ControlKind kind) {
  bool first = (actor->told & told_of(kind)) == 0;
  actor->told |= told_of(kind);
  return first;
}

static void mark(System *system, Ref to, ControlKind kind) {
  Actor *actor = table_at(system, to);
  bool schedule = false;
  MailboxEnd end = kind == CONTROL_KILL ? MAILBOX_ENDS_NOW : MAILBOX_ENDS_LAST;
  if (!mailbox_end(&actor->mailbox, to, end, &schedule)) {
    return;
  }
  send_room_made(system, actor);
  if (schedule) {
    system->dispatcher->ready(system, actor);
  }
  slowed_interrupt(system, to);
}

void notices_send(System *system, Actor *from, Ref to, ControlKind kind) {
  u16 lane = kind == CONTROL_KILL ? MESSAGE_URGENT : MESSAGE_WAKES;
  Message *message =
      message_new(&control_messages[kind], MESSAGE_CONTROL | lane, to);
  if (message != NULL) {
    send_leave(system, from, message);
  } else {
    mark(system, to, kind);
  }
}

void notices_tell(System *system, Actor *from, Ref to, ControlKind kind) {
  Actor *actor = table_at(system, to);
  mutex_lock(&system->lock);
  bool sends =
      table_holds_locked(actor, to) && notices_take_locked(actor, kind);
  mutex_unlock(&system->lock);
  if (sends) {
    notices_send(system, from, to, kind);
  }
}

void notices_home(Actor *actor, ControlKind kind) {
  mutex_lock(&actor->system->lock);
  actor->told &= (u8)~told_of(kind);
  mutex_unlock(&actor->system->lock);
}
