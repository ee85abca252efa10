// requests.c -- entries under the system's lock; the answer made with the ask.
//
// Ids are serial numbers, so that they read well in a trace, and a place in the
// table is the id modulo its size: an id whose place is taken is left out.
//
// Held asks make edges of the wait-for graph: from the asker to whoever holds
// the request. They are changed and walked under the system's lock. An entry
// that is closed makes no edge any more, so a replier clears it by replying.
#include "acting/requests.h"

#include <string.h>

#include "acting/extras.h"
#include "acting/send.h"
#include "acting/slowed.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "acting/wait_graph.h"
#include "base/check.h"
#include "base/mem.h"
#include "telling/fields.h"

struct RequestEntry {
  RequestId id;
  bool open;
  RequestSpec spec;
  AskOutcome outcome;
  Message *answer;  // allocated with the ask; NULL once it is on its way
  Timer timer;
  RequestEntry *next_free;
};

// Where in the table a request is, if it is there.
static RequestEntry **place_locked(System *system, RequestId request) {
  return &system->requests[request & (system->request_room - 1)];
}

// The entry, whether open or waiting for its asker; NULL if it has gone.
static RequestEntry *find_locked(System *system, RequestId request) {
  if (system->request_room == 0) {
    return NULL;
  }
  RequestEntry *entry = *place_locked(system, request);
  return entry != NULL && entry->id == request ? entry : NULL;
}

static void on_deadline(System *system, Timer *timer, u64 argument) {
  (void)timer;
  ignore(request_complete(system, argument, ASK_TIMEOUT, NULL, NULL));
}

// Keeps half of the places free. In a table of twice the size no two ids that
// had different places meet: each moves to its place or to that plus the size.
static bool grow_locked(System *system) {
  if (system->request_count * 2 < system->request_room) {
    return true;
  }
  u32 old_room = system->request_room;
  u32 room = old_room == 0 ? 64 : old_room * 2;
  RequestEntry **old = system->requests;
  RequestEntry **larger = mem_try_array(room, sizeof(RequestEntry *));
  if (larger == NULL) {
    return false;
  }
  system->requests = larger;
  system->request_room = room;
  for (u32 i = 0; i < old_room; i++) {
    if (old[i] != NULL) {
      *place_locked(system, old[i]->id) = old[i];
    }
  }
  mem_free(old);
  return true;
}

static RequestEntry *take_locked(System *system) {
  if (!grow_locked(system)) {
    return NULL;
  }
  RequestEntry *entry = system->free_requests;
  if (entry != NULL) {
    system->free_requests = entry->next_free;
  } else {
    entry = mem_try(sizeof *entry);
  }
  if (entry != NULL) {
    do {
      system->request_serial++;
    } while (*place_locked(system, system->request_serial) != NULL);
    entry->id = system->request_serial;
    *place_locked(system, entry->id) = entry;
    system->request_count++;
  }
  return entry;
}

static void recycle_locked(System *system, RequestEntry *entry) {
  *place_locked(system, entry->id) = NULL;
  system->request_count--;
  entry->id = 0;
  entry->open = false;
  entry->next_free = system->free_requests;
  system->free_requests = entry;
}

RequestId request_open(System *system, const RequestSpec *spec) {
  const MessageInfo *info = spec->brings ? spec->brings : spec->info;
  u16 flags = spec->brings ? MESSAGE_ANSWER : MESSAGE_ANSWER | MESSAGE_REPLY;
  Message *answer = message_new(info, flags, spec->asker);
  if (answer == NULL) {
    return 0;
  }
  mutex_lock(&system->lock);
  RequestEntry *entry = take_locked(system);
  RequestId request = 0;
  if (entry != NULL) {
    entry->open = true;
    entry->spec = *spec;
    entry->answer = answer;
    entry->timer = (Timer){.fire = on_deadline, .owner = spec->asker};
    request = entry->id;
    entry->timer.argument = request;
  }
  mutex_unlock(&system->lock);
  if (request == 0) {
    message_free(answer);
  }
  return request;
}

void request_limit(System *system, RequestId request, Deadline deadline) {
  if (deadline_point(deadline, 0) == POINT_NEVER) {
    return;  // most asks: no clock, no lock
  }
  i64 point = deadline_point(deadline, system->dispatcher->now(system));
  mutex_lock(&system->lock);
  RequestEntry *entry = find_locked(system, request);
  if (point != POINT_NEVER && entry != NULL && entry->open) {
    send_arm(system, &entry->timer, point);
  }
  mutex_unlock(&system->lock);
}

// The one who waits for the answer alone, if it does, waits for another now:
// who holds the request, or who has replied, until what that sends has left.
static void await_locked(System *system, const RequestSpec *spec,
                         RequestId request, Ref awaited) {
  Actor *asker = spec->hold ? table_at(system, spec->asker) : NULL;
  if (asker != NULL && table_holds_locked(asker, spec->asker) &&
      asker->held == request) {
    extras_if_any(asker)->awaits = awaited;
  }
}

