// stream.c -- an actor with two protocols: what is not its own is an item.
//
// Items without a credit are set aside in a list and still count against the
// stream's bounds, so that the source has to wait. What makes the stream flow
// and end counts against no bound.
#include "surviving/stream.h"

#include <string.h>

#include "acting/runtime.h"
#include "acting/send.h"
#include "base/check.h"
#include "surviving/monitors.h"
#include "surviving/notice.h"

#define FLOW(M)                            \
  M(FLOW_MORE, flow, more, (u64, items), ) \
  M(FLOW_END, flow, end, , )               \
  M(FLOW_FAIL, flow, fail, (text, why), )  \
  M(FLOW_LOST, flow, lost, DOWN_HEAD, )    \
  M(FLOW_OVER, flow, over, STREAM_OVER, )
PROTOCOL(Flow, flow, FLOW)

enum { USUAL = 16 };

// A block of the stream from its birth.
struct StreamPlan {
  Credits credits;
  MessageList kept;
  size_t kept_bytes;
  Message *over;  // until it is sent
  StreamFn *next;
  void *context;
};

// ---- Items ----

// What is kept counts against the stream's bounds.
static void bound_mailbox(const StreamState *self) {
  Actor *actor = activation()->actor;
  ignore(mailbox_set_aside(&actor->mailbox, actor->ref, (size_t)self->kept,
                           self->plan->kept_bytes));
  send_room_made(actor->system, actor);
}

static void keep(StreamState *self) {
  Actor *actor = activation()->actor;
  Message *item = actor->current;
  actor->current = NULL;
  item->target = self->reader.ref;
  message_set_flags(item, MESSAGE_NOTICE);  // the window is its bound
  message_set_request(item, 0);
  message_list_push(&self->plan->kept, item);
  self->kept++;
  self->plan->kept_bytes += message_bytes(item);
  self->made -= self->made > 0;
  bound_mailbox(self);
}

static void pass_on(StreamState *self) {
  while (self->kept > 0 && credits_take(&self->plan->credits, 1) == 1) {
    Message *item = message_list_pop(&self->plan->kept);
    self->plan->kept_bytes -= message_bytes(item);
    notice_send(actor_system(), item);
    self->kept--;
    self->items++;
  }
}

static void finish(StreamState *self, StreamEnd how) {
  if (!self->over) {
    self->over = true;
    self->how = how;
  }
}

// True: an item is on its way to this stream.
static bool make_one(StreamState *self) {
  const StreamPlan *plan = self->plan;
  // The actor's type is the first field of the stream's.
  const StreamType *type = (const void *)activation()->actor->type;
  u64 index = self->items + self->kept + self->made;
  switch (type->call(plan->next, plan->context, index, actor_self())) {
    case STREAM_GAVE:
      self->made++;
      return true;
    case STREAM_WAITS:
      break;
    case STREAM_ENDS_NOW:
      finish(self, STREAM_DONE);
      break;
    case STREAM_FAILS:
      finish(self, STREAM_BROKEN);
      break;
  }
  return false;
}

static void generate(StreamState *self) {
  const StreamPlan *plan = self->plan;
  bool more = plan->next != NULL;
  while (more && !self->over &&
         credits_free(&plan->credits) > self->kept + self->made) {
    more = make_one(self);
  }
}

// The reader hears that it is over; needs no memory.
static void tell_over(StreamState *self) {
  Message *over = self->plan->over;
  self->plan->over = NULL;
  if (over != NULL) {
    struct flow_over *fields = message_fields(over);
    fields->stream = (AnyRef){actor_self()};
    fields->how = self->how;
    fields->items = self->items;
    notice_send(actor_system(), over);
  }
}

static void flow(StreamState *self) {
  u64 kept = self->kept;
  pass_on(self);
  generate(self);
  self->credit = credits_free(&self->plan->credits);
  if (kept != self->kept) {
    bound_mailbox(self);
  }
  if (self->over && self->kept + self->made == 0) {
    tell_over(self);
    actor_exit();
  }
}

// ---- Its own protocol ----

// The text goes on in the message that was made for it.
static void break_off(StreamState *self, const struct flow_fail *message) {
  if (!self->over && self->plan->over != NULL) {
    struct flow_over *fields = message_fields(self->plan->over);
    fields->why = take_text(&message->why);
    block_hang(fields->why, NULL);
  }
  finish(self, STREAM_BROKEN);
}

