// WRONG: a channel that is never full: make fail N=03
//
// Nobody has to wait, so nobody is slowed down; the memory pays. The
// fix is step-3-refuse.c.
#include <stdio.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"

enum { ROOM = 1, LETTERS = 2, PAPER = 2, MEMORY = 2 };

typedef enum ChannelOutcome {
  CHANNEL_OK,
  CHANNEL_CLOSED,  // nobody at the other end; and all is drained
} ChannelOutcome;

typedef struct Channel {
  Mutex lock;  // protects all below; locked by channel_... only
  int room;
  void **items;
  int first;
  int count;
  int senders;
  int receivers;
  Cond not_empty;  // or no sender is left
} Channel;

static Channel *channel_new(void) {
  Channel *channel = mem_new(Channel);
  mutex_init(&channel->lock);
  cond_init(&channel->not_empty);
  channel->room = ROOM;
  channel->items = mem_array(void *, ROOM);
  channel->senders = 1;
  channel->receivers = 1;
  return channel;
}

// No room? Then twice as much.
static void grow_locked(Channel *channel) {
  int room = channel->room;
  CHECK(2 * room <= MEMORY);  // a small machine
  void **items = mem_array(void *, 2 * (size_t)room);
  for (int i = 0; i < room; i++) {
    items[i] = channel->items[(channel->first + i) % room];
  }
  mem_free(channel->items);
  channel->items = items;
  channel->first = 0;
  channel->room = 2 * room;
}

// Never blocks, never refuses while there is a receiver.
static ChannelOutcome channel_send(Channel *channel, void **item) {
  mutex_lock(&channel->lock);
  bool open = channel->receivers > 0;
  if (open) {
    if (channel->count == channel->room) grow_locked(channel);
    int last = (channel->first + channel->count++) % channel->room;
    channel->items[last] = *item;
    *item = NULL;
    cond_signal(&channel->not_empty);
  }
  mutex_unlock(&channel->lock);
  return open ? CHANNEL_OK : CHANNEL_CLOSED;
}

static void *take_locked(Channel *channel) {
  void *item = channel->items[channel->first];
  channel->first = (channel->first + 1) % channel->room;
  channel->count--;
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

// Gives the lock back. Who was the last at the last end frees it all.
static void let_go(Channel *channel) {
  bool last = channel->senders == 0 && channel->receivers == 0;
  mutex_unlock(&channel->lock);
  if (!last) return;
  mem_free(channel->items);
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

// What is left inside goes to `undelivered`, which owns it then; under
// no lock.
static void channel_drop_receiver(Channel *channel,
                                  void (*undelivered)(void *item)) {
  void *left[MEMORY];
  int count = 0;
  mutex_lock(&channel->lock);
  CHECK(channel->receivers > 0);
  channel->receivers--;
  while (channel->receivers == 0 && channel->count > 0) {
    left[count++] = take_locked(channel);
  }
  let_go(channel);
  for (int i = 0; i < count; i++) undelivered(left[i]);
}

typedef struct Letter {
  int number;
} Letter;

static void *letter_new(int number) {
  Letter *letter = mem_new(Letter);
  letter->number = number;
  return letter;
}

typedef struct Clerk {
  Channel *letters;
  int sent;
  int kept;
} Clerk;

static void clerk(void *clerk) {
  Clerk *self = clerk;
  for (int i = 1; i <= LETTERS; i++) {
    void *letter = letter_new(i);
    if (channel_send(self->letters, &letter) == CHANNEL_OK) {
      self->sent++;
    } else {
      self->kept++;
      mem_free(letter);  // refused: it is still ours
    }
  }
  channel_drop_sender(self->letters);
}

typedef struct Printer {
  Channel *letters;
  int printed;
} Printer;

static int scrapped;  // only the printer's thread, and after its end

static void scrap(void *letter) {
  scrapped++;
  mem_free(letter);
}

static void printer(void *printer) {
  Printer *self = printer;
  void *letter = NULL;
  while (self->printed < PAPER &&
         channel_recv(self->letters, &letter) == CHANNEL_OK) {
    self->printed++;
    mem_free(letter);
  }
  channel_drop_receiver(self->letters, scrap);
}

int main(void) {
  Channel *letters = channel_new();
  Clerk ann = {.letters = letters};
  Clerk bob = {.letters = letters};
  Printer one = {.letters = letters};
  Thread threads[3];
  channel_add_sender(letters);  // Bob's; Ann gets the first one
  CHECK(thread_start(&threads[0], "ann", clerk, &ann));
  CHECK(thread_start(&threads[1], "bob", clerk, &bob));
  CHECK(thread_start(&threads[2], "printer", printer, &one));
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  CHECK(ann.sent + bob.sent == one.printed + scrapped);
  CHECK(mem_live() == 0);
  printf("%d letters: printed, given back, or scrapped; 0 are lost\n",
         one.printed + ann.kept + bob.kept + scrapped);
  return 0;
}
