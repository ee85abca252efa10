// ask.c -- asking and answering, on top of the table of requests.
#include "acting/ask.h"

#include <string.h>

#include "acting/requests.h"
#include "acting/send.h"
#include "acting/trace.h"
#include "acting/waiting.h"
#include "base/check.h"
#include "telling/fields.h"

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

// The ask's message with room reserved for it, or NULL and why.
static Message *make(System *system, Actor *target, Ref to,
                     const MessageInfo *info, const void *fields,
                     AskOutcome *why) {
  *why = refused(send_reserve(system, target, to));
  if (*why != ASK_OK) {
    return NULL;
  }
  Message *message = message_new(info, MESSAGE_ASK, to);
  if (message != NULL &&
      fields_send(info->fields(), message_fields(message), fields)) {
    return message;
  }
  message_free(message);
  mailbox_unreserve(&target->mailbox, to);
  *why = ASK_NO_MEMORY;
  return NULL;
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

AskOutcome ask_outside(Ref to, const MessageInfo *info, const void *fields,
                       void *reply, Deadline deadline) {
  CHECK(activation()->actor == NULL &&
        "a handler asks with _as: it may not "
        "wait");
  memset(reply, 0, info->reply()->size);
  System *system;
  Actor *target;
  AskOutcome outcome = refused(send_find(to, &system, &target));
  if (outcome != ASK_OK) {
    return outcome;
  }
  Message *message = make(system, target, to, info, fields, &outcome);
  if (message == NULL) {
    return outcome;
  }
  WaitCell cell;
  cell_init(&cell);
  RequestId request =
      request_open(system, &(RequestSpec){.asker = sender_in(system)->ref,
                                          .holder = to,
                                          .info = info,
                                          .cell = &cell});
  if (request == 0) {
    message_free(message);
    mailbox_unreserve(&target->mailbox, to);
    cell_release(&cell);
    return ASK_NO_MEMORY;
  }
  leave(system, message, request, false, deadline);
  if (wait_in(system, &cell, POINT_NEVER, info->name) == WAIT_DEADLOCK) {
    request_forget(system, request);
    cell_release(&cell);
    return ASK_DEADLOCK;
  }
  Message *answer = request_collect(system, request, &outcome);
  cell_release(&cell);
  unpack(answer, reply);
  return outcome;
}

bool ask_was_sent(AskOutcome outcome) {
  switch (outcome) {
    case ASK_FULL:
    case ASK_STRANGER:
    case ASK_NO_MEMORY:
      return false;
    case ASK_OK:
    case ASK_REFUSED:
    case ASK_TIMEOUT:
    case ASK_STOPPED:
    case ASK_RESTARTING:
    case ASK_FAILED:
    case ASK_UNANSWERED:
    case ASK_DEADLOCK:
    case ASK_CANCELLED:
      break;
  }
  return true;
}

RequestId ask_inside(Ref to, const MessageInfo *info, const void *fields,
                     const MessageInfo *brings, bool hold, Deadline deadline) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "only a handler can get a reply as a message");
  CHECK(brings->protocol == self->type->protocol &&
        "the reply comes as a message of the asker's own protocol");
  CHECK((!hold || self->held == 0) && "one held ask at a time");
  System *system = self->system;
  RequestId request = request_open(
      system,
      &(RequestSpec){
          .asker = self->ref, .holder = to, .info = info, .brings = brings});
  if (request == 0) {
    return 0;
  }
  Actor *target;
  Message *message = NULL;
  AskOutcome why = refused(send_find(to, &system, &target));
  if (why == ASK_OK) {
    message = make(system, target, to, info, fields, &why);
  }
  char ring[256];
  if (why == ASK_NO_MEMORY) {
    request_forget(system, request);
    return 0;
  }
  if (why == ASK_OK && hold &&
      !request_hold(system, request, self, ring, sizeof ring)) {
    message_free(message);
    mailbox_unreserve(&target->mailbox, to);
    why = ASK_DEADLOCK;
    trace(system, (Event){.kind = EVENT_BLOCKED,
                          .actor = self->ref.bits,
                          .other = to.bits,
                          .request = request,
                          .name = info->name,
                          .text = ring});
  }
  if (why != ASK_OK) {  // it is answered at once, as a message like any other
    ignore(request_complete(self->system, request, why, self, NULL));
    return request;
  }
  if (hold) {
    trace(system, (Event){.kind = EVENT_BLOCKED,
                          .actor = self->ref.bits,
                          .other = to.bits,
                          .request = request,
                          .name = info->name});
  }
  leave(system, message, request, hold, deadline);
  return request;
}

void ask_reply(const MessageInfo *info, const void *fields) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && self->current != NULL &&
        "a reply is sent by a handler");
  CHECK(self->current->info == info && "the reply of the message handled");
  if (self->answering != 0) {
    RequestId request = self->answering;
    self->answering = 0;
    ignore(request_complete(self->system, request, ASK_OK, self, fields));
  }
}

static void forget_unanswered(void *block) {
  Request *request = block;
  if (request->id != 0) {
    ignore(request_complete(request->system, request->id, ASK_UNANSWERED,
                            sender_in(request->system), NULL));
  }
}

Request *request_take(void) {
  Actor *self = activation()->actor;
  CHECK(self != NULL && "only a handler has a request to keep");
  if (self->answering == 0) {
    return NULL;
  }
  Request *request = block_new(&self->blocks, sizeof *request);
  if (request == NULL) {
    fail("no memory to keep a request");
  }
  *request = (Request){self->system, self->answering};
  self->answering = 0;
  block_on_free(request, forget_unanswered);
  return request;
}

void ask_reply_to(Request **request, const MessageInfo *info,
                  const void *fields) {
  Request *kept = *request;
  if (kept == NULL) {
    return;
  }
  const MessageInfo *asked = request_info(kept->system, kept->id);
  CHECK((asked == NULL || asked == info) && "the reply of the message kept");
  RequestId id = kept->id;
  kept->id = 0;
  ignore(request_complete(kept->system, id, ASK_OK, sender_in(kept->system),
                          fields));
  block_free(kept);
  *request = NULL;
}
