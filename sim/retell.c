// retell.c -- one pass, with each actor's events in a chain.
#include "retell.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "telling/record.h"
#include "text.h"

enum { FRAME_MOST = RECORD_LIMIT + 4, OUTSIDE_SLOTS = 2 };

void retell_release(Retell *retell) {
  mem_free(retell->bytes);
  mem_free(retell->events);
  mem_free(retell->doers);
  mem_free(retell->lasts);
  *retell = (Retell){0};
}

static bool is_outside(u64 ref) {
  return (ref >> 30 & 0x3FFFFFF) < OUTSIDE_SLOTS;
}

// Whose handler says so. An arrival, a timer and what a watcher is told of the
// whole are nobody's.
static u64 doer_of(const Event *event) {
  u64 doer = event->actor;
  switch ((int)event->kind) {
    case EVENT_SPAWNED:
      doer = event->other;
      break;
    case EVENT_RUN:
    case EVENT_PROTOCOL:
    case EVENT_ENDED:
    case EVENT_FLUSHED:
    case EVENT_DEAD_LETTER:
    case EVENT_OVERFLOWED:
    case EVENT_TIMER_FIRED:
    case EVENT_QUIET:
    case EVENT_STUCK:
    case EVENT_LATE:
    case EVENT_LOST:
    case EVENT_SEEN:
    case EVENT_LEFT:
      doer = 0;
      break;
    default:
      break;
  }
  return is_outside(doer) ? 0 : doer;
}

static size_t doer_at(Retell *retell, u64 doer) {
  size_t at = retell->doer_count;
  while (at > 0 && retell->doers[at - 1] != doer) {
    at--;
  }
  if (at > 0) {
    return at - 1;
  }
  at = retell->doer_count++;
  retell->doers = (u64 *)text_grow(retell->doers, &retell->doer_room, at + 1,
                                   sizeof *retell->doers);
  retell->lasts = (size_t *)text_grow(retell->lasts, &retell->last_room, at + 1,
                                      sizeof *retell->lasts);
  retell->doers[at] = doer;
  retell->lasts[at] = 0;
  return at;
}

void retell_add(Retell *retell, const Event *event) {
  retell->bytes =
      (u8 *)text_grow(retell->bytes, &retell->capacity,
                      retell->length + FRAME_MOST, sizeof *retell->bytes);
  retell->events = (RetoldEvent *)text_grow(
      retell->events, &retell->room, retell->count + 1, sizeof *retell->events);
  size_t length =
      record_write(retell->bytes + retell->length, FRAME_MOST, event);
  CHECK(length > 0);
  size_t place = retell->count++;
  retell->events[place] = (RetoldEvent){.offset = retell->length,
                                        .length = length,
                                        .doer = doer_of(event),
                                        .kind = event->kind};
  retell->length += length;
  if (retell->events[place].doer != 0) {
    size_t doer = doer_at(retell, doer_of(event));
    size_t *last = &retell->lasts[doer];
    if (*last > 0) {
      retell->events[*last - 1].next = place + 1;
    }
    *last = place + 1;
  }
}

static Event read_event(const Retell *retell, const RetoldEvent *at) {
  static RecordTexts texts;  // large; one thread retells
  Event event;
  size_t used = 0;
  RecordOutcome outcome = record_read(retell->bytes + at->offset, at->length,
                                      &event, &texts, &used);
  CHECK(outcome == RECORD_OK);
  return event;
}

// What the step that begins with this event is called; NULL: it belongs to the
// one before.
static const char *step_of(const Retell *retell, const Event *event, u64 doer) {
  switch ((int)event->kind) {
    case EVENT_TAKEN:
      return "handle";
    case EVENT_FLUSHED:
    case EVENT_DEAD_LETTER:
      return "flush";
    case EVENT_TIMER_FIRED:
      return "timer";
    case EVENT_RUN:
      return "window";
    case EVENT_SEEN:
    case EVENT_LOST:
    case EVENT_PROTOCOL:
      return NULL;
    default:
      break;
  }
  u64 who = event->kind == EVENT_SPAWNED ? event->other : event->actor;
  if (who != 0 && is_outside(who)) {
    return retell->at == who ? NULL : "main";
  }
  return doer != 0 && doer != retell->at ? "goes on" : NULL;
}

static TapeOutcome begin_step(Retell *retell, Tape *tape, const char *name,
                              const Event *event, u64 doer) {
  bool flush = text_equal(name, "flush");
  u64 who = event->kind == EVENT_SPAWNED ? event->other : event->actor;
  retell->at = doer != 0 ? doer : text_equal(name, "main") ? who : 0;
  Event choice = {.kind = EVENT_CHOICE,
                  .time = event->time,
                  .actor = flush ? event->other : event->actor,
                  .other = flush ? event->actor : event->other,
                  .id = event->id,
                  .request = event->request,
                  .name = name,
                  .text = event->text};
  return tape_append(tape, &choice);
}

// A handler is over, or waits, with this event.
static bool is_end(EventKind kind) {
  return kind == EVENT_HANDLED || kind == EVENT_STARTED ||
         kind == EVENT_FAILED || kind == EVENT_BLOCKED;
}

// The rest of the handler that begins at `place`.
static TapeOutcome gather(Retell *retell, Tape *tape, size_t place) {
  TapeOutcome outcome = TAPE_OK;
  while (!is_end(retell->events[place].kind) &&
         retell->events[place].next > 0 && outcome == TAPE_OK) {
    place = retell->events[place].next - 1;
    RetoldEvent *at = &retell->events[place];
    if (at->kind == EVENT_TAKEN || at->told) {
      break;
    }
    Event event = read_event(retell, at);
    outcome = tape_append(tape, &event);
    at->told = true;
  }
  return outcome;
}

static TapeOutcome tell(Retell *retell, Tape *tape, size_t place) {
  RetoldEvent *at = &retell->events[place];
  Event event = read_event(retell, at);
  const char *name = step_of(retell, &event, at->doer);
  // What main does first is step 0, and so is the first look at what there is.
  bool outside = name == NULL || text_equal(name, "main");
  if (tape->length == 0 || (tape->count == 1 && outside)) {
    name = NULL;
  }
  TapeOutcome outcome = TAPE_OK;
  if (name != NULL) {
    outcome = begin_step(retell, tape, name, &event, at->doer);
    event = read_event(retell, at);
  }
  if (outcome == TAPE_OK) {
    outcome = tape_append(tape, &event);
    at->told = true;
  }
  bool begins = at->doer != 0 && name != NULL;
  return begins && outcome == TAPE_OK ? gather(retell, tape, place) : outcome;
}

TapeOutcome retell_flush(Retell *retell, Tape *tape) {
  TapeOutcome outcome = TAPE_OK;
  for (size_t i = 0; i < retell->count && outcome == TAPE_OK; i++) {
    if (!retell->events[i].told) {
      outcome = tell(retell, tape, i);
    }
  }
  retell->count = 0;
  retell->length = 0;
  for (size_t i = 0; i < retell->doer_count; i++) {
    retell->lasts[i] = 0;
  }
  retell->doer_count = 0;
  return outcome;
}
