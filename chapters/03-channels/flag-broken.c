// WRONG: tells one of two sleepers that it is over: make fail N=03
//
// The end is for everybody who waits, and a signal wakes one. The other
// printer waits for a job that nobody is left to bring. The fix is
// step-1-close.c.
#include <stdio.h>

#include "base/thread.h"

enum { ROOM = 2, JOBS = 2 };

typedef struct Queue {
  Mutex lock;  // protects all below
  int jobs[ROOM];
  int first;
  int count;
  int printed;
  bool over;       // no more jobs will come
  Cond not_empty;  // signalled after each put
  Cond not_full;   // signalled after each take
} Queue;

static void clerk(void *shop) {
  Queue *queue = shop;
  for (int job = 1; job <= JOBS; job++) {
    mutex_lock(&queue->lock);
    while (queue->count == ROOM) {
      cond_wait(&queue->not_full, &queue->lock);
    }
    queue->jobs[(queue->first + queue->count++) % ROOM] = job;
    cond_signal(&queue->not_empty);
    mutex_unlock(&queue->lock);
  }
}

static void printer(void *shop) {
  Queue *queue = shop;
  mutex_lock(&queue->lock);
  for (;;) {
    while (queue->count == 0 && !queue->over) {
      cond_wait(&queue->not_empty, &queue->lock);
    }
    if (queue->count == 0) break;
    queue->first = (queue->first + 1) % ROOM;
    queue->count--;
    queue->printed++;
    cond_signal(&queue->not_full);
  }
  mutex_unlock(&queue->lock);
}

int main(void) {
  Queue queue = {.count = 0};
  Thread ann;
  Thread printers[2];
  mutex_init(&queue.lock);
  cond_init(&queue.not_empty);
  cond_init(&queue.not_full);
  if (!thread_start(&printers[0], "left", printer, &queue) ||
      !thread_start(&printers[1], "right", printer, &queue) ||
      !thread_start(&ann, "ann", clerk, &queue)) {
    return 1;
  }
  thread_join(&ann);
  mutex_lock(&queue.lock);
  queue.over = true;
  cond_signal(&queue.not_empty);
  mutex_unlock(&queue.lock);
  for (int i = 0; i < 2; i++) thread_join(&printers[i]);
  printf("%d jobs printed of %d\n", queue.printed, JOBS);
  return 0;
}
