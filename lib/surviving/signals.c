// signals.c -- a handler that posts, and a thread that sends.
//
// A signal handler may do next to nothing: it notes the number and posts a
// semaphore. A thread of our own waits for that and sends the message, which
// was allocated before. (Not sigwait: that wants the signals blocked in every
// thread, so before any is started, and children would inherit it.)
//
// All that is needed is a block of the actor, the desk: the actor's end frees
// it, which takes the handlers away and joins the thread.
#include "surviving/signals.h"

#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <string.h>

#include "acting/runtime.h"
#include "base/check.h"
#include "surviving/bonds.h"
#include "surviving/notice.h"
#include "surviving/rows.h"

enum { NUMBERS = 65 };

typedef struct Desk {
  // Set once.
  System *system;
  Ref actor;
  const MessageInfo *info;
  size_t count;
  int numbers[SIGNALS_MOST];
  struct sigaction before[SIGNALS_MOST];
  size_t caught;  // how many of them have our handler
  bool has_thread;
  Thread thread;

  Message *spare[SIGNALS_MOST];  // protected by the lock; NULL: no memory
} Desk;

static struct {
  pthread_mutex_t lock;  // protects desk, and what it says
  Desk *desk;            // NULL: nobody has the signals
  bool ready;            // wake is initialised, for good
  sem_t wake;
  atomic_bool closing;
  // Stored by the handler, exchanged by the thread; the semaphore orders them.
  atomic_bool pending[NUMBERS];
} post = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void lock(void) {
  CHECK(pthread_mutex_lock(&post.lock) == 0);
}

static void unlock(void) {
  CHECK(pthread_mutex_unlock(&post.lock) == 0);
}

// ---- A signal comes ----

// Only what is allowed in a signal handler.
static void note(int number) {
  int error = errno;
  atomic_store(&post.pending[number], true);
  (void)sem_post(&post.wake);
  errno = error;
}

static Message *new_message(const Desk *desk, int number) {
  Message *message = message_new(desk->info, MESSAGE_NOTICE, desk->actor);
  if (message != NULL) {
    *(i64 *)message_fields(message) = number;
  }
  return message;
}

static Message *take_locked(Desk *desk, size_t place) {
  int number = desk->numbers[place];
  Message *message = desk->spare[place];
  if (message == NULL) {
    message = new_message(desk, number);
  }
  desk->spare[place] = message != NULL ? new_message(desk, number) : NULL;
  return message;
}

// False: out of memory; it is pending until the next signal.
static bool deliver(Desk *desk, size_t place) {
  lock();
  Message *message = take_locked(desk, place);
  unlock();
  if (message == NULL) {
    atomic_store(&post.pending[desk->numbers[place]], true);
    return false;
  }
  notice_send(desk->system, message);
  return true;
}

static void deliver_pending(Desk *desk) {
  for (size_t i = 0; i < desk->count; i++) {
    if (atomic_exchange(&post.pending[desk->numbers[i]], false)) {
      ignore(deliver(desk, i));
    }
  }
}

// One that found no memory when it was injected comes with the next.
static void send_missed(void) {
  for (int number = 1; number < NUMBERS; number++) {
    if (atomic_exchange(&post.pending[number], false)) {
      ignore(signals_inject(number));
    }
  }
}

static void work(void *arg) {
  while (!atomic_load(&post.closing)) {
    if (sem_wait(&post.wake) == 0 && !atomic_load(&post.closing)) {
      deliver_pending(arg);
    }
  }
}

bool signals_inject(int number) {
  Message *message = NULL;
  System *system = NULL;
  lock();
  Desk *desk = post.desk;
  for (size_t i = 0; desk != NULL && i < desk->count; i++) {
    if (desk->numbers[i] == number) {
      system = desk->system;
      message = take_locked(desk, i);
      break;
    }
  }
  if (system != NULL && message == NULL) {
    atomic_store(&post.pending[number], true);
  }
  unlock();
  if (message != NULL) {
    notice_send(system, message);
    send_missed();
  }
  return message != NULL;
}

// ---- Opening and closing ----

