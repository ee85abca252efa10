// ask.c -- asking and answering, on top of the table of requests.
#include "acting/ask.h"

#include <string.h>

#include "acting/extras.h"
#include "acting/offer.h"
#include "acting/relief.h"
#include "acting/request_holds.h"
#include "acting/requests.h"
#include "acting/send.h"
#include "acting/trace.h"
#include "acting/waiting.h"
#include "base/check.h"
#include "telling/fields.h"
#include "telling/mailbox_course.h"

struct Request {
  System *system;
  RequestId id;
};

static AskOutcome refused(TellOutcome outcome) {
  switch (outcome) {
    case TELL_OK:
      return ASK_OK;
    case TELL_FULL:
    case TELL_DROPPED:
      return ASK_FULL;
    case TELL_TIMEOUT:
      return ASK_TIMEOUT;
    case TELL_STOPPED:
      return ASK_STOPPED;
    case TELL_STRANGER:
      return ASK_STRANGER;
    case TELL_NO_MEMORY:
      break;
  }
  return ASK_NO_MEMORY;
}

static void leave(System *system, Message *message, RequestId request,
                  bool hold, Deadline deadline) {
  Actor *from = sender_in(system);
  message_set_request(message, request);
  trace(system, (Event){.kind = EVENT_ASKED,
                        .actor = from->ref.bits,
                        .other = message->target.bits,
                        .request = request,
                        .number = hold,
                        .name = message->info->name});
  request_limit(system, request, deadline);
  send_leave(system, from, message);
}

// Hands the answer's fields, and the blocks they own, to the asker.
static void unpack(Message *answer, void *reply) {
  const Shape *shape = message_shape(answer);
  memcpy(reply, message_fields(answer), shape->size);
  memset(message_fields(answer), 0, shape->size);
  message_free(answer);
}

// True: the actor waits for this answer alone from now on. False: that would
// close a ring.
static bool hold(Actor *self, RequestId request, Ref to,
                 const MessageInfo *info) {
  char ring[256];
  bool held = request_hold(self->system, request, self, ring, sizeof ring);
  trace(self->system, (Event){.kind = EVENT_BLOCKED,
                              .actor = self->ref.bits,
                              .other = to.bits,
                              .request = request,
                              .name = info->name,
                              .text = held ? NULL : ring});
  return held;
}

// Opens, fills and sends; anything but ASK_OK: nothing was sent. `self` is an
// actor that blocks, or NULL.
static AskOutcome send_outside(System *system, Actor *self, Actor *target,
                               Ref to, const MessageInfo *info, void *fields,
                               WaitCell *cell, Deadline deadline,
                               RequestId *request) {
  *request =
      request_open(system, &(RequestSpec){.asker = sender_in(system)->ref,
                                          .holder = to,
                                          .info = info,
                                          .cell = cell});
  if (*request == 0) {
    return ASK_NO_MEMORY;
  }
  if (self != NULL && !hold(self, *request, to, info)) {
    request_forget(system, *request);
    return ASK_DEADLOCK;
  }
  TellOutcome why;
  Message *message =
      send_make(system, target, to, info, MESSAGE_ASK, fields, &why);
  if (message == NULL) {
    request_forget(system, *request);
    return refused(why);
  }
  leave(system, message, *request, self != NULL, deadline);
  return ASK_OK;
}

static const i64 ROOM_NOW = INT64_MIN;  // no waiting for room

// An ask that has found its target: sent, waited for, and its answer taken.
static AskOutcome ask_and_wait(System *system, Actor *self, Actor *target,
                               Ref to, const MessageInfo *info, void *fields,
                               void *reply, i64 room, Deadline deadline) {
  WaitCell cell;
  cell_init(&cell);
  RequestId request;
  AskOutcome outcome;
  size_t bytes = message_bytes_for(info, fields);
  do {
    if (deadline_point(deadline, 0) == POINT_NEVER) {
      offer_run(target);
    }
    outcome = send_outside(system, self, target, to, info, fields, &cell,
                           deadline, &request);
    offer_withdraw();
  } while (outcome == ASK_FULL && room != ROOM_NOW &&
           wait_for_room(target, to, bytes, room, info->name));
  if (outcome == ASK_OK) {
    // Without a limit of its own: the request has one, and is completed by it.
    Event what = {.other = to.bits, .request = request, .text = info->name};
    if (wait_in(system, &cell, POINT_NEVER, what) == WAIT_DEADLOCK) {
      request_forget(system, request);
      outcome = ASK_DEADLOCK;
    } else {
      unpack(request_collect(system, request, &outcome), reply);
    }
  }
  cell_release(&cell);
  return outcome;
}

AskOutcome ask_outside(Ref to, const MessageInfo *info, void *fields,
                       void *reply, Deadline deadline) {
  return ask_within(to, info, fields, reply, NOW, deadline);
}

