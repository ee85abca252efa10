// WRONG: two tellers read, add and write back: make fail N=06
//
// No lock, no data race, no deadlock: actors, as in chapter 4. Between
// a teller's question and its set the other one's set can come in. The
// fix is friday.c.
#include <assert.h>
#include <stdio.h>
#include <time.h>

#include "base/check.h"
#include "base/thread.h"
#include "passing/channel.h"

enum { ROOM = 4 };

// get -> balance | set(amount)
typedef enum Kind { BANK_GET, BANK_SET } Kind;

typedef struct Message {
  Kind kind;
  int amount;      // set
  Channel *reply;  // get: where the balance goes; borrowed
} Message;

static void tell(Channel *mailbox, Message message) {
  CHECK(channel_send(mailbox, &message, NEVER) == CHANNEL_OK);
}

static void bank_main(void *argument) {
  Channel *mailbox = argument;
  int balance = 0;
  Message message;
  while (channel_recv(mailbox, &message, NEVER) == CHANNEL_OK) {
    switch (message.kind) {
      case BANK_GET: {
        int answer = balance;
        CHECK(channel_send(message.reply, &answer, NEVER) ==
              CHANNEL_OK);
        break;
      }
      case BANK_SET:
        balance = message.amount;
        break;
    }
  }
  channel_drop_receiver(mailbox, NULL);
  printf("balance %d\n", balance);
  assert(balance == 30);
}

typedef struct Teller {
  Channel *bank;   // owns a sender
  Channel *reply;  // owned
  int amount;
} Teller;

static void teller_main(void *argument) {
  Teller *self = argument;
  tell(self->bank, (Message){BANK_GET, 0, self->reply});
  int balance;
  CHECK(channel_recv(self->reply, &balance, NEVER) == CHANNEL_OK);
  tell(self->bank, (Message){BANK_SET, balance + self->amount, NULL});
  channel_drop_sender(self->bank);
}

static void open_till(Teller *teller, Channel *bank, int amount) {
  channel_add_sender(bank);
  *teller = (Teller){bank, channel_new(sizeof(int), 1), amount};
  CHECK(teller->reply != NULL);
}

static void close_till(Teller *teller) {
  channel_drop_sender(teller->reply);
  channel_drop_receiver(teller->reply, NULL);
}

int main(void) {
  Channel *bank = channel_new(sizeof(Message), ROOM);
  CHECK(bank != NULL);
  Teller tellers[2];
  open_till(&tellers[0], bank, 10);
  open_till(&tellers[1], bank, 20);
  channel_drop_sender(bank);
  Thread threads[3];
  const struct timespec a_moment = {.tv_nsec = 300 * 1000};
  CHECK(thread_start(&threads[0], "bank", bank_main, bank));
  CHECK(thread_start(&threads[1], "ann", teller_main, &tellers[0]));
  (void)nanosleep(&a_moment, NULL);
  CHECK(thread_start(&threads[2], "bob", teller_main, &tellers[1]));
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  for (int i = 0; i < 2; i++) close_till(&tellers[i]);
  return 0;
}
