// step-6-cost.c -- what one addition costs: plain, under a mutex,
// atomic, and sharded, by 1, 2 and 4 threads.
//
// Every figure is a ratio to the plain addition of one thread in the
// same run, so that it says something about another machine too.
// An argument says how many additions a run makes; 4 million if none.
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_THREADS = 4, RUNS = 3, LINE = 64 };

// A cache line each: what one thread writes, no other thread's core
// holds.
typedef struct Shard {
  alignas(LINE) atomic_long count;
} Shard;

typedef struct Counter {
  pthread_mutex_t lock;
  long guarded;                                    // under the lock
  atomic_long together;                            // any thread
  alignas(LINE) atomic_long packed[MOST_THREADS];  // one a thread
  Shard shards[MOST_THREADS];  // one a thread, a cache line each
  long plain;                  // one thread only
} Counter;

typedef void AddFn(Counter *counter, int thread);

static void add_plain(Counter *counter, int thread) {
  (void)thread;
  counter->plain++;
}

static void add_locked(Counter *counter, int thread) {
  (void)thread;
  pthread_mutex_lock(&counter->lock);
  counter->guarded++;
  pthread_mutex_unlock(&counter->lock);
}

static void add_atomic(Counter *counter, int thread) {
  (void)thread;
  atomic_fetch_add(&counter->together, 1);
}

static void add_packed(Counter *counter, int thread) {
  atomic_fetch_add(&counter->packed[thread], 1);
}

static void add_sharded(Counter *counter, int thread) {
  atomic_fetch_add(&counter->shards[thread].count, 1);
}

// For when the adders are done: two of the pieces are plain. A sum
// taken earlier would be made of pieces from different moments.
static long counter_sum(Counter *counter) {
  long sum = counter->plain + counter->guarded;
  sum += atomic_load(&counter->together);
  for (int i = 0; i < MOST_THREADS; i++) {
    sum += atomic_load(&counter->packed[i]);
    sum += atomic_load(&counter->shards[i].count);
  }
  return sum;
}

typedef struct Adder {
  Counter *counter;
  AddFn *add;
  int thread;
  int times;
  pthread_t raw;
} Adder;

static void *adder_main(void *argument) {
  Adder *self = argument;
  for (int i = 0; i < self->times; i++) {
    self->add(self->counter, self->thread);
  }
  return NULL;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int additions = 4000000;  // divisible by 4; set once

// The same number of additions in all, shared among the threads.
static double run(AddFn *add, int threads) {
  Counter counter = {.lock = PTHREAD_MUTEX_INITIALIZER};
  Adder adders[MOST_THREADS];
  double start = seconds();
  for (int i = 0; i < threads; i++) {
    adders[i] = (Adder){.counter = &counter,
                        .add = add,
                        .thread = i,
                        .times = additions / threads};
    pthread_create(&adders[i].raw, NULL, adder_main, &adders[i]);
  }
  for (int i = 0; i < threads; i++) pthread_join(adders[i].raw, NULL);
  double taken = seconds() - start;
  if (counter_sum(&counter) != additions) {
    printf("additions are missing\n");
    exit(1);
  }
  return taken;
}

static double best(AddFn *add, int threads) {
  double least = run(add, threads);
  for (int i = 1; i < RUNS; i++) {
    double taken = run(add, threads);
    if (taken < least) least = taken;
  }
  return least;
}

int main(int argc, char **argv) {
  if (argc > 1) additions = (int)strtol(argv[1], NULL, 10) / 4 * 4;
  static const struct {
    const char *name;
    AddFn *add;
  } ways[] = {{"mutex", add_locked},
              {"atomic", add_atomic},
              {"packed", add_packed},
              {"sharded", add_sharded}};
  double unit = best(add_plain, 1);

  printf("%-10s%10s%10s%10s\n", "way", "1 thread", "2", "4");
  printf("%-10s%10.1f%10s%10s\n", "plain", 1.0, "-", "-");
  for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
    printf("%-10s%10.1f%10.1f%10.1f\n", ways[i].name,
           best(ways[i].add, 1) / unit, best(ways[i].add, 2) / unit,
           best(ways[i].add, 4) / unit);
  }
  return 0;
}
