// WRONG, fails equal_questions_are_asked_once:
// the answer goes to the first of those who wait; the others are forgotten.
#include "cache.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

// Who waits for the value of a key.
typedef struct Asker {
  u64 id;
  Channel *reply_to;
} Asker;

typedef struct Entry {
  bool is_known;
  i64 value;
  u64 pending;  // the id of the question to the source, or 0
  Asker askers[CACHE_ASKERS];
  int waiting;
} Entry;

typedef struct Self {
  Channel *mailbox;
  Channel *source;
  u64 last_id;
  Entry entries[CACHE_KEYS];
} Self;

struct Cache {
  Channel *mailbox;
  Channel *source;
  Thread thread;
};

static void tell(Channel *to, Message message) {
  CHECK(channel_send(to, &message, NEVER) == CHANNEL_OK);
}

static void answer(Asker asker, i64 value) {
  tell(asker.reply_to, (Message){.kind = GOT, .id = asker.id, .value = value});
}

static void get(Self *self, const Message *message) {
  Entry *entry = &self->entries[message->key];
  Asker asker = {.id = message->id, .reply_to = message->reply_to};
  if (entry->is_known) {
    answer(asker, entry->value);
    return;
  }
  CHECK(entry->waiting < CACHE_ASKERS);
  entry->askers[entry->waiting++] = asker;
  if (entry->pending == 0) {
    entry->pending = ++self->last_id;
    tell(self->source, (Message){.kind = GET,
                                 .id = entry->pending,
                                 .key = message->key,
                                 .reply_to = self->mailbox});
  }
}

static void got(Self *self, const Message *message) {
  for (int key = 0; key < CACHE_KEYS; key++) {
    Entry *entry = &self->entries[key];
    if (entry->pending == 0 || entry->pending != message->id) continue;
    entry->pending = 0;
    entry->is_known = true;
    entry->value = message->value;
    for (int i = 0; i < 1 && i < entry->waiting; i++) {
      answer(entry->askers[i], entry->value);
    }
  }
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
