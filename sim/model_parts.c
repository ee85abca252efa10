// model_parts.c -- messages, state fields and options of a model.
#include "model_parts.h"
#include "shared.h"

#include <string.h>

#include "base/mem.h"

void message_release(ModelMessage *message) {
  shared_drop(message->name);
  shared_drop(message->text);
  shared_drop(message->why);
  *message = (ModelMessage){0};
}

ModelMessage message_copy(const ModelMessage *message) {
  ModelMessage copy = *message;
  copy.name = shared_keep(message->name);
  copy.text = shared_keep(message->text);
  copy.why = shared_keep(message->why);
  return copy;
}

void messages_add(ModelMessages *messages, ModelMessage message) {
  messages->items =
      (ModelMessage *)text_grow(messages->items, &messages->capacity,
                                messages->count + 1, sizeof *messages->items);
  messages->items[messages->count++] = message;
}

void messages_insert(ModelMessages *messages, u64 place, ModelMessage message) {
  messages_add(messages, message);
  for (size_t i = messages->count - 1; i > place; i--) {
    messages->items[i] = messages->items[i - 1];
    messages->items[i - 1] = message;
  }
}

static void close_gap(ModelMessages *messages, size_t index) {
  messages->count--;
  memmove(&messages->items[index], &messages->items[index + 1],
          (messages->count - index) * sizeof *messages->items);
}

void messages_drop(ModelMessages *messages, size_t index) {
  message_release(&messages->items[index]);
  close_gap(messages, index);
}

bool messages_take(ModelMessages *messages, MessageId id, ModelMessage *found) {
  for (size_t i = 0; i < messages->count; i++) {
    if (messages->items[i].id.sender == id.sender &&
        messages->items[i].id.sequence == id.sequence) {
      *found = messages->items[i];
      close_gap(messages, i);
      return true;
    }
  }
  return false;
}

static void set_field(ModelActor *actor, size_t index, const char *name,
                      const char *value, u64 step) {
  if (index == actor->field_count) {
    actor->fields = (ModelField *)text_grow(actor->fields, &actor->field_room,
                                            index + 1, sizeof *actor->fields);
    actor->fields[index] = (ModelField){0};
    actor->field_count++;
  }
  ModelField *field = &actor->fields[index];
  bool same_name = text_equal(field->name, name);
  if (same_name && text_equal(field->value, value)) {
    return;
  }
  if (same_name) {
    shared_drop(field->before);
    field->before = field->value;
    field->value = NULL;
    field->changed = step;
  }
  shared_replace(&field->name, name);
  shared_replace(&field->value, value);
}

// The end of a printed value: the first comma or closing brace that no
// bracket, brace or text of the value's own encloses.
static const char *value_end(const char *at) {
  int depth = 0;
  bool quoted = false;
  for (; *at != '\0'; at++) {
    if (quoted) {
      if (*at == '\\' && at[1] != '\0') {
        at++;
      } else if (*at == '"') {
        quoted = false;
      }
    } else if (*at == '"') {
      quoted = true;
    } else if (*at == '{' || *at == '[') {
      depth++;
    } else if ((*at == '}' || *at == ']') && depth-- == 0) {
      break;
    } else if (*at == ',' && depth == 0) {
      break;
    }
  }
  return at;
}

void fields_update(ModelActor *actor, const char *state, u64 step) {
  if (state == NULL || *state != '{') {
    return;
  }
  const char *at = state + 1;
  size_t index = 0;
  while (*at != '\0' && *at != '}') {
    while (*at == ' ' || *at == ',') {
      at++;
    }
    const char *colon = strchr(at, ':');
    if (colon == NULL) {
      return;
    }
    const char *value = colon[1] == ' ' ? colon + 2 : colon + 1;
    const char *end = value_end(value);
    char *name = text_copy_bytes(at, (size_t)(colon - at));
    char *copy = text_copy_bytes(value, (size_t)(end - value));
    set_field(actor, index++, name, copy, step);
    mem_free(name);
    mem_free(copy);
    at = end;
  }
}

ModelOption option_of(const Event *event) {
  return (ModelOption){
      .kind = shared_make(event->name == NULL ? "?" : event->name),
      .index = event->number,
      .actor = event->actor,
      .other = event->other,
      .id = event->id,
      .text = shared_make(event->text == NULL ? "" : event->text)};
}

ModelOption option_copy(const ModelOption *option) {
  ModelOption copy = *option;
  copy.kind = shared_keep(option->kind);
  copy.text = shared_keep(option->text);
  return copy;
}

void option_release(ModelOption *option) {
  shared_drop(option->kind);
  shared_drop(option->text);
  *option = (ModelOption){0};
}

void options_clear(Model *model) {
  for (size_t i = 0; i < model->option_count; i++) {
    option_release(&model->options[i]);
  }
  model->option_count = 0;
  model->option_total = 0;
  model->ready = false;
}

FootprintMail model_mailbox(const void *model, u64 ref) {
  const ModelActor *actor = model_actor((const Model *)model, ref);
  return actor == NULL ? (FootprintMail){.bounded = true}
                       : (FootprintMail){.bounded = actor->capacity != 0,
                                         .count = actor->mailbox.count};
}
