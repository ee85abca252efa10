// router.c -- an actor with two protocols: what is not its own is handed on.
//
// Each worker has a row and a number. The row of one of its own stays while it
// is missing, so that the replacement has the same number and, on the ring, the
// same keys. Rows that are missing are filled when their pause is over: by a
// timer, or, should that find no memory, with the next message.
#include "surviving/router.h"

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

enum { USUAL_PAUSE_MS = 100, NEVER_BORN = -1 };

// ---- Rows ----

static Ref worker_at(const RouterState *self, size_t row) {
  return self->workers.items[row].ref;
}

static bool is_missing(const RouterState *self, size_t row) {
  return ref_equal(worker_at(self, row), NOBODY);
}

// Adds a row without a worker. False: out of memory, nothing has changed.
static bool add_row(RouterState *self, bool own) {
  if (!rows_room(&self->workers, sizeof(AnyRef)) ||
      !rows_room(&self->numbers, sizeof(u64)) ||
      !rows_room(&self->monitors, sizeof(u64)) ||
      !rows_room(&self->born, sizeof(i64)) ||
      !rows_room(&self->own, sizeof(bool)) ||
      !hash_ring_add(&self->plan->ring, self->next_number)) {
    return false;
  }
  self->workers.items[self->workers.count++] = (AnyRef){NOBODY};
  self->numbers.items[self->numbers.count++] = self->next_number++;
  self->monitors.items[self->monitors.count++] = 0;
  self->born.items[self->born.count++] = NEVER_BORN;
  self->own.items[self->own.count++] = own;
  self->missing += own;
  return true;
}

static void remove_row(RouterState *self, size_t row) {
  hash_ring_remove(&self->plan->ring, self->numbers.items[row]);
  self->missing -= self->own.items[row] && is_missing(self, row);
  rows_remove(&self->workers, sizeof(AnyRef), row);
  rows_remove(&self->numbers, sizeof(u64), row);
  rows_remove(&self->monitors, sizeof(u64), row);
  rows_remove(&self->born, sizeof(i64), row);
  rows_remove(&self->own, sizeof(bool), row);
}

static size_t own_rows(const RouterState *self) {
  size_t own = 0;
  for (size_t i = 0; i < self->own.count; i++) {
    own += self->own.items[i];
  }
  return own;
}

// Puts a worker that has been monitored into the row; false: out of memory.
static bool fill_row(RouterState *self, size_t row, Ref worker) {
  u64 monitor = actor_monitor_by(worker, &routes_messages[ROUTES_LOST]);
  if (monitor == 0) {
    return false;
  }
  self->workers.items[row].ref = worker;
  self->monitors.items[row] = monitor;
  return true;
}

// ---- Workers of its own ----

// True: the row's pause is over.
static bool is_due(const RouterState *self, size_t row, i64 now) {
  i64 born = self->born.items[row];
  return born == NEVER_BORN || now - born >= self->pause;
}

// An attempt counts as a start, also one that was refused.
static void employ(RouterState *self, size_t row, i64 now) {
  bool again = self->born.items[row] != NEVER_BORN;
  self->born.items[row] = now;
  Ref worker = router_plan_spawn(self->plan);
  SpawnOutcome outcome = spawn_outcome(worker);
  self->over = outcome == SPAWN_STOPPING;
  if (outcome != SPAWN_OK) {
    return;
  }
  if (fill_row(self, row, worker)) {
    self->missing--;
    self->replaced += again;
  } else {
    actor_kill(worker);
  }
}

static void wait_for_pause(RouterState *self) {
  struct routes_refill fields = {0};
  self->waits =
      actor_tell_after(actor_self(), &routes_messages[ROUTES_REFILL], &fields,
                       after_ns(self->pause), NULL) == TELL_OK;
}

