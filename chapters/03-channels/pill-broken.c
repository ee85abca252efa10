// WRONG: one clerk ends the day for all: make fail N=03
//
// The first clerk's pill ends the printer; what the other clerk brings
// is not printed. The fix is step-2-ends.c.
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"

enum { ROOM = 8, JOBS = 2, CLERKS = 2, PILL = -1 };

typedef struct Queue {
  Mutex lock;  // protects all below
  int jobs[ROOM];
  int first;
  int count;
  Cond not_empty;  // signalled after each put
  Cond not_full;   // signalled after each take
  int printed;
} Queue;

static void queue_put(Queue *queue, int job) {
  mutex_lock(&queue->lock);
  while (queue->count == ROOM) {
    cond_wait(&queue->not_full, &queue->lock);
  }
  queue->jobs[(queue->first + queue->count++) % ROOM] = job;
  cond_signal(&queue->not_empty);
  mutex_unlock(&queue->lock);
}

static int queue_take(Queue *queue) {
  mutex_lock(&queue->lock);
  while (queue->count == 0) {
    cond_wait(&queue->not_empty, &queue->lock);
  }
  int job = queue->jobs[queue->first];
  queue->first = (queue->first + 1) % ROOM;
  queue->count--;
  cond_signal(&queue->not_full);
  mutex_unlock(&queue->lock);
  return job;
}

static void clerk(void *shop) {
  for (int job = 1; job <= JOBS; job++) queue_put(shop, job);
  queue_put(shop, PILL);
}

static void printer(void *shop) {
  Queue *queue = shop;
  while (queue_take(queue) != PILL) queue->printed++;
}

int main(void) {
  Queue queue = {.count = 0};
  Thread threads[3];
  mutex_init(&queue.lock);
  cond_init(&queue.not_empty);
  cond_init(&queue.not_full);
  if (!thread_start(&threads[0], "ann", clerk, &queue) ||
      !thread_start(&threads[1], "bob", clerk, &queue) ||
      !thread_start(&threads[2], "printer", printer, &queue)) {
    return 1;
  }
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  CHECK(queue.printed == CLERKS * JOBS);
  printf("%d jobs printed of %d\n", queue.printed, CLERKS * JOBS);
  return 0;
}