// In the reverse order: what a number meant at first is what it means again.
static void release_handlers(Desk *desk) {
  while (desk->caught > 0) {
    desk->caught--;
    CHECK(sigaction(desk->numbers[desk->caught], &desk->before[desk->caught],
                    NULL) == 0);
  }
}

static void close_desk(void *block) {
  Desk *desk = block;
  release_handlers(desk);
  if (desk->has_thread) {
    atomic_store(&post.closing, true);
    CHECK(sem_post(&post.wake) == 0);
    thread_join(&desk->thread);
  }
  lock();
  if (post.desk == desk) {
    post.desk = NULL;
  }
  unlock();
  for (size_t i = 0; i < desk->count; i++) {
    message_free(desk->spare[i]);
  }
}

static bool is_allowed(int number) {
  static const int never[] = {SIGKILL, SIGSTOP, SIGSEGV, SIGBUS,
                              SIGFPE,  SIGILL,  SIGABRT};
  bool allowed = number > 0 && number < NUMBERS;
  for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
    allowed = allowed && number != never[i];
  }
  return allowed;
}

static bool catch_all(Desk *desk) {
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  CHECK(sigemptyset(&action.sa_mask) == 0);
  while (desk->caught < desk->count &&
         sigaction(desk->numbers[desk->caught], &action,
                   &desk->before[desk->caught]) == 0) {
    desk->caught++;
  }
  return desk->caught == desk->count;
}

static Desk *desk_new(const Actor *self, const MessageInfo *info,
                      const int *numbers, size_t count) {
  Desk *desk = rows_own(sizeof *desk);
  if (desk == NULL) {
    return NULL;
  }
  *desk = (Desk){
      .system = self->system, .actor = self->ref, .info = info, .count = count};
  block_on_free(desk, close_desk);
  bool complete = true;
  for (size_t i = 0; i < count; i++) {
    desk->numbers[i] = numbers[i];
    desk->spare[i] = new_message(desk, numbers[i]);
    complete = complete && desk->spare[i] != NULL;
  }
  if (!complete) {
    block_free(desk);
    return NULL;
  }
  return desk;
}

// True: the signals are this desk's from now on.
static bool claim(Desk *desk) {
  lock();
  bool free = post.desk == NULL;
  if (free) {
    post.desk = desk;
    if (!post.ready) {
      CHECK(sem_init(&post.wake, 0, 0) == 0);
      post.ready = true;
    }
    atomic_store(&post.closing, false);
    for (size_t i = 0; i < NUMBERS; i++) {
      atomic_store(&post.pending[i], false);
    }
  }
  unlock();
  return free;
}

static SignalsOutcome open_desk(Desk *desk) {
  if (!claim(desk)) {
    return SIGNALS_TAKEN;
  }
  if (desk->system->dispatcher->holds_outbox) {
    return SIGNALS_OK;
  }
  desk->has_thread = thread_start(&desk->thread, "signals", work, desk);
  if (!desk->has_thread) {
    return SIGNALS_NO_THREAD;
  }
  return catch_all(desk) ? SIGNALS_OK : SIGNALS_REFUSED;
}

SignalsOutcome signals_open(const int *numbers, size_t count,
                            SignalCarrier *message) {
  const Actor *self = bond_self();
  const MessageInfo *info = message((CarrierMark){0}, 0);
  CHECK(strcmp(info->protocol->name, self->type->protocol->name) == 0 &&
        "a signal comes as a message of the actor's own protocol");
  CHECK(count > 0 && count <= SIGNALS_MOST);
  for (size_t i = 0; i < count; i++) {
    if (!is_allowed(numbers[i])) {
      return SIGNALS_REFUSED;
    }
  }
  Desk *desk = desk_new(self, info, numbers, count);
  if (desk == NULL) {
    return SIGNALS_NO_MEMORY;
  }
  SignalsOutcome outcome = open_desk(desk);
  if (outcome != SIGNALS_OK) {
    block_free(desk);
  }
  return outcome;
}

void signals_close(void) {
  const Actor *self = bond_self();
  lock();
  Desk *desk = post.desk;
  bool ours = desk != NULL && ref_equal(desk->actor, self->ref);
  unlock();
  if (ours) {
    block_free(desk);
  }
}
