// waits.c -- at most one edge leaves an actor, so a walk finds the rings.
#include "waits.h"

#include "base/mem.h"

// As the number of EVENT_BLOCKED.
enum { FOR_ANSWER = 0, FOR_ROOM = 1 };

bool waits_has_edge(const ModelActor *actor) {
  return actor->waiting != NULL && actor->waits_for != 0 &&
         actor->waits_answered == 0 &&
         (actor->waits_kind == FOR_ANSWER || actor->waits_kind == FOR_ROOM);
}

bool waits_say(const Model *model, const ModelActor *actor, Text *out) {
  if (actor->waiting == NULL) {
    return false;
  }
  if (actor->waits_for == 0) {
    text_addf(out, "waits: %s", actor->waiting);
  } else if (model_status(actor) == STATUS_BETWEEN) {
    text_addf(out, "between two lives (%s), up to ", actor->waiting);
    model_name(model, actor->waits_for, out);
  } else {
    text_add(out, "waits for ");
    model_name(model, actor->waits_for, out);
    text_addf(out, ": %s%s", actor->waits_kind == FOR_ROOM ? "room for " : "",
              actor->waiting);
  }
  text_addf(out, ", since step %llu", (unsigned long long)actor->waits_since);
  if (actor->waits_answered != 0) {
    text_addf(out, ", answered at %llu",
              (unsigned long long)actor->waits_answered);
  }
  return true;
}

const ModelActor *waits_stuck(const Model *model) {
  for (size_t i = 0; i < model->actor_count; i++) {
    const ModelActor *actor = &model->actors[i];
    if (actor->type != NULL && !actor->stopped && actor->waiting != NULL) {
      return actor;
    }
  }
  return NULL;
}

void waits_say_stuck(const Model *model, const ModelActor *actor, Text *out) {
  model_name(model, actor->ref, out);
  text_addf(out, " waits for ever: %s", actor->waiting);
}

static size_t place_of(const Model *model, u64 ref) {
  const ModelActor *actor = model_actor(model, ref);
  return actor == NULL ? model->actor_count : (size_t)(actor - model->actors);
}

// Where the wait of this one leads, or actor_count.
static size_t follow(const Model *model, size_t at) {
  const ModelActor *actor = &model->actors[at];
  return waits_has_edge(actor) ? place_of(model, actor->waits_for)
                               : model->actor_count;
}

static size_t gather(const Model *model, size_t begin, u64 **refs,
                     u64 *formed) {
  size_t count = 0;
  size_t at = begin;
  *refs = mem_array(u64, model->actor_count + 1);
  *formed = 0;
  do {
    const ModelActor *actor = &model->actors[at];
    (*refs)[count++] = actor->ref;
    *formed = actor->waits_since > *formed ? actor->waits_since : *formed;
    at = follow(model, at);
  } while (at != begin);
  return count;
}

size_t waits_ring(const Model *model, u64 **refs, u64 *formed) {
  size_t none = model->actor_count;
  size_t *seen = mem_array(size_t, none + 1);  // by which walk, from 1
  size_t count = 0;
  *refs = NULL;
  for (size_t i = 0; i < none; i++) {
    seen[i] = 0;
  }
  for (size_t i = 0; i < none && count == 0; i++) {
    size_t at = i;
    while (at < none && seen[at] == 0) {
      seen[at] = i + 1;
      at = follow(model, at);
    }
    if (at < none && seen[at] == i + 1) {
      count = gather(model, at, refs, formed);
    }
  }
  mem_free(seen);
  return count;
}

bool waits_say_ring(const Model *model, Text *out, u64 *formed) {
  u64 *refs = NULL;
  size_t count = waits_ring(model, &refs, formed);
  for (size_t i = 0; i < count; i++) {
    model_name(model, refs[i], out);
    text_add(out, " \xE2\x86\x92 ");
  }
  if (count > 0) {
    model_name(model, refs[0], out);
  }
  mem_free(refs);
  return count > 0;
}
