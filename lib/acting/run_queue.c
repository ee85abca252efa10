// run_queue.c -- a list linked both ways, so that both ends can be taken from.
#include "acting/run_queue.h"

#include "base/check.h"

void run_queue_init(RunQueue *queue) {
  *queue = (RunQueue){.first = NULL};
}

void run_queue_release(RunQueue *queue) {
  CHECK(queue->first == NULL);
}

static size_t length_locked(RunQueue *queue) {
  return atomic_load_explicit(&queue->length, memory_order_relaxed);
}

// Only stored under the lock, so it need not be read and changed in one.
static void grow_locked(RunQueue *queue, size_t count) {
  atomic_store(&queue->length, length_locked(queue) + count);
}

// Relaxed: who sees it late looks at the list in vain.
static void shrink_locked(RunQueue *queue, size_t count) {
  atomic_store_explicit(&queue->length, length_locked(queue) - count,
                        memory_order_relaxed);
}

// Puts a chain of `count` actors, linked both ways, at the end.
static void append(RunQueue *queue, Actor *first, Actor *last, size_t count) {
  latch_lock(&queue->lock);
  first->run_previous = queue->last;
  if (queue->last == NULL) {
    queue->first = first;
  } else {
    queue->last->run_next = first;
  }
  queue->last = last;
  grow_locked(queue, count);
  latch_unlock(&queue->lock);
}

// Takes the chain from `first` to `last` out.
static void cut_locked(RunQueue *queue, Actor *first, Actor *last,
                       size_t count) {
  Actor *before = first->run_previous;
  Actor *behind = last->run_next;
  if (before == NULL) {
    queue->first = behind;
  } else {
    before->run_next = behind;
  }
  if (behind == NULL) {
    queue->last = before;
  } else {
    behind->run_previous = before;
  }
  first->run_previous = NULL;
  last->run_next = NULL;
  shrink_locked(queue, count);
}

// As many as there are, and at most `wanted`.
static size_t count_locked(RunQueue *queue, size_t wanted) {
  size_t length = length_locked(queue);
  return wanted < length ? wanted : length;
}

void run_queue_push(RunQueue *queue, Actor *actor) {
  actor->run_next = NULL;
  append(queue, actor, actor, 1);
}

void run_queue_push_front(RunQueue *queue, Actor *actor) {
  actor->run_previous = NULL;
  latch_lock(&queue->lock);
  actor->run_next = queue->first;
  if (queue->first == NULL) {
    queue->last = actor;
  } else {
    queue->first->run_previous = actor;
  }
  queue->first = actor;
  grow_locked(queue, 1);
  latch_unlock(&queue->lock);
}

Actor *run_queue_pop(RunQueue *queue) {
  // Relaxed: looked at without the lock only to leave it alone when empty.
  if (length_locked(queue) == 0) {
    return NULL;
  }
  latch_lock(&queue->lock);
  Actor *first = queue->first;
  if (first != NULL) {
    cut_locked(queue, first, first, 1);
  }
  latch_unlock(&queue->lock);
  return first;
}

bool run_queue_remove(RunQueue *queue, const Actor *actor, size_t most) {
  if (length_locked(queue) == 0) {
    return false;
  }
  latch_lock(&queue->lock);
  Actor *at = queue->first;
  for (size_t i = 1; i < most && at != NULL && at != actor; i++) {
    at = at->run_next;
  }
  bool found = at != NULL && at == actor;
  if (found) {
    cut_locked(queue, at, at, 1);
  }
  latch_unlock(&queue->lock);
  return found;
}

Actor *run_queue_take(RunQueue *from, size_t *count, RunQueue *to) {
  latch_lock(&from->lock);
  *count = count_locked(from, *count);
  Actor *first = *count > 0 ? from->first : NULL;
  Actor *last = first;
  for (size_t i = 1; i < *count; i++) {
    last = last->run_next;
  }
  if (first != NULL) {
    cut_locked(from, first, last, *count);
  }
  latch_unlock(&from->lock);
  if (*count > 1) {
    append(to, first->run_next, last, *count - 1);
  }
  return first;
}

Actor *run_queue_take_last(RunQueue *from, size_t *count, RunQueue *to) {
  latch_lock(&from->lock);
  *count = count_locked(from, *count);
  Actor *last = *count > 0 ? from->last : NULL;
  Actor *first = last;
  for (size_t i = 1; i < *count; i++) {
    first = first->run_previous;
  }
  if (last != NULL) {
    cut_locked(from, first, last, *count);
  }
  latch_unlock(&from->lock);
  if (*count > 1) {
    Actor *before = last->run_previous;
    before->run_next = NULL;
    append(to, first, before, *count - 1);
  }
  return last;
}
