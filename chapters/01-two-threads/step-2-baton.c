// WRONG: step 1 again, with its unlucky order forced: make fail N=01
//
// A deposit is two steps, a read and a write. The schedule says who
// takes the next step: "ABBA" lets A read, B read, B write, A write.
// A baton goes from hand to hand in that order; who does not hold it
// waits. So every run is the same run.
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>

typedef struct Account {
  long balance;
} Account;

typedef struct Baton {
  const char *schedule;  // set once
  sem_t turn[2];         // posted when A, when B may take a step
  int taken;             // steps so far; whoever holds the baton
} Baton;

typedef struct Teller {
  char name;
  long amount;
  Account *account;
  Baton *baton;
} Teller;

static void baton_give(Baton *baton) {
  char next = baton->schedule[baton->taken];
  if (next != '\0') sem_post(&baton->turn[next - 'A']);
}

static void baton_take(Baton *baton, char name) {
  sem_wait(&baton->turn[name - 'A']);
  baton->taken++;
}

static void *deposit(void *argument) {
  Teller *self = argument;

  baton_take(self->baton, self->name);
  long seen = self->account->balance;
  printf("  %c reads  %ld\n", self->name, seen);
  baton_give(self->baton);

  baton_take(self->baton, self->name);
  self->account->balance = seen + self->amount;
  printf("  %c writes %ld\n", self->name, self->account->balance);
  baton_give(self->baton);
  return NULL;
}

// Two steps of A, two of B, nothing else?
static int is_schedule(const char *text) {
  int a = 0;
  int b = 0;
  for (const char *c = text; *c != '\0'; c++) {
    if (*c == 'A') a++;
    if (*c == 'B') b++;
  }
  return a == 2 && b == 2 && strlen(text) == 4;
}

// One run under a schedule; what is missing in the end.
static long run(const char *schedule) {
  Baton baton = {.schedule = schedule};
  Account account = {100};
  Teller ann = {'A', 10, &account, &baton};
  Teller bob = {'B', 50, &account, &baton};
  sem_init(&baton.turn[0], 0, 0);
  sem_init(&baton.turn[1], 0, 0);

  printf("balance 100, A deposits 10, B deposits 50\n");
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, deposit, &ann);
  pthread_create(&threads[1], NULL, deposit, &bob);
  baton_give(&baton);
  pthread_join(threads[0], NULL);
  pthread_join(threads[1], NULL);

  long missing = 160 - account.balance;
  printf("%s: %s, balance %ld, missing %ld\n", schedule,
         missing == 0 ? "right" : "LOST UPDATE", account.balance,
         missing);
  return missing;
}

int main(int argc, char **argv) {
  const char *alone[] = {"", "ABBA", NULL};
  const char *const *schedule =
      argc > 1 ? (const char *const *)argv : alone;
  long missing = 0;
  while (*++schedule != NULL) {
    if (!is_schedule(*schedule)) {
      fprintf(stderr, "%s: two A and two B are wanted, as ABBA\n",
              *schedule);
      return 2;
    }
    missing += run(*schedule);
  }
  return missing == 0 ? 0 : 1;
}
