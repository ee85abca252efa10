// test: in_any_order_each_letter_is_freed_once
//
// Ann and Bob write to an actor that is told to end meanwhile. Whatever comes
// first, each letter has moved or is still its writer's, and none is left over.
#include <assert.h>

#include "actor.h"
#include "base/mem.h"
#include "base/thread.h"

enum { LETTER, END };

static Actor *actor;

static void reading(Self *self, Message *message) {
  if (message->kind == END) become(self, NULL);
}

static void write_letter(void *unused) {
  (void)unused;
  Message letter = {.kind = LETTER, .text = mem_array(char, 8)};
  ChannelOutcome outcome = actor_tell(actor, &letter);
  assert(outcome == CHANNEL_OK || outcome == CHANNEL_CLOSED);
  assert((outcome == CHANNEL_OK) == (letter.text == NULL));
  mem_free(letter.text);
}

int main(void) {
  Thread threads[2];
  const char *const names[] = {"Ann", "Bob"};
  i64 before = mem_live();
  actor = actor_spawn("reader", reading, NULL);
  for (int i = 0; i < 2; i++) {
    if (!thread_start(&threads[i], names[i], write_letter, NULL)) return 2;
  }
  Message end = {.kind = END};
  ChannelOutcome outcome = actor_tell(actor, &end);
  assert(outcome == CHANNEL_OK);
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  actor_stop(actor);
  i64 left = mem_live() - before;
  assert(left == 0);
  return 0;
}
