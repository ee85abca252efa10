// WRONG, fails to_post_is_not_to_wait:
// posting is asking and waiting, and then putting the answer into the channel.
#include "clerk.h"

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"
#include "passing/oneshot.h"

static const i64 prices[CLERK_ITEMS] = {7, 3};

// price(item) -> Answer, by oneshot or by id and reply_to | close
typedef enum MessageKind { PRICE, CLOSE } MessageKind;

typedef struct Message {
  MessageKind kind;
  int item;           // price
  Oneshot *reply;     // price, asked: owns the sender's half
  u64 id;             // price, posted
  Channel *reply_to;  // price, posted: borrowed
} Message;

struct Clerk {
  Channel *mailbox;
  Thread thread;
};

static void answer(Message *message, AskOutcome outcome, i64 price) {
  Answer it = {.id = message->id, .outcome = outcome, .price = price};
  if (message->reply != NULL) {
    ignore(oneshot_put(message->reply, &it));
  } else if (message->reply_to != NULL) {
    ignore(channel_send(message->reply_to, &it, NEVER));
  }
}

static void undelivered(void *message) {
  answer(message, ASK_STOPPED, 0);
}

static void quote(Message *message) {
  if (message->item >= 0 && message->item < CLERK_ITEMS) {
    answer(message, ASK_OK, prices[message->item]);
  } else {
    answer(message, ASK_REFUSED, 0);
  }
}

static void clerk_main(void *argument) {
  Clerk *clerk = argument;
  bool is_open = true;
  Message message;
  while (is_open &&
         channel_recv(clerk->mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case PRICE:
        quote(&message);
        break;
      case CLOSE:
        is_open = false;
        break;
    }
  }
  channel_drop_receiver(clerk->mailbox, undelivered);
}

Clerk *clerk_spawn(void) {
  Clerk *clerk = mem_new(Clerk);
  clerk->mailbox = channel_new(sizeof(Message), CLERK_ROOM);
  CHECK(clerk->mailbox != NULL);
  CHECK(thread_start(&clerk->thread, "clerk", clerk_main, clerk));
  return clerk;
}

static AskOutcome post(Clerk *clerk, Message message) {
  switch (channel_send(clerk->mailbox, &message, NOW)) {
    case CHANNEL_OK:
      return ASK_OK;
    case CHANNEL_FULL:
    case CHANNEL_EMPTY:
    case CHANNEL_TIMEOUT:
      return ASK_FULL;
    case CHANNEL_CLOSED:
      break;
  }
  return ASK_STOPPED;
}

AskOutcome clerk_price(Clerk *clerk, int item, i64 *price, Deadline deadline) {
  Oneshot *reply = oneshot_new(sizeof(Answer));
  CHECK(reply != NULL);
  AskOutcome sent =
      post(clerk, (Message){.kind = PRICE, .item = item, .reply = reply});
  Answer it = {.outcome = sent};
  if (sent != ASK_OK) {
    oneshot_drop_sender(reply);
    oneshot_drop_receiver(reply, NULL);
  } else if (oneshot_take(reply, &it, deadline) != ONESHOT_OK) {
    oneshot_drop_receiver(reply, NULL);
    it.outcome = ASK_TIMEOUT;
  }
  if (it.outcome == ASK_OK) *price = it.price;
  return it.outcome;
}

AskOutcome clerk_post(Clerk *clerk, int item, u64 id, Channel *reply_to) {
  Answer it = {.id = id};
  it.outcome = clerk_price(clerk, item, &it.price, NEVER);
  if (it.outcome == ASK_FULL || it.outcome == ASK_STOPPED) return it.outcome;
  CHECK(channel_send(reply_to, &it, NEVER) == CHANNEL_OK);
  return ASK_OK;
}

void clerk_close(Clerk *clerk) {
  Message close = {.kind = CLOSE};
  CHECK(channel_send(clerk->mailbox, &close, NEVER) == CHANNEL_OK);
  thread_join(&clerk->thread);
}

void clerk_free(Clerk *clerk) {
  channel_drop_sender(clerk->mailbox);
  mem_free(clerk);
}
