// meddle.c -- a message in an outbox is in a list; one in a mailbox is popped
// with all others, and they are put back.
#include "acting/meddle.h"

#include <string.h>

#include "acting/delayed.h"
#include "acting/extras.h"
#include "acting/network.h"
#include "acting/outgoing.h"
#include "acting/send.h"
#include "acting/step.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "acting/watcher.h"
#include "base/mem.h"

// A message found, and where.
typedef struct Place {
  Actor *holder;
  bool in_flight;
  Lane popped;  // in a mailbox: all of it
  Lane *where;
  Message *message;
} Place;

static Message *find_in(const Lane *lane, MessageId id) {
  Message *at = lane_first(lane);
  while (at != NULL && (message_id(at).sender != id.sender ||
                        message_id(at).sequence != id.sequence)) {
    at = lane_next(lane, at);
  }
  return at;
}

static void put_back(Place *place) {
  MessageList list = {lane_first(&place->popped), place->popped.last};
  if (!place->in_flight && list.first != NULL) {
    list.last->next = NULL;
    mailbox_put_back(&place->holder->mailbox, &list);
  }
}

static bool lives(const Actor *actor) {
  return standing_lives(standing(&actor->standing));
}

// Urgent mail has its own lane, which mailbox_put_back does not know.
static bool may_be_emptied(Actor *actor) {
  return lives(actor) && mailbox_peek(&actor->mailbox, true) == NULL;
}

// Finds the message. False: it is not there; nothing has changed.
static bool find(Actor *holder, MessageId id, Place *place) {
  *place = (Place){.holder = holder, .in_flight = true};
  place->where = &holder->outbox;
  place->message = find_in(place->where, id);
  if (place->message != NULL || !may_be_emptied(holder)) {
    // An ended one is over when its outbox is empty, and nobody would see it.
    return place->message != NULL && lives(holder);
  }
  place->in_flight = false;
  place->where = &place->popped;
  Message *message;
  while ((message = mailbox_pop(&holder->mailbox, false)) != NULL) {
    lane_push(&place->popped, message);
  }
  place->message = find_in(place->where, id);
  if (place->message == NULL) {
    put_back(place);
  }
  return place->message != NULL;
}

static void begin(System *system, const Event *command, const Place *place) {
  char text[1024];
  Writer out = writer_over(text, sizeof text);
  RefNames names = ref_names(system);
  message_print(place->message, &names, &out);
  Event choice = {.name = command->name,
                  .actor = watcher_actor(system)->ref.bits,
                  .other = command->actor,
                  .id = command->id,
                  .number = command->number,
                  .text = text};
  step_begin(system, choice, NULL);
  choice.kind = EVENT_FAULT;
  choice.actor = command->actor;
  choice.other = place->message->target.bits;
  trace(system, choice);
}

static void take_out(Place *place) {
  if (place->in_flight) {
    outgoing_remove(place->holder, place->message);
  } else {
    lane_remove(place->where, place->message);
  }
}

static const char *drop(System *system, const Event *command, Place *place) {
  begin(system, command, place);
  take_out(place);
  trace_message(system, EVENT_DEAD_LETTER, place->message->target,
                place->message->sender, place->message, TELL_DROPPED);
  if (place->in_flight) {
    send_unreserve(system, place->message);
  } else {
    send_room_made(system, place->holder);
  }
  message_free(place->message);
  return NULL;
}

static const char *dup(System *system, const Event *command, Place *place) {
  Actor *sender = table_at(system, place->message->sender);
  if (place->message->flags & (MESSAGE_ASK | MESSAGE_REPLY | MESSAGE_DELAYED)) {
    return "only a message that awaits no answer can be doubled";
  }
  if (sender == NULL || !ref_equal(sender->ref, place->message->sender) ||
      !lives(sender)) {
    return "its sender has ended, so that it cannot be sent twice";
  }
  Message *copy = message_copy(place->message);
  if (copy == NULL) {
    return "out of memory";
  }
  Actor *target = table_at(system, copy->target);
  if (send_reserve(system, target, copy->target, message_bytes(copy), NULL) !=
      TELL_OK) {
    message_free(copy);
    return "its receiver has no room for another, or has ended";
  }
  begin(system, command, place);
  send_leave(system, sender, copy);
  return NULL;
}

static const char *move(System *system, const Event *command, Place *place) {
  if (command->number == 0) {
    return "places count from 1, the next one";
  }
  if (place->in_flight && outgoing_roomless(place->holder) > 0) {
    return "one of these waits for room; their order must stay";
  }
  begin(system, command, place);
  take_out(place);
  Message *before = NULL;
  Message *at = lane_first(place->where);
  for (u64 i = 1; i < command->number && at != NULL; i++) {
    before = at;
    at = lane_next(place->where, at);
  }
  lane_insert(place->where, before, place->message);
  return NULL;
}

static const char *delay(System *system, const Event *command, Place *place) {
  enum {
    KEPT = MESSAGE_ASK | MESSAGE_REPLY | MESSAGE_DELAYED | MESSAGE_ROOMLESS
  };
  Message *message = place->message;
  Actor *sender = place->holder;
  if (!place->in_flight || (message->flags & KEPT) != 0) {
    return "only a message in flight that awaits no answer can be delayed";
  }
  Extras *extras = extras_own(sender);
  Delayed *delayed = mem_try(sizeof *delayed);
  if (extras == NULL || delayed == NULL) {
    mem_free(delayed);
    return "out of memory";
  }
  i64 due = system->dispatcher->now(system) + (i64)command->number;
  begin(system, command, place);
  take_out(place);
  *delayed = (Delayed){.message = message, .due = due};
  delayed->timer = (Timer){
      .fire = delayed_fire_once, .owner = sender->ref, .argument = (u64)due};
  message_set_timer(message, &delayed->timer);
  mutex_lock(&system->lock);
  delayed->timer.number = ++system->timer_serial;
  delayed->id = (u64)ref_node(sender->ref) << 56 | delayed->timer.number;
  list_push_front(&extras->timers, &delayed->node);
  mutex_unlock(&system->lock);
  send_arrive(system, message);
  return NULL;
}

void meddle(System *system, const Event *command) {
  static const struct {
    const char *name;
    const char *(*act)(System *, const Event *, Place *);
  } acts[] = {{"drop", drop}, {"dup", dup}, {"move", move}, {"delay", delay}};
  Ref ref = {command->actor};
  Actor *holder = table_at(system, ref);
  const char *name = command->name != NULL ? command->name : "";
  size_t which = 0;
  while (which < 4 && strcmp(acts[which].name, name) != 0) {
    which++;
  }
  Place place;
  if (strcmp(name, "network") == 0) {
    const char *why = network_command(system, command);
    if (why != NULL) {
      watcher_refuse(system, why);
    }
  } else if (which == 4) {
    watcher_refuse(system, "a fault is drop, dup, move, delay or network");
  } else if (holder == NULL || !ref_equal(holder->ref, ref) ||
             !find(holder, command->id, &place)) {
    watcher_refuse(
        system,
        "the message is not there, or waits for its time, or urgent mail "
        "comes before it");
  } else {
    const char *why = (place.message->flags & MESSAGE_CONTROL) != 0
                          ? "the runtime's own messages cannot be touched"
                          : acts[which].act(system, command, &place);
    put_back(&place);
    if (why != NULL) {
      watcher_refuse(system, why);
    } else {
      step_end(system);
    }
  }
}
