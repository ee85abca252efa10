// step-2-ends.c -- a channel that closes when nobody is left at one of
// its ends, and frees itself when nobody is left at either.
#include <stdio.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

enum { ROOM = 1, JOBS = 2, CLERKS = 2 };

typedef enum ChannelOutcome {
  CHANNEL_OK,
  CHANNEL_CLOSED,  // nobody at the other end; and all is drained
} ChannelOutcome;

typedef struct Channel {
  Mutex lock;  // protects all below; locked by channel_... only
  int items[ROOM];
  int first;
  int count;
  int senders;
  int receivers;
  Cond not_empty;  // or no sender is left
  Cond not_full;   // or no receiver is left
} Channel;

// One sender and one receiver; the caller owns both.
static Channel *channel_new(void) {
  Channel *channel = mem_new(Channel);
  mutex_init(&channel->lock);
  cond_init(&channel->not_empty);
  cond_init(&channel->not_full);
  channel->senders = 1;
  channel->receivers = 1;
  return channel;
}

static ChannelOutcome channel_send(Channel *channel, int item) {
  mutex_lock(&channel->lock);
  while (channel->count == ROOM && channel->receivers > 0) {
    cond_wait(&channel->not_full, &channel->lock);
  }
  bool open = channel->receivers > 0;
  if (open) {
    channel->items[(channel->first + channel->count++) % ROOM] = item;
    cond_signal(&channel->not_empty);
  }
  mutex_unlock(&channel->lock);
  return open ? CHANNEL_OK : CHANNEL_CLOSED;
}

static ChannelOutcome channel_recv(Channel *channel, int *item) {
  mutex_lock(&channel->lock);
  while (channel->count == 0 && channel->senders > 0) {
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

// By somebody who has one, before the new one is handed to its owner.
static void channel_add_sender(Channel *channel) {
  mutex_lock(&channel->lock);
  CHECK(channel->senders > 0);
  channel->senders++;
  mutex_unlock(&channel->lock);
}

// Gives the lock back. Who was the last at the last end frees it all.
static void let_go(Channel *channel) {
  bool last = channel->senders == 0 && channel->receivers == 0;
  mutex_unlock(&channel->lock);
  if (!last) return;
  cond_release(&channel->not_full);
  cond_release(&channel->not_empty);
  mutex_release(&channel->lock);
  mem_free(channel);
}

static void channel_drop_sender(Channel *channel) {
  mutex_lock(&channel->lock);
  CHECK(channel->senders > 0);
  channel->senders--;
  if (channel->senders == 0) cond_broadcast(&channel->not_empty);
  let_go(channel);
}

static void channel_drop_receiver(Channel *channel) {
  mutex_lock(&channel->lock);
  CHECK(channel->receivers > 0);
  channel->receivers--;
  if (channel->receivers == 0) cond_broadcast(&channel->not_full);
  let_go(channel);
}

static void clerk(void *jobs) {
  bool wanted = true;
  for (int job = 1; job <= JOBS && wanted; job++) {
    wanted = channel_send(jobs, job) == CHANNEL_OK;
  }
  channel_drop_sender(jobs);
}

typedef struct Printer {
  Channel *jobs;
  int paper;  // so many sheets
  int printed;
} Printer;

static void printer(void *printer) {
  Printer *self = printer;
  int job = 0;
  while (self->printed < self->paper &&
         channel_recv(self->jobs, &job) == CHANNEL_OK) {
    self->printed++;
  }
  channel_drop_receiver(self->jobs);
}

// A day with so many sheets in the printer.
static void day(int paper) {
  Channel *jobs = channel_new();
  Printer one = {.jobs = jobs, .paper = paper};
  Thread threads[3];
  channel_add_sender(jobs);  // Bob's; Ann gets the first one
  CHECK(thread_start(&threads[0], "printer", printer, &one));
  CHECK(thread_start(&threads[1], "ann", clerk, jobs));
  CHECK(thread_start(&threads[2], "bob", clerk, jobs));
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  CHECK(mem_live() == 0);
  printf("paper for %d: %d jobs printed of %d\n", paper, one.printed,
         CLERKS * JOBS);
}

int main(void) {
  day(CLERKS * JOBS + 1);
  day(1);
  return 0;
}
