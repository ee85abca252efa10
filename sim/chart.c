// chart.c -- events to rows, with a model beside them that knows the texts.
#include "chart.h"

#include <string.h>

#include "base/mem.h"

typedef struct Maker {
  Chart *chart;
  Model model;
} Maker;

static ChartRow *add_row(Chart *chart, RowKind kind, u64 step, u64 from, u64 to,
                         const char *text) {
  chart->rows = (ChartRow *)text_grow(
      chart->rows, &chart->row_room, chart->row_count + 1, sizeof *chart->rows);
  ChartRow *row = &chart->rows[chart->row_count++];
  Text shown = {0};
  text_add_printable(&shown, text == NULL ? "" : text);
  *row = (ChartRow){.kind = kind,
                    .step = step,
                    .from_ref = from,
                    .to_ref = to,
                    .text = text_copy(text_of(&shown))};
  text_release(&shown);
  return row;
}

static const ModelMessage *find_message(const Model *model, MessageId id) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelMessages *both[] = {&model->actors[i].outbox,
                                   &model->actors[i].mailbox};
    for (size_t b = 0; b < 2; b++) {
      for (size_t m = 0; m < both[b]->count; m++) {
        const ModelMessage *message = &both[b]->items[m];
        if (message->id.sender == id.sender &&
            message->id.sequence == id.sequence) {
          return message;
        }
      }
    }
  }
  return NULL;
}

static void add_arrow(Maker *maker, RowKind kind, const Event *event) {
  const ModelMessage *message = find_message(&maker->model, event->id);
  u64 from = message != NULL ? message->from : event->other;
  const char *text = message != NULL ? message->text : event->text;
  ChartRow *row = add_row(maker->chart, kind, maker->model.step, from,
                          event->actor, text == NULL ? event->name : text);
  row->id = event->id;
  row->reply = message != NULL && message->kind == 2;
}

// After the model has heard it: which fields the handler changed.
static void add_handled(Maker *maker, const Event *event) {
  const Model *model = &maker->model;
  const ModelActor *actor = model_actor(model, event->actor);
  Text text = {0};
  text_addf(&text, "handles %s", event->name == NULL ? "it" : event->name);
  const char *before = ": ";
  for (size_t i = 0; actor != NULL && i < actor->field_count; i++) {
    const ModelField *field = &actor->fields[i];
    if (field->changed == model->step && field->before != NULL) {
      text_addf(&text, "%s%s %s -> %s", before, field->name, field->before,
                field->value);
      before = ", ";
    }
  }
  add_row(maker->chart, ROW_HANDLE, model->step, event->actor, event->actor,
          text_of(&text))
      ->id = event->id;
  text_release(&text);
}

static void add_note(Maker *maker, const Event *event, const char *what,
                     const char *more) {
  Text text = {0};
  text_addf(&text, "%s%s%s", what, more == NULL || *more == '\0' ? "" : " ",
            more == NULL ? "" : more);
  add_row(maker->chart, ROW_NOTE, maker->model.step, event->actor, event->actor,
          text_of(&text));
  text_release(&text);
}

// main and the watcher are there from the beginning; no lane for that alone.
static void add_spawned(Maker *maker, const Event *event) {
  const ModelActor *actor = model_actor(&maker->model, event->actor);
  if (actor != NULL && actor->type != NULL) {
    add_note(maker, event, "spawned", NULL);
  }
}

// What binds the actor to another from now on, or not any more.
static void add_tie(Maker *maker, const Event *event) {
  Text other = {0};
  model_name(&maker->model, event->other, &other);
  add_note(maker, event, event_kind_name(event->kind), text_of(&other));
  text_release(&other);
}

static void add_life(Maker *maker, const Event *event) {
  Text life = {0};
  text_addf(&life, "%llu", (unsigned long long)event->number);
  add_note(maker, event, "begins life", text_of(&life));
  text_release(&life);
}

static void add_said(Maker *maker, const Event *event) {
  const char *text = event->text == NULL ? "" : event->text;
  char *line = text_copy_bytes(text, strcspn(text, "\n"));
  add_row(maker->chart, ROW_SAY, maker->model.step, event->actor, event->actor,
          line);
  mem_free(line);
}

