// export_chrome.c -- the trace format of chrome://tracing and Perfetto.
//
// A row an actor, a slice a handler, an arrow a message. Under the stepper no
// time passes while something happens, so an event is a microsecond; the step
// and the run's own clock stand beside it.
#include "base/mem.h"
#include "escape.h"
#include "export.h"

typedef struct Row {
  u64 ref;
  bool open;  // a slice of it is
} Row;

typedef struct Trace {
  const Model *model;
  Text *out;
  Row *rows;
  size_t count;
  size_t room;
  u64 now;
  u64 step;
} Trace;

static size_t row_of(Trace *trace, u64 ref) {
  size_t at = 0;
  while (at < trace->count && trace->rows[at].ref != ref) {
    at++;
  }
  if (at == trace->count) {
    trace->rows = (Row *)text_grow(trace->rows, &trace->room, at + 1,
                                   sizeof *trace->rows);
    trace->rows[trace->count++] = (Row){.ref = ref};
  }
  return at;
}

// The begin of an entry: ,{"ph":..,"pid":1,"tid":..,"ts":..,"name":".."
static void begin(Trace *trace, const char *phase, size_t row,
                  const char *name) {
  text_addf(trace->out,
            ",\n{\"ph\":\"%s\",\"pid\":1,\"tid\":%zu,\"ts\":%llu,\"name\":\"",
            phase, row + 1, (unsigned long long)trace->now);
  escape_json(name == NULL ? "?" : name, trace->out);
  text_add(trace->out, "\"");
}

static void close_slice(Trace *trace, size_t row, const char *text) {
  if (trace->rows[row].open) {
    begin(trace, "E", row, "");
    text_add(trace->out, ",\"args\":{\"state\":\"");
    escape_json(text == NULL ? "" : text, trace->out);
    text_add(trace->out, "\"}}");
    trace->rows[row].open = false;
  }
}

static void open_slice(Trace *trace, size_t row, const Event *event) {
  close_slice(trace, row, NULL);
  begin(trace, "B", row, event->name);
  text_addf(trace->out, ",\"args\":{\"step\":%llu,\"time\":%lld,\"message\":\"",
            (unsigned long long)trace->step, (long long)event->time);
  escape_json(event->text == NULL ? "" : event->text, trace->out);
  text_add(trace->out, "\"}}");
  trace->rows[row].open = true;
}

// One end of an arrow. Both need a slice around them: where none is open, it
// is one of its own.
static void add_end(Trace *trace, bool start, size_t row, const Event *event) {
  if (!trace->rows[row].open) {
    begin(trace, "X", row, event->name);
    text_add(trace->out, ",\"dur\":1}");
  }
  begin(trace, start ? "s" : "f", row, "message");
  text_addf(trace->out, ",\"cat\":\"message\",\"id\":\"%llx/%llx\"%s}",
            (unsigned long long)event->id.sender,
            (unsigned long long)event->id.sequence,
            start ? "" : ",\"bp\":\"e\"");
}

static void mark(Trace *trace, size_t row, const Event *event) {
  begin(trace, "i", row, event_kind_name(event->kind));
  text_add(trace->out, ",\"s\":\"t\",\"args\":{\"text\":\"");
  escape_json(event->text == NULL ? "" : event->text, trace->out);
  text_add(trace->out, "\"}}");
}

static bool is_outside(u64 ref) {
  return (ref >> 30 & 0x3FFFFFF) < 2;
}

static void hear(void *context, const Event *event) {
  Trace *trace = (Trace *)context;
  trace->step += event->kind == EVENT_CHOICE;
  trace->now++;
  if (event->actor == 0 || event->kind == EVENT_CHOICE ||
      event->kind == EVENT_OPTION) {
    return;
  }
  size_t row = row_of(trace, event->actor);
  switch ((int)event->kind) {
    case EVENT_TAKEN:
      open_slice(trace, row, event);
      add_end(trace, false, row, event);
      break;
    case EVENT_SENT:
      add_end(trace, true, row, event);
      break;
    case EVENT_FLUSHED:
      if (is_outside(event->actor)) {
        add_end(trace, false, row, event);
      }
      break;
    case EVENT_STARTED:
    case EVENT_HANDLED:
      close_slice(trace, row, event->text);
      break;
    case EVENT_FAILED:
    case EVENT_STOPPED:
      mark(trace, row, event);
      close_slice(trace, row, NULL);
      break;
    case EVENT_DEAD_LETTER:
    case EVENT_SPAWNED:
    case EVENT_RESTARTED:
    case EVENT_BLOCKED:
    case EVENT_WOKEN:
    case EVENT_OUTPUT:
      mark(trace, row, event);
      break;
    default:
      break;
  }
}

static void add_names(Trace *trace) {
  for (size_t i = 0; i < trace->count; i++) {
    Text name = {0};
    Text shown = {0};
    close_slice(trace, i, NULL);
    model_name(trace->model, trace->rows[i].ref, &name);
    text_add_printable(&shown, text_of(&name));
    begin(trace, "M", i, "thread_name");
    text_add(trace->out, ",\"args\":{\"name\":\"");
    escape_json(text_of(&shown), trace->out);
    text_add(trace->out, "\"}}");
    text_release(&shown);
    text_release(&name);
  }
}

void export_chrome(Desk *desk, u64 first, u64 last, Text *out) {
  const Session *session = &desk->session;
  Model model;
  model_init(&model);
  history_model(&session->history, &session->tape, last, &model);
  Trace trace = {
      .model = &model, .out = out, .step = first == 0 ? 0 : first - 1};
  text_add(out,
           "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n{\"ph\":\"M\","
           "\"pid\":1,\"tid\":0,\"name\":\"process_name\",\"args\":{\"name\":"
           "\"");
  escape_json(session->name, out);
  text_add(out, "\"}}");
  tape_each(&session->tape, first, last, hear, &trace);
  trace.now++;
  add_names(&trace);
  text_add(out, "\n]}\n");
  mem_free(trace.rows);
  model_release(&model);
}