AskOutcome ask_within(Ref to, const MessageInfo *info, void *fields,
                      void *reply, Deadline room, Deadline deadline) {
  check_may_wait();
  Actor *self = activation()->actor;
  CHECK((self == NULL || !self->is_held) && "one held ask at a time");
  fields_check(info->fields(), fields);
  memset(reply, 0, info->reply()->size);
  System *system;
  Actor *target;
  AskOutcome outcome = refused(send_find(to, &system, &target));
  if (outcome != ASK_OK) {
    return outcome;
  }
  if (mailbox_refuses_asks(&target->mailbox, to)) {
    return ASK_RESTARTING;
  }
  if (self != NULL && extras_own(self) == NULL) {
    return ASK_NO_MEMORY;
  }
  i64 point = deadline_is_now(room)
                  ? ROOM_NOW
                  : deadline_point(room, system->dispatcher->now(system));
  outcome = ask_and_wait(system, self, target, to, info, fields, reply, point,
                         deadline);
  if (self != NULL) {
    request_let_go(self);
  }
  return outcome;
}

// Sends the ask of an open request; anything but ASK_OK: nothing was sent.
static AskOutcome send_inside(Actor *self, Ref to, const MessageInfo *info,
                              void *fields, RequestId request, bool holds,
                              Deadline deadline) {
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  if (why != TELL_OK) {
    return refused(why);
  }
  if (mailbox_refuses_asks(&target->mailbox, to)) {
    return ASK_RESTARTING;
  }
  if (holds && !hold(self, request, to, info)) {
    return ASK_DEADLOCK;
  }
  Message *message = send_make(system, target, to, info,
                               MESSAGE_ASK | MESSAGE_ROOMLESS, fields, &why);
  if (message == NULL) {
    return refused(why);
  }
  leave(system, message, request, holds, deadline);
  return ASK_OK;
}

RequestId ask_inside(Ref to, const MessageInfo *info, void *fields,
                     const MessageInfo *brings, bool holds, Deadline deadline) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "only a handler can get a reply as a message");
  CHECK(brings->protocol == self->type->protocol &&
        "the reply comes as a message of the asker's own protocol");
  CHECK((!holds || !self->is_held) && "one held ask at a time");
  fields_check(info->fields(), fields);
  relieve_if_short(NULL);
  if (holds && extras_own(self) == NULL) {
    return 0;
  }
  RequestId request = request_open(
      self->system,
      &(RequestSpec){
          .asker = self->ref, .holder = to, .info = info, .brings = brings});
  if (request == 0) {
    return 0;
  }
  AskOutcome outcome =
      send_inside(self, to, info, fields, request, holds, deadline);
  if (outcome == ASK_NO_MEMORY) {
    request_forget(self->system, request);
    return 0;
  }
  if (outcome != ASK_OK) {  // it is answered at once, as a message like any
    ignore(request_complete(self->system, request, outcome, self, NULL));
  }
  return request;
}

bool ask_cancel(RequestId request) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "only a handler has asked as an actor");
  bool held = self->is_held && extras(self)->held == request;
  bool cancelled = request_cancel(self, request);
  if (cancelled && held) {
    trace(self->system, (Event){.kind = EVENT_WOKEN, .actor = self->ref.bits});
  }
  return cancelled;
}

void ask_reply(const MessageInfo *info, void *fields) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && self->current != NULL &&
        "a reply is sent by a handler");
  CHECK(message_info_same(self->current->info, info) &&
        "the reply of the message handled");
  fields_check(info->reply(), fields);
  if (self->answers) {
    RequestId request = answering(self);
    self->answers = false;
    ignore(request_complete(self->system, request, ASK_OK, self, fields));
  }
  fields_drop_moved(info->reply(), fields);
}

static void forget_unanswered(void *block) {
  Request *request = block;
  if (request->id != 0) {
    ignore(request_complete(request->system, request->id, ASK_UNANSWERED,
                            sender_in(request->system), NULL));
  }
}

bool request_try_take(Request **taken) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "only a handler has a request to keep");
  *taken = NULL;
  if (!self->answers) {
    return true;
  }
  Request *request = block_new(&self->blocks, sizeof *request);
  if (request == NULL) {
    return false;
  }
  *request = (Request){self->system, answering(self)};
  self->answers = false;
  block_on_free(request, forget_unanswered);
  *taken = request;
  return true;
}

Request *request_take(void) {
  Request *request;
  if (!request_try_take(&request)) {
    fail("no memory to keep a request");
  }
  return request;
}

void ask_reply_to(Request **request, const MessageInfo *info, void *fields) {
  fields_check(info->reply(), fields);
  Request *kept = *request;
  if (kept == NULL) {
    fields_drop_moved(info->reply(), fields);
    return;
  }
  const MessageInfo *asked = request_info(kept->system, kept->id);
  CHECK((asked == NULL || message_info_same(asked, info)) &&
        "the reply of the message kept");
  RequestId id = kept->id;
  kept->id = 0;
  ignore(request_complete(kept->system, id, ASK_OK, sender_in(kept->system),
                          fields));
  fields_drop_moved(info->reply(), fields);
  block_free(kept);
  *request = NULL;
}
