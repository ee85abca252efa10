// stage.c -- hands and the gate.
//
// Every exercise is linked with --wrap for channel_recv and for
// pthread_mutex_unlock: their calls come to __wrap_channel_recv here, and
// __real_channel_recv is the library's. Behind an unlock another thread may
// come in, so a hand has a point there. What makes and releases locks and
// conditions is wrapped as well, to be counted.
// The gate is not touched while it has never been closed, for its lock would
// put in order, for the thread sanitizer, what the learner's program does not.
#define _GNU_SOURCE  // gettid
#include "stage.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "judge.h"
#include "passing/channel.h"

enum { STILL_LOOKS = 5 };

static _Thread_local Hand *me;

static void hand_main(void *arg) {
  Hand *hand = arg;
  me = hand;
  hand->act(hand->arg);
  atomic_store_explicit(&hand->done, true, memory_order_relaxed);
}

void hand_start_held(Hand *hand, const char *name, void (*act)(void *arg),
                     void *arg, int hold_at) {
  hand->act = act;
  hand->arg = arg;
  hand->hold_at = hold_at;
  hand->points = 0;
  atomic_init(&hand->held, false);
  CHECK(sem_init(&hand->go_on, 0, 0) == 0);
  atomic_init(&hand->done, false);
  CHECK(thread_start(&hand->thread, name, hand_main, hand));
}

void hand_start(Hand *hand, const char *name, void (*act)(void *arg),
                void *arg) {
  hand_start_held(hand, name, act, arg, 0);
}

Hand *hand_me(void) {
  return me;
}

// Nothing but the flag: what a test learns by looking must not put the hand's
// doings before anything, or the thread sanitizer would miss what happens in
// no order. So all flags here are relaxed.
void hand_point(void) {
  if (!me || ++me->points != me->hold_at) return;
  atomic_store_explicit(&me->held, true, memory_order_relaxed);
  while (sem_wait(&me->go_on) != 0) continue;  // until a signal lets it
  atomic_store_explicit(&me->held, false, memory_order_relaxed);
}

// Adds how often the thread has gone to sleep. False: it runs, or could.
static bool sleeps(const char *id, unsigned long long *times) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%.20s/status", id);
  FILE *status = fopen(path, "re");
  if (!status) return true;  // it has ended meanwhile
  char line[256];
  bool asleep = false;
  unsigned long long own = 0;
  while (fgets(line, sizeof line, status)) {
    if (strncmp(line, "State:\t", 7) == 0) asleep = strchr("SZX", line[7]);
    (void)sscanf(line, "voluntary_ctxt_switches: %llu", &own);
  }
  fclose(status);
  *times += own;
  return asleep;
}

// True if all threads but the calling one sleep. *times changes whenever one
// of them has run in between.
static bool all_sleep(unsigned long long *times) {
  char own[24];
  snprintf(own, sizeof own, "%d", (int)gettid());
  *times = 0;
  DIR *tasks = opendir("/proc/self/task");
  CHECK(tasks != NULL);
  bool asleep = true;
  for (struct dirent *each; (each = readdir(tasks)) && asleep;) {
    if (each->d_name[0] == '.' || strcmp(each->d_name, own) == 0) continue;
    asleep = sleeps(each->d_name, times);
  }
  closedir(tasks);
  return asleep;
}

static bool is_set(atomic_bool *flag) {
  return atomic_load_explicit(flag, memory_order_relaxed);
}

// A hand that sleeps may be about to be woken by a thread that runs, or waits
// for a processor. Only when nobody does, and nobody has for a while, will it
// sleep on.
HandState hand_settle(Hand *hand) {
  unsigned long long before = 0;
  int still = 0;
  for (i64 since = 0; still < STILL_LOOKS && judge_patience(&since);) {
    if (is_set(&hand->done)) return HAND_DONE;
    if (is_set(&hand->held)) return HAND_HELD;
    unsigned long long times = 0;
    still = all_sleep(&times) && times == before ? still + 1 : 0;
    before = times;
  }
  return is_set(&hand->done) ? HAND_DONE : HAND_WAITS;
}

void hand_join(Hand *hand) {
  sem_post(&hand->go_on);
  thread_join(&hand->thread);
  sem_destroy(&hand->go_on);
}

int __real_pthread_mutex_unlock(pthread_mutex_t *mutex);
int __wrap_pthread_mutex_unlock(pthread_mutex_t *mutex);

int __wrap_pthread_mutex_unlock(pthread_mutex_t *mutex) {
  int err = __real_pthread_mutex_unlock(mutex);
  hand_point();
  return err;
}

// --- Locks and conditions ---

static atomic_int live;

int stage_locks_live(void) {
  return atomic_load_explicit(&live, memory_order_relaxed);
}

#define COUNTED(NAME, TYPE, BY)                                 \
  void __real_##NAME(TYPE *object);                             \
  void __wrap_##NAME(TYPE *object);                             \
  void __wrap_##NAME(TYPE *object) {                            \
    atomic_fetch_add_explicit(&live, BY, memory_order_relaxed); \
    __real_##NAME(object);                                      \
  }
COUNTED(mutex_init, Mutex, 1)
COUNTED(mutex_release, Mutex, -1)
COUNTED(cond_init, Cond, 1)
COUNTED(cond_release, Cond, -1)

// --- The gate ---

static atomic_bool gate_used;
static pthread_mutex_t gate_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_changed = PTHREAD_COND_INITIALIZER;
static bool gate_is_closed;  // these under gate_lock
static int gate_held;
static int gate_permits;

static void gate_pass(void) {
  if (me || getpid() == gettid()) return;
  if (!atomic_load_explicit(&gate_used, memory_order_relaxed)) return;
  pthread_mutex_lock(&gate_lock);
  gate_held++;
  while (gate_is_closed && gate_permits == 0) {
    pthread_cond_wait(&gate_changed, &gate_lock);
  }
  if (gate_is_closed) gate_permits--;
  gate_held--;
  pthread_mutex_unlock(&gate_lock);
}

void gate_close(void) {
  atomic_store(&gate_used, true);
  pthread_mutex_lock(&gate_lock);
  gate_is_closed = true;
  gate_permits = 0;
  pthread_mutex_unlock(&gate_lock);
}

bool gate_holds(int count) {
  for (i64 since = 0;;) {
    pthread_mutex_lock(&gate_lock);
    bool held = gate_held == count && gate_permits == 0;
    pthread_mutex_unlock(&gate_lock);
    if (held) return true;
    if (!judge_patience(&since)) return false;
  }
}

void gate_let_one(void) {
  pthread_mutex_lock(&gate_lock);
  gate_permits++;
  pthread_cond_broadcast(&gate_changed);
  pthread_mutex_unlock(&gate_lock);
}

void gate_open(void) {
  pthread_mutex_lock(&gate_lock);
  gate_is_closed = false;
  pthread_cond_broadcast(&gate_changed);
  pthread_mutex_unlock(&gate_lock);
  atomic_store(&gate_used, false);
}

ChannelOutcome __real_channel_recv(Channel *channel, void *item,
                                   Deadline deadline);
ChannelOutcome __wrap_channel_recv(Channel *channel, void *item,
                                   Deadline deadline);

ChannelOutcome __wrap_channel_recv(Channel *channel, void *item,
                                   Deadline deadline) {
  ChannelOutcome outcome = __real_channel_recv(channel, item, deadline);
  if (outcome == CHANNEL_OK) gate_pass();
  return outcome;
}
