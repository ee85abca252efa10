// test: no_order_of_their_steps_gives_a_letter_two_owners
//
// Two who take; then one who tries, two who wait for room, and one who takes a
// letter and closes. Whatever the order of their steps: each letter has one
// owner at the end, who is the one that was told so.
#include <assert.h>

#include "base/thread.h"
#include "chute.h"

enum { LETTERS = 3 };

struct Letter {
  int owners;  // who has it at the end
};

static Chute *chute;
static Letter letters[LETTERS];

static void send(void *mine) {
  Letter *letter = mine;
  ChuteOutcome outcome = chute_send(chute, &letter);
  assert(outcome != CHUTE_FULL);
  assert((outcome == CHUTE_OK) == (letter == NULL));
  if (letter) letter->owners++;
}

static void undelivered(Letter *letter) {
  letter->owners++;
}

static void take(void *unused) {
  (void)unused;
  Letter *letter = chute_take(chute);
  assert(letter);
  letter->owners++;
}

// Two who take, and a letter for each.
static void two_take(void) {
  Thread ann;
  Thread bob;
  chute = chute_new(2);
  bool started = thread_start(&ann, "Ann", take, NULL) &&
                 thread_start(&bob, "Bob", take, NULL);
  assert(started);
  for (int i = 0; i < 2; i++) {
    Letter *mine = &letters[i];
    ChuteOutcome outcome = chute_send(chute, &mine);
    assert(outcome == CHUTE_OK);
  }
  thread_join(&ann);
  thread_join(&bob);
  for (int i = 0; i < 2; i++) assert(letters[i].owners == 1);
  chute_close(chute, undelivered);
  chute_free(chute);
}

int main(void) {
  two_take();
  for (int i = 0; i < 2; i++) letters[i].owners = 0;
  Thread ann;
  Thread bob;
  chute = chute_new(1);
  Letter *mine = &letters[0];
  ChuteOutcome outcome = chute_try_send(chute, &mine);
  assert(outcome == CHUTE_OK && !mine);
  if (!thread_start(&ann, "Ann", send, &letters[1]) ||
      !thread_start(&bob, "Bob", send, &letters[2])) {
    return 2;
  }
  Letter *letter = chute_take(chute);
  assert(letter == &letters[0]);
  letter->owners++;
  mine = letter;
  outcome = chute_try_send(chute, &mine);
  assert(outcome != CHUTE_CLOSED);
  assert((outcome == CHUTE_OK) == (mine == NULL));
  if (!mine) letter->owners--;
  chute_close(chute, undelivered);
  thread_join(&ann);
  thread_join(&bob);
  for (int i = 0; i < LETTERS; i++) assert(letters[i].owners == 1);
  chute_free(chute);
  return 0;
}
