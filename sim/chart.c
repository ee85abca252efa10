// chart.c -- events to rows, with a model beside them that knows the texts.
#include "chart.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"

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

static const ModelMessage *find_in(const ModelMessages *messages,
                                   MessageId id) {
  for (size_t m = 0; m < messages->count; m++) {
    if (messages->items[m].id.sender == id.sender &&
        messages->items[m].id.sequence == id.sequence) {
      return &messages->items[m];
    }
  }
  return NULL;
}

// Where it can be: with its sender or with its receiver.
static const ModelMessage *find_message(const Model *model,
                                        const Event *event) {
  const ModelActor *sender = model_actor(model, event->id.sender);
  const ModelActor *receiver = model_actor(model, event->actor);
  const ModelMessage *found =
      sender == NULL ? NULL : find_in(&sender->outbox, event->id);
  return found != NULL || receiver == NULL
             ? found
             : find_in(&receiver->mailbox, event->id);
}

static void add_arrow(Chart *chart, const Model *model, RowKind kind,
                      const Event *event) {
  const ModelMessage *message = find_message(model, event);
  u64 from = message != NULL ? message->from : event->other;
  const char *text = message != NULL ? message->text : event->text;
  ChartRow *row = add_row(chart, kind, model->step, from, event->actor,
                          text == NULL ? event->name : text);
  row->id = event->id;
  row->reply = message != NULL && message->kind == 2;
}

// After the model has heard it: which fields the handler changed.
static void add_handled(Chart *chart, const Model *model, const Event *event) {
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
  add_row(chart, ROW_HANDLE, model->step, event->actor, event->actor,
          text_of(&text))
      ->id = event->id;
  text_release(&text);
}

static void add_note(Chart *chart, const Model *model, const Event *event,
                     const char *what, const char *more) {
  Text text = {0};
  text_addf(&text, "%s%s%s", what, more == NULL || *more == '\0' ? "" : " ",
            more == NULL ? "" : more);
  add_row(chart, ROW_NOTE, model->step, event->actor, event->actor,
          text_of(&text));
  text_release(&text);
}

// main and the watcher are there from the beginning; no lane for that alone.
static void add_spawned(Chart *chart, const Model *model, const Event *event) {
  const ModelActor *actor = model_actor(model, event->actor);
  if (actor != NULL && actor->type != NULL) {
    add_note(chart, model, event, "spawned", NULL);
  }
}

// What binds the actor to another from now on, or not any more.
static void add_tie(Chart *chart, const Model *model, const Event *event) {
  Text other = {0};
  model_name(model, event->other, &other);
  add_note(chart, model, event, event_kind_name(event->kind), text_of(&other));
  text_release(&other);
}

static void add_life(Chart *chart, const Model *model, const Event *event) {
  Text life = {0};
  text_addf(&life, "%llu", (unsigned long long)event->number);
  add_note(chart, model, event, "begins life", text_of(&life));
  text_release(&life);
}

static void add_said(Chart *chart, const Model *model, const Event *event) {
  const char *text = event->text == NULL ? "" : event->text;
  char *line = text_copy_bytes(text, strcspn(text, "\n"));
  add_row(chart, ROW_SAY, model->step, event->actor, event->actor, line);
  mem_free(line);
}

void chart_hear(Chart *chart, Model *model, const Event *event) {
  switch ((int)event->kind) {
    case EVENT_FLUSHED:
      add_arrow(chart, model, ROW_ARROW, event);
      break;
    case EVENT_DEAD_LETTER:
      add_arrow(chart, model, ROW_LOST, event);
      break;
    default:
      break;
  }
  model_apply(model, event);
  switch ((int)event->kind) {
    case EVENT_HANDLED:
      add_handled(chart, model, event);
      break;
    case EVENT_SPAWNED:
      add_spawned(chart, model, event);
      break;
    case EVENT_STOPPED:
      add_note(chart, model, event, "stopped", event->text);
      break;
    case EVENT_FAILED:
      add_note(chart, model, event, "failed:", event->text);
      break;
    case EVENT_LINKED:
    case EVENT_UNLINKED:
    case EVENT_MONITORED:
    case EVENT_DEMONITORED:
      add_tie(chart, model, event);
      break;
    case EVENT_RESTARTED:
      add_life(chart, model, event);
      break;
    case EVENT_BECAME:
      add_note(chart, model, event, "becomes", event->name);
      break;
    case EVENT_OUTPUT:
      add_said(chart, model, event);
      break;
    default:
      break;
  }
}

// The first of them only, if there are more than `most`.
static void add_flights(Chart *chart, const Model *model, size_t most) {
  size_t room = chart->row_count + most;
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelMessages *out = &model->actors[i].outbox;
    for (size_t m = 0; m < out->count; m++) {
      if (chart->row_count == room) {
        chart->flights_left++;
        continue;
      }
      add_row(chart, ROW_FLIGHT, out->items[m].step, out->items[m].from,
              out->items[m].to, out->items[m].text)
          ->id = out->items[m].id;
    }
  }
}