static void serve(StreamState *self, const FlowMsg *message) {
  switch (message->kind) {
    case FLOW_MORE:
      ignore(credits_give(&self->plan->credits, message->more.items));
      break;
    case FLOW_END:
      finish(self, STREAM_DONE);
      break;
    case FLOW_FAIL:
      break_off(self, &message->fail);
      break;
    case FLOW_LOST:
      message_free(self->plan->over);
      self->plan->over = NULL;
      actor_exit();
      return;
    case FLOW_OVER:  // only its fields are used
      break;
  }
  flow(self);
}

// Tried again with each message, should there be no memory.
static void watch_reader(StreamState *self) {
  if (self->monitor == 0) {
    self->monitor =
        actor_monitor_by(self->reader.ref, &flow_messages[FLOW_LOST]);
  }
}

void stream_run(size_t behaviour, void *state, const void *message) {
  (void)behaviour;
  StreamState *self = state;
  watch_reader(self);
  if (activation()->actor->current->info->protocol == &flow_protocol) {
    serve(self, message);
  } else if (self->over && self->made == 0) {
    actor_return(TELL_STOPPED);
  } else {
    keep(self);
    flow(self);
  }
}

void stream_starts(void *state) {
  watch_reader(state);
}

void stream_stops(void *state, StopReason reason) {
  (void)reason;
  StreamState *self = state;
  Actor *actor = activation()->actor;
  finish(self, STREAM_CUT);
  self->how = self->kept + self->made > 0 ? STREAM_CUT : self->how;
  Message *item;
  while ((item = message_list_pop(&self->plan->kept)) != NULL) {
    send_undeliverable(actor->system, actor, item, TELL_STOPPED);
  }
  tell_over(self);
}

// ---- From anywhere ----

static void end(void *block) {
  StreamPlan *plan = block;
  Message *item;
  while ((item = message_list_pop(&plan->kept)) != NULL) {
    message_free(item);
  }
  message_free(plan->over);
}

static StreamPlan *new_plan(const StreamType *type, StreamOptions options,
                            Ref reader, StreamCarrier *over) {
  const MessageInfo *info =
      over((CarrierMark){0}, (AnyRef){NOBODY}, STREAM_DONE, NULL, 0);
  CHECK(strcmp(info->protocol->name, type->type.protocol->name) == 0 &&
        "the end comes as a message of the reader's own protocol");
  StreamPlan *plan = block_new(NULL, sizeof *plan);
  if (plan == NULL) {
    return NULL;
  }
  plan->over = message_new(info, MESSAGE_NOTICE, reader);
  if (plan->over == NULL) {
    block_free(plan);
    return NULL;
  }
  plan->credits = credits_of(options.window);
  ignore(credits_take(&plan->credits, options.window));
  block_on_free(plan, end);
  return plan;
}

Ref stream_spawn(System *system, const StreamType *type,
                 const StreamOptions *options, Ref reader, StreamCarrier *over,
                 StreamFn *next, void *context) {
  CHECK(options->spawn.owned == NULL && "the stream has a block already");
  StreamOptions complete = *options;
  complete.window = options->window > 0 ? options->window : USUAL;
  complete.spawn.capacity = next != NULL ? 0
                            : options->spawn.capacity > 0
                                ? options->spawn.capacity
                                : USUAL;
  StreamPlan *plan = new_plan(type, complete, reader, over);
  if (plan == NULL) {
    return NOBODY;
  }
  plan->next = next;
  plan->context = context;
  complete.spawn.capacity_bytes =
      next != NULL ? 0 : options->spawn.capacity_bytes;
  complete.spawn.owned = plan;
  StreamState state = {.reader = {reader}, .plan = plan};
  Ref stream = actor_spawn(system, &type->type, &complete.spawn, &state);
  if (spawn_outcome(stream) != SPAWN_OK) {
    block_free(plan);
  }
  return stream;
}

static TellOutcome tell(Ref stream, FlowKind kind, void *fields) {
  const ActorType *type = notice_type(stream);
  return type == NULL || type->run == stream_run
             ? notice_tell(stream, &flow_messages[kind], fields)
             : TELL_STRANGER;
}

TellOutcome stream_more(Ref stream, u64 items) {
  return tell(stream, FLOW_MORE, &(struct flow_more){.items = items});
}

TellOutcome stream_end(Ref stream) {
  return tell(stream, FLOW_END, &(struct flow_end){0});
}

TellOutcome stream_fail(Ref stream, const char *why) {
  return tell(stream, FLOW_FAIL, &(struct flow_fail){.why = why});
}
