// 02a-bounded-queue, the start. Fails first: who_finds_it_full_waits_for_room
//
// Right for one thread that never asks for what is not there. Yours: who finds
// the queue full or empty has to sleep, and be woken in time; and the end.
#include "bounded.h"

#include "base/mem.h"
#include "base/thread.h"

struct BoundedQueue {
  int room;  // set once

  Mutex lock;  // protects all below
  int *items;  // a ring; the oldest is at `first`
  int first;
  int count;
};

BoundedQueue *bounded_new(int room) {
  BoundedQueue *queue = mem_new(BoundedQueue);
  queue->room = room;
  queue->items = mem_array(int, (size_t)room);
  mutex_init(&queue->lock);
  return queue;
}

void bounded_free(BoundedQueue *queue) {
  mutex_release(&queue->lock);
  mem_free(queue->items);
  mem_free(queue);
}

bool bounded_put(BoundedQueue *queue, int item) {
  mutex_lock(&queue->lock);
  bool open = queue->count < queue->room;
  if (open) {
    queue->items[(queue->first + queue->count) % queue->room] = item;
    queue->count++;
  }
  mutex_unlock(&queue->lock);
  return open;
}

bool bounded_take(BoundedQueue *queue, int *item) {
  mutex_lock(&queue->lock);
  bool some = queue->count > 0;
  if (some) {
    *item = queue->items[queue->first];
    queue->first = (queue->first + 1) % queue->room;
    queue->count--;
  }
  mutex_unlock(&queue->lock);
  return some;
}

void bounded_close(BoundedQueue *queue) {
  (void)queue;
}
