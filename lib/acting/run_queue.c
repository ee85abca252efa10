// run_queue.c -- a linked list through Actor.run_next.
#include "acting/run_queue.h"

#include "base/check.h"

void run_queue_init(RunQueue *queue) {
  *queue = (RunQueue){.first = NULL};
  mutex_init(&queue->lock);
}

void run_queue_release(RunQueue *queue) {
  CHECK(queue->first == NULL);
  mutex_release(&queue->lock);
}

size_t run_queue_length(RunQueue *queue) {
  return atomic_load(&queue->length);
}

// Only stored under the lock, so it need not be read and changed in one.
static void set_length_locked(RunQueue *queue, size_t length) {
  atomic_store(&queue->length, length);
}

static size_t length_locked(RunQueue *queue) {
  return atomic_load_explicit(&queue->length, memory_order_relaxed);
}

// Puts a chain of `count` actors at the end.
static void append(RunQueue *queue, Actor *first, Actor *last, size_t count) {
  mutex_lock(&queue->lock);
  if (queue->first == NULL) {
    queue->first = first;
  } else {
    queue->last->run_next = first;
  }
  queue->last = last;
  set_length_locked(queue, length_locked(queue) + count);
  mutex_unlock(&queue->lock);
}

// Takes a chain of up to *count off the front; NULL if there is none.
static Actor *cut(RunQueue *queue, size_t *count, Actor **last) {
  mutex_lock(&queue->lock);
  size_t length = length_locked(queue);
  *count = *count < length ? *count : length;
  Actor *first = *count > 0 ? queue->first : NULL;
  *last = first;
  for (size_t i = 1; i < *count; i++) {
    *last = (*last)->run_next;
  }
  if (first != NULL) {
    queue->first = (*last)->run_next;
    (*last)->run_next = NULL;
    set_length_locked(queue, length - *count);
  }
  mutex_unlock(&queue->lock);
  return first;
}

void run_queue_push(RunQueue *queue, Actor *actor) {
  actor->run_next = NULL;
  append(queue, actor, actor, 1);
}

void run_queue_push_front(RunQueue *queue, Actor *actor) {
  mutex_lock(&queue->lock);
  actor->run_next = queue->first;
  queue->first = actor;
  if (actor->run_next == NULL) {
    queue->last = actor;
  }
  set_length_locked(queue, length_locked(queue) + 1);
  mutex_unlock(&queue->lock);
}

Actor *run_queue_pop(RunQueue *queue) {
  // Relaxed: looked at without the lock only to leave it alone when empty.
  if (length_locked(queue) == 0) {
    return NULL;
  }
  size_t count = 1;
  Actor *last;
  return cut(queue, &count, &last);
}

Actor *run_queue_take(RunQueue *from, size_t *count, RunQueue *to) {
  Actor *last;
  Actor *first = cut(from, count, &last);
  if (*count > 1) {
    append(to, first->run_next, last, *count - 1);
  }
  return first;
}
