// router.c -- an actor with two protocols: what is not its own is handed on.
//
// Its workers are router_team.c's.
#include "surviving/router_impl.h"

#include <string.h>

#include "acting/runtime.h"
#include "base/check.h"
#include "surviving/monitors.h"
#include "surviving/notice.h"
#include "surviving/rows.h"

#define ROUTES(M)                                                         \
  M(ROUTES_RESIZE, routes, resize, (u64, workers), )                      \
  M(ROUTES_ADD, routes, add, (ref(Any), worker), )                        \
  M(ROUTES_DROP, routes, drop, (ref(Any), worker), )                      \
  M(ROUTES_REFILL, routes, refill, , )                                    \
  M(ROUTES_LOST, routes, lost, DOWN_HEAD, )                               \
  M(ROUTES_LOOK, routes, look, ,                                          \
    (array(ref(Any)), workers)(u64, missing)(u64, routed)(u64, returned)( \
        u64, replaced))
PROTOCOL(Routes, routes, ROUTES)

enum { USUAL_PAUSE_MS = 100 };

const MessageInfo *router_lost(void) {
  return &routes_messages[ROUTES_LOST];
}

const MessageInfo *router_pause_over(void) {
  return &routes_messages[ROUTES_REFILL];
}

// ---- Routing ----

static size_t least_busy(const RouterState *self) {
  size_t count = self->workers.count;
  size_t best = (size_t)(self->turn % count);
  size_t least = SIZE_MAX;
  for (size_t i = 0; i < count && least > 0; i++) {
    size_t row = (size_t)((self->turn + i) % count);
    size_t length = router_misses(self, row)
                        ? SIZE_MAX
                        : actor_mailbox_length(router_worker(self, row));
    if (length < least) {
      best = row;
      least = length;
    }
  }
  return best;
}

static size_t first_choice(RouterState *self) {
  switch (self->policy) {
    case ROUTE_LEAST_BUSY:
      return least_busy(self);
    case ROUTE_RANDOM:
      return (size_t)(actor_random() % self->workers.count);
    case ROUTE_ROUND_ROBIN:
    case ROUTE_HASH:
    case ROUTE_BROADCAST:
      break;
  }
  return (size_t)(self->turn % self->workers.count);
}

// True: it has left, or fell. False: *why says what the last of them said.
static bool hand_to(RouterState *self, size_t row, TellOutcome *why) {
  if (router_misses(self, row)) {
    return false;
  }
  TellOutcome outcome = actor_forward(router_worker(self, row));
  self->routed += outcome == TELL_OK;
  // One that has just ended says nothing about the others' room.
  *why = outcome == TELL_STOPPED ? *why : outcome;
  return outcome == TELL_OK || outcome == TELL_DROPPED;
}

static bool route(RouterState *self, TellOutcome *why) {
  size_t count = self->workers.count;
  size_t first = count > 0 ? first_choice(self) : 0;
  for (size_t i = 0; i < count; i++) {
    size_t row = (first + i) % count;
    if (hand_to(self, row, why)) {
      self->turn = row + 1;
      return true;
    }
  }
  return false;
}

static size_t row_of_number(const RouterState *self, u64 number) {
  size_t row = 0;
  while (self->numbers.items[row] != number) {
    row++;
  }
  return row;
}

// Who is missing is passed over, who is full is not: its keys are its own.
static bool route_by_key(RouterState *self, TellOutcome *why) {
  const HashRing *ring = &self->plan->ring;
  u64 place = router_plan_place(self->plan, activation()->actor->current);
  size_t first = ring->count > 0 ? hash_ring_find(ring, place) : 0;
  for (size_t i = 0; i < ring->count && *why == TELL_STOPPED; i++) {
    u64 number = ring->points[(first + i) % ring->count].member;
    if (hand_to(self, row_of_number(self, number), why)) {
      return true;
    }
  }
  return false;
}

static void copy_to_all(RouterState *self) {
  for (size_t row = 0; row < self->workers.count; row++) {
    bool told = !router_misses(self, row) &&
                actor_copy_to(router_worker(self, row)) == TELL_OK;
    self->routed += told;
    self->returned += !told && !router_misses(self, row);
  }
}

