// WRONG: an answer to another question: make fail N=05
//
// The place for the answer is never freed: the asker has one, for all
// its questions. The fix is a way back for each: step-2-outcome.c.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { ROOM = 16 };

typedef enum Item { PEARS, APPLES } Item;

static Mutex lock;   // protects all places
static Cond filled;  // one of them has been filled

// Where an answer is put.
typedef struct Place {
  bool is_filled;
  i64 price;
} Place;

// price(item) -> price
typedef struct Message {
  Item item;
  Place *place;  // where the answer goes
} Message;

static void fill(Place *place, i64 price) {
  mutex_lock(&lock);
  place->price = price;
  place->is_filled = true;
  cond_signal(&filled);
  mutex_unlock(&lock);
}

static void clerk_main(void *argument) {
  Channel *mailbox = argument;
  Message message;
  while (channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    fill(message.place, message.item == PEARS ? 7 : 3);
  }
  channel_drop_receiver(mailbox, NULL);
}

// Blocks up to the deadline. False: no answer in time. One caller at a
// time.
MUST_USE static bool clerk_price(Channel *clerk, Place *place,
                                 Item item, i64 *price,
                                 Deadline deadline) {
  mutex_lock(&lock);
  place->is_filled = false;
  mutex_unlock(&lock);
  Message question = {.item = item, .place = place};
  CHECK(channel_send(clerk, &question, NEVER) == CHANNEL_OK);

  i64 end = deadline_point(deadline, clock_now());
  mutex_lock(&lock);
  while (!place->is_filled && cond_wait_until(&filled, &lock, end)) {
    // it may have woken up for nothing
  }
  bool is_answered = place->is_filled;
  *price = place->price;
  mutex_unlock(&lock);
  return is_answered;
}

int main(void) {
  static Place place;
  mutex_init(&lock);
  cond_init(&filled);
  Channel *clerk = channel_new(sizeof(Message), ROOM);
  CHECK(clerk != NULL);
  Thread thread;
  CHECK(thread_start(&thread, "clerk", clerk_main, clerk));
  i64 pears = 0;
  if (!clerk_price(clerk, &place, PEARS, &pears, after_ms(1000))) {
    printf("pears: no answer in time\n");
  }
  i64 apples = 0;
  CHECK(clerk_price(clerk, &place, APPLES, &apples, NEVER));
  printf("apples cost %" PRId64 "\n", apples);
  CHECK(apples == 3);
  channel_drop_sender(clerk);
  thread_join(&thread);
  cond_release(&filled);
  mutex_release(&lock);
  return 0;
}
