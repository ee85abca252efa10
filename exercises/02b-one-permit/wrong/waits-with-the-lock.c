// WRONG, fails who_is_told_finds_what_was_told_of:
// it looks and waits under one hold of the pool's lock, as with a condition. A
// notify does not let go of it, and nobody can give anything back.
#include "connections.h"

#include "base/mem.h"
#include "base/thread.h"
#include "notify.h"

struct Connections {
  Notify back;  // told when some are at home, and somebody may not know

  Mutex lock;  // protects all below
  int count;   // at home
  int *home;   // which
};

Connections *connections_new(int count) {
  Connections *pool = mem_new(Connections);
  notify_init(&pool->back);
  mutex_init(&pool->lock);
  pool->home = mem_array(int, (size_t)count);
  while (pool->count < count) {
    pool->home[pool->count] = pool->count;
    pool->count++;
  }
  return pool;
}

void connections_free(Connections *pool) {
  mutex_release(&pool->lock);
  notify_release(&pool->back);
  mem_free(pool->home);
  mem_free(pool);
}

int connections_take(Connections *pool) {
  mutex_lock(&pool->lock);
  while (pool->count == 0) notify_wait(&pool->back);
  int taken = pool->home[--pool->count];
  bool more = pool->count > 0;
  mutex_unlock(&pool->lock);
  if (more) notify_tell(&pool->back);
  return taken;
}

void connections_give(Connections *pool, int connection) {
  mutex_lock(&pool->lock);
  pool->home[pool->count++] = connection;
  mutex_unlock(&pool->lock);
  notify_tell(&pool->back);
}
