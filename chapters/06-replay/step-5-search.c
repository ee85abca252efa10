// step-5-search.c -- all tapes, one after the other; and of the first
// that goes wrong, what is not needed is taken away.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { ROOM = 8, ACTORS = 3, TAPE = 64 };

// bank: get -> balance | set(amount)    teller: pay(amount)
typedef enum Kind { BANK_GET, BANK_SET, BALANCE, TELLER_PAY } Kind;
static const char *const kind_names[] = {"get", "set", "balance",
                                         "pay"};

typedef struct Actor Actor;

typedef struct Message {
  Kind kind;
  int amount;
  Actor *from;  // whom to answer
} Message;

struct Actor {
  const char *name;
  void (*behaviour)(Actor *self, const Message *message);
  Message mailbox[ROOM];
  int count;
  int amount;  // the bank's balance; what a teller has to pay in
};

static Actor actors[ACTORS];
static Actor *const bank = &actors[0];
static Actor *const ann = &actors[1];
static Actor *const bob = &actors[2];

static void tell(Actor *to, Kind kind, int amount, Actor *from) {
  CHECK(to->count < ROOM);
  to->mailbox[to->count++] = (Message){kind, amount, from};
}

// ---- Behaviours: none of them waits ----

static void banking(Actor *self, const Message *message) {
  switch (message->kind) {
    case BANK_GET:
      tell(message->from, BALANCE, self->amount, self);
      break;
    case BANK_SET:
      self->amount = message->amount;
      break;
    case BALANCE:
    case TELLER_PAY:
      break;
  }
}

static void telling(Actor *self, const Message *message) {
  switch (message->kind) {
    case TELLER_PAY:
      self->amount = message->amount;
      tell(bank, BANK_GET, 0, self);
      break;
    case BALANCE:
      tell(bank, BANK_SET, message->amount + self->amount, self);
      break;
    case BANK_GET:
    case BANK_SET:
      break;
  }
}

static void set_up(void) {
  *bank = (Actor){.name = "bank", .behaviour = banking};
  *ann = (Actor){.name = "ann", .behaviour = telling};
  *bob = (Actor){.name = "bob", .behaviour = telling};
  tell(ann, TELLER_PAY, 10, NULL);
  tell(bob, TELLER_PAY, 20, NULL);
}

// ---- Turns ----

static bool prints;

static void take_turn(Actor *actor) {
  Message message = actor->mailbox[0];
  actor->count--;
  for (int i = 0; i < actor->count; i++) {
    actor->mailbox[i] = actor->mailbox[i + 1];
  }
  actor->behaviour(actor, &message);
  if (!prints) return;
  printf("%s handles %s %d, has %d\n", actor->name,
         kind_names[message.kind], message.amount, actor->amount);
}

// Who has mail; gives how many.
static int options(Actor *ready[ACTORS]) {
  int count = 0;
  for (int i = 0; i < ACTORS; i++) {
    if (actors[i].count > 0) ready[count++] = &actors[i];
  }
  return count;
}

typedef struct Tape {
  int chosen[TAPE];
  int of[TAPE];  // among how many
  int length;
} Tape;

static Tape tape;  // what is played, then what was chosen after it
static int made;

static int choose(int count) {
  CHECK(made < TAPE);
  if (made == tape.length) tape.chosen[tape.length++] = 0;
  tape.of[made] = count;
  // A tape that was changed may ask for somebody who is not there.
  if (tape.chosen[made] >= count) tape.chosen[made] = 0;
  return tape.chosen[made++];
}

static int run(void) {
  made = 0;
  set_up();
  Actor *ready[ACTORS];
  int count;
  while ((count = options(ready)) > 0) take_turn(ready[choose(count)]);
  tape.length = made;
  return bank->amount;
}

// The next tape: the last choice that has another option takes it, and
// what came after is forgotten. False: there is none.
static bool next_tape(void) {
  while (tape.length > 0) {
    int last = tape.length - 1;
    if (++tape.chosen[last] < tape.of[last]) return true;
    tape.length--;
  }
  return false;
}

static bool loses(void) {
  return run() != 30;
}

// Sets choices back to 0, each by itself, as long as money is lost all
// the same.
static void shrink(void) {
  Tape best = tape;
  for (int i = 0; i < best.length; i++) {
    tape = best;
    tape.chosen[i] = 0;
    if (best.chosen[i] != 0 && loses()) {
      best = tape;
      i = -1;  // from the start
    }
  }
  tape = best;
}

static void print_tape(const char *what) {
  printf("%s", what);
  for (int i = 0; i < tape.length; i++) printf(" %d", tape.chosen[i]);
  printf("\n");
}

static void search(void) {
  int runs = 0, lost = 0, first = 0;
  Tape worst = {.length = 0};
  do {
    runs++;
    if (loses()) {
      lost++;
      worst = tape;
      first = first == 0 ? runs : first;
    }
  } while (next_tape());
  printf("%d tapes, %d lose money, the first is number %d\n", runs,
         lost, first);
  tape = worst;
  (void)run();
  print_tape("the last:");
  shrink();
  print_tape("shrunk:  ");
}

int main(void) {
  search();
  prints = true;
  printf("balance %d\n", run());
  return 0;
}
