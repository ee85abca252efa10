// WRONG, fails what_comes_back_before_the_sleep_is_found:
// a permit from before is taken for a phantom, and cleared before the wait. It
// was true.
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

// NO_CONNECTION: none is at home.
static int try_take(Connections *pool) {
  mutex_lock(&pool->lock);
  int taken = pool->count > 0 ? pool->home[--pool->count] : NO_CONNECTION;
  bool more = pool->count > 0;
  mutex_unlock(&pool->lock);
  if (more) notify_tell(&pool->back);  // two tellings may have been one
  return taken;
}

int connections_take(Connections *pool) {
  int taken = try_take(pool);
  while (taken == NO_CONNECTION) {
    mutex_lock(&pool->back.lock);
    pool->back.permit = false;
    mutex_unlock(&pool->back.lock);
    notify_wait(&pool->back);  // a permit is a hint
    taken = try_take(pool);
  }
  return taken;
}

void connections_give(Connections *pool, int connection) {
  mutex_lock(&pool->lock);
  pool->home[pool->count++] = connection;
  mutex_unlock(&pool->lock);
  notify_tell(&pool->back);
}
