// ours.c -- the library's threads and memory, by way of the stepper's calls.
#include "stepping/ours.h"

#include <stdlib.h>

#include "stepping/calls.h"
#include "stepping/stand_in.h"

// What the library would CHECK.
static void must(int error, u64 place, const char *what) {
  if (error != 0) {
    run_over(VERDICT_MISUSE, place, 0, "%s", what);
  }
}

void stepped_mutex_init(Mutex *mutex) {
  mutex_begin(&mutex->raw, PTHREAD_MUTEX_NORMAL, PLACE);
}

void stepped_mutex_release(Mutex *mutex) {
  mutex_end(&mutex->raw, PLACE);
}

void stepped_mutex_lock(Mutex *mutex) {
  must(mutex_take(&mutex->raw, OP_LOCK, 0, PLACE), PLACE, "it was not locked");
}

void stepped_mutex_unlock(Mutex *mutex) {
  must(mutex_leave(&mutex->raw, PLACE), PLACE, "it was not unlocked");
}

void stepped_cond_init(Cond *cond) {
  object_begin(address_of(cond), OBJECT_CONDITION, PLACE);
}

void stepped_cond_release(Cond *cond) {
  condition_end(&cond->raw, PLACE);
}

void stepped_cond_signal(Cond *cond) {
  ignore(condition_signal(&cond->raw, PLACE));
}

void stepped_cond_broadcast(Cond *cond) {
  ignore(condition_broadcast(&cond->raw, PLACE));
}

void stepped_cond_wait(Cond *cond, Mutex *mutex) {
  ignore(condition_wait(&cond->raw, &mutex->raw, false, 0, PLACE));
}

bool stepped_cond_wait_until(Cond *cond, Mutex *mutex, i64 point) {
  bool timed = point != POINT_NEVER;
  return condition_wait(&cond->raw, &mutex->raw, timed, point, PLACE) == 0;
}

// Only those who wait look at it, to know until when: no reading of the clock
// that the search would have to mind.
i64 stepped_clock_now(void) {
  return world->time;
}

static void *start(void *arg) {
  const Thread *thread = arg;
  thread->run(thread->arg);
  return NULL;
}

bool stepped_thread_start(Thread *thread, const char *name,
                          void (*run)(void *arg), void *arg) {
  thread->run = run;
  thread->arg = arg;
  if (task_make(&thread->raw, false, start, thread, PLACE) != 0) {
    return false;
  }
  Task *task = &world->tasks[world->task_count - 1];
  strncpy(task->name, name, TASK_NAME - 1);
  return true;
}

void stepped_thread_join(Thread *thread) {
  ignore(task_join(thread->raw, NULL, PLACE));
}

void stepped_thread_yield(void) {
  give_way(OP_YIELD, 0, PLACE);
}

void *stepped_mem_must(size_t count, size_t size) {
  void *block = stepped_calloc(count, size);
  must(block == NULL, PLACE, "out of memory");
  return block;
}

void *stepped_mem_try(size_t size) {
  return stepped_calloc(1, size);
}

void *stepped_mem_try_array(size_t count, size_t size) {
  return stepped_calloc(count, size);
}

void stepped_mem_free(void *block) {
  if (block != NULL) {
    block_free(block, PLACE);
  }
}

_Noreturn void stepped_check_failed(const char *file, int line,
                                    const char *text) {
  run_over(VERDICT_ASSERTION, PLACE, 0, "%s:%d: %s", file, line, text);
}
