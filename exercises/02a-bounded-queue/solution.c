// 02a-bounded-queue, one way to do it.
#include "bounded.h"

#include "base/mem.h"
#include "base/thread.h"

struct BoundedQueue {
  int room;  // set once

  Mutex lock;  // protects all below
  int *items;  // a ring; the oldest is at `first`
  int first;
  int count;
  bool closed;
  Cond not_empty;  // or closed
  Cond not_full;   // or closed
};

BoundedQueue *bounded_new(int room) {
  BoundedQueue *queue = mem_new(BoundedQueue);
  queue->room = room;
  queue->items = mem_array(int, (size_t)room);
  mutex_init(&queue->lock);
  cond_init(&queue->not_empty);
  cond_init(&queue->not_full);
  return queue;
}

void bounded_free(BoundedQueue *queue) {
  cond_release(&queue->not_full);
  cond_release(&queue->not_empty);
  mutex_release(&queue->lock);
  mem_free(queue->items);
  mem_free(queue);
}

bool bounded_put(BoundedQueue *queue, int item) {
  mutex_lock(&queue->lock);
  while (queue->count == queue->room && !queue->closed) {
    cond_wait(&queue->not_full, &queue->lock);
  }
  bool open = !queue->closed;
  if (open) {
    queue->items[(queue->first + queue->count) % queue->room] = item;
    queue->count++;
    cond_signal(&queue->not_empty);
  }
  mutex_unlock(&queue->lock);
  return open;
}

bool bounded_take(BoundedQueue *queue, int *item) {
  mutex_lock(&queue->lock);
  while (queue->count == 0 && !queue->closed) {
    cond_wait(&queue->not_empty, &queue->lock);
  }
  bool some = queue->count > 0;
  if (some) {
    *item = queue->items[queue->first];
    queue->first = (queue->first + 1) % queue->room;
    queue->count--;
    cond_signal(&queue->not_full);
  }
  mutex_unlock(&queue->lock);
  return some;
}

void bounded_close(BoundedQueue *queue) {
  mutex_lock(&queue->lock);
  queue->closed = true;
  cond_broadcast(&queue->not_empty);
  cond_broadcast(&queue->not_full);
  mutex_unlock(&queue->lock);
}
