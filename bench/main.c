// main.c -- one workload, one line: WORKLOAD N SECONDS PER_SECOND (of `memory`:
// bytes an actor; of `latency-...`: nanoseconds, the median, and the
// percentiles on standard error).
//
// usage: troupe-bench [OPTION]... WORKLOAD [N [EXTRA]] | --list
//   --dispatcher pool|threads|stepper   who runs the actors (TROUPE_RUN)
//   --workers N                         of the pool (BENCH_WORKERS, or 2)
//   --json                              the line as a JSON object
// Exit: 0; 1 a total was wrong; 2 bad use.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "workload.h"

static const Workload *const workloads[] = {&pingpong,
                                            &counting,
                                            &threadring,
                                            &forkjoin_throughput,
                                            &forkjoin_create,
                                            &chameneos,
                                            &big,
                                            &mailbox_contention,
                                            &ask,
                                            &skynet,
                                            &sieve,
                                            &philosophers,
                                            &concurrent_dictionary,
                                            &bounded_buffer,
                                            &bank,
                                            &cigarette_smokers,
                                            &logistic_map,
                                            &latency_idle,
                                            &latency_sleeping,
                                            &latency_busy,
                                            &memory};
enum { WORKLOADS = sizeof workloads / sizeof *workloads };

static void list(void) {
  for (size_t i = 0; i < WORKLOADS; i++) {
    (void)printf("%-20s %s (N is %" PRId64 ")\n", workloads[i]->name,
                 workloads[i]->what, workloads[i]->usual);
  }
}

static const Workload *find(const char *name) {
  Nearest nearest = {.typed = name};
  for (size_t i = 0; i < WORKLOADS; i++) {
    if (strcmp(workloads[i]->name, name) == 0) {
      return workloads[i];
    }
    nearest_see(&nearest, workloads[i]->name);
  }
  (void)fprintf(stderr, "troupe-bench: no workload is called \"%s\"", name);
  if (nearest.best != NULL) {
    (void)fprintf(stderr, "; did you mean %s?", nearest.best);
  }
  (void)fprintf(stderr, " (--list shows all)\n");
  return NULL;
}

// A whole number from `least` up, or `usual` if no text is given; -1: not one.
static i64 count_from(const char *text, i64 usual, i64 least) {
  if (text == NULL) {
    return usual;
  }
  char *end;
  long long count = strtoll(text, &end, 10);
  bool whole = *end == '\0' && end != text;
  return whole && count >= least && count < 1LL << 40 ? count : -1;
}

// ---- What is asked for ----

typedef struct Wish {
  const Dispatcher *dispatcher;  // NULL: as the environment says
  i64 workers;
  bool json;
  bool list;
  const char *words[3];  // workload, N, EXTRA
  int count;
} Wish;

static const Dispatcher *dispatcher_called(const char *name) {
  static const Dispatcher *const all[] = {&run_pool, &run_threads,
                                          &run_stepper};
  for (size_t i = 0; name != NULL && i < sizeof all / sizeof *all; i++) {
    if (strcmp(all[i]->name, name) == 0) {
      return all[i];
    }
  }
  return NULL;
}

static bool complain(const char *what, const char *word) {
  (void)fprintf(stderr, "troupe-bench: %s, not \"%s\"\n", what,
                word == NULL ? "" : word);
  return false;
}

static bool take_option(Wish *wish, char **argv, int *at) {
  const char *name = argv[*at];
  if (strcmp(name, "--list") == 0) {
    wish->list = true;
    return true;
  }
  if (strcmp(name, "--json") == 0) {
    wish->json = true;
    return true;
  }
  const char *value = argv[++*at];
  if (strcmp(name, "--workers") == 0) {
    wish->workers = count_from(value, -1, 1);
    return wish->workers > 0 ||
           complain("--workers takes a whole number from 1 up", value);
  }
  if (strcmp(name, "--dispatcher") == 0) {
    wish->dispatcher = dispatcher_called(value);
    return wish->dispatcher != NULL ||
           complain("--dispatcher is pool, threads or stepper", value);
  }
  return complain("options are --dispatcher, --workers, --json and --list",
                  name);
}

