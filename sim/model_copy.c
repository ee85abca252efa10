// model_copy.c -- beginning, copying, ending and asking a model.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model.h"
#include "model_parts.h"
#include "shared.h"

void model_init(Model *model) {
  *model = (Model){0};
}

static void messages_release(ModelMessages *messages) {
  for (size_t i = 0; i < messages->count; i++) {
    message_release(&messages->items[i]);
  }
  mem_free(messages->items);
  *messages = (ModelMessages){0};
}

static void actor_release(ModelActor *actor) {
  shared_drop(actor->label);
  shared_drop(actor->type);
  shared_drop(actor->behaviour);
  shared_drop(actor->waiting);
  shared_drop(actor->reason);
  messages_release(&actor->mailbox);
  messages_release(&actor->outbox);
  message_release(&actor->handling);
  for (size_t i = 0; i < actor->field_count; i++) {
    shared_drop(actor->fields[i].name);
    shared_drop(actor->fields[i].value);
    shared_drop(actor->fields[i].before);
  }
  mem_free(actor->fields);
  mem_free(actor->bonds);
}

void model_release(Model *model) {
  for (size_t i = 0; i < model->actor_count; i++) {
    actor_release(&model->actors[i]);
  }
  for (size_t i = 0; i < model->type_count; i++) {
    shared_drop(model->types[i].name);
    shared_drop(model->types[i].protocol);
  }
  options_clear(model);
  messages_release(&model->dead);
  option_release(&model->choice);
  mem_free(model->actors);
  mem_free(model->types);
  mem_free(model->options);
  shared_drop(model->program);
  shared_drop(model->waits);
  mem_free(model->places);
  mem_free(model->labels);
  shared_drop(model->ring);
  *model = (Model){0};
}

static ModelMessages messages_copy(const ModelMessages *messages) {
  ModelMessages copy = {.count = messages->count, .capacity = messages->count};
  copy.items =
      messages->count == 0 ? NULL : mem_array(ModelMessage, messages->count);
  for (size_t i = 0; i < messages->count; i++) {
    copy.items[i] = message_copy(&messages->items[i]);
  }
  return copy;
}

static ModelActor actor_copy(const ModelActor *actor) {
  ModelActor copy = *actor;
  copy.label = shared_keep(actor->label);
  copy.type = shared_keep(actor->type);
  copy.behaviour = shared_keep(actor->behaviour);
  copy.waiting = shared_keep(actor->waiting);
  copy.reason = shared_keep(actor->reason);
  copy.mailbox = messages_copy(&actor->mailbox);
  copy.outbox = messages_copy(&actor->outbox);
  copy.handling = message_copy(&actor->handling);
  copy.bond_room = actor->bond_count;
  copy.bonds = mem_array(ModelBond, actor->bond_count + 1);
  for (size_t i = 0; i < actor->bond_count; i++) {
    copy.bonds[i] = actor->bonds[i];
  }
  copy.field_room = actor->field_count;
  copy.fields = mem_array(ModelField, actor->field_count + 1);
  for (size_t i = 0; i < actor->field_count; i++) {
    const ModelField *field = &actor->fields[i];
    copy.fields[i] =
        (ModelField){shared_keep(field->name), shared_keep(field->value),
                     shared_keep(field->before), field->changed};
  }
  return copy;
}

void model_copy(Model *copy, const Model *model) {
  *copy = *model;
  copy->actor_room = model->actor_count;
  copy->actors = mem_array(ModelActor, model->actor_count + 1);
  for (size_t i = 0; i < model->actor_count; i++) {
    copy->actors[i] = actor_copy(&model->actors[i]);
  }
  copy->place_room = model->place_count;
  copy->places = mem_array(u32, model->place_count + 1);
  for (size_t i = 0; i < model->place_count; i++) {
    copy->places[i] = model->places[i];
  }
  copy->labels = mem_array(u32, model->label_room + 1);
  for (size_t i = 0; i < model->label_room; i++) {
    copy->labels[i] = model->labels[i];
  }
  copy->type_room = model->type_count;
  copy->types = mem_array(ModelType, model->type_count + 1);
  for (size_t i = 0; i < model->type_count; i++) {
    copy->types[i] = (ModelType){shared_keep(model->types[i].name),
                                 shared_keep(model->types[i].protocol)};
  }
  copy->option_room = model->option_count;
  copy->options = mem_array(ModelOption, model->option_count + 1);
  for (size_t i = 0; i < model->option_count; i++) {
    copy->options[i] = option_copy(&model->options[i]);
  }
  copy->dead = messages_copy(&model->dead);
  copy->choice = option_copy(&model->choice);
  copy->program = shared_keep(model->program);
  copy->waits = shared_keep(model->waits);
  copy->ring = shared_keep(model->ring);
}

static u64 slot_of(u64 ref) {
  return ref >> 30 & 0x3FFFFFF;
}

