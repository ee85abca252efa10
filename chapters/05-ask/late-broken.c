// WRONG: an answer comes to where nobody is: make fail N=05
//
// The question carries the address of a place for the answer. The asker
// gives up and frees the place; the clerk comes back from lunch and
// answers. The fix is step-2-outcome.c.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

enum { ROOM = 16 };

typedef enum Item { PEARS, APPLES } Item;

static Mutex lock;   // protects all places
static Cond filled;  // one of them has been filled

// Where an answer is put.
typedef struct Place {
  bool is_filled;
  i64 price;
} Place;

// price(item) -> price | lunch(bell)
typedef enum MessageKind { PRICE, LUNCH } MessageKind;

typedef struct Message {
  MessageKind kind;
  Item item;      // price
  Place *place;   // price: where the answer goes
  Oneshot *bell;  // lunch: owns the receiver's half
} Message;

static void fill(Place *place, i64 price) {
  mutex_lock(&lock);
  place->price = price;
  place->is_filled = true;
  cond_broadcast(&filled);
  mutex_unlock(&lock);
}

static void clerk_main(void *argument) {
  Channel *mailbox = argument;
  Message message;
  while (channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case PRICE:
        fill(message.place, message.item == PEARS ? 7 : 3);
        break;
      case LUNCH: {
        bool rung;
        ignore(oneshot_take(message.bell, &rung, NEVER));
        break;
      }
    }
  }
  channel_drop_receiver(mailbox, NULL);
}

// Blocks up to the deadline. False: no answer in time.
MUST_USE static bool clerk_price(Channel *clerk, Item item, i64 *price,
                                 Deadline deadline) {
  Place *place = mem_new(Place);
  Message question = {.kind = PRICE, .item = item, .place = place};
  CHECK(channel_send(clerk, &question, NEVER) == CHANNEL_OK);

  i64 end = deadline_point(deadline, clock_now());
  mutex_lock(&lock);
  while (!place->is_filled && cond_wait_until(&filled, &lock, end)) {
    // it may have woken up for nothing
  }
  bool is_answered = place->is_filled;
  *price = place->price;
  mutex_unlock(&lock);
  mem_free(place);
  return is_answered;
}

int main(void) {
  mutex_init(&lock);
  cond_init(&filled);
  Channel *clerk = channel_new(sizeof(Message), ROOM);
  Oneshot *bell = oneshot_new(sizeof(bool));
  CHECK(clerk != NULL && bell != NULL);
  Thread thread;
  CHECK(thread_start(&thread, "clerk", clerk_main, clerk));
  Message lunch = {.kind = LUNCH, .bell = bell};
  CHECK(channel_send(clerk, &lunch, NEVER) == CHANNEL_OK);
  i64 price;
  if (!clerk_price(clerk, PEARS, &price, after_ms(20))) {
    printf("pears: no answer in time\n");
  }
  ignore(oneshot_put(bell, &(bool){true}));
  channel_drop_sender(clerk);
  thread_join(&thread);
  cond_release(&filled);
  mutex_release(&lock);
  return 0;
}
