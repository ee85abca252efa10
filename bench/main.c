// main.c -- one workload, one line: WORKLOAD N SECONDS PER_SECOND.
//
// usage: troupe-bench WORKLOAD [N] | --list
// BENCH_WORKERS in the environment is the number of workers; TROUPE_RUN the
// dispatcher. Exit: 0; 1 a total was wrong; 2 bad use.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "workload.h"

static const Workload *const workloads[] = {&pingpong, &counting, &ask};
enum { WORKLOADS = sizeof workloads / sizeof *workloads };

static void list(void) {
  for (size_t i = 0; i < WORKLOADS; i++) {
    (void)printf("%-10s %s (N is %" PRId64 ")\n", workloads[i]->name,
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

// A whole number from 1 up, or `usual` if no text is given; 0: not one.
static i64 count_from(const char *text, i64 usual) {
  if (text == NULL) {
    return usual;
  }
  char *end;
  long long count = strtoll(text, &end, 10);
  return *end == '\0' && end != text && count > 0 && count < 1LL << 40 ? count
                                                                       : 0;
}

static int measure(const Workload *workload, i64 n) {
  i64 workers = count_from(getenv("BENCH_WORKERS"), 2);
  System *system = system_start(&(SystemOptions){.workers = (size_t)workers});
  if (system == NULL) {
    (void)fprintf(stderr, "troupe-bench: no memory or threads to start\n");
    return 1;
  }
  Result result = workload->run(system, n);
  bool right = result.right && system_stop(system, NEVER) == SYSTEM_CLEAN;
  if (!right) {
    (void)fprintf(stderr, "troupe-bench: %s: the total is wrong\n",
                  workload->name);
    return 1;
  }
  double seconds = (double)(result.finished - result.started) / 1e9;
  (void)printf("%s %" PRId64 " %.6f %.0f\n", workload->name, n, seconds,
               (double)result.units / seconds);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--list") == 0) {
    list();
    return 0;
  }
  if (argc < 2 || argc > 3) {
    (void)fprintf(stderr, "usage: troupe-bench WORKLOAD [N] | --list\n");
    return 2;
  }
  const Workload *workload = find(argv[1]);
  if (workload == NULL) {
    return 2;
  }
  i64 n = count_from(argv[2], workload->usual);
  if (n == 0) {
    (void)fprintf(stderr,
                  "troupe-bench: N is a whole number from 1 up, not "
                  "\"%s\"\n",
                  argv[2]);
    return 2;
  }
  return measure(workload, n);
}
