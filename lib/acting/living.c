// living.c -- a walk through the table.
#include "acting/living.h"

#include <stdlib.h>

#include "acting/table.h"
#include "base/mem.h"

typedef struct RollRow {
  u64 serial;
  Ref ref;
} RollRow;

typedef void RowFn(Roll *roll, RollRow row);

static void each_locked(Roll *roll, RowFn *visit) {
  System *system = roll->system;
  for (u32 slot = WATCHER_SLOT + 1; slot < system->slots; slot++) {
    Actor *actor = table_at(system, ref_make(system->node, slot, 1));
    if (standing_look_at_any_locked(&actor->standing)) {
      visit(roll, (RollRow){actor->serial, actor->ref});
    }
  }
}

static void count(Roll *roll, RollRow row) {
  (void)row;
  roll->count++;
}

static void add(Roll *roll, RollRow row) {
  if (roll->next < roll->count) {  // else it was spawned a moment ago
    roll->rows[roll->next++] = row;
  }
}

static int latest_first(const void *a, const void *b) {
  u64 left = ((const RollRow *)a)->serial;
  u64 right = ((const RollRow *)b)->serial;
  return left < right ? 1 : left > right ? -1 : 0;
}

void roll_begin(Roll *roll, System *system) {
  *roll = (Roll){.system = system, .below = UINT64_MAX};
  mutex_lock(&system->lock);
  each_locked(roll, count);
  roll->rows = mem_try_array(roll->count, sizeof *roll->rows);
  if (roll->rows != NULL) {
    each_locked(roll, add);
    roll->count = roll->next;
    roll->next = 0;
  }
  mutex_unlock(&system->lock);
  if (roll->rows != NULL) {
    qsort(roll->rows, roll->count, sizeof *roll->rows, latest_first);
  }
}

void roll_end(Roll *roll) {
  mem_free(roll->rows);
}

static bool is_buried(System *system, Ref ref) {
  Actor *actor = table_at(system, ref);
  mutex_lock(&system->lock);
  bool buried = !table_holds_locked(actor, ref) ||
                standing_was_free(standing(&actor->standing));
  mutex_unlock(&system->lock);
  return buried;
}

// Without memory.
static Ref find_next(Roll *roll) {
  System *system = roll->system;
  RollRow found = {0, NOBODY};
  mutex_lock(&system->lock);
  for (u32 slot = WATCHER_SLOT + 1; slot < system->slots; slot++) {
    Actor *actor = table_at(system, ref_make(system->node, slot, 1));
    if (standing_look_at_any_locked(&actor->standing) &&
        actor->serial < roll->below &&
        (found.ref.bits == 0 || actor->serial > found.serial)) {
      found = (RollRow){actor->serial, actor->ref};
    }
  }
  mutex_unlock(&system->lock);
  roll->below = found.serial;
  return found.ref;
}

Ref roll_next(Roll *roll) {
  if (roll->rows == NULL) {
    return find_next(roll);
  }
  while (roll->next < roll->count) {
    Ref ref = roll->rows[roll->next++].ref;
    if (!is_buried(roll->system, ref)) {
      return ref;
    }
  }
  return NOBODY;
}
