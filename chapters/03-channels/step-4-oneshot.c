// step-4-oneshot.c -- a channel for one value, once: how an answer
// comes back, or that none will.
#include <stdio.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

typedef enum OneshotOutcome {
  ONESHOT_OK,
  ONESHOT_DROPPED,  // the other half ended, and no value came or will
} OneshotOutcome;

typedef enum SlotState { EMPTY, FILLED, ABANDONED } SlotState;

typedef struct Oneshot {
  Mutex lock;  // protects all below
  SlotState state;
  int value;
  int halves;    // not yet ended
  Cond settled;  // signalled when no longer EMPTY
} Oneshot;

static Oneshot *oneshot_new(void) {
  Oneshot *oneshot = mem_new(Oneshot);
  mutex_init(&oneshot->lock);
  cond_init(&oneshot->settled);
  oneshot->halves = 2;
  return oneshot;
}

// Gives the lock back. The second half to end frees it all.
static void end_half(Oneshot *oneshot) {
  oneshot->halves--;
  bool last = oneshot->halves == 0;
  mutex_unlock(&oneshot->lock);
  if (!last) return;
  cond_release(&oneshot->settled);
  mutex_release(&oneshot->lock);
  mem_free(oneshot);
}

// Leaves EMPTY, if it is still that, for good.
static bool settle_locked(Oneshot *oneshot, SlotState state) {
  if (oneshot->state != EMPTY) return false;
  oneshot->state = state;
  cond_signal(&oneshot->settled);
  return true;
}

// ONESHOT_DROPPED: nobody will take it. Ends the sender's half either
// way. Never blocks.
static OneshotOutcome oneshot_put(Oneshot *oneshot, int value) {
  mutex_lock(&oneshot->lock);
  bool wanted = settle_locked(oneshot, FILLED);
  if (wanted) oneshot->value = value;
  end_half(oneshot);
  return wanted ? ONESHOT_OK : ONESHOT_DROPPED;
}

// Either half, by whoever holds it and will not use it.
static void oneshot_drop(Oneshot *oneshot) {
  mutex_lock(&oneshot->lock);
  (void)settle_locked(oneshot, ABANDONED);
  end_half(oneshot);
}

// Waits until there is a value, or never will be. Ends the receiver's
// half.
static OneshotOutcome oneshot_take(Oneshot *oneshot, int *value) {
  mutex_lock(&oneshot->lock);
  while (oneshot->state == EMPTY) {
    cond_wait(&oneshot->settled, &oneshot->lock);
  }
  bool some = oneshot->state == FILLED;
  if (some) *value = oneshot->value;
  end_half(oneshot);
  return some ? ONESHOT_OK : ONESHOT_DROPPED;
}

typedef struct Question {
  int number;
  Oneshot *answer;  // the sender's half: the question owns it
} Question;

static void clerk(void *question) {
  Question *asked = question;
  if (asked->number >= 0) {
    CHECK(oneshot_put(asked->answer, asked->number * 2) == ONESHOT_OK);
  } else {
    oneshot_drop(asked->answer);  // nothing to be said, and said so
  }
}

static void late_clerk(void *question) {
  Question *asked = question;
  if (oneshot_put(asked->answer, 1) == ONESHOT_DROPPED) return;
}

static void ask(int number) {
  Question question = {.number = number, .answer = oneshot_new()};
  Thread thread;
  int answer = 0;
  CHECK(thread_start(&thread, "clerk", clerk, &question));
  if (oneshot_take(question.answer, &answer) == ONESHOT_OK) {
    printf("twice %d is %d\n", number, answer);
  } else {
    printf("twice %d: nobody will answer\n", number);
  }
  thread_join(&thread);
}

// Asks, and goes away before the answer comes, or after.
static void ask_and_go(void) {
  Question question = {.number = 1, .answer = oneshot_new()};
  Thread thread;
  CHECK(thread_start(&thread, "clerk", late_clerk, &question));
  oneshot_drop(question.answer);
  thread_join(&thread);
}

int main(void) {
  ask(21);
  ask(-1);
  ask_and_go();
  CHECK(mem_live() == 0);
  printf("and whoever was last has cleaned up\n");
  return 0;
}
