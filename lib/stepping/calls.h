// calls.h -- what the stand-ins do, told where in the program they were called.
//
// For those that come by two names, as pthread_mutex_lock and mtx_lock do. Only
// in a run. Results are those of the pthread functions.
#ifndef STEPPING_CALLS_H
#define STEPPING_CALLS_H

#include <pthread.h>

#include "stepping/world.h"

// `type` is one of PTHREAD_MUTEX_*.
void mutex_begin(pthread_mutex_t *raw, int type, u64 place);
void mutex_end(pthread_mutex_t *raw, u64 place);
// OP_LOCK, or OP_TIMEDLOCK until `due`.
int mutex_take(pthread_mutex_t *raw, OpKind kind, i64 due, u64 place);
int mutex_try(pthread_mutex_t *raw, u64 place);
int mutex_leave(pthread_mutex_t *raw, u64 place);

void condition_end(pthread_cond_t *raw, u64 place);
int condition_wait(pthread_cond_t *raw, pthread_mutex_t *mutex, bool timed,
                   i64 due, u64 place);
int condition_signal(pthread_cond_t *raw, u64 place);
int condition_broadcast(pthread_cond_t *raw, u64 place);

int once_do(void *raw, void (*act)(void), u64 place);

int task_make(pthread_t *thread, bool detached, void *(*start)(void *),
              void *arg, u64 place);
int task_join(pthread_t thread, void **result, u64 place);
void task_detach(pthread_t thread, u64 place);
_Noreturn void task_finish(void *result);

// The block is free, and kept for a while.
void block_free(void *block, u64 place);

// Gives way: somebody else comes first, if anybody can; and goes on when it is
// `due`.
void give_way(OpKind kind, i64 due, u64 place);

#endif
