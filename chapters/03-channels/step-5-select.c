// step-5-select.c -- one receiver, several channels, and it sleeps
// once.
#include <stdio.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

enum { ROOM = 2, LETTERS = 3, ALL_CLOSED = -1 };

// The notify of chapter 2: one permit.
typedef struct Bell {
  Mutex lock;  // protects all below
  Cond rung;
  bool permit;
} Bell;

static void bell_init(Bell *bell) {
  mutex_init(&bell->lock);
  cond_init(&bell->rung);
}

static void bell_ring(Bell *bell) {
  mutex_lock(&bell->lock);
  bell->permit = true;
  cond_signal(&bell->rung);
  mutex_unlock(&bell->lock);
}

static void bell_wait(Bell *bell) {
  mutex_lock(&bell->lock);
  while (!bell->permit) cond_wait(&bell->rung, &bell->lock);
  bell->permit = false;
  mutex_unlock(&bell->lock);
}

typedef enum ChannelOutcome {
  CHANNEL_OK,
  CHANNEL_EMPTY,   // there is nothing now
  CHANNEL_CLOSED,  // nobody at the other end; and all is drained
} ChannelOutcome;

// With one receiver, whose bell is rung whenever it may be worth
// looking: an item has come, or the last sender has gone.
typedef struct Channel {
  Bell *bell;  // set once

  Mutex lock;  // protects all below
  int items[ROOM];
  int first;
  int count;
  int senders;
  bool received;  // by somebody: the receiver is there
  Cond not_full;  // or it is gone
} Channel;

// Borrows the bell until the receiver is dropped.
static Channel *channel_new(Bell *bell) {
  Channel *channel = mem_new(Channel);
  mutex_init(&channel->lock);
  cond_init(&channel->not_full);
  channel->bell = bell;
  channel->senders = 1;
  channel->received = true;
  return channel;
}

static ChannelOutcome channel_send(Channel *channel, int item) {
  mutex_lock(&channel->lock);
  while (channel->count == ROOM && channel->received) {
    cond_wait(&channel->not_full, &channel->lock);
  }
  bool open = channel->received;
  if (open) {
    channel->items[(channel->first + channel->count++) % ROOM] = item;
    bell_ring(channel->bell);
  }
  mutex_unlock(&channel->lock);
  return open ? CHANNEL_OK : CHANNEL_CLOSED;
}

static ChannelOutcome channel_try_recv(Channel *channel, int *item) {
  mutex_lock(&channel->lock);
  bool some = channel->count > 0;
  bool open = channel->senders > 0;
  if (some) {
    *item = channel->items[channel->first];
    channel->first = (channel->first + 1) % ROOM;
    channel->count--;
    cond_signal(&channel->not_full);
  }
  mutex_unlock(&channel->lock);
  return some ? CHANNEL_OK : open ? CHANNEL_EMPTY : CHANNEL_CLOSED;
}

// Takes from the first in the row that has something, and gives its
// index; or ALL_CLOSED. Waits while there is nothing in any of them.
static int channel_select(Channel *const row[], int count, int *item) {
  for (;;) {
    int closed = 0;
    for (int i = 0; i < count; i++) {
      ChannelOutcome outcome = channel_try_recv(row[i], item);
      if (outcome == CHANNEL_OK) return i;
      if (outcome == CHANNEL_CLOSED) closed++;
    }
    if (closed == count) return ALL_CLOSED;
    bell_wait(row[0]->bell);
  }
}

// Gives the lock back. Who was the last at the last end frees it all.
static void let_go(Channel *channel) {
  bool last = channel->senders == 0 && !channel->received;
  mutex_unlock(&channel->lock);
  if (!last) return;
  cond_release(&channel->not_full);
  mutex_release(&channel->lock);
  mem_free(channel);
}

static void channel_drop_sender(Channel *channel) {
  mutex_lock(&channel->lock);
  CHECK(channel->senders > 0);
  channel->senders--;
  if (channel->senders == 0 && channel->received) {
    bell_ring(channel->bell);
  }
  let_go(channel);
}

static void channel_drop_receiver(Channel *channel) {
  mutex_lock(&channel->lock);
  channel->received = false;
  cond_broadcast(&channel->not_full);
  let_go(channel);
}

static void clerk(void *letters) {
  bool wanted = true;
  for (int i = 1; i <= LETTERS && wanted; i++) {
    wanted = channel_send(letters, i) == CHANNEL_OK;
  }
  channel_drop_sender(letters);
}

static void boss(void *notices) {
  (void)channel_send(notices, 1);
  channel_drop_sender(notices);
}

enum { NOTICES, MAIL, CHANNELS };

typedef struct Printer {
  Bell bell;
  Channel *row[CHANNELS];  // in this order, when several are ready
  int printed[CHANNELS];
} Printer;

static void printer(void *printer) {
  Printer *self = printer;
  int item = 0;
  int from = 0;
  while ((from = channel_select(self->row, CHANNELS, &item)) !=
         ALL_CLOSED) {
    self->printed[from]++;
  }
  for (int i = 0; i < CHANNELS; i++)
    channel_drop_receiver(self->row[i]);
}

int main(void) {
  Printer one = {.printed = {0}};
  Thread threads[3];
  bell_init(&one.bell);
  one.row[NOTICES] = channel_new(&one.bell);
  one.row[MAIL] = channel_new(&one.bell);
  CHECK(thread_start(&threads[0], "printer", printer, &one));
  CHECK(thread_start(&threads[1], "ann", clerk, one.row[MAIL]));
  CHECK(thread_start(&threads[2], "boss", boss, one.row[NOTICES]));
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  CHECK(mem_live() == 0);
  printf("%d letters and %d notice printed\n", one.printed[MAIL],
         one.printed[NOTICES]);
  return 0;
}
