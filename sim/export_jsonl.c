// export_jsonl.c -- every event as a line of JSON.
#include "escape.h"
#include "export.h"

static void add_string(const char *key, const char *text, Text *out) {
  if (text == NULL) {
    return;
  }
  text_addf(out, ",\"%s\":\"", key);
  escape_json(text, out);
  text_add(out, "\"");
}

// References as text: they do not fit the numbers of most readers of JSON.
static void add_ref(const char *key, u64 ref, Text *out) {
  if (ref != 0) {
    text_addf(out, ",\"%s\":\"%llx\"", key, (unsigned long long)ref);
  }
}

static void add_number(const char *key, u64 number, Text *out) {
  if (number != 0) {
    text_addf(out, ",\"%s\":%llu", key, (unsigned long long)number);
  }
}

typedef struct Lines {
  Text *out;
  u64 step;
} Lines;

static void add_event(void *context, const Event *event) {
  Lines *lines = (Lines *)context;
  Text *out = lines->out;
  lines->step += event->kind == EVENT_CHOICE;
  text_addf(out, "{\"step\":%llu,\"event\":\"%s\"",
            (unsigned long long)lines->step, event_kind_name(event->kind));
  if (event->time != 0) {
    text_addf(out, ",\"time\":%lld", (long long)event->time);
  }
  add_ref("actor", event->actor, out);
  add_ref("other", event->other, out);
  add_ref("sender", event->id.sender, out);
  add_number("sequence", event->id.sequence, out);
  add_number("request", event->request, out);
  if (event->kind == EVENT_STEPPED) {
    add_ref("hash", event->number, out);
  } else {
    add_number("number", event->number, out);
  }
  add_string("name", event->name, out);
  add_string("text", event->text, out);
  text_add(out, "}\n");
}

void export_jsonl(Desk *desk, u64 first, u64 last, Text *out) {
  Lines lines = {out, first == 0 ? 0 : first - 1};
  tape_each(&desk->session.tape, first, last, add_event, &lines);
}
