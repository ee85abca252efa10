// room-cost.c -- what an item costs that goes through a channel, and
// how many are in front of it, by the room that the channel has.
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/deadline.h"
#include "base/mem.h"
#include "base/thread.h"

typedef struct Channel {
  Mutex lock;  // protects all below
  long *items;
  int room;
  int first;
  int count;
  Cond not_empty;
  Cond not_full;
} Channel;

static void channel_send(Channel *channel, long item) {
  mutex_lock(&channel->lock);
  while (channel->count == channel->room) {
    cond_wait(&channel->not_full, &channel->lock);
  }
  int last = (channel->first + channel->count++) % channel->room;
  channel->items[last] = item;
  cond_signal(&channel->not_empty);
  mutex_unlock(&channel->lock);
}

// Gives how many were inside.
static int channel_recv(Channel *channel, long *item) {
  mutex_lock(&channel->lock);
  while (channel->count == 0) {
    cond_wait(&channel->not_empty, &channel->lock);
  }
  int inside = channel->count--;
  *item = channel->items[channel->first];
  channel->first = (channel->first + 1) % channel->room;
  cond_signal(&channel->not_full);
  mutex_unlock(&channel->lock);
  return inside;
}

typedef struct Run {
  Channel channel;
  long items;
} Run;

static void sender(void *run) {
  Run *self = run;
  for (long i = 0; i < self->items; i++)
    channel_send(&self->channel, i);
}

// Gives the time an item takes; *inside is how many were there, on
// average, when one was taken.
static double measure(int room, long items, double *inside) {
  Run run = {.channel = {.room = room}, .items = items};
  Thread thread;
  long item = 0;
  long sum = 0;
  run.channel.items = mem_array(long, (size_t)room);
  mutex_init(&run.channel.lock);
  cond_init(&run.channel.not_empty);
  cond_init(&run.channel.not_full);
  i64 start = clock_now();
  CHECK(thread_start(&thread, "sender", sender, &run));
  for (long i = 0; i < items; i++) {
    sum += channel_recv(&run.channel, &item);
    CHECK(item == i);
  }
  double each = (double)(clock_now() - start) / (double)items;
  thread_join(&thread);
  cond_release(&run.channel.not_full);
  cond_release(&run.channel.not_empty);
  mutex_release(&run.channel.lock);
  mem_free(run.channel.items);
  *inside = (double)sum / (double)items;
  return each;
}

int main(int count, char **words) {
  enum { ROOMS = 7, ROUNDS = 5 };
  long items = count > 1 ? strtol(words[1], NULL, 10) : 20000;
  double best[ROOMS];
  double inside[ROOMS];
  for (int i = 0; i < ROOMS * ROUNDS; i++) {
    int row = i % ROOMS;
    double found = 0;
    double each = measure(1 << (2 * row), items, &found);
    if (i >= ROOMS && each >= best[row]) continue;
    best[row] = each;
    inside[row] = found;
  }
  printf("room     time   inside\n");
  for (int row = 0; row < ROOMS; row++) {
    printf("%-6d %6.1f %8.1f\n", 1 << (2 * row),
           best[row] / best[ROOMS - 1], inside[row]);
  }
  return 0;
}
