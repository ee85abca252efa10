// 02b-one-permit, the start. Fails first: who_finds_none_waits_for_one
//
// It waits to be told, and believes what it is told. Yours: mend it, so that a
// permit left over harms nobody, and nobody sleeps while one is at home.
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
  bool none = pool->count == 0;
  mutex_unlock(&pool->lock);
  if (none) notify_wait(&pool->back);
  mutex_lock(&pool->lock);
  int taken = pool->count > 0 ? pool->home[--pool->count] : NO_CONNECTION;
  bool more = pool->count > 0;
  mutex_unlock(&pool->lock);
  if (more) notify_tell(&pool->back);  // there may be another one who waits
  return taken;
}

void connections_give(Connections *pool, int connection) {
  mutex_lock(&pool->lock);
  pool->home[pool->count++] = connection;
  mutex_unlock(&pool->lock);
  notify_tell(&pool->back);
}
