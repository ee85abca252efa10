// model.c -- one function an event; an event about an actor not yet heard of
// makes it, so that any sequence of events, also a broken one, folds.
#include "model.h"

#include <string.h>

#include "base/mem.h"
#include "model_parts.h"
#include "shared.h"
#include "windows.h"

static u64 slot_of(u64 ref) {
  return ref >> 30 & 0x3FFFFFF;
}

// Beyond these a slot is looked for one by one.
enum { DEAD_KEPT = 64, SLOTS_KNOWN = 1 << 20 };

static void note_place(Model *model, u64 ref) {
  size_t slot = (size_t)slot_of(ref);
  if (slot >= SLOTS_KNOWN) {
    return;
  }
  model->places = (u32 *)text_grow(model->places, &model->place_room, slot + 1,
                                   sizeof *model->places);
  while (model->place_count <= slot) {
    model->places[model->place_count++] = 0;
  }
  model->places[slot] = (u32)model->actor_count;
}

ModelActor *model_actor(const Model *model, u64 ref) {
  size_t slot = (size_t)slot_of(ref);
  u32 place = slot < model->place_count ? model->places[slot] : 0;
  if (place != 0 && model->actors[place - 1].ref == ref) {
    return &model->actors[place - 1];
  }
  if (place == 0 && slot < SLOTS_KNOWN) {
    return NULL;
  }
  for (size_t i = 0; i < model->actor_count; i++) {
    if (model->actors[i].ref == ref) {
      return &model->actors[i];
    }
  }
  return NULL;
}

ModelActor *actor_at(Model *model, u64 ref) {
  ModelActor *actor = model_actor(model, ref);
  if (actor == NULL) {
    model->actors =
        (ModelActor *)text_grow(model->actors, &model->actor_room,
                                model->actor_count + 1, sizeof *model->actors);
    actor = &model->actors[model->actor_count++];
    *actor = (ModelActor){.ref = ref};
    note_place(model, ref);
    u64 slot = slot_of(ref);
    labels_set(model, actor, slot == 0 ? "main" : slot == 1 ? "you" : "?");
    actor->started = slot < 2;
  }
  actor->touched = model->step;
  return actor;
}

static void spawned(Model *model, const Event *event) {
  if (event->other != 0) {
    actor_at(model, event->other);  // a parent stands before its children
  }
  ModelActor *actor = actor_at(model, event->actor);
  const char *label = event->name == NULL ? "?" : event->name;
  if (!text_equal(actor->label, label)) {
    labels_set(model, actor, label);
  }
  // main and the watcher are outside all actors: they have no protocol.
  shared_replace(&actor->type, slot_of(event->actor) < 2 ? NULL : event->text);
  actor->parent = event->other;
  actor->capacity = event->number;
  actor->window = model->window;
}

static void protocol(Model *model, const Event *event) {
  for (size_t i = 0; i < model->type_count; i++) {
    if (text_equal(model->types[i].name, event->name)) {
      shared_replace(&model->types[i].protocol, event->text);
      return;
    }
  }
  model->types =
      (ModelType *)text_grow(model->types, &model->type_room,
                             model->type_count + 1, sizeof *model->types);
  model->types[model->type_count++] =
      (ModelType){shared_make(event->name == NULL ? "?" : event->name),
                  shared_make(event->text == NULL ? "" : event->text)};
}

static void sent(Model *model, const Event *event) {
  ModelMessage message = {.id = event->id,
                          .from = event->actor,
                          .to = event->other,
                          .request = event->request,
                          .kind = event->number,
                          .step = model->step,
                          .name = shared_make(event->name),
                          .text = shared_make(event->text)};
  if (message.text == NULL) {
    message.text = shared_make(message.name == NULL ? "?" : message.name);
  }
  actor_at(model, event->other);
  messages_add(&actor_at(model, event->actor)->outbox, message);
}

// A message of this id wherever it is; where it was it is no longer. One never
// seen is made from the event.
static ModelMessage find_out(Model *model, const Event *event) {
  ModelMessage found;
  ModelActor *sender = model_actor(model, event->id.sender);
  ModelActor *receiver = model_actor(model, event->actor);
  if ((sender != NULL && messages_take(&sender->outbox, event->id, &found)) ||
      (receiver != NULL &&
       messages_take(&receiver->mailbox, event->id, &found))) {
    return found;
  }
  for (size_t i = 0; i < model->actor_count; i++) {
    if (messages_take(&model->actors[i].outbox, event->id, &found) ||
        messages_take(&model->actors[i].mailbox, event->id, &found)) {
      return found;
    }
  }
  return (ModelMessage){
      .id = event->id,
      .from = event->other,
      .to = event->actor,
      .request = event->request,
      .step = model->step,
      .name = shared_make(event->name),
      .text = shared_make(event->text == NULL ? "?" : event->text)};
}

