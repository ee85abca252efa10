// step-1-close.c -- a queue with a wall around it, and an end.
#include <stdio.h>

#include "base/thread.h"

enum { ROOM = 2, JOBS = 2 };

typedef enum ChannelOutcome {
  CHANNEL_OK,
  CHANNEL_CLOSED,  // for a receiver: and all is drained
} ChannelOutcome;

typedef struct Channel {
  Mutex lock;  // protects all below; locked by channel_... only
  int items[ROOM];
  int first;
  int count;
  bool closed;
  Cond not_empty;  // or closed
  Cond not_full;   // or closed
} Channel;

static void channel_init(Channel *channel) {
  mutex_init(&channel->lock);
  cond_init(&channel->not_empty);
  cond_init(&channel->not_full);
}

// CHANNEL_CLOSED: refused.
static ChannelOutcome channel_send(Channel *channel, int item) {
  mutex_lock(&channel->lock);
  while (channel->count == ROOM && !channel->closed) {
    cond_wait(&channel->not_full, &channel->lock);
  }
  bool open = !channel->closed;
  if (open) {
    channel->items[(channel->first + channel->count++) % ROOM] = item;
    cond_signal(&channel->not_empty);
  }
  mutex_unlock(&channel->lock);
  return open ? CHANNEL_OK : CHANNEL_CLOSED;
}

static ChannelOutcome channel_recv(Channel *channel, int *item) {
  mutex_lock(&channel->lock);
  while (channel->count == 0 && !channel->closed) {
    cond_wait(&channel->not_empty, &channel->lock);
  }
  bool some = channel->count > 0;
  if (some) {
    *item = channel->items[channel->first];
    channel->first = (channel->first + 1) % ROOM;
    channel->count--;
    cond_signal(&channel->not_full);
  }
  mutex_unlock(&channel->lock);
  return some ? CHANNEL_OK : CHANNEL_CLOSED;
}

// From now on nothing goes in; what is inside can still be taken.
static void channel_close(Channel *channel) {
  mutex_lock(&channel->lock);
  channel->closed = true;
  cond_broadcast(&channel->not_empty);
  cond_broadcast(&channel->not_full);
  mutex_unlock(&channel->lock);
}

static void clerk(void *jobs) {
  for (int job = 1; job <= JOBS; job++) {
    if (channel_send(jobs, job) != CHANNEL_OK) return;
  }
}

typedef struct Printer {
  Channel *jobs;
  int printed;
} Printer;

static void printer(void *printer) {
  Printer *self = printer;
  int job = 0;
  while (channel_recv(self->jobs, &job) == CHANNEL_OK) self->printed++;
}

int main(void) {
  Channel jobs = {.count = 0};
  Printer left = {.jobs = &jobs};
  Printer right = {.jobs = &jobs};
  Thread threads[3];
  channel_init(&jobs);
  if (!thread_start(&threads[0], "ann", clerk, &jobs) ||
      !thread_start(&threads[1], "left", printer, &left) ||
      !thread_start(&threads[2], "right", printer, &right)) {
    return 1;
  }
  thread_join(&threads[0]);
  channel_close(&jobs);
  thread_join(&threads[1]);
  thread_join(&threads[2]);
  printf("%d jobs printed of %d\n", left.printed + right.printed, JOBS);
  return 0;
}
