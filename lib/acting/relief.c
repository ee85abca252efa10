// relief.c -- may the handler be kept waiting?
#include "acting/relief.h"

#include "acting/trace.h"

// In events a handler would begin and end within another, and its time would be
// counted twice.
static bool is_seen(const System *system) {
  return is_traced(system) || system->measures;
}

void relieve(Actor *wanted) {
  pool_forget_borrowed();
  const Activation *here = activation();
  if (here->actor == NULL || !here->user_code || thread_locks_held() > 0) {
    return;
  }
  System *system = here->actor->system;
  if (system->dispatcher->relieve != NULL && !is_seen(system)) {
    system->dispatcher->relieve(system, wanted);
  }
}