static void flushed(Model *model, const Event *event) {
  ModelMessage message = find_out(model, event);
  message.held = false;
  message.due = 0;
  if (slot_of(event->actor) < 2) {
    // main and the watcher have no mailbox: what reaches them is there.
    message_release(&message);
    actor_at(model, event->actor);
  } else {
    messages_add(&actor_at(model, event->actor)->mailbox, message);
  }
  if (event->other != 0) {
    actor_at(model, event->other);
  }
}

// The message of this event is nowhere any more.
static void forget(Model *model, const Event *event) {
  ModelMessage message = find_out(model, event);
  message_release(&message);
}

static void seen(Model *model, const Event *event) {
  if (event->actor == 0) {
    windows_close(model, event);
    return;
  }
  if (event->other != 0) {
    actor_at(model, event->other);
  }
  windows_see(model, actor_at(model, event->actor), event);
}

static void taken(Model *model, const Event *event) {
  ModelActor *actor = actor_at(model, event->actor);
  size_t waited = actor->mailbox.count;
  ModelMessage message = find_out(model, event);
  actor = actor_at(model, event->actor);
  if (actor->mailbox.count == waited) {
    windows_pass(actor);
  }
  message_release(&actor->handling);
  actor->handling = message;
}

static void handled(Model *model, const Event *event) {
  ModelActor *actor = actor_at(model, event->actor);
  message_release(&actor->handling);
  actor->handled++;
  actor->failed = false;
  fields_update(actor, event->text, model->step);
}

static void dead_letter(Model *model, const Event *event) {
  ModelMessage message = find_out(model, event);
  if (message.id.sequence == 0 && event->text != NULL) {
    shared_replace(&message.text, event->text);
  }
  model->dead_total++;
  if (model->dead.count >= DEAD_KEPT) {
    messages_drop(&model->dead, 0);
  }
  messages_add(&model->dead, message);
}

static void failed(Model *model, const Event *event) {
  ModelActor *actor = actor_at(model, event->actor);
  message_release(&actor->handling);
  actor->failed = true;
  shared_replace(&actor->reason, event->text);
}

static void stopped(Model *model, const Event *event) {
  ModelActor *actor = actor_at(model, event->actor);
  message_release(&actor->handling);
  actor->stopped = true;
  shared_replace(&actor->reason, event->text);
  ties_end(model, actor);
  // Dead letters were told before; what is left was for the runtime.
  while (actor->mailbox.count > 0) {
    messages_drop(&actor->mailbox, 0);
  }
}

static void blocked(Model *model, const Event *event) {
  ties_block(model, actor_at(model, event->actor), event);
}

// Both are made before either is used: making one moves the others.
static void bond(Model *model, const Event *event) {
  actor_at(model, event->actor);
  if (event->other != 0) {
    actor_at(model, event->other);
  }
  switch ((int)event->kind) {
    case EVENT_LINKED:
      ties_bind(model, BOND_LINK, event);
      break;
    case EVENT_UNLINKED:
      ties_unbind(model, BOND_LINK, event);
      break;
    case EVENT_MONITORED:
      ties_bind(model, BOND_MONITOR, event);
      break;
    default:
      ties_unbind(model, BOND_MONITOR, event);
      break;
  }
}

static void asked(Model *model, const Event *event) {
  actor_at(model, event->actor)->asked = event->request;
}

static void replied(Model *model, const Event *event) {
  ties_answer(model, event);
  for (size_t i = 0; i < model->actor_count; i++) {
    if (event->request != 0 && model->actors[i].asked == event->request) {
      model->actors[i].asked = 0;
    }
  }
}

static void choice(Model *model, const Event *event) {
  model->step++;
  options_clear(model);
  option_release(&model->choice);
  model->choice = option_of(event);
  model->quiet = false;
  if (event->actor != 0) {
    actor_at(model, event->actor);
  }
}

static void option(Model *model, const Event *event) {
  model->options =
      (ModelOption *)text_grow(model->options, &model->option_room,
                               model->option_count + 1, sizeof *model->options);
  model->options[model->option_count++] = option_of(event);
}

