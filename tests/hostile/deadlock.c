// Wanted: 1 stuck. Two threads, two locks, both orders.
#include "rest.h"

#include <semaphore.h>

#include "base/check.h"
#include "base/thread.h"

static Mutex first;
static Mutex second;
static sem_t has_first;
static sem_t has_second;

static void other_way_round(void *arg) {
  mutex_lock(&second);
  sem_post(&has_second);
  sem_wait(&has_first);
  mutex_lock(&first);
  (void)arg;
}

Counter *counter_spawn(void) {
  static Thread thread;
  mutex_init(&first);
  mutex_init(&second);
  sem_init(&has_first, 0, 0);
  sem_init(&has_second, 0, 0);
  CHECK(thread_start(&thread, "other", other_way_round, NULL));
  mutex_lock(&first);
  sem_post(&has_first);
  sem_wait(&has_second);
  mutex_lock(&second);
  return NULL;
}
