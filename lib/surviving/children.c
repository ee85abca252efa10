// children.c -- made, delayed, found.
#include "surviving/children.h"

#include "acting/lives.h"
#include "acting/spawning.h"
#include "base/check.h"
#include "base/mem.h"

// A spec's state, or one of zeros, which is the caller's: free with mem_free.
// NULL: no memory.
static void *zeros(const ChildSpec *spec) {
  return mem_try(spec->type->state_size);
}

static Ref raise_child(System *system, Ref supervisor, const ChildSpec *spec) {
  LifeTerms terms = {.supervisor = supervisor,
                     .mode = spec->restart,
                     .asks_wait = spec->asks_wait,
                     .tries = spec->tries};
  SpawnOptions options = spec->spawn;
  options.label = spec->label;
  void *none = spec->state == NULL ? zeros(spec) : NULL;
  Ref ref = NOBODY;  // out of memory
  if (spec->state != NULL || none != NULL) {
    ref = spawning_raise(system, spec->type, &options,
                         none != NULL ? none : spec->state, &terms);
  }
  mem_free(none);
  return ref;
}

void child_spec_check(const ChildSpec *spec) {
  CHECK(spec != NULL && spec->type != NULL && "what actor the child is");
  CHECK(spec->spawn.owned == NULL && "what every life needs: its state");
}

Child *child_new(System *system, Ref supervisor, const ChildSpec *spec,
                 SpawnOutcome *why) {
  *why = SPAWN_NO_MEMORY;
  Child *child = block_new(NULL, sizeof *child);
  if (child == NULL) {
    return NULL;
  }
  child->spec = *spec;
  Writer out = writer_over(child->label, sizeof child->label);
  write_text(&out, spec->label != NULL ? spec->label : spec->type->name);
  child->ref = raise_child(system, supervisor, spec);
  *why = spawn_outcome(child->ref);
  if (*why != SPAWN_OK) {
    block_free(child);
    return NULL;
  }
  child->spec.label = NULL;
  child->spec.state = NULL;
  return child;
}

i64 child_next_delay(Child *child, i64 now) {
  const BackOff *wait = &child->spec.back_off;
  i64 first = after_ms(wait->first_ms).ns;
  i64 most = wait->most_ms == 0 ? NEVER.ns : after_ms(wait->most_ms).ns;
  i64 calm = wait->calm_ms == 0 ? most : after_ms(wait->calm_ms).ns;
  bool calmed = child->state == CHILD_RUNNING && now - child->since >= calm;
  if (child->delay == 0 || calmed) {
    child->delay = first;
  } else {
    child->delay = child->delay > most / 2 ? most : child->delay * 2;
  }
  child->delay = child->delay < most ? child->delay : most;
  return child->delay;
}

i64 child_stop_point(const Child *child, i64 now) {
  i64 ms = child->spec.stop_ms;
  if (ms == 0) {
    ms = STOP_USUAL_MS;
  }
  return ms == STOP_UNLIMITED ? POINT_NEVER : deadline_point(after_ms(ms), now);
}

Child *children_find(List *children, Ref ref) {
  for (ListNode *node = list_first(children); node != NULL;
       node = list_next(children, node)) {
    Child *child = CONTAINER_OF(node, Child, node);
    if (ref_equal(child->ref, ref)) {
      return child;
    }
  }
  return NULL;
}
