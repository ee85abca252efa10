// nursery.c -- stacks of slots, and sums.
#include "acting/nursery.h"

#include "base/mem.h"
#include "base/pool.h"

// Numbers that a worker takes at a time.
enum { SERIALS = 64 };

_Thread_local Nursery *nursery_of_thread;

bool nurseries_init(System *system, size_t workers) {
  bool alone = atomic_load_explicit(&system->traced, memory_order_relaxed) ||
               system->dispatcher != &run_pool;
  size_t count = alone ? 1 : workers + 2;  // with the guest
  system->nurseries = mem_try_array(count, sizeof *system->nurseries);
  if (system->nurseries == NULL) {
    return false;
  }
  system->nursery_count = count;
  for (size_t i = 0; i < count; i++) {
    system->nurseries[i].system = system;
  }
  return true;
}

void nurseries_release(System *system) {
  for (size_t i = 0; i < system->nursery_count; i++) {
    label_drop(system->nurseries[i].label);
  }
  mem_free(system->nurseries);
}

void nursery_enter(System *system) {
  // Relaxed: whoever started this thread has made them all.
  size_t taken = atomic_fetch_add_explicit(&system->nurseries_taken, 1,
                                           memory_order_relaxed) +
                 1;
  nursery_of_thread =
      taken < system->nursery_count ? &system->nurseries[taken] : NULL;
}

void nursery_enter_as_guest(System *system) {
  size_t count = system->nursery_count;
  nursery_of_thread = count > 1 ? &system->nurseries[count - 1] : NULL;
}

void nursery_leave_as_guest(void) {
  nursery_of_thread = NULL;
}

// ---- Serial numbers ----

// A worker takes some at a time, so that workers hardly ever meet here; it
// drops the rest if the outside has spawned meanwhile, which may have told it
// so. (Acquire and release: whoever has been told by the outside sees that it
// has spawned, and takes numbers that come after.)
u64 nursery_serial(Nursery *nursery) {
  System *system = nursery->system;
  if (nursery == system->nurseries) {
    atomic_fetch_add_explicit(&system->outside_spawns, 1, memory_order_release);
    return atomic_fetch_add_explicit(&system->serials, 1, memory_order_acq_rel);
  }
  u64 outside =
      atomic_load_explicit(&system->outside_spawns, memory_order_acquire);
  if (nursery->serial == nursery->serials_end ||
      nursery->seen_outside != outside) {
    nursery->seen_outside = outside;
    nursery->serial = atomic_fetch_add_explicit(&system->serials, SERIALS,
                                                memory_order_acq_rel);
    nursery->serials_end = nursery->serial + SERIALS;
  }
  return nursery->serial++;
}

// ---- Counts ----

// Relaxed: pairs with the sum, which reads it after an end that comes later,
// and that is a release.
void nursery_count_spawn(Nursery *nursery) {
  u64 spawned = atomic_load_explicit(&nursery->spawned, memory_order_relaxed);
  atomic_store_explicit(&nursery->spawned, spawned + 1, memory_order_relaxed);
}

// Sequentially consistent, as the load of `quiet_wanted` and what others do:
// who waits says so and then sums up, so either it sees this end, or this sees
// that it waits. Of two that end at once, one sees both ends.
bool nursery_count_end(Nursery *nursery) {
  System *system = nursery->system;
  u64 ended = atomic_load_explicit(&nursery->ended, memory_order_relaxed);
  atomic_store(&nursery->ended, ended + 1);
  return atomic_load(&system->quiet_wanted) > 0 && count_alive(system) == 0;
}

u64 count_spawned(const System *system) {
  u64 sum = 0;
  for (size_t i = 0; i < system->nursery_count; i++) {
    sum += atomic_load_explicit(&system->nurseries[i].spawned,
                                memory_order_relaxed);
  }
  return sum;
}

// Sequentially consistent; as an acquire it pairs with nursery_count_end, so
// the spawns of those that ended are seen, and of those that they spawned.
u64 count_ended(const System *system) {
  u64 sum = 0;
  for (size_t i = 0; i < system->nursery_count; i++) {
    sum += atomic_load(&system->nurseries[i].ended);
  }
  return sum;
}

size_t count_alive(const System *system) {
  u64 ended = count_ended(system);
  return (size_t)(count_spawned(system) - ended);
}

// ---- Slots ----

static void push(SlotStack *stack, Actor *slot) {
  slot->run_next = stack->top;
  stack->top = slot;
  if (stack->bottom == NULL) {
    stack->bottom = slot;
  }
  stack->count++;
}

static Actor *pop(SlotStack *stack) {
  Actor *slot = stack->top;
  if (slot != NULL) {
    stack->top = slot->run_next;
    stack->count--;
    if (stack->top == NULL) {
      stack->bottom = NULL;
    }
  }
  return slot;
}

// Too many: those that were used the longest ago are for all.
static void hand_over(Nursery *nursery) {
  Nursery *first = nursery->system->nurseries;
  SlotStack *full = &nursery->full;
  if (full->count > 0) {
    pool_hand_on(full->count);
    mutex_lock(&nursery->system->lock);
    full->bottom->run_next = first->slots.top;
    first->slots.top = full->top;
    if (first->slots.bottom == NULL) {
      first->slots.bottom = full->bottom;
    }
    first->slots.count += full->count;
    mutex_unlock(&nursery->system->lock);
  }
  *full = nursery->slots;
  nursery->slots = (SlotStack){.count = 0};
}

void nursery_push(Nursery *nursery, Actor *slot) {
  if (nursery->slots.count >= NURSERY_BATCH &&
      nursery != nursery->system->nurseries) {
    hand_over(nursery);
  }
  push(&nursery->slots, slot);
}

Actor *nursery_pop(Nursery *nursery) {
  if (nursery->slots.top == NULL) {
    nursery->slots = nursery->full;
    nursery->full = (SlotStack){.count = 0};
  }
  return pop(&nursery->slots);
}
