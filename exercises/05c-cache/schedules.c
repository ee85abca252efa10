// test: in_any_order_the_source_is_asked_once
//
// Two askers want the same key at the same time, and main is the source.
#include <assert.h>

#include "base/thread.h"
#include "cache.h"

static Cache *cache;
static Channel *answers[2];

static void ask(void *arg) {
  const int *number = arg;
  cache_get(cache, 3, (u64)*number + 40, answers[*number]);
}

int main(void) {
  Thread threads[2];
  int numbers[2] = {0, 1};
  Channel *source = channel_new(sizeof(Message), CACHE_ROOM);
  if (source == NULL) return 2;
  cache = cache_spawn(source);
  for (int i = 0; i < 2; i++) {
    answers[i] = channel_new(sizeof(Message), 1);
    if (answers[i] == NULL) return 2;
    if (!thread_start(&threads[i], i == 0 ? "Ann" : "Bob", ask, &numbers[i])) {
      return 2;
    }
  }
  Message message;
  ChannelOutcome outcome = channel_recv(source, &message, NEVER);
  assert(outcome == CHANNEL_OK && message.kind == GET && message.key == 3);
  for (int i = 0; i < 2; i++) thread_join(&threads[i]);
  Message got = {.kind = GOT, .id = message.id, .value = 33};
  outcome = channel_send(message.reply_to, &got, NEVER);
  assert(outcome == CHANNEL_OK);
  for (int i = 0; i < 2; i++) {
    outcome = channel_recv(answers[i], &message, NEVER);
    assert(outcome == CHANNEL_OK && message.value == 33);
    assert(message.id == (u64)i + 40);
  }
  cache_stop(cache);
  for (int i = 0; i < 2; i++) {
    channel_drop_receiver(answers[i], NULL);
    channel_drop_sender(answers[i]);
  }
  outcome = channel_recv(source, &message, NOW);
  assert(outcome == CHANNEL_EMPTY);
  channel_drop_receiver(source, NULL);
  channel_drop_sender(source);
  return 0;
}
