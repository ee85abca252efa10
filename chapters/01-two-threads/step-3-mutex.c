// step-3-mutex.c -- the account of step 1, with a lock, and with
// threads and locks behind a wrapper that cannot be misused in silence.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLIPS = 1000000 };

// Checks stay in every build: a lock that failed must not be
// overlooked.
#define CHECK(condition) \
  ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))

static void check_failed(const char *file, int line, const char *text) {
  fprintf(stderr, "%s:%d: not true: %s\n", file, line, text);
  abort();
}

typedef struct Mutex {
  pthread_mutex_t raw;
} Mutex;

static void mutex_init(Mutex *mutex) {
  pthread_mutexattr_t attributes;
  CHECK(pthread_mutexattr_init(&attributes) == 0);
  CHECK(pthread_mutexattr_settype(&attributes,
                                  PTHREAD_MUTEX_ERRORCHECK) == 0);
  CHECK(pthread_mutex_init(&mutex->raw, &attributes) == 0);
  CHECK(pthread_mutexattr_destroy(&attributes) == 0);
}

static void mutex_release(Mutex *mutex) {
  CHECK(pthread_mutex_destroy(&mutex->raw) == 0);
}

static void mutex_lock(Mutex *mutex) {
  CHECK(pthread_mutex_lock(&mutex->raw) == 0);
}

static void mutex_unlock(Mutex *mutex) {
  CHECK(pthread_mutex_unlock(&mutex->raw) == 0);
}

// A thread is a name, a function and what the function works on.
typedef struct Thread {
  const char *name;
  void (*run)(void *argument);
  void *argument;
  pthread_t raw;
} Thread;

static void *thread_main(void *thread) {
  Thread *self = thread;
  self->run(self->argument);
  return NULL;
}

// Borrows the thread until it is joined.
static void thread_start(Thread *thread, const char *name,
                         void (*run)(void *), void *argument) {
  *thread = (Thread){.name = name, .run = run, .argument = argument};
  CHECK(pthread_create(&thread->raw, NULL, thread_main, thread) == 0);
}

static void thread_join(Thread *thread) {
  CHECK(pthread_join(thread->raw, NULL) == 0);
}

typedef struct Account {
  Mutex lock;  // protects all below
  long balance;
} Account;

static void deposit(Account *account, long amount) {
  mutex_lock(&account->lock);
  account->balance += amount;
  mutex_unlock(&account->lock);
}

static void teller(void *argument) {
  Account *account = argument;
  for (int i = 0; i < SLIPS; i++) {
    const char *slip = "1";
    deposit(account, strtol(slip, NULL, 10));
  }
}

int main(void) {
  Account account = {.balance = 0};
  mutex_init(&account.lock);
  Thread ann;
  Thread bob;
  thread_start(&ann, "Ann", teller, &account);
  thread_start(&bob, "Bob", teller, &account);
  thread_join(&ann);
  thread_join(&bob);
  mutex_release(&account.lock);

  long missing = 2L * SLIPS - account.balance;
  printf("paid in 2000000, balance %ld, missing %ld\n", account.balance,
         missing);
  return missing == 0 ? 0 : 1;
}
