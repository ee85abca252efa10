// step-3-tape.c -- what was chosen is written down, and played again;
// what happened is hashed, so that one sees whether it is the same.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/rng.h"

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
static u64 hash;  // of all events so far (FNV-1a)

static void event(const char *text) {
  for (const char *c = text; *c != '\0'; c++) {
    hash = (hash ^ (u8)*c) * 0x100000001b3;
  }
  if (prints) printf("%s\n", text);
}

static void take_turn(Actor *actor) {
  Message message = actor->mailbox[0];
  actor->count--;
  for (int i = 0; i < actor->count; i++) {
    actor->mailbox[i] = actor->mailbox[i + 1];
  }
  actor->behaviour(actor, &message);
  char text[80];
  snprintf(text, sizeof text, "%s handles %s %d, has %d", actor->name,
           kind_names[message.kind], message.amount, actor->amount);
  event(text);
}

// Who has mail; gives how many.
static int options(Actor *ready[ACTORS]) {
  int count = 0;
  for (int i = 0; i < ACTORS; i++) {
    if (actors[i].count > 0) ready[count++] = &actors[i];
  }
  return count;
}

static Rng rng;
static const char *played;  // what is left of the tape, or NULL
static char tape[TAPE];     // what was chosen in this run
static int made;            // how often

static int choose(int count) {
  int chosen = 0;
  if (played == NULL) {
    chosen = (int)rng_below(&rng, (u64)count);
  } else if (*played != '\0') {
    chosen = *played++ - '0';
  }
  if (chosen < 0 || chosen >= count) {
    printf("DIVERGED: choice %d is %d, of %d\n", made + 1, chosen,
           count);
    exit(3);
  }
  CHECK(made < TAPE - 1);
  tape[made++] = (char)('0' + chosen);
  tape[made] = '\0';
  return chosen;
}

// By the tape; NULL: by the seed. Gives the balance.
static int run(u64 seed, const char *given) {
  rng_seed(&rng, seed);
  played = given;
  made = 0;
  hash = 0xcbf29ce484222325;
  set_up();
  Actor *ready[ACTORS];
  int count;
  while ((count = options(ready)) > 0) take_turn(ready[choose(count)]);
  return bank->amount;
}

// step-3-tape: seed 3, and its tape played again. step-3-tape TAPE:
// that one.
int main(int words, char **word) {
  if (words > 1) {
    prints = true;
    printf("balance %d\n", run(0, word[1]));
    return 0;
  }
  int balance = run(3, NULL);
  char first[TAPE];
  memcpy(first, tape, sizeof first);
  u64 first_hash = hash;
  printf("seed 3: tape %s, balance %d\n", first, balance);
  balance = run(0, first);
  printf("again: balance %d, and the same events: %s\n", balance,
         hash == first_hash ? "yes" : "NO");
  return 0;
}
