// export_shiviz.c -- a log for ShiViz: hosts, events, and vector clocks.
//
//   log   := REGEX "\n" "\n" event*      event := HOST " " CLOCK "\n" TEXT "\n"
// The first two lines are what ShiViz asks for: how to read an event, and what
// separates runs (nothing). An actor's clock counts its events; a message, and
// the beginning of an actor, bring the clock of where they come from.
#include <string.h>

#include "base/mem.h"
#include "escape.h"
#include "export.h"

typedef struct Clock {
  u64 ref;       // of a host; of a message's clock its sender
  u64 sequence;  // of the message; 0: a host's
  u32 *times;    // by host
  size_t count;  // of those
} Clock;

typedef struct Log {
  const Model *model;  // at the end: all names are known
  Text *out;
  Clock *hosts;
  size_t host_count;
  size_t host_room;
  Clock *messages;  // on their way
  size_t message_count;
  size_t message_room;
} Log;

static size_t host_at(Log *log, u64 ref) {
  size_t at = 0;
  while (at < log->host_count && log->hosts[at].ref != ref) {
    at++;
  }
  if (at == log->host_count) {
    log->hosts = (Clock *)text_grow(log->hosts, &log->host_room, at + 1,
                                    sizeof *log->hosts);
    log->hosts[log->host_count++] = (Clock){.ref = ref};
  }
  return at;
}

static void widen(Clock *clock, size_t count) {
  if (clock->count < count) {
    u32 *times = mem_array(u32, count);
    for (size_t i = 0; i < count; i++) {
      times[i] = i < clock->count ? clock->times[i] : 0;
    }
    mem_free(clock->times);
    clock->times = times;
    clock->count = count;
  }
}

static void join(Clock *clock, const Clock *other) {
  widen(clock, other->count);
  for (size_t i = 0; i < other->count; i++) {
    if (other->times[i] > clock->times[i]) {
      clock->times[i] = other->times[i];
    }
  }
}

// A host's name has no blank; it is unique, as the slot is in it where needed.
static void add_host(const Log *log, u64 ref, Text *out) {
  Text name = {0};
  Text shown = {0};
  const ModelActor *actor = model_actor(log->model, ref);
  model_name(log->model, ref, &name);
  text_add_printable(&shown, text_of(&name));
  for (size_t i = 0; i < shown.length; i++) {
    char c = shown.bytes[i];
    text_add_bytes(out, strchr(" \"\\{}", c) != NULL ? "_" : &c, 1);
  }
  if (actor == NULL || strchr(text_of(&name), '#') != NULL) {
    // Slots are used again: the generation tells its holders apart.
    text_addf(out, "/%llu", (unsigned long long)(ref & 0x3FFFFFFF));
  }
  text_release(&shown);
  text_release(&name);
}

// One event at `at`, whose clock is up to date but for this event.
static void add_event(Log *log, size_t at, const char *what, const char *text) {
  Clock *clock = &log->hosts[at];
  widen(clock, log->host_count);
  clock->times[at]++;
  add_host(log, clock->ref, log->out);
  const char *before = " {";
  for (size_t i = 0; i < clock->count; i++) {
    if (clock->times[i] > 0) {
      text_addf(log->out, "%s\"", before);
      add_host(log, log->hosts[i].ref, log->out);
      text_addf(log->out, "\":%u", clock->times[i]);
      before = ", ";
    }
  }
  text_addf(log->out, "}\n%s ", what);
  text_add_printable(log->out, text == NULL ? "" : text);
  text_add(log->out, "\n");
}

static void leave(Log *log, u64 from, u64 sequence) {
  size_t at = host_at(log, from);
  log->messages =
      (Clock *)text_grow(log->messages, &log->message_room,
                         log->message_count + 1, sizeof *log->messages);
  Clock *message = &log->messages[log->message_count++];
  *message = (Clock){.ref = from, .sequence = sequence};
  join(message, &log->hosts[at]);
}

static void arrive(Log *log, size_t at, u64 from, u64 sequence) {
  for (size_t i = log->message_count; i-- > 0;) {
    Clock *message = &log->messages[i];
    if (message->ref == from && message->sequence == sequence) {
      join(&log->hosts[at], message);
      mem_free(message->times);
      *message = log->messages[--log->message_count];
      return;
    }
  }
}

static bool is_outside(u64 ref) {
  return (ref >> 30 & 0x3FFFFFF) < 2;
}

// A spawn is like a message to the one that begins: its number is its own.
static void spawn(Log *log, const Event *event) {
  if (is_outside(event->actor)) {
    return;
  }
  add_event(log, host_at(log, event->other), "spawns", event->name);
  leave(log, event->other, ~event->actor);
  size_t child = host_at(log, event->actor);
  arrive(log, child, event->other, ~event->actor);
  add_event(log, child, "begins", event->text);
}

static void hear(void *context, const Event *event) {
  Log *log = (Log *)context;
  const char *text = event->text != NULL ? event->text : event->name;
  bool reached = event->kind == EVENT_FLUSHED && is_outside(event->actor);
  if (event->kind == EVENT_SPAWNED) {
    spawn(log, event);
  } else if (event->kind == EVENT_SENT) {
    add_event(log, host_at(log, event->actor), "sends", text);
    leave(log, event->id.sender, event->id.sequence);
  } else if (event->kind == EVENT_TAKEN || reached) {
    size_t at = host_at(log, event->actor);
    arrive(log, at, event->id.sender, event->id.sequence);
    add_event(log, at, reached ? "gets" : "takes", text);
  } else if (event->kind == EVENT_FAILED || event->kind == EVENT_STOPPED ||
             event->kind == EVENT_OUTPUT || event->kind == EVENT_BECAME ||
             event->kind == EVENT_RESTARTED) {
    add_event(log, host_at(log, event->actor), event_kind_name(event->kind),
              text);
  }
}

void export_shiviz(Desk *desk, u64 first, u64 last, Text *out) {
  const Session *session = &desk->session;
  Model model;
  model_init(&model);
  history_model(&session->history, &session->tape, last, &model);
  Log log = {.model = &model, .out = out};
  text_add(out, "(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)\n\n");
  tape_each(&session->tape, first, last, hear, &log);
  for (size_t i = 0; i < log.host_count; i++) {
    mem_free(log.hosts[i].times);
  }
  for (size_t i = 0; i < log.message_count; i++) {
    mem_free(log.messages[i].times);
  }
  mem_free(log.hosts);
  mem_free(log.messages);
  model_release(&model);
}