void model_name(const Model *model, u64 ref, Text *out) {
  const ModelActor *actor = model_actor(model, ref);
  if (actor == NULL) {
    u64 slot = slot_of(ref);
    if (slot < 2) {
      text_add(out, slot == 0 ? "main" : "you");
    } else {
      text_addf(out, "?#%llu", (unsigned long long)slot);
    }
    return;
  }
  text_add(out, actor->label);
  if (actor->alike) {
    text_addf(out, "#%llu", (unsigned long long)slot_of(ref));
  }
}

// `label` or `label#slot`.
static bool is_called(const ModelActor *actor, const char *name) {
  const char *hash = strchr(name, '#');
  if (hash == NULL) {
    return text_equal(actor->label, name);
  }
  return strlen(actor->label) == (size_t)(hash - name) &&
         strncmp(actor->label, name, (size_t)(hash - name)) == 0 &&
         hash[1] != '\0' && strtoull(hash + 1, NULL, 10) == slot_of(actor->ref);
}

static void say_unknown(const Model *model, const char *name, Text *why) {
  if (model->actor_count == 0) {
    text_addf(why, "there is no actor yet");
    return;
  }
  const char **names = mem_array(const char *, model->actor_count);
  for (size_t i = 0; i < model->actor_count; i++) {
    names[i] = model->actors[i].label;
  }
  const char *near = text_nearest(name, names, model->actor_count);
  if (near != NULL) {
    text_addf(why, "no actor is called %s; did you mean %s?", name, near);
  } else {
    text_addf(why, "no actor is called %s; there are", name);
    for (size_t i = 0; i < model->actor_count && i < 6; i++) {
      text_addf(why, "%s %s", i == 0 ? "" : ",", names[i]);
    }
    text_add(why, model->actor_count > 6 ? ", ..." : "");
  }
  mem_free(names);
}

ModelActor *model_find(const Model *model, const char *name, Text *why) {
  ModelActor *found = NULL;
  size_t alike = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    ModelActor *actor = &model->actors[i];
    if (!is_called(actor, name)) {
      continue;
    }
    if (found == NULL || (found->stopped && !actor->stopped)) {
      found = actor;
      alike = 1;
    } else if (found->stopped == actor->stopped) {
      alike++;
    }
  }
  if (found != NULL && alike == 1) {
    return found;
  }
  if (why != NULL && found == NULL) {
    say_unknown(model, name, why);
  } else if (why != NULL) {
    text_addf(why, "%zu actors are called %s; say which, as in %s#%llu", alike,
              name, name, (unsigned long long)slot_of(found->ref));
  }
  return NULL;
}

bool model_has_turns(const Model *model) {
  for (size_t i = 0; i < model->option_count; i++) {
    if (text_equal(model->options[i].kind, "turn")) {
      return true;
    }
  }
  return false;
}

bool model_is_watcher(const ModelActor *actor) {
  return actor->type == NULL && text_equal(actor->label, "you");
}

static bool is_between_lives(const ModelActor *actor) {
  enum { WAITS_FOR_LIFE = 5 };
  return actor->waiting != NULL && actor->waits_kind == WAITS_FOR_LIFE;
}

u64 model_restarts(const ModelActor *actor) {
  return actor->life > 0 ? actor->life - 1 : 0;
}

// Something has not left it yet; what is on its way to another node has.
static bool is_sending(const ModelActor *actor) {
  size_t i = 0;
  while (i < actor->outbox.count &&
         (actor->outbox.items[i].held || actor->outbox.items[i].due > 0)) {
    i++;
  }
  return i < actor->outbox.count;
}

ModelStatus model_status(const ModelActor *actor) {
  return actor->stopped                ? STATUS_STOPPED
         : is_between_lives(actor)     ? STATUS_BETWEEN
         : actor->failed               ? STATUS_FAILED
         : actor->handling.id.sequence ? STATUS_HANDLING
         : actor->waiting != NULL      ? STATUS_WAITING
         : is_sending(actor)           ? STATUS_SENDING
         : !actor->started             ? STATUS_STARTING
         : actor->mailbox.count > 0    ? STATUS_READY
                                       : STATUS_IDLE;
}

static const char *const words[] = {"STARTING", "IDLE",     "READY",
                                    "SENDING",  "HANDLING", "WAITING",
                                    "BETWEEN",  "FAILED",   "STOPPED"};

const char *model_status_word(ModelStatus status) {
  return words[status];
}

size_t model_in_flight(const Model *model) {
  size_t count = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    count += model->actors[i].outbox.count;
  }
  return count;
}

bool model_is_quiet(const Model *model) {
  return model->quiet || (model->ready && model->option_total == 0);
}

size_t model_in_mailboxes(const Model *model) {
  size_t count = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    count += model->actors[i].mailbox.count;
  }
  return count;
}

const ModelField *model_field(const ModelActor *actor, const char *name) {
  for (size_t i = 0; i < actor->field_count; i++) {
    if (text_equal(actor->fields[i].name, name)) {
      return &actor->fields[i];
    }
  }
  return NULL;
}
