// WRONG, fails a_letter_between_close_and_the_last_look_is_not_lost:
// it empties the chute and closes it then. Under no lock somebody sends in
// between; the letter was accepted, and nobody will have it. Those who waited
// for room are quick enough for it now and then, and then it is seen earlier:
// or fails who_waits_for_room_gets_the_letter_back
#include "chute.h"

#include "base/mem.h"
#include "base/thread.h"

struct Chute {
  int room;  // set once

  Mutex lock;        // protects all below
  Letter **letters;  // a ring; the oldest is at `first`
  int first;
  int count;
  bool closed;
  Cond not_empty;  // or closed
  Cond not_full;   // or closed
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

// Moves the letter in, or refuses it and leaves it as it is.
static ChuteOutcome put_locked(Chute *chute, Letter **letter) {
  if (chute->closed) return CHUTE_CLOSED;
  if (chute->count == chute->room) return CHUTE_FULL;
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

ChuteOutcome chute_try_send(Chute *chute, Letter **letter) {
  mutex_lock(&chute->lock);
  ChuteOutcome outcome = put_locked(chute, letter);
  mutex_unlock(&chute->lock);
  return outcome;
}

ChuteOutcome chute_send(Chute *chute, Letter **letter) {
  mutex_lock(&chute->lock);
  while (chute->count == chute->room && !chute->closed) {
    cond_wait(&chute->not_full, &chute->lock);
  }
  ChuteOutcome outcome = put_locked(chute, letter);
  mutex_unlock(&chute->lock);
  return outcome;
}

Letter *chute_take(Chute *chute) {
  mutex_lock(&chute->lock);
  while (chute->count == 0 && !chute->closed) {
    cond_wait(&chute->not_empty, &chute->lock);
  }
  Letter *letter = chute->closed ? NULL : take_locked(chute);
  mutex_unlock(&chute->lock);
  return letter;
}

void chute_close(Chute *chute, void (*undelivered)(Letter *letter)) {
  mutex_lock(&chute->lock);
  for (Letter *letter; (letter = take_locked(chute));) {
    mutex_unlock(&chute->lock);
    undelivered(letter);
    mutex_lock(&chute->lock);
  }
  mutex_unlock(&chute->lock);
  mutex_lock(&chute->lock);
  chute->closed = true;
  cond_broadcast(&chute->not_empty);
  cond_broadcast(&chute->not_full);
  mutex_unlock(&chute->lock);
}
