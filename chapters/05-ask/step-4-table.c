// step-4-table.c -- many questions pending, each with a deadline; an
// answer to none of them is late, counted and dropped.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { ROOM = 16, PENDING = 4 };

typedef enum Item { PEARS, APPLES } Item;

static const char *const names[] = {"pears", "apples"};

// price(id, reply_to, item) -> priced(id, price) | close
typedef enum MessageKind { PRICE, PRICED, CLOSE } MessageKind;

typedef struct Message {
  MessageKind kind;
  u64 id;             // price, priced: the asker's number for it
  Channel *reply_to;  // price: where the answer goes, borrowed
  Item item;          // price
  i64 price;          // priced
} Message;

// Questions that have no answer yet, of one actor.
typedef struct Pending {
  u64 id;  // 0: this place is free
  i64 end;
  Item item;
} Pending;

typedef struct Buyer {
  Channel *mailbox;
  u64 last_id;  // never used again
  Pending pending[PENDING];
  int late;
} Buyer;

static void tell(Channel *to, Message message) {
  ignore(channel_send(to, &message, NEVER));  // it may have ended
}

static Pending *pending_find(Buyer *self, u64 id) {
  for (int i = 0; i < PENDING; i++) {
    if (self->pending[i].id == id) return &self->pending[i];
  }
  return NULL;
}

static void ask_price(Buyer *self, Channel *clerk, Item item,
                      Deadline deadline) {
  Pending *pending = pending_find(self, 0);
  CHECK(pending != NULL);
  *pending = (Pending){.id = ++self->last_id,
                       .end = deadline_point(deadline, clock_now()),
                       .item = item};
  tell(clerk, (Message){.kind = PRICE,
                        .id = pending->id,
                        .reply_to = self->mailbox,
                        .item = item});
}

static void priced(Buyer *self, const Message *message) {
  Pending *pending = pending_find(self, message->id);
  if (pending == NULL || message->id == 0) {
    self->late++;
    return;
  }
  pending->id = 0;
  printf("%s cost %" PRId64 "\n", names[pending->item], message->price);
}

// Gives up what has waited too long. Gives the span until the next one.
static Deadline expire(Buyer *self) {
  i64 now = clock_now();
  i64 next = POINT_NEVER;
  for (int i = 0; i < PENDING; i++) {
    Pending *pending = &self->pending[i];
    if (pending->id == 0) continue;
    if (pending->end <= now) {
      pending->id = 0;
      printf("%s: no answer in time\n", names[pending->item]);
    } else if (pending->end < next) {
      next = pending->end;
    }
  }
  return next == POINT_NEVER ? NEVER : after_ns(next - now);
}

static bool has_pending(const Buyer *self) {
  for (int i = 0; i < PENDING; i++) {
    if (self->pending[i].id != 0) return true;
  }
  return false;
}

// Until every question has had its answer or its end.
static void take_answers(Buyer *self) {
  Deadline next = expire(self);
  while (has_pending(self)) {
    Message message;
    if (channel_recv(self->mailbox, &message, next) == CHANNEL_OK) {
      priced(self, &message);
    }
    next = expire(self);
  }
}

static void clerk_main(void *argument) {
  Channel *mailbox = argument;
  bool is_open = true;
  Message message;
  while (is_open &&
         channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    if (message.kind == CLOSE) {
      is_open = false;
    } else {
      tell(message.reply_to,
           (Message){.kind = PRICED,
                     .id = message.id,
                     .price = message.item == PEARS ? 7 : 3});
    }
  }
  channel_drop_receiver(mailbox, NULL);
}

int main(void) {
  Channel *clerk = channel_new(sizeof(Message), ROOM);
  Buyer buyer = {.mailbox = channel_new(sizeof(Message), ROOM)};
  CHECK(clerk != NULL && buyer.mailbox != NULL);
  ask_price(&buyer, clerk, PEARS, after_ms(20));
  take_answers(&buyer);  // the clerk is not in yet

  Thread thread;
  CHECK(thread_start(&thread, "clerk", clerk_main, clerk));
  ask_price(&buyer, clerk, APPLES, NEVER);
  take_answers(&buyer);
  printf("late answers: %d\n", buyer.late);

  tell(clerk, (Message){.kind = CLOSE});
  thread_join(&thread);
  channel_drop_sender(clerk);
  channel_drop_receiver(buyer.mailbox, NULL);
  channel_drop_sender(buyer.mailbox);
  return 0;
}
