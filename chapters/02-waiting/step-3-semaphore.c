// step-3-semaphore.c -- a counter one can wait for, and the queue made
// of it: its room is a number of permits, and so are its items.
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"

enum { ROOM = 2, ITEMS = 6 };

typedef struct Semaphore {
  Mutex lock;  // protects all below
  Cond more;   // signalled when there is a permit more
  int permits;
} Semaphore;

static void semaphore_init(Semaphore *semaphore, int permits) {
  mutex_init(&semaphore->lock);
  cond_init(&semaphore->more);
  semaphore->permits = permits;
}

// Sleeps while there is none.
static void semaphore_take(Semaphore *semaphore) {
  mutex_lock(&semaphore->lock);
  while (semaphore->permits == 0) {
    cond_wait(&semaphore->more, &semaphore->lock);
  }
  semaphore->permits--;
  mutex_unlock(&semaphore->lock);
}

// Anybody may give one, not only who has taken one.
static void semaphore_give(Semaphore *semaphore) {
  mutex_lock(&semaphore->lock);
  semaphore->permits++;
  cond_signal(&semaphore->more);
  mutex_unlock(&semaphore->lock);
}

typedef struct Queue {
  Semaphore room;
  Semaphore filled;
  Mutex lock;  // protects all below
  int items[ROOM];
  int first;
  int count;
} Queue;

static void queue_init(Queue *queue) {
  semaphore_init(&queue->room, ROOM);
  semaphore_init(&queue->filled, 0);
  mutex_init(&queue->lock);
}

static void queue_put(Queue *queue, int item) {
  semaphore_take(&queue->room);
  mutex_lock(&queue->lock);
  CHECK(queue->count < ROOM);
  queue->items[(queue->first + queue->count++) % ROOM] = item;
  mutex_unlock(&queue->lock);
  semaphore_give(&queue->filled);
}

static int queue_take(Queue *queue) {
  semaphore_take(&queue->filled);
  mutex_lock(&queue->lock);
  CHECK(queue->count > 0);
  int item = queue->items[queue->first];
  queue->first = (queue->first + 1) % ROOM;
  queue->count--;
  mutex_unlock(&queue->lock);
  semaphore_give(&queue->room);
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
