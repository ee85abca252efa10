// step-4-invariant.c -- transfers between two accounts, and a lock that
// checks, each time it is let go, what must be true of what it guards.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { TRANSFERS = 100000 };

// Checks stay in every build: a lock that failed must not be
// overlooked.
#define CHECK(condition) \
  ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))

static void check_failed(const char *file, int line, const char *text) {
  fprintf(stderr, "%s:%d: not true: %s\n", file, line, text);
  abort();
}

// The thread that runs this code; NULL in main.
static _Thread_local const char *thread_name;

// What is true of the guarded data whenever nobody holds the lock.
typedef struct Invariant {
  const char *name;
  bool (*holds)(const void *subject);
  const void *subject;
} Invariant;

static void invariant_check(const Invariant *invariant) {
  if (invariant->holds(invariant->subject)) return;
  printf("BROKEN INVARIANT: \"%s\", when %s let go of the lock\n",
         invariant->name, thread_name ? thread_name : "main");
  exit(1);
}

typedef struct Mutex {
  pthread_mutex_t raw;
  Invariant invariant;  // set once
} Mutex;

static void mutex_init(Mutex *mutex, Invariant invariant) {
  pthread_mutexattr_t attributes;
  CHECK(pthread_mutexattr_init(&attributes) == 0);
  CHECK(pthread_mutexattr_settype(&attributes,
                                  PTHREAD_MUTEX_ERRORCHECK) == 0);
  CHECK(pthread_mutex_init(&mutex->raw, &attributes) == 0);
  CHECK(pthread_mutexattr_destroy(&attributes) == 0);
  mutex->invariant = invariant;
}

static void mutex_release(Mutex *mutex) {
  CHECK(pthread_mutex_destroy(&mutex->raw) == 0);
}

static void mutex_lock(Mutex *mutex) {
  CHECK(pthread_mutex_lock(&mutex->raw) == 0);
}

// Checked while the lock is still held: nobody else can be in between.
static void mutex_unlock(Mutex *mutex) {
  invariant_check(&mutex->invariant);
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
  thread_name = self->name;
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

typedef struct Bank {
  Mutex lock;  // protects all below
  long savings;
  long current;
} Bank;

static bool total_stays(const void *subject) {
  const Bank *bank = subject;
  return bank->savings + bank->current == 200;
}

static void transfer(Bank *bank, long amount) {
  mutex_lock(&bank->lock);
  bank->savings -= amount;
  bank->current += amount;
  mutex_unlock(&bank->lock);
}

static void ann_works(void *bank) {
  for (int i = 0; i < TRANSFERS; i++) transfer(bank, 30);
}

static void bob_works(void *bank) {
  for (int i = 0; i < TRANSFERS; i++) transfer(bank, -30);
}

int main(void) {
  Bank bank = {.savings = 100, .current = 100};
  mutex_init(&bank.lock,
             (Invariant){"the total stays 200", total_stays, &bank});
  Thread ann;
  Thread bob;
  thread_start(&ann, "Ann", ann_works, &bank);
  thread_start(&bob, "Bob", bob_works, &bank);
  thread_join(&ann);
  thread_join(&bob);
  mutex_release(&bank.lock);

  printf("200000 transfers, savings %ld, current %ld, total %ld\n",
         bank.savings, bank.current, bank.savings + bank.current);
  return 0;
}