static void ready(Model *model, const Event *event) {
  model->ready = true;
  model->option_total = event->number;
  shared_replace(&model->waits, event->text);
}

// The watcher put a message elsewhere in the line it is in; or something
// happened to nodes and links.
static void fault(Model *model, const Event *event) {
  ModelActor *holder = actor_at(model, event->actor);
  ModelMessage found;
  u64 place = event->number > 0 ? event->number - 1 : 0;
  if (!text_equal(event->name, "move")) {
    network_see(model, event);
    return;
  }
  if (messages_take(&holder->outbox, event->id, &found)) {
    messages_insert(&holder->outbox, place, found);
  } else if (messages_take(&holder->mailbox, event->id, &found)) {
    messages_insert(&holder->mailbox, place, found);
  }
}

static void apply_actor(Model *model, const Event *event) {
  ModelActor *actor = actor_at(model, event->actor);
  switch ((int)event->kind) {
    case EVENT_STARTED:
      actor->started = true;
      message_release(&actor->handling);
      fields_update(actor, event->text, model->step);
      break;
    case EVENT_BECAME:
      shared_replace(&actor->behaviour, event->name);
      break;
    case EVENT_RESTARTED:
      actor->life = event->number;
      actor->failed = false;
      break;
    case EVENT_UNACCEPTED:
      model->unaccepted++;
      break;
    case EVENT_TIMER_SET:
      actor->timers++;
      break;
    case EVENT_TIMER_CANCELLED:
      forget(model, event);
      actor->timers -= actor->timers > 0 && event->due == 0;
      break;
    case EVENT_TIMER_FIRED:
      actor->timers -= actor->timers > 0;
      break;
    case EVENT_WOKEN:
      ties_wake(actor);
      break;
    case EVENT_QUARANTINED:
      forget(model, event);
      break;
    case EVENT_UNSTASHED:
      messages_insert(&actor->mailbox, event->number, find_out(model, event));
      break;
    default:
      break;
  }
}

// Most events concern an actor and one function; the rest are in the switch.
static void (*const folds[EVENT_KINDS])(Model *, const Event *) = {
    [EVENT_PROTOCOL] = protocol,       [EVENT_CHOICE] = choice,
    [EVENT_OPTION] = option,           [EVENT_READY] = ready,
    [EVENT_SPAWNED] = spawned,         [EVENT_STARTED] = apply_actor,
    [EVENT_BECAME] = apply_actor,      [EVENT_FAULT] = fault,
    [EVENT_FAILED] = failed,           [EVENT_STOPPED] = stopped,
    [EVENT_RESTARTED] = apply_actor,   [EVENT_SENT] = sent,
    [EVENT_FLUSHED] = flushed,         [EVENT_TAKEN] = taken,
    [EVENT_HANDLED] = handled,         [EVENT_ASKED] = asked,
    [EVENT_DEAD_LETTER] = dead_letter, [EVENT_REPLIED] = replied,
    [EVENT_LOST] = windows_open,       [EVENT_SEEN] = seen,
    [EVENT_QUARANTINED] = apply_actor, [EVENT_UNSTASHED] = apply_actor,
    [EVENT_BLOCKED] = blocked,         [EVENT_LINKED] = bond,
    [EVENT_UNLINKED] = bond,           [EVENT_MONITORED] = bond,
    [EVENT_DEMONITORED] = bond,        [EVENT_UNACCEPTED] = apply_actor,
    [EVENT_WOKEN] = apply_actor,       [EVENT_TIMER_SET] = apply_actor,
    [EVENT_TIMER_FIRED] = apply_actor, [EVENT_TIMER_CANCELLED] = apply_actor,
};

void model_apply(void *context, const Event *event) {
  Model *model = (Model *)context;
  if (event->time > model->time) {
    model->time = event->time;
  }
  if (event->kind == EVENT_RUN) {
    model->seed = event->number;
    model->began = event->time;
    shared_replace(&model->program, event->name);
  } else if (event->kind == EVENT_QUIET) {
    model->quiet = true;
  } else if (event->kind == EVENT_ENDED) {
    model->ended = true;
    model->exit_status = event->number;
  } else if (event->kind == EVENT_LEFT) {
    model->counted = true;
    model->left = event->number;
  } else if ((u32)event->kind < EVENT_KINDS && folds[event->kind] != NULL) {
    folds[event->kind](model, event);
  }
}
