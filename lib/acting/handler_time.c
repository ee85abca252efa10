// handler_time.c -- for those who measure; a clock that nobody reads costs
// nothing.
#include "acting/handler_time.h"

#include "acting/extras.h"

void handler_begins(Actor *actor, const MessageInfo *info) {
  System *system = actor->system;
  if (system->measures) {
    extras_if_any(actor)->began_at = system->dispatcher->now(system);
  }
  turn_begins(&actor->turns, info);
}

void handler_ends(Actor *actor) {
  System *system = actor->system;
  if (turn_ends(&actor->turns) && system->measures) {
    Extras *own = extras_if_any(actor);
    i64 span = system->dispatcher->now(system) - own->began_at;
    // Relaxed: only this thread writes it.
    i64 busy = atomic_load_explicit(&own->busy_ns, memory_order_relaxed);
    atomic_store_explicit(&own->busy_ns, busy + span, memory_order_relaxed);
  }
}
