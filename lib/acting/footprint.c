// footprint.c -- from the events of a step; what is not known touches all.
#include "acting/footprint.h"

#include <string.h>

static bool is_kind(const char *kind, const char *wanted) {
  return kind != NULL && strcmp(kind, wanted) == 0;
}

u64 footprint_process(const char *kind, u64 actor) {
  return kind != NULL && kind[0] == 't' && is_kind(kind, "timer")
             ? TIMER_PROCESS
             : actor;
}

u64 footprint_step(const char *kind, MessageId id) {
  u64 number = (u64)(kind == NULL ? 0 : (u8)kind[0]);
  number = (number + id.sender) * 0x9E3779B97F4A7C15U;
  return (number ^ number >> 29) + id.sequence * 0xBF58476D1CE4E5B9U;
}

void footprint_touch(Footprint *footprint, ObjectKind kind, u64 who,
                     u64 sequence) {
  for (size_t i = 0; i < footprint->count; i++) {
    const Object *object = &footprint->objects[i];
    if (object->kind == kind && object->who == who &&
        object->sequence == sequence) {
      return;
    }
  }
  if (footprint->count == FOOTPRINT_OBJECTS) {
    footprint->all = true;
    return;
  }
  footprint->objects[footprint->count++] = (Object){kind, who, sequence};
}

static bool is_outside(u64 ref) {
  return (ref >> 30 & 0x3FFFFFF) < 2;
}

static void flushed(Footprint *footprint, FootprintMail mail,
                    const Event *event) {
  footprint_touch(footprint, OBJECT_LETTER, event->id.sender,
                  event->id.sequence);
  footprint_touch(footprint, OBJECT_TAIL, event->actor, 0);
  if (event->number != 0 || mail.bounded) {
    footprint_touch(footprint, OBJECT_HEAD, event->actor, 0);
  }
  footprint->overtakes |= event->number != 0 && mail.count > 1;
  // What reaches main lets it go on, with all that it may do.
  footprint->all |= is_outside(event->actor);
}

void footprint_see(Footprint *footprint, FootprintMailbox *mailbox,
                   const void *context, const Event *event) {
  switch ((int)event->kind) {
    case EVENT_CHOICE:
      footprint->all |=
          !is_kind(event->name, "flush") && !is_kind(event->name, "handle");
      break;
    case EVENT_FLUSHED:
      flushed(footprint, mailbox(context, event->actor), event);
      break;
    case EVENT_TAKEN:
      footprint_touch(footprint, OBJECT_LETTER, event->id.sender,
                      event->id.sequence);
      footprint_touch(footprint, OBJECT_HEAD, event->actor, 0);
      break;
    case EVENT_SENT:
      if (!is_outside(event->other) && mailbox(context, event->other).bounded) {
        footprint_touch(footprint, OBJECT_HEAD, event->other, 0);
      }
      footprint->all |= event->number == 4;
      break;
    case EVENT_DEAD_LETTER:
      // A full mailbox may be what it came too late for.
      footprint_touch(footprint, OBJECT_TAIL, event->actor, 0);
      footprint_touch(footprint, OBJECT_HEAD, event->actor, 0);
      footprint->all = true;
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

void footprint_look(Footprint *footprint, FootprintMailbox *mailbox,
                    const void *context, PointKind point, u64 what) {
  switch (point) {
    case POINT_ROOM:
      if (!is_outside(what) && mailbox(context, what).bounded) {
        footprint_touch(footprint, OBJECT_HEAD, what, 0);
      }
      break;
    case POINT_LENGTH:
      footprint_touch(footprint, OBJECT_TAIL, what, 0);
      footprint_touch(footprint, OBJECT_HEAD, what, 0);
      break;
    case POINT_REQUEST:
      footprint_touch(footprint, OBJECT_REQUEST, what, 0);
      break;
    case POINT_LIVENESS:
    case POINT_NAME:
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

static bool touches(const Footprint *footprint, ObjectKind kind, u64 who) {
  for (size_t i = 0; i < footprint->count; i++) {
    if (footprint->objects[i].kind == kind &&
        footprint->objects[i].who == who) {
      return true;
    }
  }
  return false;
}

bool footprints_contend(const Footprint *earlier, const Footprint *later) {
  for (size_t i = 0; i < earlier->count; i++) {
    const Object *object = &earlier->objects[i];
    if (object->kind == OBJECT_TAIL &&
        touches(earlier, OBJECT_HEAD, object->who) &&
        touches(later, OBJECT_TAIL, object->who) &&
        touches(later, OBJECT_HEAD, object->who)) {
      return true;
    }
  }
  return false;
}
