// queue.c -- one lock, two conditions, a ring.
//
// Invariant under the lock: whoever waits for an item waits while the ring is
// empty and the queue open, and every push signals has_item; the same,
// mirrored, for room. So a signal that reaches a thread whose time is up is not
// lost: it looks at the ring once more before it gives up.
//
// Left out: fairness. A thread that comes late may overtake one that waits.
#include "passing/queue.h"

#include "base/check.h"

bool queue_init(Queue *queue, size_t element_size, size_t capacity) {
  *queue = (Queue){0};
  if (!ring_init(&queue->items, element_size, capacity)) return false;
  mutex_init(&queue->lock);
  cond_init(&queue->has_item);
  cond_init(&queue->has_room);
  return true;
}

void queue_release(Queue *queue) {
  CHECK(queue->waiting == 0);
  cond_release(&queue->has_room);
  cond_release(&queue->has_item);
  mutex_release(&queue->lock);
  ring_release(&queue->items);
}

static bool has_item(const Queue *queue) {
  return ring_length(&queue->items) > 0;
}

static bool has_room(const Queue *queue) {
  return !ring_is_full(&queue->items);
}

// Waits until `ready` holds or the queue is closed: QUEUE_OK. Otherwise
// `refusal` for NOW, QUEUE_TIMEOUT for the rest. The clock is read only by
// those who have to wait.
static QueueOutcome wait_locked(Queue *queue, Cond *cond,
                                bool (*ready)(const Queue *queue),
                                QueueOutcome refusal, Deadline deadline) {
  if (queue->closed || ready(queue)) return QUEUE_OK;
  if (deadline_is_now(deadline)) return refusal;
  i64 point = deadline_point(deadline, clock_now());
  bool in_time = true;
  queue->waiting++;
  while (in_time && !queue->closed && !ready(queue)) {
    in_time = cond_wait_until(cond, &queue->lock, point);
  }
  queue->waiting--;
  return queue->closed || ready(queue) ? QUEUE_OK : QUEUE_TIMEOUT;
}

static QueueOutcome push_locked(Queue *queue, const void *item,
                                Deadline deadline) {
  QueueOutcome outcome =
      wait_locked(queue, &queue->has_room, has_room, QUEUE_FULL, deadline);
  if (outcome != QUEUE_OK) return outcome;
  if (queue->closed) return QUEUE_CLOSED;
  CHECK(ring_push(&queue->items, item));
  cond_signal(&queue->has_item);
  return QUEUE_OK;
}

static QueueOutcome pop_locked(Queue *queue, void *item, Deadline deadline) {
  QueueOutcome outcome =
      wait_locked(queue, &queue->has_item, has_item, QUEUE_EMPTY, deadline);
  if (outcome != QUEUE_OK) return outcome;
  if (!ring_pop(&queue->items, item)) return QUEUE_CLOSED;
  cond_signal(&queue->has_room);
  return QUEUE_OK;
}

QueueOutcome queue_push(Queue *queue, const void *item, Deadline deadline) {
  mutex_lock(&queue->lock);
  QueueOutcome outcome = push_locked(queue, item, deadline);
  mutex_unlock(&queue->lock);
  return outcome;
}

QueueOutcome queue_pop(Queue *queue, void *item, Deadline deadline) {
  mutex_lock(&queue->lock);
  QueueOutcome outcome = pop_locked(queue, item, deadline);
  mutex_unlock(&queue->lock);
  return outcome;
}

void queue_close(Queue *queue) {
  mutex_lock(&queue->lock);
  queue->closed = true;
  cond_broadcast(&queue->has_item);
  cond_broadcast(&queue->has_room);
  mutex_unlock(&queue->lock);
}

size_t queue_length(Queue *queue) {
  mutex_lock(&queue->lock);
  size_t length = ring_length(&queue->items);
  mutex_unlock(&queue->lock);
  return length;
}

size_t queue_waiting(Queue *queue) {
  mutex_lock(&queue->lock);
  size_t waiting = queue->waiting;
  mutex_unlock(&queue->lock);
  return waiting;
}
