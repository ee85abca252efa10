// footprint.c -- from the events of a step; what is not known touches all.
#include "footprint.h"

u64 footprint_process(const ModelOption *option) {
  return text_equal(option->kind, "timer") ? TIMER_PROCESS : option->actor;
}

void footprint_touch(Footprint *footprint, ObjectKind kind, u64 who,
                     u64 sequence) {
  if (footprint->count == FOOTPRINT_OBJECTS) {
    footprint->all = true;
    return;
  }
  footprint->objects[footprint->count++] = (Object){kind, who, sequence};
}

static bool is_bounded(const Model *model, u64 ref) {
  const ModelActor *actor = model_actor(model, ref);
  return actor == NULL || actor->capacity != 0;
}

static bool is_outside(u64 ref) {
  return (ref >> 30 & 0x3FFFFFF) < 2;
}

static void flushed(Footprint *footprint, const Model *model,
                    const Event *event) {
  footprint_touch(footprint, OBJECT_LETTER, event->id.sender,
                  event->id.sequence);
  footprint_touch(footprint, OBJECT_TAIL, event->actor, 0);
  if (event->number != 0 || is_bounded(model, event->actor)) {
    footprint_touch(footprint, OBJECT_HEAD, event->actor, 0);
  }
  // What reaches main lets it go on, with all that it may do.
  footprint->all |= is_outside(event->actor);
}

void footprint_see(Footprint *footprint, const Model *model,
                   const Event *event) {
  switch ((int)event->kind) {
    case EVENT_CHOICE:
      footprint->all |= !text_equal(event->name, "flush") &&
                        !text_equal(event->name, "handle");
      break;
    case EVENT_FLUSHED:
      flushed(footprint, model, event);
      break;
    case EVENT_TAKEN:
      footprint_touch(footprint, OBJECT_LETTER, event->id.sender,
                      event->id.sequence);
      footprint_touch(footprint, OBJECT_HEAD, event->actor, 0);
      break;
    case EVENT_SENT:
      if (is_bounded(model, event->other) && !is_outside(event->other)) {
        footprint_touch(footprint, OBJECT_HEAD, event->other, 0);
      }
      footprint->all |= event->number == 4;
      break;
    case EVENT_HANDLED:
    case EVENT_STARTED:
    case EVENT_BECAME:
    case EVENT_ASKED:
    case EVENT_REPLIED:
    case EVENT_UNACCEPTED:
    case EVENT_OUTPUT:
    case EVENT_STEPPED:
    case EVENT_OPTION:
    case EVENT_READY:
    case EVENT_QUIET:
    case EVENT_RETURNED:
      break;
    default:
      footprint->all = true;
      break;
  }
}

static bool share(const Footprint *a, const Footprint *b, bool letters) {
  for (size_t i = 0; i < a->count; i++) {
    for (size_t j = 0; j < b->count; j++) {
      const Object *x = &a->objects[i];
      const Object *y = &b->objects[j];
      if (x->kind == y->kind && x->who == y->who &&
          x->sequence == y->sequence &&
          (x->kind == OBJECT_LETTER || !letters)) {
        return true;
      }
    }
  }
  return false;
}

bool footprints_depend(const Footprint *a, const Footprint *b) {
  return a->process == b->process || a->all || b->all || share(a, b, false);
}

bool footprint_causes(const Footprint *earlier, const Footprint *later) {
  return share(earlier, later, true);
}
