// model_labels.c -- who is called alike, known without asking all.
//
// A table by hash, of places in the model. An entry that an actor left, for it
// is called otherwise now, is passed over: the labels are compared.
#include <string.h>

#include "base/mem.h"
#include "model_parts.h"
#include "shared.h"

static size_t hash_of(const char *label) {
  u64 hash = 14695981039346656037u;  // FNV-1a
  for (; *label != '\0'; label++) {
    hash = (hash ^ (u8)*label) * 1099511628211u;
  }
  return (size_t)(hash ^ hash >> 32);
}

// The place of one called so, or of the gap where it would be.
static size_t place_of(const Model *model, const char *label) {
  size_t mask = model->label_room - 1;
  size_t at = hash_of(label) & mask;
  while (model->labels[at] != 0 &&
         !text_equal(model->actors[model->labels[at] - 1].label, label)) {
    at = (at + 1) & mask;
  }
  return at;
}

static void grow(Model *model) {
  model->label_room = model->label_room == 0 ? 32 : model->label_room * 2;
  mem_free(model->labels);
  model->labels = mem_array(u32, model->label_room);
  memset(model->labels, 0, model->label_room * sizeof *model->labels);
  model->label_count = 0;
  for (size_t i = 0; i < model->actor_count; i++) {
    if (model->actors[i].label != NULL) {
      size_t at = place_of(model, model->actors[i].label);
      model->label_count += model->labels[at] == 0;
      model->labels[at] = (u32)i + 1;
    }
  }
}

void labels_set(Model *model, ModelActor *actor, const char *label) {
  shared_replace(&actor->label, label);
  actor->alike = false;
  if (model->label_count * 2 >= model->label_room) {
    grow(model);
  }
  size_t at = place_of(model, label);
  size_t own = (size_t)(actor - model->actors);
  if (model->labels[at] == 0) {
    model->labels[at] = (u32)own + 1;
    model->label_count++;
  } else if (model->labels[at] != own + 1) {
    actor->alike = true;
    model->actors[model->labels[at] - 1].alike = true;
  }
}
