// cache.h -- a cache before a slow source, as both of them see it. Given; do
// not change it.
//
// The cache is an actor. It is asked for the value of a key, and asks the
// source for what it does not know. It never waits for the source: an answer of
// the source is a message like any other, and the source answers in any order.
// What the source has said once is true for ever.
//
// get(id, key, reply_to) -> got(id, value), to the cache and to the source
// alike. The id is the asker's and comes back with the answer; the cache's own
// questions have ids of its own.
#ifndef EXERCISE_CACHE_H
#define EXERCISE_CACHE_H

#include "base/types.h"
#include "passing/channel.h"

enum {
  CACHE_KEYS = 8,     // keys are 0 to 7
  CACHE_ASKERS = 16,  // no more than so many ask for a key at the same time
  CACHE_ROOM = 32     // messages in a mailbox
};

typedef enum MessageKind { GET, GOT } MessageKind;

typedef struct Message {
  MessageKind kind;
  u64 id;
  int key;            // get
  Channel *reply_to;  // get: where the got goes; borrowed, outlives the cache
  i64 value;          // got
} Message;

typedef struct Cache Cache;

// Gives a running cache that knows nothing. The source is the mailbox of an
// actor, borrowed until cache_stop. End it with cache_stop.
Cache *cache_spawn(Channel *source);

// Asks the cache; the got comes to reply_to, which always has room for it. Any
// thread; blocks only while the mailbox is full.
void cache_get(Cache *cache, int key, u64 id, Channel *reply_to);

// Everybody has their answers, and asks no more; so does the source. Waits
// until the cache's thread has ended, and frees all it had.
void cache_stop(Cache *cache);

#endif