// Closes the entry and takes its answer; NULL if somebody was faster.
static Message *close_entry(System *system, RequestId request,
                            AskOutcome outcome, Ref replier,
                            RequestSpec *spec) {
  mutex_lock(&system->lock);
  RequestEntry *entry = find_locked(system, request);
  Message *answer = NULL;
  bool disarmed = false;
  if (entry != NULL && entry->open) {
    disarmed = timers_remove(&system->timers, &entry->timer);
    answer = entry->answer;
    *spec = entry->spec;
    entry->answer = NULL;
    entry->open = false;
    entry->outcome = outcome;
    await_locked(system, spec, request, replier);
    if (spec->cell == NULL) {
      recycle_locked(system, entry);
    }
  }
  mutex_unlock(&system->lock);
  if (disarmed) {
    busy_less(system);
  }
  return answer;
}

// Puts the reply's fields behind request and outcome of the asker's message.
// Field by field: both shapes have the same kinds, at other offsets.
static bool fill_carrier(Message *answer, const Shape *reply, void *fields) {
  const Shape *shape = message_shape(answer);
  char *to = message_fields(answer);
  for (size_t i = 0; i < reply->count; i++) {
    Field from = reply->fields[i];
    Field into = shape->fields[i + 2];
    // One field as a shape of its own, moved to where the message has it.
    size_t shift = from.offset;
    from.offset = 0;
    Shape one = {&from, 1, from.size, false};
    if (!fields_send(&one, to + into.offset, (char *)fields + shift)) {
      fields_release(shape, to);
      return false;
    }
  }
  return true;
}

static bool fill(Message *answer, const RequestSpec *spec, RequestId request,
                 AskOutcome *outcome, void *fields) {
  bool filled = true;
  if (fields != NULL && *outcome == ASK_OK) {
    const Shape *reply = spec->info->reply();
    filled = spec->brings ? fill_carrier(answer, reply, fields)
                          : fields_send(reply, message_fields(answer), fields);
  }
  if (!filled) {
    *outcome = ASK_NO_MEMORY;
  }
  if (spec->brings) {
    const Shape *shape = message_shape(answer);
    char *to = message_fields(answer);
    memcpy(to + shape->fields[0].offset, &request, sizeof request);
    memcpy(to + shape->fields[1].offset, outcome, sizeof *outcome);
  }
  return filled;
}

static void trace_reply(System *system, const RequestSpec *spec,
                        RequestId request, AskOutcome outcome, Ref from,
                        const void *fields) {
  if (!is_traced(system)) {
    return;
  }
  char text[1024] = "";
  Writer out = writer_over(text, sizeof text);
  if (fields != NULL) {
    RefNames names = ref_names(system);
    fields_print(spec->info->reply(), fields, &names, &out);
  } else {
    write_text(&out, AskOutcome_value_names[outcome]);
  }
  trace(system, (Event){.kind = EVENT_REPLIED,
                        .actor = from.bits,
                        .other = spec->asker.bits,
                        .request = request,
                        .number = outcome,
                        .name = spec->info->name,
                        .text = text});
}

// A reply to a request that has ended is a dead letter of its own kind.
static void note_late(System *system, RequestId request, AskOutcome outcome,
                      Ref replier) {
  mutex_lock(&system->lock);
  system->counts.late_replies++;
  mutex_unlock(&system->lock);
  trace(system, (Event){.kind = EVENT_LATE,
                        .actor = replier.bits,
                        .request = request,
                        .number = outcome});
}

bool request_complete(System *system, RequestId request, AskOutcome outcome,
                      Actor *from, void *fields) {
  RequestSpec spec;
  Ref replier = from != NULL ? from->ref : NOBODY;
  Message *answer = close_entry(system, request, outcome, replier, &spec);
  if (answer == NULL) {
    if (outcome == ASK_OK || outcome == ASK_REFUSED) {
      note_late(system, request, outcome, replier);
    }
    return false;
  }
  trace_reply(system, &spec, request, outcome, replier, fields);
  bool filled = fill(answer, &spec, request, &outcome, fields);
  message_set_request(answer, request);
  if (!filled && spec.cell != NULL) {
    mutex_lock(&system->lock);
    RequestEntry *entry = find_locked(system, request);
    entry->outcome = outcome;
    mutex_unlock(&system->lock);
  }
  if (spec.hold) {
    answer->flags |= MESSAGE_URGENT;
  }
  if (from != NULL) {
    send_leave(system, from, answer);
  } else {
    answer->sender = spec.holder;
    send_arrive(system, answer);
  }
  return filled;
}

void request_forget(System *system, RequestId request) {
  RequestSpec spec;
  Message *answer = close_entry(system, request, ASK_CANCELLED, NOBODY, &spec);
  CHECK(answer != NULL);
  message_free(answer);
  mutex_lock(&system->lock);
  if (spec.cell != NULL) {
    recycle_locked(system, find_locked(system, request));
  }
  Actor *asker = table_at(system, spec.asker);
  if (table_holds_locked(asker, spec.asker) && asker->held == request) {
    asker->held = 0;
  }
  mutex_unlock(&system->lock);
}

