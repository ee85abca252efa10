// c11.c -- <threads.h>: mtx_*, cnd_*, thrd_*, tss_*, call_once.
//
// The system's own are its pthreads by other names, and so are these.
#include <errno.h>
#include <threads.h>

#include "stepping/calls.h"
#include "stepping/stand_in.h"

static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t), "mtx_t is its own");
static_assert(sizeof(cnd_t) == sizeof(pthread_cond_t), "cnd_t is its own");

static pthread_mutex_t *mutex(mtx_t *raw) {
  return (pthread_mutex_t *)(void *)raw;
}

static pthread_cond_t *condition(cnd_t *raw) {
  return (pthread_cond_t *)(void *)raw;
}

static int answer(int error) {
  return error == 0           ? thrd_success
         : error == EBUSY     ? thrd_busy
         : error == ETIMEDOUT ? thrd_timedout
         : error == ENOMEM    ? thrd_nomem
                              : thrd_error;
}

// ---- mtx ----

int stepped_mtx_init(mtx_t *raw, int type) {
  int result = mtx_init(raw, type);
  if (is_stepped() && result == thrd_success) {
    bool again = (type & mtx_recursive) != 0;
    mutex_begin(mutex(raw),
                again ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL, PLACE);
  }
  return result;
}

void stepped_mtx_destroy(mtx_t *raw) {
  if (is_stepped()) {
    mutex_end(mutex(raw), PLACE);
  }
  mtx_destroy(raw);
}

int stepped_mtx_lock(mtx_t *raw) {
  return is_stepped() ? answer(mutex_take(mutex(raw), OP_LOCK, 0, PLACE))
                      : mtx_lock(raw);
}

int stepped_mtx_trylock(mtx_t *raw) {
  return is_stepped() ? answer(mutex_try(mutex(raw), PLACE)) : mtx_trylock(raw);
}

int stepped_mtx_timedlock(mtx_t *raw, const struct timespec *time) {
  return is_stepped() ? answer(mutex_take(mutex(raw), OP_TIMEDLOCK,
                                          point_of(time), PLACE))
                      : mtx_timedlock(raw, time);
}

int stepped_mtx_unlock(mtx_t *raw) {
  return is_stepped() ? answer(mutex_leave(mutex(raw), PLACE))
                      : mtx_unlock(raw);
}

// ---- cnd ----

int stepped_cnd_init(cnd_t *raw) {
  int result = cnd_init(raw);
  if (is_stepped() && result == thrd_success) {
    object_begin(address_of(raw), OBJECT_CONDITION, PLACE);
  }
  return result;
}

void stepped_cnd_destroy(cnd_t *raw) {
  if (is_stepped()) {
    condition_end(condition(raw), PLACE);
  } else {
    cnd_destroy(raw);
  }
}

int stepped_cnd_wait(cnd_t *raw, mtx_t *lock) {
  return is_stepped() ? answer(condition_wait(condition(raw), mutex(lock),
                                              false, 0, PLACE))
                      : cnd_wait(raw, lock);
}

int stepped_cnd_timedwait(cnd_t *raw, mtx_t *lock,
                          const struct timespec *time) {
  return is_stepped() ? answer(condition_wait(condition(raw), mutex(lock), true,
                                              point_of(time), PLACE))
                      : cnd_timedwait(raw, lock, time);
}

int stepped_cnd_signal(cnd_t *raw) {
  return is_stepped() ? answer(condition_signal(condition(raw), PLACE))
                      : cnd_signal(raw);
}

int stepped_cnd_broadcast(cnd_t *raw) {
  return is_stepped() ? answer(condition_broadcast(condition(raw), PLACE))
                      : cnd_broadcast(raw);
}

// ---- thrd ----

// A thread's function gives an int here: it goes through by way of a pointer.
typedef struct Start {
  thrd_start_t act;
  void *arg;
} Start;

static Start starts[PLAN_THREADS];

static void *start(void *arg) {
  const Start *mine = arg;
  return (void *)(intptr_t)mine->act(mine->arg);
}

int stepped_thrd_create(thrd_t *thread, thrd_start_t act, void *arg) {
  if (!is_stepped()) {
    return thrd_create(thread, act, arg);
  }
  Start *mine = &starts[world->task_count % PLAN_THREADS];
  *mine = (Start){act, arg};
  return answer(task_make(thread, false, start, mine, PLACE));
}

int stepped_thrd_join(thrd_t thread, int *result) {
  if (!is_stepped()) {
    return thrd_join(thread, result);
  }
  void *value = NULL;
  int error = task_join(thread, &value, PLACE);
  if (result != NULL) {
    *result = (int)(intptr_t)value;
  }
  return answer(error);
}

int stepped_thrd_detach(thrd_t thread) {
  if (!is_stepped()) {
    return thrd_detach(thread);
  }
  task_detach(thread, PLACE);
  return thrd_success;
}

thrd_t stepped_thrd_current(void) {
  return is_stepped() ? (thrd_t)world->now->id + 1 : thrd_current();
}

_Noreturn void stepped_thrd_exit(int result) {
  if (!is_stepped()) {
    thrd_exit(result);
  }
  task_finish((void *)(intptr_t)result);
}

void stepped_thrd_yield(void) {
  if (is_stepped()) {
    give_way(OP_YIELD, 0, PLACE);
  } else {
    thrd_yield();
  }
}

int stepped_thrd_sleep(const struct timespec *span, struct timespec *left) {
  if (!is_stepped()) {
    return thrd_sleep(span, left);
  }
  give_way(OP_SLEEP, world->time + point_of(span), PLACE);
  return 0;
}

// ---- The rest ----

void stepped_call_once(once_flag *raw, void (*act)(void)) {
  if (is_stepped()) {
    once_do(raw, act, PLACE);
  } else {
    call_once(raw, act);
  }
}

int stepped_tss_create(tss_t *key, tss_dtor_t destroy) {
  return stepped_pthread_key_create(key, destroy) == 0 ? thrd_success
                                                       : thrd_error;
}

void stepped_tss_delete(tss_t key) {
  stepped_pthread_key_delete(key);
}

void *stepped_tss_get(tss_t key) {
  return stepped_pthread_getspecific(key);
}

int stepped_tss_set(tss_t key, void *value) {
  return stepped_pthread_setspecific(key, value) == 0 ? thrd_success
                                                      : thrd_error;
}
