// WRONG: one look at the real clock: make fail N=06
//
// Interest is rounded by what the clock on the wall says. One look at
// it, and no run is ever the same again. The fix is step-4-clock.c.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/deadline.h"
#include "base/rng.h"

enum { ROOM = 8, ACTORS = 3, TAPE = 512, TIMERS = 4 };
enum { DAY = 24 * 60 * 60, DAYS = 365 };  // seconds

// bank: get -> balance | set(amount) | day    teller: pay(amount)
typedef enum Kind {
  BANK_GET,
  BANK_SET,
  BANK_DAY,
  BALANCE,
  TELLER_PAY
} Kind;
static const char *const kind_names[] = {"get", "set", "day", "balance",
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

// ---- Time ----

typedef struct Timer {
  i64 at;
  Actor *to;
  Kind kind;
} Timer;

static i64 now;  // seconds since the start of the run
static Timer timers[TIMERS];
static int timer_count;

static void tell_after(i64 seconds, Actor *to, Kind kind) {
  CHECK(timer_count < TIMERS);
  timers[timer_count++] = (Timer){now + seconds, to, kind};
}

// Nobody has mail: the clock jumps to the first timer, whose message
// arrives. False: there is none.
static bool pass_time(void) {
  if (timer_count == 0) return false;
  int first = 0;
  for (int i = 1; i < timer_count; i++) {
    if (timers[i].at < timers[first].at) first = i;
  }
  Timer due = timers[first];
  timers[first] = timers[--timer_count];
  now = due.at;
  tell(due.to, due.kind, 0, NULL);
  return true;
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
    case BANK_DAY:
      self->amount += (int)(clock_now() % 3);  // interest
      if (now < (i64)DAYS * DAY) tell_after(DAY, self, BANK_DAY);
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
    case BANK_DAY:
      break;
  }
}

static void set_up(void) {
  now = 0;
  timer_count = 0;
  *bank = (Actor){.name = "bank", .behaviour = banking};
  *ann = (Actor){.name = "ann", .behaviour = telling};
  *bob = (Actor){.name = "bob", .behaviour = telling};
  tell(ann, TELLER_PAY, 10, NULL);
  tell(bob, TELLER_PAY, 20, NULL);
  tell_after(DAY, bank, BANK_DAY);
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
  snprintf(text, sizeof text, "%" PRId64 " %s handles %s %d, has %d",
           now, actor->name, kind_names[message.kind], message.amount,
           actor->amount);
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
  do {
    while ((count = options(ready)) > 0)
      take_turn(ready[choose(count)]);
  } while (pass_time());
  return bank->amount;
}

int main(void) {
  int balance = run(4, NULL);
  char first[TAPE];
  memcpy(first, tape, sizeof first);
  u64 first_hash = hash;
  printf("day %d: balance %d\n", (int)(now / DAY), balance);
  balance = run(0, first);
  printf("again: balance %d, and the same events: %s\n", balance,
         hash == first_hash ? "yes" : "NOT REPEATABLE");
  return hash == first_hash ? 0 : 1;
}
