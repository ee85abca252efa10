// 01b-predict, a solution: what each has read, and who has the lock.
#include "predict.h"

#include <stdbool.h>

static const long amounts[TELLERS] = {10, 50, 100};

typedef struct Teller {
  bool has_read;
  long seen;
} Teller;

enum { NOBODY = -1 };

// One step. Gives the balance after it.
static long take_step(Teller *teller, long amount, long balance) {
  if (teller->has_read) {
    balance = teller->seen + amount;
  } else {
    teller->seen = balance;
  }
  teller->has_read = !teller->has_read;
  return balance;
}

static long play(const char *schedule, bool locked) {
  Teller tellers[TELLERS] = {{.has_read = false}};
  long balance = OPENING;
  int holder = NOBODY;
  for (; *schedule != '\0'; schedule++) {
    int who = *schedule - 'A';
    if (locked && holder != NOBODY && holder != who) continue;
    balance = take_step(&tellers[who], amounts[who], balance);
    holder = tellers[who].has_read ? who : NOBODY;
  }
  return balance;
}

long balance_without_lock(const char *schedule) {
  return play(schedule, false);
}

long balance_with_lock(const char *schedule) {
  return play(schedule, true);
}
