// 05a-two-ways, the start. Fails first: an_answer_comes_by_oneshot
//
// The clerk opens, reads what it is sent, answers nothing, and closes. What is
// left to do stands behind "Yours:".
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
  int item;  // price. Yours: the two ways back
} Message;

struct Clerk {
  Channel *mailbox;
  Thread thread;
};

static void clerk_main(void *argument) {
  Clerk *clerk = argument;
  bool is_open = true;
  Message message;
  while (is_open &&
         channel_recv(clerk->mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case PRICE:
        (void)prices;  // Yours: answer, by the way the question came
        break;
      case CLOSE:
        is_open = false;
        break;
    }
  }
  channel_drop_receiver(clerk->mailbox, NULL);  // Yours: what is inside?
}

Clerk *clerk_spawn(void) {
  Clerk *clerk = mem_new(Clerk);
  clerk->mailbox = channel_new(sizeof(Message), CLERK_ROOM);
  CHECK(clerk->mailbox != NULL);
  CHECK(thread_start(&clerk->thread, "clerk", clerk_main, clerk));
  return clerk;
}

AskOutcome clerk_price(Clerk *clerk, int item, i64 *price, Deadline deadline) {
  (void)clerk;
  (void)item;
  (void)price;
  (void)deadline;
  return ASK_TIMEOUT;  // Yours: ask, and wait
}

AskOutcome clerk_post(Clerk *clerk, int item, u64 id, Channel *reply_to) {
  (void)clerk;
  (void)item;
  (void)id;
  (void)reply_to;
  return ASK_FULL;  // Yours: ask, and go on
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
