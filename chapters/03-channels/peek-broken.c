// WRONG: looks at tasks that it has given away: make fail N=03
//
// The channel has moved the pointer; main knows where the task lies all
// the same. What is missing is chapter 4.
#include <stdio.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

enum { ROOM = 1, WORKERS = 2, TASKS = 5 };

typedef enum ChannelOutcome {
  CHANNEL_OK,
  CHANNEL_FULL,    // asked not to wait, and there is no room
  CHANNEL_CLOSED,  // nobody at the other end; and all is drained
} ChannelOutcome;

typedef struct Channel {
  Mutex lock;  // protects all below; locked by channel_... only
  void *items[ROOM];
  int first;
  int count;
  int senders;
  int receivers;
  Cond not_empty;  // or no sender is left
  Cond not_full;   // or no receiver is left
} Channel;

static Channel *channel_new(void) {
  Channel *channel = mem_new(Channel);
  mutex_init(&channel->lock);
  cond_init(&channel->not_empty);
  cond_init(&channel->not_full);
  channel->senders = 1;
  channel->receivers = 1;
  return channel;
}

static ChannelOutcome put_locked(Channel *channel, void **item) {
  if (channel->receivers == 0) return CHANNEL_CLOSED;
  if (channel->count == ROOM) return CHANNEL_FULL;
  channel->items[(channel->first + channel->count++) % ROOM] = *item;
  *item = NULL;
  cond_signal(&channel->not_empty);
  return CHANNEL_OK;
}

// CHANNEL_OK: the item has moved, and *item is NULL. Else it is
// refused, *item is untouched, and still the caller's. Never blocks.
static ChannelOutcome channel_try_send(Channel *channel, void **item) {
  mutex_lock(&channel->lock);
  ChannelOutcome outcome = put_locked(channel, item);
  mutex_unlock(&channel->lock);
  return outcome;
}

// The same, but waits for room: never CHANNEL_FULL.
static ChannelOutcome channel_send(Channel *channel, void **item) {
  mutex_lock(&channel->lock);
  while (channel->count == ROOM && channel->receivers > 0) {
    cond_wait(&channel->not_full, &channel->lock);
  }
  ChannelOutcome outcome = put_locked(channel, item);
  mutex_unlock(&channel->lock);
  return outcome;
}

static void *take_locked(Channel *channel) {
  void *item = channel->items[channel->first];
  channel->first = (channel->first + 1) % ROOM;
  channel->count--;
  cond_signal(&channel->not_full);
  return item;
}

// CHANNEL_OK: *item is the caller's.
static ChannelOutcome channel_recv(Channel *channel, void **item) {
  mutex_lock(&channel->lock);
  while (channel->count == 0 && channel->senders > 0) {
    cond_wait(&channel->not_empty, &channel->lock);
  }
  bool some = channel->count > 0;
  if (some) *item = take_locked(channel);
  mutex_unlock(&channel->lock);
  return some ? CHANNEL_OK : CHANNEL_CLOSED;
}

static void channel_add_sender(Channel *channel) {
  mutex_lock(&channel->lock);
  CHECK(channel->senders > 0);
  channel->senders++;
  mutex_unlock(&channel->lock);
}

static void channel_add_receiver(Channel *channel) {
  mutex_lock(&channel->lock);
  CHECK(channel->receivers > 0);
  channel->receivers++;
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

typedef struct Task {
  long number;
  long square;
} Task;

typedef struct Shop {
  Channel *todo;
  Channel *done;
} Shop;

// Pulls a task when it is free to work on one. Ends when there are no
// more.
static void worker(void *shop) {
  Shop *self = shop;
  void *item = NULL;
  while (channel_recv(self->todo, &item) == CHANNEL_OK) {
    Task *task = item;
    task->square = task->number * task->number;
    CHECK(channel_send(self->done, &item) == CHANNEL_OK);
  }
  channel_drop_receiver(self->todo);
  channel_drop_sender(self->done);
}

// What can be sent without waiting; gives how many have been sent.
static int send_some(Channel *todo, Task tasks[], int sent) {
  for (; sent < TASKS; sent++) {
    void *task = &tasks[sent];
    if (channel_try_send(todo, &task) != CHANNEL_OK) break;
  }
  return sent;
}

static int done_so_far(const Task tasks[]) {
  int done = 0;
  for (int i = 0; i < TASKS; i++) done += tasks[i].square != 0;
  return done;
}

// Does all the tasks. Waits only for what is done, so that it can
// always be taken away.
static void map(Shop *shop, Task tasks[]) {
  void *task = NULL;
  int sent = 0;
  for (int back = 0; back < TASKS; back++) {
    sent = send_some(shop->todo, tasks, sent);
    CHECK(channel_recv(shop->done, &task) == CHANNEL_OK);
    printf("so far %d\n", done_so_far(tasks));
  }
  channel_drop_sender(shop->todo);
}

int main(void) {
  Shop shop = {.todo = channel_new(), .done = channel_new()};
  Task tasks[TASKS];
  Thread threads[WORKERS];
  void *task = NULL;
  for (int i = 0; i < TASKS; i++) tasks[i] = (Task){.number = i + 1};
  for (int i = 0; i < WORKERS; i++) {
    channel_add_receiver(shop.todo);
    channel_add_sender(shop.done);
    CHECK(thread_start(&threads[i], "worker", worker, &shop));
  }
  channel_drop_receiver(shop.todo);
  channel_drop_sender(shop.done);
  map(&shop, tasks);
  // The last worker closes it, and so this waits for all of them.
  CHECK(channel_recv(shop.done, &task) == CHANNEL_CLOSED);
  channel_drop_receiver(shop.done);
  for (int i = 0; i < WORKERS; i++) thread_join(&threads[i]);
  long sum = 0;
  for (int i = 0; i < TASKS; i++) sum += tasks[i].square;
  CHECK(mem_live() == 0);
  printf("the squares of 1 to %d add up to %ld\n", TASKS, sum);
  return 0;
}