static void hear(void *context, const Event *event) {
  Maker *maker = (Maker *)context;
  switch ((int)event->kind) {
    case EVENT_FLUSHED:
      add_arrow(maker, ROW_ARROW, event);
      break;
    case EVENT_DEAD_LETTER:
      add_arrow(maker, ROW_LOST, event);
      break;
    default:
      break;
  }
  model_apply(&maker->model, event);
  switch ((int)event->kind) {
    case EVENT_HANDLED:
      add_handled(maker, event);
      break;
    case EVENT_SPAWNED:
      add_spawned(maker, event);
      break;
    case EVENT_STOPPED:
      add_note(maker, event, "stopped", event->text);
      break;
    case EVENT_FAILED:
      add_note(maker, event, "failed:", event->text);
      break;
    case EVENT_LINKED:
    case EVENT_UNLINKED:
    case EVENT_MONITORED:
    case EVENT_DEMONITORED:
      add_tie(maker, event);
      break;
    case EVENT_RESTARTED:
      add_life(maker, event);
      break;
    case EVENT_BECAME:
      add_note(maker, event, "becomes", event->name);
      break;
    case EVENT_OUTPUT:
      add_said(maker, event);
      break;
    default:
      break;
  }
}

static void add_flights(Maker *maker) {
  const Model *model = &maker->model;
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelMessages *out = &model->actors[i].outbox;
    for (size_t m = 0; m < out->count; m++) {
      add_row(maker->chart, ROW_FLIGHT, out->items[m].step, out->items[m].from,
              out->items[m].to, out->items[m].text)
          ->id = out->items[m].id;
    }
  }
}

static bool is_in(const Chart *chart, u64 ref) {
  for (size_t i = 0; i < chart->row_count; i++) {
    if (chart->rows[i].from_ref == ref || chart->rows[i].to_ref == ref) {
      return true;
    }
  }
  return false;
}

static size_t lane_of(const Chart *chart, u64 ref) {
  size_t lane = 0;
  while (lane + 1 < chart->lane_count && chart->refs[lane] != ref) {
    lane++;
  }
  return lane;
}

static void add_lane(Chart *chart, const Model *model, u64 ref) {
  Text name = {0};
  Text shown = {0};
  model_name(model, ref, &name);
  text_add_printable(&shown, text_of(&name));
  chart->refs[chart->lane_count] = ref;
  chart->lanes[chart->lane_count++] = text_copy(text_of(&shown));
  text_release(&shown);
  text_release(&name);
}

static void add_lanes(Chart *chart, const Model *model) {
  const ModelActor *watcher = NULL;
  chart->lanes = mem_array(char *, model->actor_count + 1);
  chart->refs = mem_array(u64, model->actor_count + 1);
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (!is_in(chart, actor->ref)) {
      continue;
    }
    if (model_is_watcher(actor)) {
      watcher = actor;  // comes last, as it came
    } else {
      add_lane(chart, model, actor->ref);
    }
  }
  if (watcher != NULL) {
    add_lane(chart, model, watcher->ref);
  }
  if (chart->lane_count == 0) {
    chart->lanes[chart->lane_count++] = text_copy("main");
  }
  for (size_t i = 0; i < chart->row_count; i++) {
    ChartRow *row = &chart->rows[i];
    if (row->from_ref == 0) {
      row->from_ref = row->to_ref;
    }
    row->from = lane_of(chart, row->from_ref);
    row->to = lane_of(chart, row->to_ref);
  }
}

void chart_make(Chart *chart, const Tape *tape, const History *history,
                u64 first, u64 last) {
  *chart = (Chart){.first = first, .last = last};
  Maker maker = {.chart = chart};
  model_init(&maker.model);
  if (first > 0) {
    history_model(history, tape, first - 1, &maker.model);
  }
  tape_each(tape, first, last, hear, &maker);
  add_flights(&maker);
  add_lanes(chart, &maker.model);
  model_release(&maker.model);
}

size_t chart_cut(Chart *chart, size_t count) {
  size_t dropped = chart->row_count - count;
  for (size_t i = count; i < chart->row_count; i++) {
    mem_free(chart->rows[i].text);
  }
  chart->row_count = count;
  return dropped;
}

void chart_release(Chart *chart) {
  for (size_t i = 0; i < chart->row_count; i++) {
    mem_free(chart->rows[i].text);
  }
  for (size_t i = 0; i < chart->lane_count; i++) {
    mem_free(chart->lanes[i]);
  }
  mem_free(chart->rows);
  mem_free(chart->lanes);
  mem_free(chart->refs);
  *chart = (Chart){0};
}
