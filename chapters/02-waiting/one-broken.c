// WRONG: one condition for two kinds of sleepers: make fail N=02
//
// A signal meant for a consumer can wake another consumer's like: a
// producer that waits for room. It finds none, sleeps again, and the
// signal is gone. The fix is step-2-queue.c.
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"

enum { ROOM = 1, ITEMS = 6 };

typedef struct Queue {
  Mutex lock;  // protects all below
  int items[ROOM];
  int first;
  int count;
  Cond changed;
} Queue;

static void put(Queue *queue, int item) {
  CHECK(queue->count < ROOM);
  queue->items[(queue->first + queue->count++) % ROOM] = item;
}

static int take(Queue *queue) {
  CHECK(queue->count > 0);
  int item = queue->items[queue->first];
  queue->first = (queue->first + 1) % ROOM;
  queue->count--;
  return item;
}

static void queue_init(Queue *queue) {
  mutex_init(&queue->lock);
  cond_init(&queue->changed);
}

static void queue_put(Queue *queue, int item) {
  mutex_lock(&queue->lock);
  while (queue->count == ROOM) {
    cond_wait(&queue->changed, &queue->lock);
  }
  put(queue, item);
  cond_signal(&queue->changed);
  mutex_unlock(&queue->lock);
}

static int queue_take(Queue *queue) {
  mutex_lock(&queue->lock);
  while (queue->count == 0) {
    cond_wait(&queue->changed, &queue->lock);
  }
  int item = take(queue);
  cond_signal(&queue->changed);
  mutex_unlock(&queue->lock);
  return item;
}

static void producer(void *queue) {
  for (int i = 1; i <= ITEMS; i++) queue_put(queue, i);
}

static void consumer(void *queue) {
  for (int i = 0; i < ITEMS / 2; i++) (void)queue_take(queue);
}

int main(void) {
  Queue queue = {.count = 0};
  Thread threads[3];
  queue_init(&queue);
  if (!thread_start(&threads[0], "first", consumer, &queue) ||
      !thread_start(&threads[1], "second", consumer, &queue) ||
      !thread_start(&threads[2], "producer", producer, &queue)) {
    return 1;
  }
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  printf("%d items went through, %d are left\n", ITEMS, queue.count);
  return 0;
}
