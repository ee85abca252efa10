// pubsub.c -- an actor with two protocols: what is not its own is published.
//
// Subscriptions are rows, in the order in which they came; every publication
// goes through all of them. (A tree of levels would find them faster, and show
// less.)
#include "surviving/pubsub.h"

#include <string.h>

#include "acting/runtime.h"
#include "acting/send.h"
#include "base/check.h"
#include "surviving/monitors.h"
#include "surviving/notice.h"
#include "surviving/rows.h"

#define PUBSUB(M)                                                              \
  M(PUBSUB_SUBSCRIBE, pubsub, subscribe,                                       \
    (ref(Any), who)(text, pattern)(u64, filter), (bool, subscribed))           \
  M(PUBSUB_UNSUBSCRIBE, pubsub, unsubscribe, (ref(Any), who)(text, pattern), ) \
  M(PUBSUB_LOST, pubsub, lost, DOWN_HEAD, )                                    \
  M(PUBSUB_LOOK, pubsub, look, ,                                               \
    (u64, subscriptions)(u64, published)(u64, delivered)(u64, dropped)(        \
        u64, refused)(u64, retained))
PROTOCOL(Pubsub, pubsub, PUBSUB)

static bool wants(const BusState *self, size_t place, Message *message) {
  // The actor's type is the first field of the bus's.
  const BusType *bus = (const void *)activation()->actor->type;
  u64 filter = self->filters.items[place];
  return topic_matches(self->patterns.items[place], message_topic(message)) &&
         (filter == BUS_NO_FILTER ||
          bus->wants(filter, message_union(message)));
}

// ---- Publishing ----

static void count(BusState *self, TellOutcome outcome) {
  self->delivered += outcome == TELL_OK;
  // Who is stopped is no subscriber any more, and has lost nothing.
  self->dropped += outcome == TELL_FULL || outcome == TELL_DROPPED ||
                   outcome == TELL_NO_MEMORY;
}

// A copy that finds no room is refused: nobody may slow the bus.
static TellOutcome tell_copy(const Message *message, Ref to) {
  System *system;
  Actor *target;
  TellOutcome why = send_find(to, &system, &target);
  Message *copy = why == TELL_OK ? message_copy(message) : NULL;
  if (copy == NULL) {
    return why == TELL_OK ? TELL_NO_MEMORY : why;
  }
  copy->target = to;
  message_set_flags(copy, 0);
  why = send_reserve(system, target, to, message_bytes(copy), NULL);
  if (why == TELL_OK) {
    send_leave(system, sender_in(system), copy);
  } else {
    message_free(copy);
  }
  return why;
}

static void publish(BusState *self) {
  Message *message = activation()->actor->current;
  self->published++;
  for (size_t i = 0; i < self->subscribers.count; i++) {
    if (wants(self, i, message)) {
      count(self, tell_copy(message, self->subscribers.items[i].ref));
    }
  }
  if (self->retain > 0) {
    retained_keep(&self->kept, &self->retained, self->retain, message);
  }
}

// ---- Subscribing ----

// The oldest first, as they were published.
static void tell_retained(BusState *self, size_t place) {
  for (u64 age = self->retained; age > 0; age--) {
    Message *message = retained_at(self->kept, age - 1);
    if (wants(self, place, message)) {
      count(self, tell_copy(message, self->subscribers.items[place].ref));
    }
  }
}

static size_t place_of(const BusState *self, Ref who, const char *pattern) {
  size_t i = 0;
  while (i < self->subscribers.count &&
         (!ref_equal(self->subscribers.items[i].ref, who) ||
          strcmp(self->patterns.items[i], pattern) != 0)) {
    i++;
  }
  return i;
}

static bool subscribe(BusState *self, const struct pubsub_subscribe *message) {
  size_t place = place_of(self, message->who.ref, message->pattern);
  if (place < self->subscribers.count) {
    self->filters.items[place] = message->filter;
    return true;
  }
  bool room = rows_room(&self->subscribers, sizeof(AnyRef)) &&
              rows_room(&self->patterns, sizeof(char *)) &&
              rows_room(&self->filters, sizeof(u64)) &&
              rows_room(&self->monitors, sizeof(u64));
  u64 monitor =
      room ? actor_monitor_by(message->who.ref, &pubsub_messages[PUBSUB_LOST])
           : 0;
  if (monitor == 0) {
    self->refused++;
    return false;
  }
  self->subscribers.items[self->subscribers.count++] = message->who;
  self->patterns.items[self->patterns.count++] = take_text(&message->pattern);
  self->filters.items[self->filters.count++] = message->filter;
  self->monitors.items[self->monitors.count++] = monitor;
  tell_retained(self, place);
  return true;
}