static void hand_on(RouterState *self) {
  TellOutcome why = TELL_STOPPED;
  if (self->missing > 0 && !self->waits) {
    router_refill(self);
  }
  if (self->policy == ROUTE_BROADCAST) {
    copy_to_all(self);
  } else if (!(self->policy == ROUTE_HASH ? route_by_key(self, &why)
                                          : route(self, &why))) {
    self->returned++;
    actor_return(why);
  }
}

// ---- Its own protocol ----

static void look(const RouterState *self) {
  AnyRef *living = rows_own((self->workers.count + 1) * sizeof *living);
  if (living == NULL) {
    actor_refuse();
    return;
  }
  ArrayRef workers = {living, 0};
  for (size_t row = 0; row < self->workers.count; row++) {
    if (!router_misses(self, row)) {
      living[workers.count++] = self->workers.items[row];
    }
  }
  routes_reply_look(workers, self->missing, self->routed, self->returned,
                    self->replaced);
  block_free(living);
}

static void serve(RouterState *self, const RoutesMsg *message) {
  switch (message->kind) {
    case ROUTES_RESIZE:
      router_set_size(self, message->resize.workers);
      break;
    case ROUTES_ADD:
      router_take_in(self, message->add.worker.ref);
      break;
    case ROUTES_DROP:
      router_let_go(self, message->drop.worker.ref);
      break;
    case ROUTES_REFILL:
      self->waits = false;
      router_refill(self);
      break;
    case ROUTES_LOST:
      router_lose(self, message->lost.monitor);
      break;
    case ROUTES_LOOK:
      look(self);
      break;
  }
}

void router_run(size_t behaviour, void *state, const void *message) {
  (void)behaviour;
  if (activation()->actor->current->info->protocol == &routes_protocol) {
    serve(state, message);
  } else {
    hand_on(state);
  }
}

void router_starts(void *state) {
  router_refill(state);
}

void router_stops(void *state, StopReason reason) {
  const RouterState *self = state;
  (void)reason;
  for (size_t row = 0; row < self->workers.count; row++) {
    if (self->own.items[row] && !router_misses(self, row)) {
      actor_stop(router_worker(self, row));
    }
  }
}

// ---- From anywhere ----

Ref router_spawn(System *system, const RouterType *type,
                 const RouterOptions *options, const void *initial) {
  CHECK(options->spawn.owned == NULL && "the router has a block already");
  RouterPlan *plan =
      router_plan_new(type->worker, &options->worker, options->key, initial);
  if (plan == NULL) {
    return NOBODY;
  }
  Deadline pause = deadline_is_now(options->pause) ? after_ms(USUAL_PAUSE_MS)
                                                   : options->pause;
  RouterState state = {.policy = options->policy,
                       .size = options->workers,
                       .pause = pause.ns,
                       .plan = plan};
  SpawnOptions spawn = options->spawn;
  spawn.owned = plan;
  Ref router = actor_spawn(system, &type->type, &spawn, &state);
  if (spawn_outcome(router) != SPAWN_OK) {
    block_free(plan);
  }
  return router;
}

static bool is_router(Ref ref) {
  const ActorType *type = notice_type(ref);
  return type == NULL || type->run == router_run;  // ended: told by who sends
}

TellOutcome router_resize(Ref router, size_t workers) {
  return is_router(router) ? routes_tell_resize((RoutesRef){router}, workers)
                           : TELL_STRANGER;
}

TellOutcome router_add(Ref router, Ref worker) {
  return is_router(router)
             ? routes_tell_add((RoutesRef){router}, (AnyRef){worker})
             : TELL_STRANGER;
}

TellOutcome router_drop(Ref router, Ref worker) {
  return is_router(router)
             ? routes_tell_drop((RoutesRef){router}, (AnyRef){worker})
             : TELL_STRANGER;
}

AskOutcome router_look(Ref router, RouterLook *look, Deadline deadline) {
  struct routes_look_reply reply;
  AskOutcome outcome =
      is_router(router) ? routes_ask_look((RoutesRef){router}, &reply, deadline)
                        : ASK_STRANGER;
  *look = (RouterLook){.routed = 0};
  if (outcome == ASK_OK) {
    *look = (RouterLook){.workers = reply.workers,
                         .missing = reply.missing,
                         .routed = reply.routed,
                         .returned = reply.returned,
                         .replaced = reply.replaced};
  }
  return outcome;
}
