// router_impl.h -- what the two halves of a router share: router.c hands
// messages on, router_team.c sees to it that there are workers. Not for users.
#ifndef SURVIVING_ROUTER_IMPL_H
#define SURVIVING_ROUTER_IMPL_H

#include "surviving/router.h"

// The router's own messages that its team sends to it: who has ended, and (it
// has no fields) that a pause is over.
const MessageInfo *router_lost(void);
const MessageInfo *router_pause_over(void);

// The worker of a row, or NOBODY while it is missing.
static inline Ref router_worker(const RouterState *self, size_t row) {
  return self->workers.items[row].ref;
}

static inline bool router_misses(const RouterState *self, size_t row) {
  return ref_equal(router_worker(self, row), NOBODY);
}

// Fills what is missing and due, and sees to it that the rest will be.
void router_refill(RouterState *self);

// So many of its own: the latest go first.
void router_set_size(RouterState *self, u64 size);

// One that is given, and taken back.
void router_take_in(RouterState *self, Ref worker);
void router_let_go(RouterState *self, Ref worker);

// The worker of this monitor has ended.
void router_lose(RouterState *self, u64 monitor);

#endif