static bool take_wish(Wish *wish, int argc, char **argv) {
  const char *workers = getenv("BENCH_WORKERS");
  wish->workers = count_from(workers, 2, 1);
  if (wish->workers < 0) {
    return complain("BENCH_WORKERS is a whole number from 1 up", workers);
  }
  for (int i = 1; i < argc; i++) {
    if (argv[i][0] == '-') {
      if (!take_option(wish, argv, &i)) {
        return false;
      }
    } else if (wish->count == 3) {
      return complain("WORKLOAD, N and EXTRA are all", argv[i]);
    } else {
      wish->words[wish->count++] = argv[i];
    }
  }
  if (!wish->list && wish->count == 0) {
    (void)fprintf(stderr,
                  "usage: troupe-bench [OPTION]... WORKLOAD [N [EXTRA]] | "
                  "--list\n");
    return false;
  }
  return true;
}

// ---- Measuring ----

static const char *figure_name(const Result *result) {
  return result->latency.p50 != 0 ? "p50_ns"
         : result->bytes != 0     ? "bytes_each"
                                  : "per_second";
}

static double figure_of(const Result *result, double seconds) {
  return result->latency.p50 != 0 ? (double)result->latency.p50
         : result->bytes != 0 ? (double)result->bytes / (double)result->units
                              : (double)result->units / seconds;
}

static void print_json(const Workload *workload, i64 n, double seconds,
                       const Result *result) {
  (void)printf("{\"workload\": \"%s\", \"n\": %" PRId64
               ", \"seconds\": %.6f, \"%s\": %.0f",
               workload->name, n, seconds, figure_name(result),
               figure_of(result, seconds));
  const Latency *latency = &result->latency;
  if (latency->p50 != 0) {
    (void)printf(", \"p99_ns\": %" PRId64 ", \"p999_ns\": %" PRId64
                 ", \"worst_ns\": %" PRId64,
                 latency->p99, latency->p999, latency->worst);
  }
  (void)printf("}\n");
}

// Percentiles for whoever reads along; the one line for programs stays alone.
static void explain(const Workload *workload, const Latency *latency) {
  (void)fprintf(
      stderr, "%s: p50 %.2f us, p99 %.2f us, p99.9 %.2f us, worst %.2f us\n",
      workload->name, (double)latency->p50 / 1e3, (double)latency->p99 / 1e3,
      (double)latency->p999 / 1e3, (double)latency->worst / 1e3);
}

static void print(const Wish *wish, const Workload *workload, i64 n,
                  const Result *result) {
  double seconds = (double)(result->finished - result->started) / 1e9;
  if (wish->json) {
    print_json(workload, n, seconds, result);
    return;
  }
  if (result->latency.p50 != 0) {
    explain(workload, &result->latency);
  }
  (void)printf("%s %" PRId64 " %.6f %.0f\n", workload->name, n, seconds,
               figure_of(result, seconds));
}

static int measure(const Wish *wish, const Workload *workload, i64 n,
                   i64 extra) {
  System *system =
      system_start(&(SystemOptions){.workers = (size_t)wish->workers,
                                    .dispatcher = wish->dispatcher,
                                    .threads = 100000});
  if (system == NULL) {
    (void)fprintf(stderr, "troupe-bench: no memory or threads to start\n");
    return 1;
  }
  Result result = workload->run(system, n, extra);
  bool right = result.right && system_stop(system, NEVER) == SYSTEM_CLEAN;
  if (!right) {
    (void)fprintf(stderr, "troupe-bench: %s: the total is wrong\n",
                  workload->name);
    return 1;
  }
  print(wish, workload, n, &result);
  return 0;
}

int main(int argc, char **argv) {
  Wish wish = {.count = 0};
  if (!take_wish(&wish, argc, argv)) {
    return 2;
  }
  if (wish.list) {
    list();
    return 0;
  }
  const Workload *workload = find(wish.words[0]);
  if (workload == NULL) {
    return 2;
  }
  i64 n = count_from(wish.words[1], workload->usual, 1);
  i64 extra = count_from(wish.words[2], workload->extra, workload->least);
  if (n < 0) {
    return complain("N is a whole number from 1 up", wish.words[1]), 2;
  }
  if (extra < 0) {
    return complain("EXTRA is a whole number, as --list says", wish.words[2]),
           2;
  }
  return measure(&wish, workload, n, extra);
}
