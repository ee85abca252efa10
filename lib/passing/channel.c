// channel.c -- a queue, and a count of who still holds an end of it.
//
// The queue does the waiting; closing it is what either end's going away
// means to the other. The two counters are touched only after the queue's
// lock has been given back, so the thread that finds itself last can free
// everything: nobody else is inside any more.
#include "passing/channel.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"
#include "passing/queue.h"

struct Channel {
  size_t element_size;  // set once
  Queue queue;          // guards itself

  // Sequentially consistent. Each decrement pairs with the others: what a
  // thread did to the channel before it let go is done for the last one.
  atomic_size_t senders;
  atomic_int ends;  // the senders together, and the receiver

  // One item on its way to `undelivered`; the receiver's. Here from the
  // start, so that dropping an end cannot run out of memory.
  alignas(max_align_t) unsigned char leftover[];
};

Channel *channel_new(size_t element_size, size_t capacity) {
  CHECK(element_size <= SIZE_MAX - sizeof(Channel));
  Channel *channel = mem_try(sizeof *channel + element_size);
  if (!channel) return NULL;
  if (!queue_init(&channel->queue, element_size, capacity)) {
    mem_free(channel);
    return NULL;
  }
  channel->element_size = element_size;
  atomic_init(&channel->senders, 1);
  atomic_init(&channel->ends, 2);
  return channel;
}

static void drop_end(Channel *channel) {
  int before = atomic_fetch_sub(&channel->ends, 1);
  CHECK(before > 0);
  if (before > 1) return;
  queue_release(&channel->queue);
  mem_free(channel);
}

void channel_add_sender(Channel *channel) {
  size_t before = atomic_fetch_add(&channel->senders, 1);
  CHECK(before > 0);
}

void channel_drop_sender(Channel *channel) {
  size_t before = atomic_fetch_sub(&channel->senders, 1);
  CHECK(before > 0);
  if (before > 1) return;
  queue_close(&channel->queue);
  drop_end(channel);
}

void channel_drop_receiver(Channel *channel, void (*undelivered)(void *item)) {
  // Closed first: after that nothing can come in behind our back.
  queue_close(&channel->queue);
  while (queue_pop(&channel->queue, channel->leftover, NOW) == QUEUE_OK) {
    if (undelivered) undelivered(channel->leftover);
  }
  drop_end(channel);
}

ChannelOutcome channel_send(Channel *channel, void *item, Deadline deadline) {
  switch (queue_push(&channel->queue, item, deadline)) {
    case QUEUE_OK:
      memset(item, 0, channel->element_size);
      return CHANNEL_OK;
    case QUEUE_FULL:
      return CHANNEL_FULL;
    case QUEUE_TIMEOUT:
      return CHANNEL_TIMEOUT;
    case QUEUE_CLOSED:
      return CHANNEL_CLOSED;
    case QUEUE_EMPTY:
      break;
  }
  check_failed(__FILE__, __LINE__, "a push finds the queue empty");
}

ChannelOutcome channel_recv(Channel *channel, void *item, Deadline deadline) {
  switch (queue_pop(&channel->queue, item, deadline)) {
    case QUEUE_OK:
      return CHANNEL_OK;
    case QUEUE_EMPTY:
      return CHANNEL_EMPTY;
    case QUEUE_TIMEOUT:
      return CHANNEL_TIMEOUT;
    case QUEUE_CLOSED:
      return CHANNEL_CLOSED;
    case QUEUE_FULL:
      break;
  }
  check_failed(__FILE__, __LINE__, "a pop finds the queue full");
}

size_t channel_length(Channel *channel) {
  return queue_length(&channel->queue);
}

size_t channel_waiting(Channel *channel) {
  return queue_waiting(&channel->queue);
}