static void drop(BusState *self, size_t place) {
  rows_remove(&self->subscribers, sizeof(AnyRef), place);
  block_free(self->patterns.items[place]);
  rows_remove(&self->patterns, sizeof(char *), place);
  rows_remove(&self->filters, sizeof(u64), place);
  rows_remove(&self->monitors, sizeof(u64), place);
}

static void unsubscribe(BusState *self, Ref who, const char *pattern) {
  size_t place = place_of(self, who, pattern);
  if (place < self->subscribers.count) {
    ignore(actor_demonitor(self->monitors.items[place]));
    drop(self, place);
  }
}

static void lose(BusState *self, u64 monitor) {
  size_t place = 0;
  while (place < self->monitors.count &&
         self->monitors.items[place] != monitor) {
    place++;
  }
  if (place < self->monitors.count) {
    drop(self, place);
  }
}

static void serve(BusState *self, const PubsubMsg *message) {
  switch (message->kind) {
    case PUBSUB_SUBSCRIBE:
      if (subscribe(self, &message->subscribe)) {
        pubsub_reply_subscribe(true);
      } else {
        actor_refuse();
      }
      break;
    case PUBSUB_UNSUBSCRIBE:
      unsubscribe(self, message->unsubscribe.who.ref,
                  message->unsubscribe.pattern);
      break;
    case PUBSUB_LOST:
      lose(self, message->lost.monitor);
      break;
    case PUBSUB_LOOK:
      pubsub_reply_look(self->subscribers.count, self->published,
                        self->delivered, self->dropped, self->refused,
                        self->retained);
      break;
  }
}

void bus_run(size_t behaviour, void *state, const void *message) {
  (void)behaviour;
  if (activation()->actor->current->info->protocol == &pubsub_protocol) {
    serve(state, message);
  } else {
    publish(state);
  }
}

// ---- From anywhere ----

static bool is_bus(Ref ref) {
  const ActorType *type = notice_type(ref);
  return type == NULL || type->run == bus_run;  // ended: told by who sends
}

Ref bus_spawn(System *system, const BusType *type, const BusOptions *options) {
  BusState state = {.retain = options->retain};
  return actor_spawn(system, &type->type, &options->spawn, &state);
}

TellOutcome bus_subscribe(Ref bus, Ref who, const char *pattern, u64 filter) {
  CHECK(topic_pattern_is_valid(pattern));
  return is_bus(bus) ? pubsub_tell_subscribe((PubsubRef){bus}, (AnyRef){who},
                                             pattern, filter)
                     : TELL_STRANGER;
}

AskOutcome bus_subscribe_within(Ref bus, Ref who, const char *pattern,
                                Deadline deadline) {
  CHECK(topic_pattern_is_valid(pattern));
  struct pubsub_subscribe_reply reply;
  return is_bus(bus)
             ? pubsub_ask_subscribe((PubsubRef){bus}, (AnyRef){who}, pattern,
                                    BUS_NO_FILTER, &reply, deadline)
             : ASK_STRANGER;
}

TellOutcome bus_unsubscribe(Ref bus, Ref who, const char *pattern) {
  return is_bus(bus)
             ? pubsub_tell_unsubscribe((PubsubRef){bus}, (AnyRef){who}, pattern)
             : TELL_STRANGER;
}

AskOutcome bus_look(Ref bus, BusLook *look, Deadline deadline) {
  struct pubsub_look_reply reply;
  AskOutcome outcome = is_bus(bus)
                           ? pubsub_ask_look((PubsubRef){bus}, &reply, deadline)
                           : ASK_STRANGER;
  *look = (BusLook){.published = 0};
  if (outcome == ASK_OK) {
    *look = (BusLook){.subscriptions = reply.subscriptions,
                      .published = reply.published,
                      .delivered = reply.delivered,
                      .dropped = reply.dropped,
                      .refused = reply.refused,
                      .retained = reply.retained};
  }
  return outcome;
}
