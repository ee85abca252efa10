// 03b-refused, the start. Fails first: what_is_refused_is_still_the_senders
//
// Right as long as there is room and nobody closes it. Yours: to refuse, and to
// close, so that each letter has one owner all the time.
#include "chute.h"

#include "base/mem.h"
#include "base/thread.h"

struct Chute {
  int room;  // set once

  Mutex lock;        // protects all below
  Letter **letters;  // a ring; the oldest is at `first`
  int first;
  int count;
  Cond not_empty;
  Cond not_full;
};

Chute *chute_new(int room) {
  Chute *chute = mem_new(Chute);
  chute->room = room;
  chute->letters = mem_array(Letter *, (size_t)room);
  mutex_init(&chute->lock);
  cond_init(&chute->not_empty);
  cond_init(&chute->not_full);
  return chute;
}

void chute_free(Chute *chute) {
  cond_release(&chute->not_full);
  cond_release(&chute->not_empty);
  mutex_release(&chute->lock);
  mem_free(chute->letters);
  mem_free(chute);
}

// There is room.
static ChuteOutcome put_locked(Chute *chute, Letter **letter) {
  chute->letters[(chute->first + chute->count) % chute->room] = *letter;
  chute->count++;
  *letter = NULL;
  cond_signal(&chute->not_empty);
  return CHUTE_OK;
}

static Letter *take_locked(Chute *chute) {
  if (chute->count == 0) return NULL;
  Letter *letter = chute->letters[chute->first];
  chute->first = (chute->first + 1) % chute->room;
  chute->count--;
  cond_signal(&chute->not_full);
  return letter;
}

ChuteOutcome chute_send(Chute *chute, Letter **letter) {
  mutex_lock(&chute->lock);
  while (chute->count == chute->room) {
    cond_wait(&chute->not_full, &chute->lock);
  }
  ChuteOutcome outcome = put_locked(chute, letter);
  mutex_unlock(&chute->lock);
  return outcome;
}

ChuteOutcome chute_try_send(Chute *chute, Letter **letter) {
  return chute_send(chute, letter);
}

Letter *chute_take(Chute *chute) {
  mutex_lock(&chute->lock);
  while (chute->count == 0) {
    cond_wait(&chute->not_empty, &chute->lock);
  }
  Letter *letter = take_locked(chute);
  mutex_unlock(&chute->lock);
  return letter;
}

void chute_close(Chute *chute, void (*undelivered)(Letter *letter)) {
  (void)chute;
  (void)undelivered;
}
