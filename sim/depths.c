// depths.c -- a model folded along, looked at after every step. Actors keep
// their place in a model, so a place is enough to know one.
#include "depths.h"

#include "base/mem.h"

typedef struct Watch {
  Depths *depths;
  Model model;
  size_t nth;
} Watch;

static void look(Watch *watch) {
  Depths *depths = watch->depths;
  if (watch->nth >= depths->steps) {
    return;
  }
  for (size_t i = 0; i < watch->model.actor_count && i < depths->actors; i++) {
    depths->values[i * depths->steps + watch->nth] =
        (u32)watch->model.actors[i].mailbox.count;
  }
  watch->nth++;
}

static void hear(void *context, const Event *event) {
  Watch *watch = (Watch *)context;
  if (event->kind == EVENT_CHOICE) {
    look(watch);
  }
  model_apply(&watch->model, event);
}

void depths_make(Depths *depths, const Tape *tape, const History *history,
                 const Model *model, u64 first) {
  size_t steps = (size_t)(model->step - first) + 1;
  *depths = (Depths){.actors = model->actor_count, .steps = steps};
  depths->values = mem_array(u32, depths->actors * steps + 1);
  for (size_t i = 0; i < depths->actors * steps; i++) {
    depths->values[i] = 0;
  }
  Watch watch = {.depths = depths};
  model_init(&watch.model);
  history_model(history, tape, first, &watch.model);
  tape_told(tape, first + 1, model->step, hear, &watch);
  look(&watch);
  model_release(&watch.model);
}

void depths_release(Depths *depths) {
  mem_free(depths->values);
  *depths = (Depths){0};
}

u32 depths_at(const Depths *depths, size_t index, size_t nth) {
  return depths->values[index * depths->steps + nth];
}
