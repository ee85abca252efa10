// step-5-forward.c -- who is asked need not be who answers: a desk
// hands one question on, and asks somebody else to answer another.
#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { ROOM = 16, KEPT = 4 };

// total(id, reply_to, count) and price(id, reply_to)
//   -> answer(id, number) | close
typedef enum MessageKind { PRICE, TOTAL, ANSWER, CLOSE } MessageKind;

typedef struct Message {
  MessageKind kind;
  u64 id;             // the asker's number for it
  Channel *reply_to;  // price, total: where the answer goes, borrowed
  i64 number;         // total: how many; answer: what it is
} Message;

static void tell(Channel *to, Message message) {
  ignore(channel_send(to, &message, NEVER));  // it may have ended
}

// price(id, reply_to) -> answer(id, price)
static void clerk_main(void *argument) {
  Channel *mailbox = argument;
  Message message;
  while (channel_recv(mailbox, &message, NEVER) == CHANNEL_OK &&
         message.kind != CLOSE) {
    tell(message.reply_to, (Message){ANSWER, message.id, NULL, 7});
  }
  channel_drop_receiver(mailbox, NULL);
}

// A question that waits for the answer to one of the desk's own.
typedef struct Kept {
  u64 id;  // of the desk's question; 0: this place is free
  Message question;
} Kept;

typedef struct Desk {
  Channel *mailbox;
  Channel *clerk;  // borrowed
  u64 last_id;
  Kept kept[KEPT];
} Desk;

static Kept *kept_find(Desk *self, u64 id) {
  for (int i = 0; i < KEPT; i++) {
    if (self->kept[i].id == id) return &self->kept[i];
  }
  return NULL;
}

// The answer needs a price: keep the question, ask, and go on.
static void delegate(Desk *self, const Message *question) {
  Kept *kept = kept_find(self, 0);
  CHECK(kept != NULL);
  *kept = (Kept){.id = ++self->last_id, .question = *question};
  tell(self->clerk, (Message){PRICE, kept->id, self->mailbox, 0});
}

static void answered(Desk *self, const Message *answer) {
  Kept *kept = kept_find(self, answer->id);
  if (kept == NULL || answer->id == 0) return;  // late
  i64 total = kept->question.number * answer->number;
  tell(kept->question.reply_to,
       (Message){ANSWER, kept->question.id, NULL, total});
  kept->id = 0;
}

static void desk_main(void *argument) {
  Desk *self = argument;
  Message message;
  while (channel_recv(self->mailbox, &message, NEVER) == CHANNEL_OK &&
         message.kind != CLOSE) {
    switch (message.kind) {
      case PRICE:  // as it is: reply_to is the asker's
        tell(self->clerk, message);
        break;
      case TOTAL:
        delegate(self, &message);
        break;
      case ANSWER:
        answered(self, &message);
        break;
      case CLOSE:
        break;
    }
  }
  channel_drop_receiver(self->mailbox, NULL);
}

int main(void) {
  Channel *mine = channel_new(sizeof(Message), ROOM);
  Channel *clerk = channel_new(sizeof(Message), ROOM);
  Desk desk = {.mailbox = channel_new(sizeof(Message), ROOM),
               .clerk = clerk};
  CHECK(mine != NULL && clerk != NULL && desk.mailbox != NULL);
  Thread threads[2];
  CHECK(thread_start(&threads[0], "clerk", clerk_main, clerk));
  CHECK(thread_start(&threads[1], "desk", desk_main, &desk));
  tell(desk.mailbox, (Message){PRICE, 1, mine, 0});
  tell(desk.mailbox, (Message){TOTAL, 2, mine, 5});

  i64 answers[3] = {0};
  for (int i = 0; i < 2; i++) {
    Message message;
    CHECK(channel_recv(mine, &message, NEVER) == CHANNEL_OK);
    CHECK(message.id == 1 || message.id == 2);
    answers[message.id] = message.number;
  }
  printf("one costs %" PRId64 ", five cost %" PRId64 "\n", answers[1],
         answers[2]);

  tell(desk.mailbox, (Message){.kind = CLOSE});
  thread_join(&threads[1]);
  tell(clerk, (Message){.kind = CLOSE});
  thread_join(&threads[0]);
  channel_drop_sender(desk.mailbox);
  channel_drop_sender(clerk);
  channel_drop_receiver(mine, NULL);
  channel_drop_sender(mine);
  return 0;
}