bool request_cancel(Actor *asker, RequestId request) {
  System *system = asker->system;
  mutex_lock(&system->lock);
  const RequestEntry *entry = find_locked(system, request);
  bool own = entry != NULL && entry->spec.cell == NULL &&
             ref_equal(entry->spec.asker, asker->ref);
  mutex_unlock(&system->lock);
  // An id is never used again: what was its own is that still, or nobody's.
  RequestSpec spec;
  Message *answer =
      own ? close_entry(system, request, ASK_CANCELLED, NOBODY, &spec) : NULL;
  if (answer == NULL) {
    return false;
  }
  trace_reply(system, &spec, request, ASK_CANCELLED, asker->ref, NULL);
  message_free(answer);
  if (asker->held == request) {
    request_let_go(asker);
  }
  return true;
}

void request_bounced(System *system, Actor *from, const Message *ask,
                     TellOutcome why) {
  AskOutcome outcome = why == TELL_DROPPED ? ASK_FULL : ASK_STOPPED;
  ignore(request_complete(system, message_request(ask), outcome, from, NULL));
}

void request_too_late(System *system, const Message *answer) {
  note_late(system, message_request(answer), ASK_OK, answer->sender);
}

void request_delivered(System *system, Message *answer) {
  mutex_lock(&system->lock);
  RequestEntry *entry = find_locked(system, message_request(answer));
  CHECK(entry != NULL && !entry->open);
  entry->answer = answer;
  cell_fill(entry->spec.cell, entry->outcome);
  mutex_unlock(&system->lock);
}

Message *request_collect(System *system, RequestId request,
                         AskOutcome *outcome) {
  mutex_lock(&system->lock);
  RequestEntry *entry = find_locked(system, request);
  CHECK(entry != NULL);
  Message *answer = entry->answer;
  *outcome = entry->outcome;
  entry->answer = NULL;
  recycle_locked(system, entry);
  mutex_unlock(&system->lock);
  return answer;
}

// True: the actor would wait for itself. A ring in which somebody only waits
// for room is none: that one sends all the same.
static bool closes_ring(System *system, Ref holds, const Actor *asker,
                        Writer *out) {
  Actor *slowed;
  if (!wait_closes_ring_locked(system, asker, holds, out, &slowed)) {
    return false;
  }
  if (slowed != NULL) {
    extras_if_any(slowed)->overflows = true;
    slowed_interrupt_locked(slowed);
  }
  return slowed == NULL;
}

bool request_hold(System *system, RequestId request, Actor *asker, char *ring,
                  size_t size) {
  Writer out = writer_over(ring, size);
  mutex_lock(&system->lock);
  RequestEntry *entry = find_locked(system, request);
  bool closes = closes_ring(system, entry->spec.holder, asker, &out);
  if (!closes) {
    asker->held = request;
    extras_if_any(asker)->awaits = entry->spec.holder;
  }
  entry->spec.hold = !closes;
  mutex_unlock(&system->lock);
  return !closes;
}

void request_let_go(Actor *asker) {
  mutex_lock(&asker->system->lock);
  asker->held = 0;
  mutex_unlock(&asker->system->lock);
}

bool request_move(System *system, RequestId request, Ref to, Ref *waits,
                  char *ring, size_t size) {
  Writer out = writer_over(ring, size);
  *waits = NOBODY;
  mutex_lock(&system->lock);
  RequestEntry *entry = find_locked(system, request);
  bool open = entry != NULL && entry->open;
  bool closes = false;
  if (open && entry->spec.hold) {
    *waits = entry->spec.asker;
    closes = closes_ring(system, to, table_at(system, *waits), &out);
  }
  if (open && !closes) {
    entry->spec.holder = to;
    await_locked(system, &entry->spec, request, to);
  }
  mutex_unlock(&system->lock);
  return !closes;
}

const MessageInfo *request_info(System *system, RequestId request) {
  mutex_lock(&system->lock);
  RequestEntry *entry = find_locked(system, request);
  const MessageInfo *info = entry == NULL ? NULL : entry->spec.info;
  mutex_unlock(&system->lock);
  return info;
}

static void free_entry(System *system, RequestEntry *entry) {
  if (entry != NULL) {
    ignore(timers_remove(&system->timers, &entry->timer));
    message_free(entry->answer);
    mem_free(entry);
  }
}

void requests_release(System *system) {
  for (u32 i = 0; i < system->request_room; i++) {
    free_entry(system, system->requests[i]);
  }
  while (system->free_requests != NULL) {
    RequestEntry *entry = system->free_requests;
    system->free_requests = entry->next_free;
    free_entry(system, entry);
  }
  mem_free(system->requests);
}
