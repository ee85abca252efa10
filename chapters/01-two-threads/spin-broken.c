// WRONG: waits by looking again and again: make fail N=01
//
// No data race and no lost money; a whole core is spent on looking. The
// fix is chapter 2.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

enum { OTHER_WORK = 1000000 };

typedef struct Account {
  pthread_mutex_t lock;  // protects all below
  long balance;
} Account;

static void deposit(Account *account, long amount) {
  pthread_mutex_lock(&account->lock);
  account->balance += amount;
  pthread_mutex_unlock(&account->lock);
}

// Takes the amount, or nothing when the balance is too small.
static bool withdraw(Account *account, long amount) {
  pthread_mutex_lock(&account->lock);
  bool covered = account->balance >= amount;
  if (covered) account->balance -= amount;
  pthread_mutex_unlock(&account->lock);
  return covered;
}

static Account shared = {.lock = PTHREAD_MUTEX_INITIALIZER};
static Account other = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void *ann_works(void *unused) {
  (void)unused;
  for (int i = 0; i < OTHER_WORK; i++) deposit(&other, 1);
  deposit(&shared, 50);
  return NULL;
}

int main(void) {
  pthread_t ann;
  pthread_create(&ann, NULL, ann_works, NULL);
  long looks = 0;
  while (!withdraw(&shared, 50)) looks++;
  pthread_join(ann, NULL);
  printf("BUSY WAIT: Bob looked %ld times in vain\n", looks);
  return 1;
}
