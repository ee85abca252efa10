// requests.c -- who closes an entry sends its answer, made with the ask.
#include "acting/requests.h"

#include "acting/cells.h"
#include "acting/quiet.h"
#include "acting/request_answers.h"
#include "acting/request_holds.h"
#include "acting/send.h"
#include "acting/table.h"
#include "acting/trace.h"
#include "base/check.h"
#include "telling/fields.h"

static void on_deadline(System *system, Timer *timer, u64 argument) {
  (void)timer;
  ignore(request_complete(system, argument, ASK_TIMEOUT, NULL, NULL));
}

RequestId request_open(System *system, const RequestSpec *spec) {
  const MessageInfo *info = spec->brings ? spec->brings : spec->info;
  u16 flags = spec->brings ? MESSAGE_ANSWER : MESSAGE_ANSWER | MESSAGE_REPLY;
  Message *answer = message_new(info, flags, spec->asker);
  if (answer == NULL) {
    return 0;
  }
  mutex_lock(&system->lock);
  RequestEntry *entry = request_table_take_locked(system);
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
  RequestEntry *entry = request_table_find_locked(system, request);
  if (point != POINT_NEVER && entry != NULL && entry->open) {
    send_arm(system, &entry->timer, point);
  }
  mutex_unlock(&system->lock);
}

static void look(System *system, RequestId request) {
  if (system->dispatcher->point != NULL) {
    system->dispatcher->point(system, POINT_REQUEST, request);
  }
}

// Closes the entry and takes its answer; NULL if somebody was faster.
static Message *close_entry(System *system, RequestId request,
                            AskOutcome outcome, Ref replier,
                            RequestSpec *spec) {
  look(system, request);
  mutex_lock(&system->lock);
  RequestEntry *entry = request_table_find_locked(system, request);
  Message *answer = NULL;
  bool disarmed = false;
  if (entry != NULL && entry->open) {
    disarmed = timers_remove(&system->timers, &entry->timer);
    answer = entry->answer;
    *spec = entry->spec;
    entry->answer = NULL;
    entry->open = false;
    entry->outcome = outcome;
    request_await_locked(system, spec, request, replier);
    if (spec->cell == NULL) {
      request_table_recycle_locked(system, entry);
    }
  }
  mutex_unlock(&system->lock);
  if (disarmed) {
    busy_less(system);
  }
  return answer;
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
  bool filled = request_fill(answer, &spec, request, &outcome, fields);
  message_set_request(answer, request);
  if (!filled && spec.cell != NULL) {
    mutex_lock(&system->lock);
    RequestEntry *entry = request_table_find_locked(system, request);
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
    request_table_recycle_locked(system,
                                 request_table_find_locked(system, request));
  }
  Actor *asker = table_at(system, spec.asker);
  if (table_holds_locked(asker, spec.asker) &&
      request_is_awaited_locked(asker, request)) {
    request_let_go_locked(asker);
  }
  mutex_unlock(&system->lock);
}

bool request_cancel(Actor *asker, RequestId request) {
  System *system = asker->system;
  look(system, request);
  mutex_lock(&system->lock);
  const RequestEntry *entry = request_table_find_locked(system, request);
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
  if (request_is_awaited_locked(asker, request)) {  // on its own thread
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
  RequestEntry *entry =
      request_table_find_locked(system, message_request(answer));
  CHECK(entry != NULL && !entry->open);
  entry->answer = answer;
  cell_fill(entry->spec.cell, entry->outcome);
  mutex_unlock(&system->lock);
}

Message *request_collect(System *system, RequestId request,
                         AskOutcome *outcome) {
  mutex_lock(&system->lock);
  RequestEntry *entry = request_table_find_locked(system, request);
  CHECK(entry != NULL);
  Message *answer = entry->answer;
  *outcome = entry->outcome;
  entry->answer = NULL;
  request_table_recycle_locked(system, entry);
  mutex_unlock(&system->lock);
  return answer;
}

const MessageInfo *request_info(System *system, RequestId request) {
  mutex_lock(&system->lock);
  RequestEntry *entry = request_table_find_locked(system, request);
  const MessageInfo *info = entry == NULL ? NULL : entry->spec.info;
  mutex_unlock(&system->lock);
  return info;
}
