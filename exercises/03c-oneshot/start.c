// 03c-oneshot, the start. Fails first: a_question_dropped_unanswered_is_heard
//
// Right if a value is put and taken. Yours: what happens when a half ends
// without; and who frees it all.
#include "oneshot.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread.h"

struct Oneshot {
  size_t element_size;  // set once

  Mutex lock;    // protects all below
  Cond settled;  // the value has come
  bool filled;
  alignas(max_align_t) unsigned char value[];
};

Oneshot *oneshot_new(size_t element_size) {
  Oneshot *oneshot = mem_must(1, sizeof *oneshot + element_size);
  oneshot->element_size = element_size;
  mutex_init(&oneshot->lock);
  cond_init(&oneshot->settled);
  return oneshot;
}

OneshotOutcome oneshot_put(Oneshot *oneshot, void *item) {
  mutex_lock(&oneshot->lock);
  memcpy(oneshot->value, item, oneshot->element_size);
  memset(item, 0, oneshot->element_size);
  oneshot->filled = true;
  cond_signal(&oneshot->settled);
  mutex_unlock(&oneshot->lock);
  return ONESHOT_OK;
}

void oneshot_drop_sender(Oneshot *oneshot) {
  (void)oneshot;
}

OneshotOutcome oneshot_take(Oneshot *oneshot, void *item) {
  mutex_lock(&oneshot->lock);
  while (!oneshot->filled) {
    cond_wait(&oneshot->settled, &oneshot->lock);
  }
  memcpy(item, oneshot->value, oneshot->element_size);
  mutex_unlock(&oneshot->lock);
  return ONESHOT_OK;
}

void oneshot_drop_receiver(Oneshot *oneshot, void (*undelivered)(void *item)) {
  (void)oneshot;
  (void)undelivered;
}
