// oneshot.c -- a slot for one value, and who still holds a half of it.
//
// The lock guards the state and the value. The count of halves is lowered
// only after the lock has been given back, so whoever comes last can free.
#include "passing/oneshot.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

typedef enum SlotState {
  SLOT_EMPTY,      // both halves are there, no value yet
  SLOT_FILLED,     // the value waits to be taken
  SLOT_TAKEN,      // the value has left
  SLOT_ABANDONED,  // one half ended first, without a value
} SlotState;

struct Oneshot {
  size_t element_size;  // set once

  Mutex lock;    // protects state, awaited and value; no other lock inside
  Cond changed;  // the state is no longer SLOT_EMPTY
  SlotState state;
  bool awaited;  // a thread waits in oneshot_take

  // Sequentially consistent. The two decrements pair with each other: what
  // the first half did is done for the one that frees.
  atomic_int halves;

  alignas(max_align_t) unsigned char value[];
};

Oneshot *oneshot_new(size_t element_size) {
  CHECK(element_size > 0);
  CHECK(element_size <= SIZE_MAX - sizeof(Oneshot));
  Oneshot *oneshot = mem_try(sizeof *oneshot + element_size);
  if (!oneshot) return NULL;
  oneshot->element_size = element_size;
  mutex_init(&oneshot->lock);
  cond_init(&oneshot->changed);
  atomic_init(&oneshot->halves, 2);
  return oneshot;
}

static void end_half(Oneshot *oneshot) {
  int before = atomic_fetch_sub(&oneshot->halves, 1);
  CHECK(before > 0);
  if (before > 1) return;
  cond_release(&oneshot->changed);
  mutex_release(&oneshot->lock);
  mem_free(oneshot);
}

// Leaves SLOT_EMPTY, if it is still that, for `state`; gives the state found.
static SlotState settle_locked(Oneshot *oneshot, SlotState state) {
  SlotState found = oneshot->state;
  if (found == SLOT_EMPTY) {
    oneshot->state = state;
    cond_signal(&oneshot->changed);
  }
  return found;
}

OneshotOutcome oneshot_put(Oneshot *oneshot, void *item) {
  mutex_lock(&oneshot->lock);
  bool accepted = settle_locked(oneshot, SLOT_FILLED) == SLOT_EMPTY;
  if (accepted) memcpy(oneshot->value, item, oneshot->element_size);
  mutex_unlock(&oneshot->lock);

  if (accepted) memset(item, 0, oneshot->element_size);
  end_half(oneshot);
  return accepted ? ONESHOT_OK : ONESHOT_DROPPED;
}

void oneshot_drop_sender(Oneshot *oneshot) {
  mutex_lock(&oneshot->lock);
  settle_locked(oneshot, SLOT_ABANDONED);
  mutex_unlock(&oneshot->lock);
  end_half(oneshot);
}

static void wait_locked(Oneshot *oneshot, Deadline deadline) {
  if (oneshot->state != SLOT_EMPTY || deadline_is_now(deadline)) return;
  i64 point = deadline_point(deadline, clock_now());
  bool in_time = true;
  oneshot->awaited = true;
  while (in_time && oneshot->state == SLOT_EMPTY) {
    in_time = cond_wait_until(&oneshot->changed, &oneshot->lock, point);
  }
  oneshot->awaited = false;
}

static OneshotOutcome take_locked(Oneshot *oneshot, void *item) {
  switch (oneshot->state) {
    case SLOT_EMPTY:
      return ONESHOT_TIMEOUT;
    case SLOT_FILLED:
      memcpy(item, oneshot->value, oneshot->element_size);
      oneshot->state = SLOT_TAKEN;
      return ONESHOT_OK;
    case SLOT_ABANDONED:
      return ONESHOT_DROPPED;
    case SLOT_TAKEN:
      break;
  }
  check_failed(__FILE__, __LINE__, "a oneshot is taken once");
}

OneshotOutcome oneshot_take(Oneshot *oneshot, void *item, Deadline deadline) {
  mutex_lock(&oneshot->lock);
  wait_locked(oneshot, deadline);
  OneshotOutcome outcome = take_locked(oneshot, item);
  mutex_unlock(&oneshot->lock);
  if (outcome != ONESHOT_TIMEOUT) end_half(oneshot);
  return outcome;
}

void oneshot_drop_receiver(Oneshot *oneshot, void (*undelivered)(void *item)) {
  mutex_lock(&oneshot->lock);
  SlotState found = settle_locked(oneshot, SLOT_ABANDONED);
  mutex_unlock(&oneshot->lock);
  // The sender's half ended when it filled the slot: the value is ours alone.
  if (found == SLOT_FILLED && undelivered) undelivered(oneshot->value);
  end_half(oneshot);
}

bool oneshot_is_awaited(Oneshot *oneshot) {
  mutex_lock(&oneshot->lock);
  bool awaited = oneshot->awaited;
  mutex_unlock(&oneshot->lock);
  return awaited;
}
