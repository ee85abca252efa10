// 05c-cache, the start. Fails first: what_is_known_is_not_asked_again
//
// It is no cache yet: it hands every question on to the source, with the
// asker's own way back. What is left to do stands behind "Yours:".
#include "cache.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

// Yours: for each key what is known, what was asked, and who waits.
typedef struct Self {
  Channel *mailbox;
  Channel *source;
} Self;

struct Cache {
  Channel *mailbox;
  Channel *source;
  Thread thread;
};

static void tell(Channel *to, Message message) {
  CHECK(channel_send(to, &message, NEVER) == CHANNEL_OK);
}

static void get(Self *self, const Message *message) {
  tell(self->source, *message);  // Yours: ask in your own name, and only once
}

static void got(Self *self, const Message *message) {
  (void)self;
  (void)message;  // Yours: keep it, and answer all who wait for it
}

static void cache_main(void *argument) {
  Cache *cache = argument;
  Self *self = mem_new(Self);
  self->mailbox = cache->mailbox;
  self->source = cache->source;
  Message message;
  while (channel_recv(self->mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case GET:
        get(self, &message);
        break;
      case GOT:
        got(self, &message);
        break;
    }
  }
  channel_drop_receiver(self->mailbox, NULL);
  mem_free(self);
}

Cache *cache_spawn(Channel *source) {
  Cache *cache = mem_new(Cache);
  cache->source = source;
  cache->mailbox = channel_new(sizeof(Message), CACHE_ROOM);
  CHECK(cache->mailbox != NULL);
  CHECK(thread_start(&cache->thread, "cache", cache_main, cache));
  return cache;
}

void cache_get(Cache *cache, int key, u64 id, Channel *reply_to) {
  CHECK(key >= 0 && key < CACHE_KEYS);
  tell(cache->mailbox,
       (Message){.kind = GET, .id = id, .key = key, .reply_to = reply_to});
}

void cache_stop(Cache *cache) {
  channel_drop_sender(cache->mailbox);
  thread_join(&cache->thread);
  mem_free(cache);
}
