// router_team.c -- the workers of a router: spawned, replaced, given,
// dismissed.
//
// Each worker has a row and a number. The row of one of its own stays while it
// is missing, so that the replacement has the same number and, on the ring, the
// same keys. Rows that are missing are filled when their pause is over: by a
// timer, or, should that find no memory, with the next message.
#include "surviving/monitors.h"
#include "surviving/router_impl.h"
#include "surviving/rows.h"

enum { NEVER_BORN = -1 };

// ---- Rows ----

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
  self->missing -= self->own.items[row] && router_misses(self, row);
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
  u64 monitor = actor_monitor_by(worker, router_lost());
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
  char none = 0;
  self->waits = actor_tell_after(actor_self(), router_pause_over(), &none,
                                 after_ns(self->pause), NULL) == TELL_OK;
}

// Fills what is missing and due, and sees to it that the rest will be.
void router_refill(RouterState *self) {
  i64 now = actor_now();
  bool complete = true;
  for (size_t own = own_rows(self); own < self->size && complete; own++) {
    complete = add_row(self, true);
  }
  for (size_t row = 0; row < self->workers.count && !self->over; row++) {
    if (router_misses(self, row) && is_due(self, row, now)) {
      employ(self, row, now);
    }
  }
  if ((self->missing > 0 || !complete) && !self->waits && !self->over) {
    wait_for_pause(self);
  }
}

static void dismiss(RouterState *self, size_t row) {
  if (!router_misses(self, row)) {
    ignore(actor_demonitor(self->monitors.items[row]));
    if (self->own.items[row]) {
      actor_stop(router_worker(self, row));
    }
  }
  remove_row(self, row);
}

// The latest go first.
void router_set_size(RouterState *self, u64 size) {
  self->size = size;
  size_t own = own_rows(self);
  for (size_t row = self->workers.count; row-- > 0 && own > size;) {
    if (self->own.items[row]) {
      dismiss(self, row);
      own--;
    }
  }
  router_refill(self);
}

// ---- Workers that are given ----

static size_t row_of(const RouterState *self, Ref worker) {
  size_t row = 0;
  while (row < self->workers.count &&
         !ref_equal(router_worker(self, row), worker)) {
    row++;
  }
  return row;
}

void router_take_in(RouterState *self, Ref worker) {
  size_t row = self->workers.count;
  if (ref_equal(worker, NOBODY) || row_of(self, worker) < row) {
    return;
  }
  if (add_row(self, false) && !fill_row(self, row, worker)) {
    remove_row(self, row);
  }
}

void router_let_go(RouterState *self, Ref worker) {
  size_t row = row_of(self, worker);
  if (row < self->workers.count && !self->own.items[row] &&
      !router_misses(self, row)) {
    dismiss(self, row);
  }
}

void router_lose(RouterState *self, u64 monitor) {
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
  router_refill(self);
}
