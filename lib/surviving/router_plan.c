// router_plan.c -- one block, with the initial state behind it.
#include "surviving/router_plan.h"

#include <string.h>

#include "acting/actor.h"
#include "base/check.h"
#include "telling/fields.h"
#include "telling/value.h"

enum { ALIGNMENT = 16 };  // enough for any state

static void end(void *block) {
  RouterPlan *plan = block;
  fields_release(plan->type->state(), plan->initial);
  hash_ring_release(&plan->ring);
}

static void copy_label(RouterPlan *plan, const char *label) {
  if (label != NULL) {
    Writer out = writer_over(plan->label, sizeof plan->label);
    write_text(&out, label);
    plan->options.label = plan->label;
  }
}

RouterPlan *router_plan_new(const ActorType *type, const SpawnOptions *options,
                            const char *key, const void *initial) {
  key = key != NULL ? key : "";
  CHECK(options->owned == NULL && "one block cannot be all workers'");
  CHECK(strlen(key) < ROUTER_KEY && "a field's name");
  size_t head = (sizeof(RouterPlan) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  RouterPlan *plan = block_new(NULL, head + type->state_size);
  if (plan == NULL) {
    return NULL;
  }
  plan->type = type;
  plan->options = *options;
  copy_label(plan, options->label);
  memcpy(plan->key, key, strlen(key) + 1);
  plan->initial = (char *)plan + head;
  if (!fields_copy(type->state(), plan->initial, initial)) {
    block_free(plan);
    return NULL;
  }
  block_on_free(plan, end);
  return plan;
}

Ref router_plan_spawn(const RouterPlan *plan) {
  return actor_spawn(actor_system(), plan->type, &plan->options, plan->initial);
}

static u64 place_of(FieldKind kind, const void *field) {
  Value value = value_load(kind, field);
  if (kind == FIELD_TEXT) {
    const char *text = value.as_text != NULL ? value.as_text : "";
    return hash_ring_place(text, strlen(text));
  }
  if (kind == FIELD_BYTES) {
    return hash_ring_place(value.as_bytes.data, value.as_bytes.size);
  }
  return hash_ring_place(field, value_size(kind));
}

u64 router_plan_place(const RouterPlan *plan, Message *message) {
  const Shape *shape = message->info->fields();
  for (size_t i = 0; i < shape->count; i++) {
    const Field *field = &shape->fields[i];
    if (!field->is_array && strcmp(field->name, plan->key) == 0) {
      return place_of(field->kind,
                      (const char *)message_fields(message) + field->offset);
    }
  }
  return hash_ring_place("", 0);
}
