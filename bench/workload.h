// workload.h -- one benchmark: so many messages through a system, checked.
//
// The definitions are Savina's (Imam and Sarkar, "Savina - An Actor Benchmark
// Suite", AGERE! 2014), without the artificial work inside handlers. A workload
// is a program as a user would write it, on the public interface alone.
#ifndef BENCH_WORKLOAD_H
#define BENCH_WORKLOAD_H

#include "latency.h"
#include "troupe.h"

typedef struct Result {
  i64 units;        // messages, requests or actors
  i64 started;      // clock_now() when the first message was about to be sent
  i64 finished;     // clock_now() when the last had been handled
  i64 bytes;        // of memory; 0: what was measured is time
  Latency latency;  // of each unit; zero: only all together were measured
  bool right;       // the totals are what they must be
} Result;

typedef struct Workload {
  const char *name;
  const char *what;  // one line for --list
  i64 usual;         // N when none is given: some tenths of a second
  i64 extra;         // what EXTRA is when none is given
  i64 least;         // the smallest EXTRA
  Result (*run)(System *system, i64 n, i64 extra);
} Workload;

extern const Workload pingpong;
extern const Workload counting;
extern const Workload threadring;
extern const Workload forkjoin_throughput;
extern const Workload forkjoin_create;
extern const Workload chameneos;
extern const Workload big;
extern const Workload mailbox_contention;
extern const Workload ask;
extern const Workload skynet;
extern const Workload sieve;
extern const Workload philosophers;
extern const Workload concurrent_dictionary;
extern const Workload bounded_buffer;
extern const Workload bank;
extern const Workload cigarette_smokers;
extern const Workload logistic_map;
extern const Workload latency_idle;
extern const Workload latency_busy;
extern const Workload latency_sleeping;
extern const Workload memory;

#endif
