// WRONG, fails an_answer_that_came_meanwhile_is_handed_over:
// the receiver goes, and an answer that has come lies in memory that is freed.
#include "oneshot.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread.h"

typedef enum SlotState {
  SLOT_EMPTY,      // both halves are there, no value yet
  SLOT_FILLED,     // the value waits to be taken
  SLOT_ABANDONED,  // one half ended first, without a value
} SlotState;

struct Oneshot {
  size_t element_size;  // set once

  Mutex lock;    // protects all below
  Cond settled;  // no longer SLOT_EMPTY
  SlotState state;
  int halves;  // that have not ended
  alignas(max_align_t) unsigned char value[];
};

Oneshot *oneshot_new(size_t element_size) {
  Oneshot *oneshot = mem_must(1, sizeof *oneshot + element_size);
  oneshot->element_size = element_size;
  mutex_init(&oneshot->lock);
  cond_init(&oneshot->settled);
  oneshot->halves = 2;
  return oneshot;
}

// Ends a half and gives the lock back. The second one frees.
static void end_half(Oneshot *oneshot) {
  oneshot->halves--;
  bool last = oneshot->halves == 0;
  mutex_unlock(&oneshot->lock);
  if (!last) return;
  cond_release(&oneshot->settled);
  mutex_release(&oneshot->lock);
  mem_free(oneshot);
}

// Leaves SLOT_EMPTY, if it is still that. False: it was not.
static bool settle_locked(Oneshot *oneshot, SlotState state) {
  if (oneshot->state != SLOT_EMPTY) return false;
  oneshot->state = state;
  cond_signal(&oneshot->settled);
  return true;
}

OneshotOutcome oneshot_put(Oneshot *oneshot, void *item) {
  mutex_lock(&oneshot->lock);
  bool wanted = settle_locked(oneshot, SLOT_FILLED);
  if (wanted) {
    memcpy(oneshot->value, item, oneshot->element_size);
    memset(item, 0, oneshot->element_size);
  }
  end_half(oneshot);
  return wanted ? ONESHOT_OK : ONESHOT_DROPPED;
}

void oneshot_drop_sender(Oneshot *oneshot) {
  mutex_lock(&oneshot->lock);
  (void)settle_locked(oneshot, SLOT_ABANDONED);
  end_half(oneshot);
}

OneshotOutcome oneshot_take(Oneshot *oneshot, void *item) {
  mutex_lock(&oneshot->lock);
  while (oneshot->state == SLOT_EMPTY) {
    cond_wait(&oneshot->settled, &oneshot->lock);
  }
  bool some = oneshot->state == SLOT_FILLED;
  if (some) memcpy(item, oneshot->value, oneshot->element_size);
  end_half(oneshot);
  return some ? ONESHOT_OK : ONESHOT_DROPPED;
}

void oneshot_drop_receiver(Oneshot *oneshot, void (*undelivered)(void *item)) {
  (void)undelivered;
  mutex_lock(&oneshot->lock);
  (void)settle_locked(oneshot, SLOT_ABANDONED);
  end_half(oneshot);
}
