// extras.c -- one block, put in its place by whoever is first.
#include "acting/extras.h"

#include <string.h>

#include "base/pool.h"

const Extras extras_none = {
    .timers = {.end = {(ListNode *)(uintptr_t)&extras_none.timers.end,
                       (ListNode *)(uintptr_t)&extras_none.timers.end}}};

Extras *extras_own(Actor *actor) {
  Extras *own = extras_if_any(actor);
  if (own != NULL) {
    return own;
  }
  Extras *fresh = pool_take(sizeof *fresh);
  if (fresh == NULL) {
    return NULL;
  }
  memset(fresh, 0, sizeof *fresh);
  list_init(&fresh->timers);
  // Release: it is filled before it can be found. Pairs with the acquire in
  // extras_if_any, and with this one's where another thread was faster.
  if (!atomic_compare_exchange_strong_explicit(&actor->extras, &own, fresh,
                                               memory_order_acq_rel,
                                               memory_order_acquire)) {
    extras_free(fresh);
    return own;
  }
  return fresh;
}

Extras *extras_take_locked(Actor *actor) {
  Extras *own = extras_if_any(actor);
  if (own != NULL) {
    // Relaxed: nobody makes any now.
    atomic_store_explicit(&actor->extras, NULL, memory_order_relaxed);
  }
  return own;
}

void extras_free(Extras *extras) {
  pool_give(extras, sizeof *extras);
}
