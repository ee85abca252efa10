// step-2-outcome.c -- a question has a deadline, and an outcome: an
// answer, or the reason why there is none.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/mem.h"
#include "base/thread.h"
#include "passing/channel.h"
#include "passing/oneshot.h"

enum { ROOM = 16 };

typedef enum Item { PEARS, APPLES, SNOW, RUBBER } Item;

typedef enum AskOutcome {
  ASK_OK,       // here is the answer
  ASK_REFUSED,  // the actor said no
  ASK_TIMEOUT,  // no answer in time; one may still be made
  ASK_FULL,     // the mailbox has no room; the question was not sent
  ASK_STOPPED,  // the actor has ended, or did so before it came to this
  ASK_UNANSWERED,  // it was handled, and nobody answered
} AskOutcome;

typedef struct Answer {
  AskOutcome outcome;
  i64 price;
} Answer;

// price(item) -> price | lunch(bell) | close
typedef enum MessageKind { PRICE, LUNCH, CLOSE } MessageKind;

typedef struct Message {
  MessageKind kind;
  Item item;       // price
  Oneshot *reply;  // price: owns the sender's half
  Oneshot *bell;   // lunch: owns the receiver's half
} Message;

// Answers, if nobody has. False: the asker does not wait any more.
static bool answer(Message *message, AskOutcome outcome, i64 price) {
  if (message->reply == NULL) return true;
  Answer it = {.outcome = outcome, .price = price};
  OneshotOutcome put = oneshot_put(message->reply, &it);
  message->reply = NULL;
  return put == ONESHOT_OK;
}

static void undelivered(void *message) {
  answer(message, ASK_STOPPED, 0);
}

static bool quote(Message *message) {
  switch (message->item) {
    case PEARS:
      return answer(message, ASK_OK, 7);
    case APPLES:
      return answer(message, ASK_OK, 3);
    case SNOW:
      return answer(message, ASK_REFUSED, 0);
    case RUBBER:
      break;  // somebody forgot
  }
  return answer(message, ASK_UNANSWERED, 0);
}

typedef struct Clerk {
  Channel *mailbox;
  int late;  // answers that nobody waited for; read after the join
} Clerk;

static void clerk_main(void *argument) {
  Clerk *self = argument;
  bool is_open = true;
  Message message;
  while (is_open &&
         channel_recv(self->mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case PRICE:
        if (!quote(&message)) self->late++;
        break;
      case LUNCH: {
        bool rung;
        ignore(oneshot_take(message.bell, &rung, NEVER));
        break;
      }
      case CLOSE:
        is_open = false;
        break;
    }
  }
  channel_drop_receiver(self->mailbox, undelivered);
}

// Blocks up to the deadline. *price is filled on ASK_OK.
MUST_USE static AskOutcome clerk_price(Channel *clerk, Item item,
                                       i64 *price, Deadline deadline) {
  Oneshot *reply = oneshot_new(sizeof(Answer));
  CHECK(reply != NULL);
  Message question = {.kind = PRICE, .item = item, .reply = reply};
  ChannelOutcome sent = channel_send(clerk, &question, NOW);
  if (sent != CHANNEL_OK) {
    answer(&question, sent == CHANNEL_FULL ? ASK_FULL : ASK_STOPPED, 0);
  }
  Answer it = {0};
  switch (oneshot_take(reply, &it, deadline)) {
    case ONESHOT_OK:
      *price = it.price;
      return it.outcome;
    case ONESHOT_DROPPED:
      return ASK_UNANSWERED;
    case ONESHOT_TIMEOUT:
      break;
  }
  oneshot_drop_receiver(reply, NULL);  // who answers now is too late
  return ASK_TIMEOUT;
}

static void ask_and_print(Channel *clerk, const char *name, Item item,
                          Deadline deadline) {
  i64 price = 0;
  switch (clerk_price(clerk, item, &price, deadline)) {
    case ASK_OK:
      printf("%s cost %" PRId64 "\n", name, price);
      break;
    case ASK_REFUSED:
      printf("%s: refused\n", name);
      break;
    case ASK_TIMEOUT:
      printf("%s: no answer in time\n", name);
      break;
    case ASK_FULL:
      printf("%s: the shop is crowded\n", name);
      break;
    case ASK_STOPPED:
      printf("%s: the shop is closed\n", name);
      break;
    case ASK_UNANSWERED:
      printf("%s: unanswered\n", name);
      break;
  }
}

static void tell(Channel *clerk, Message message) {
  CHECK(channel_send(clerk, &message, NEVER) == CHANNEL_OK);
}

int main(void) {
  Channel *clerk = channel_new(sizeof(Message), ROOM);
  Oneshot *bell = oneshot_new(sizeof(bool));
  CHECK(clerk != NULL && bell != NULL);
  Clerk self = {.mailbox = clerk};
  Thread thread;
  CHECK(thread_start(&thread, "clerk", clerk_main, &self));
  ask_and_print(clerk, "apples", APPLES, NEVER);
  ask_and_print(clerk, "snow", SNOW, NEVER);
  ask_and_print(clerk, "rubber", RUBBER, NEVER);

  tell(clerk, (Message){.kind = LUNCH, .bell = bell});
  ask_and_print(clerk, "pears", PEARS, after_ms(20));
  ignore(oneshot_put(bell, &(bool){true}));
  ask_and_print(clerk, "apples", APPLES, NEVER);

  tell(clerk, (Message){.kind = CLOSE});
  ask_and_print(clerk, "apples", APPLES, NEVER);
  thread_join(&thread);
  channel_drop_sender(clerk);
  printf("answers that came too late: %d\n", self.late);
  printf("blocks not freed: %d\n", (int)mem_live());
  return 0;
}
