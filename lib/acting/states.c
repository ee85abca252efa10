// states.c -- in the actor, or in the pool.
#include "acting/states.h"

#include <string.h>

#include "base/pool.h"

static bool lies_in_actor(size_t size) {
#if defined(NO_POOL)
  (void)size;
  return false;
#else
  return size <= sizeof((Actor *)0)->small_state;
#endif
}

bool state_take(Actor *actor) {
  size_t size = actor->type->state_size;
  actor->state = lies_in_actor(size) ? actor->small_state : pool_take(size);
  if (actor->state != NULL) {
    memset(actor->state, 0, size);
  }
  return actor->state != NULL;
}

void state_drop(Actor *actor) {
  size_t size = actor->type->state_size;
  if (!lies_in_actor(size)) {
    pool_give(actor->state, size);
  }
  actor->state = NULL;
}
