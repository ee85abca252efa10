// request_holds.c -- edges of the wait-for graph: from the one who holds an ask
// to whoever holds the request.
//
// They are changed and walked under the system's lock. An entry that is closed
// makes no edge any more, so a replier clears it by replying.
#include "acting/request_holds.h"

#include "acting/extras.h"
#include "acting/slowed.h"
#include "acting/table.h"
#include "acting/wait_graph.h"

void request_await_locked(System *system, const RequestSpec *spec,
                          RequestId request, Ref awaited) {
  Actor *asker = spec->hold ? table_at(system, spec->asker) : NULL;
  if (asker != NULL && table_holds_locked(asker, spec->asker) &&
      request_is_awaited_locked(asker, request)) {
    extras_if_any(asker)->awaits = awaited;
  }
}

// True: the actor would wait for itself. A ring in which somebody only waits
// for room is none: that one sends all the same.
static bool closes_ring(System *system, Ref holds, const Actor *asker,
                        Writer *out) {
  Actor *slowed;
  if (!wait_closes_ring_locked(system, asker, holds, out, &slowed)) {
    return false;
  }
  if (slowed != NULL) {
    extras_if_any(slowed)->overflows = true;
    slowed_interrupt_locked(slowed);
  }
  return slowed == NULL;
}

bool request_hold(System *system, RequestId request, Actor *asker, char *ring,
                  size_t size) {
  Writer out = writer_over(ring, size);
  mutex_lock(&system->lock);
  RequestEntry *entry = request_table_find_locked(system, request);
  bool closes = closes_ring(system, entry->spec.holder, asker, &out);
  if (!closes) {
    Extras *own = extras_if_any(asker);
    own->held = request;
    own->awaits = entry->spec.holder;
    asker->is_held = true;
  }
  entry->spec.hold = !closes;
  mutex_unlock(&system->lock);
  return !closes;
}

bool request_is_awaited_locked(const Actor *asker, RequestId request) {
  return asker->is_held && extras(asker)->held == request;
}

void request_let_go_locked(Actor *asker) {
  asker->is_held = false;
}

void request_let_go(Actor *asker) {
  mutex_lock(&asker->system->lock);
  request_let_go_locked(asker);
  mutex_unlock(&asker->system->lock);
}

bool request_move(System *system, RequestId request, Ref to, Ref *waits,
                  char *ring, size_t size) {
  Writer out = writer_over(ring, size);
  *waits = NOBODY;
  mutex_lock(&system->lock);
  RequestEntry *entry = request_table_find_locked(system, request);
  bool open = entry != NULL && entry->open;
  bool closes = false;
  if (open && entry->spec.hold) {
    *waits = entry->spec.asker;
    closes = closes_ring(system, to, table_at(system, *waits), &out);
  }
  if (open && !closes) {
    entry->spec.holder = to;
    request_await_locked(system, &entry->spec, request, to);
  }
  mutex_unlock(&system->lock);
  return !closes;
}