static void name_lane(Chart *chart, const Model *model, size_t lane) {
  Text name = {0};
  Text shown = {0};
  model_name(model, chart->refs[lane], &name);
  text_add_printable(&shown, text_of(&name));
  chart->lanes[lane] = text_copy(text_of(&shown));
  text_release(&shown);
  text_release(&name);
}

// The place of an actor in the model; beyond the last: it is not there.
static size_t place_of(const Model *model, u64 ref) {
  const ModelActor *actor = model_actor(model, ref);
  return actor == NULL ? model->actor_count : (size_t)(actor - model->actors);
}

// A lane for each actor of which a row tells; lanes[place] is its lane + 1.
static void add_lanes(Chart *chart, const Model *model, u32 *lanes) {
  const ModelActor *watcher = NULL;
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (lanes[i] != 0 && model_is_watcher(actor)) {
      watcher = actor;  // comes last, as it came
    } else if (lanes[i] != 0) {
      chart->refs[chart->lane_count++] = actor->ref;
      lanes[i] = (u32)chart->lane_count;
    }
  }
  if (watcher != NULL) {
    chart->refs[chart->lane_count++] = watcher->ref;
    lanes[place_of(model, watcher->ref)] = (u32)chart->lane_count;
  }
  if (chart->lane_count == 0) {
    chart->refs[chart->lane_count++] = 0;  // main
  }
}

static void name_lanes(Chart *chart, const Model *model) {
  chart->lanes = mem_array(char *, chart->lane_count);
  for (size_t i = 0; i < chart->lane_count; i++) {
    name_lane(chart, model, i);
  }
}

// Who is in no lane is drawn in the last.
static size_t lane_of(const Chart *chart, u32 lane) {
  return lane == 0 ? chart->lane_count - 1 : lane - 1;
}

static void lay_lanes(Chart *chart, const Model *model) {
  size_t count = model->actor_count + 1;
  u32 *lanes = mem_array(u32, count);
  memset(lanes, 0, count * sizeof *lanes);
  chart->refs =
      (u64 *)text_grow(chart->refs, &chart->ref_room, count, sizeof(u64));
  for (size_t i = 0; i < chart->row_count; i++) {
    ChartRow *row = &chart->rows[i];
    lanes[place_of(model, row->from_ref)] = 1;
    lanes[place_of(model, row->to_ref)] = 1;
    if (row->from_ref == 0) {
      row->from_ref = row->to_ref;
    }
  }
  lanes[model->actor_count] = 0;
  add_lanes(chart, model, lanes);
  for (size_t i = 0; i < chart->row_count; i++) {
    ChartRow *row = &chart->rows[i];
    row->from = lane_of(chart, lanes[place_of(model, row->from_ref)]);
    row->to = lane_of(chart, lanes[place_of(model, row->to_ref)]);
  }
  mem_free(lanes);
}

typedef struct Maker {
  Chart *chart;
  Model model;
} Maker;

static void hear(void *context, const Event *event) {
  Maker *maker = (Maker *)context;
  chart_hear(maker->chart, &maker->model, event);
}

void chart_make(Chart *chart, const Tape *tape, const History *history,
                u64 first, u64 last) {
  *chart = (Chart){.first = first, .last = last};
  Maker maker = {.chart = chart};
  model_init(&maker.model);
  if (first > 0) {
    history_model(history, tape, first - 1, &maker.model);
  }
  tape_told(tape, first, last, hear, &maker);
  add_flights(chart, &maker.model, SIZE_MAX / 2);
  lay_lanes(chart, &maker.model);
  name_lanes(chart, &maker.model);
  model_release(&maker.model);
}

void chart_part(Chart *part, const Chart *chart, const Model *model, u64 first,
                size_t flights) {
  size_t begin = chart->row_count;
  while (begin > 0 && chart->rows[begin - 1].step >= first) {
    begin--;
  }
  (void)chart_cut(part, 0);
  part->first = first;
  part->last = model->step;
  part->lane_count = 0;
  part->flights_left = 0;
  size_t count = chart->row_count - begin;
  part->rows = (ChartRow *)text_grow(part->rows, &part->row_room, count + 1,
                                     sizeof *part->rows);
  for (size_t i = 0; i < count; i++) {
    part->rows[i] = chart->rows[begin + i];
    part->rows[i].lent = true;
  }
  part->row_count = count;
  add_flights(part, model, flights);
  lay_lanes(part, model);
}

static void row_release(ChartRow *row) {
  if (!row->lent) {
    mem_free(row->text);
  }
}

size_t chart_cut(Chart *chart, size_t count) {
  size_t dropped = chart->row_count - count;
  for (size_t i = count; i < chart->row_count; i++) {
    row_release(&chart->rows[i]);
  }
  chart->row_count = count;
  return dropped;
}

void chart_release(Chart *chart) {
  for (size_t i = 0; i < chart->row_count; i++) {
    row_release(&chart->rows[i]);
  }
  for (size_t i = 0; chart->lanes != NULL && i < chart->lane_count; i++) {
    mem_free(chart->lanes[i]);
  }
  mem_free(chart->rows);
  mem_free(chart->lanes);
  mem_free(chart->refs);
  *chart = (Chart){0};
}