// Fills what is missing and due, and sees to it that the rest will be.
static void refill(RouterState *self) {
  i64 now = actor_now();
  bool complete = true;
  for (size_t own = own_rows(self); own < self->size && complete; own++) {
    complete = add_row(self, true);
  }
  for (size_t row = 0; row < self->workers.count && !self->over; row++) {
    if (is_missing(self, row) && is_due(self, row, now)) {
      employ(self, row, now);
    }
  }
  if ((self->missing > 0 || !complete) && !self->waits && !self->over) {
    wait_for_pause(self);
  }
}

static void dismiss(RouterState *self, size_t row) {
  if (!is_missing(self, row)) {
    ignore(actor_demonitor(self->monitors.items[row]));
    if (self->own.items[row]) {
      actor_stop(worker_at(self, row));
    }
  }
  remove_row(self, row);
}

// The latest go first.
static void resize(RouterState *self, u64 size) {
  self->size = size;
  size_t own = own_rows(self);
  for (size_t row = self->workers.count; row-- > 0 && own > size;) {
    if (self->own.items[row]) {
      dismiss(self, row);
      own--;
    }
  }
  refill(self);
}

// ---- Workers that are given ----

static size_t row_of(const RouterState *self, Ref worker) {
  size_t row = 0;
  while (row < self->workers.count &&
         !ref_equal(worker_at(self, row), worker)) {
    row++;
  }
  return row;
}

static void add(RouterState *self, Ref worker) {
  size_t row = self->workers.count;
  if (ref_equal(worker, NOBODY) || row_of(self, worker) < row) {
    return;
  }
  if (add_row(self, false) && !fill_row(self, row, worker)) {
    remove_row(self, row);
  }
}

static void drop(RouterState *self, Ref worker) {
  size_t row = row_of(self, worker);
  if (row < self->workers.count && !self->own.items[row] &&
      !is_missing(self, row)) {
    dismiss(self, row);
  }
}

static void lose(RouterState *self, u64 monitor) {
  size_t row = 0;
  while (row < self->monitors.count && self->monitors.items[row] != monitor) {
    row++;
  }
  if (row == self->monitors.count) {
    return;
  }
  if (!self->own.items[row]) {
    remove_row(self, row);
    return;
  }
  self->workers.items[row].ref = NOBODY;
  self->monitors.items[row] = 0;
  self->missing++;
  refill(self);
}

// ---- Routing ----

static size_t least_busy(const RouterState *self) {
  size_t count = self->workers.count;
  size_t best = (size_t)(self->turn % count);
  size_t least = SIZE_MAX;
  for (size_t i = 0; i < count && least > 0; i++) {
    size_t row = (size_t)((self->turn + i) % count);
    size_t length = is_missing(self, row)
                        ? SIZE_MAX
                        : actor_mailbox_length(worker_at(self, row));
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
  if (is_missing(self, row)) {
    return false;
  }
  TellOutcome outcome = actor_forward(worker_at(self, row));
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
    bool told = !is_missing(self, row) &&
                actor_copy_to(worker_at(self, row)) == TELL_OK;
    self->routed += told;
    self->returned += !told && !is_missing(self, row);
  }
}

static void hand_on(RouterState *self) {
  TellOutcome why = TELL_STOPPED;
  if (self->missing > 0 && !self->waits) {
    refill(self);
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
    if (!is_missing(self, row)) {
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
      resize(self, message->resize.workers);
      break;
    case ROUTES_ADD:
      add(self, message->add.worker.ref);
      break;
    case ROUTES_DROP:
      drop(self, message->drop.worker.ref);
      break;
    case ROUTES_REFILL:
      self->waits = false;
      refill(self);
      break;
    case ROUTES_LOST:
      lose(self, message->lost.monitor);
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
  refill(state);
}

void router_stops(void *state, StopReason reason) {
  const RouterState *self = state;
  (void)reason;
  for (size_t row = 0; row < self->workers.count; row++) {
    if (self->own.items[row] && !is_missing(self, row)) {
      actor_stop(worker_at(self, row));
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
