// verdict.c -- four pipelines, each a compiler and then a program, and the
// order in which they are believed.
//
// A crash of the plain run waits for the address sanitizer, which can say
// why. All else ends the others at once.
#include "verdict.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/deadline.h"
#include "base/mem.h"
#include "base/rng.h"
#include "job.h"
#include "judgement.h"
#include "report.h"

// The sanitizers let the plain run go first.
enum { BEHIND = 5, LONG_MS = 60000 };

static const char SEARCH[] = "time=700 preemptions=2 runs=1000";
static const char LONG_SEARCH[] = "time=20000 preemptions=3 runs=50000";

// TROUPE_SEARCH says what the first search does instead, in the same words.
static void make_wish(char *wish, size_t size, bool is_long) {
  const char *other = getenv("TROUPE_SEARCH");
  const char *first = other && *other ? other : SEARCH;
  snprintf(wish, size, "TROUPE_STEPPING=%.150s", is_long ? LONG_SEARCH : first);
}

static JobLimits limits_of(Mode mode) {
  if (mode == MODE_PLAIN) {
    return (JobLimits){.wall_ms = 10000,
                       .cpu_ms = 1500,
                       .asleep_ms = 1200,
                       .resident = (i64)400 << 20,
                       .output = 1 << 20,
                       .processes = 6,
                       .threads = 200,
                       .confined = true};
  }
  return (JobLimits){
      .wall_ms = 25000,
      .cpu_ms = 12000,
      // The thread sanitizer has a thread of its own that never sleeps long.
      .asleep_ms = mode == MODE_ADDRESS ? 2500 : 0,
      .resident = (i64)1200 << 20,
      .output = 2 << 20,
      .processes = 6,
      .threads = 200,
      .nice = BEHIND,
      .confined = true};
}

static JobLimits limits_of_long(void) {
  JobLimits limits = limits_of(MODE_SCHEDULES);
  limits.wall_ms = limits.cpu_ms = LONG_MS;
  return limits;
}

// Not to be guessed by the program; nobody attacks it with more than that.
static void make_secret(char secret[40]) {
  static Rng rng;
  static bool seeded;
  if (!seeded) rng_seed(&rng, (u64)clock_now() ^ ((u64)getpid() << 40));
  seeded = true;
  snprintf(secret, 40, "%016llx%016llx", (unsigned long long)rng_next(&rng),
           (unsigned long long)rng_next(&rng));
}

// The next thing to do in a mode whose job has ended.
static void advance(Run *run, Mode mode, const Verdict *verdict) {
  if (run->stage == RUN_BUILDS) {
    run->built = run->job.end == JOB_EXITED && run->job.code == 0;
    complaints_read(&run->complaints, run->job.output.text);
    if (!run->built) {
      run->stage = RUN_ENDED;
      judge_build(run, mode);
      return;
    }
    job_release(&run->job);
    make_secret(run->secret);
    char env[] = "env";
    char wish[200];
    make_wish(wish, sizeof wish, run->is_long);
    char *plainly[] = {run->program.text, NULL};
    char *stepped[] = {env, wish, run->program.text, NULL};
    char **argv = mode == MODE_SCHEDULES ? stepped : plainly;
    // A folder of its own: the programs of the other modes are not for it.
    Path folder = path_of("%.4000s.d", run->program.text);
    if (!folder_make(folder.text)) folder = path_of("/");
    job_start(&run->job, argv, folder.text, run->secret,
              run->is_long ? limits_of_long() : limits_of(mode));
    run->stage = RUN_RUNS;
    if (run->job.end == JOB_RUNNING) return;
  }
  run->stage = RUN_ENDED;
  report_read(&run->report, run->job.report.text, run->secret);
  judge_run(run, mode, verdict->source.text);
}

// True when the verdict is known.
static bool decide(Verdict *verdict, Run *runs) {
  for (Mode mode = MODE_PLAIN; mode < MODES; mode++) {
    Run *run = &runs[mode];
    if (run->stage == RUN_ABSENT) continue;
    if (run->stage != RUN_ENDED) return false;
    if (!run->found) continue;
    // What it is that crashed, the address sanitizer may know.
    Run *address = &runs[MODE_ADDRESS];
    if (mode == MODE_PLAIN && run->is_crash && address->stage != RUN_ABSENT) {
      if (address->stage != RUN_ENDED) return false;
      if (address->found && address->is_finding) run = address;
    }
    judgement_tell(verdict, run, run == address ? MODE_ADDRESS : mode);
    if (mode == MODE_SCHEDULES) {
      verdict->passed = runs[MODE_PLAIN].report.passed;
    }
    return true;
  }
  verdict->kind = VERDICT_PASSED;
  verdict->reason = "passed";
  verdict->over_schedules = runs[MODE_SCHEDULES].stage == RUN_ENDED;
  verdict->passed = runs[MODE_PLAIN].report.passed;
  return true;
}

static void note_unjudged(Verdict *verdict, const Run *runs) {
  for (Mode mode = MODE_ADDRESS; mode < MODES; mode++) {
    if (!runs[mode].unjudged[0]) continue;
    snprintf(verdict->unjudged[verdict->unjudged_count++],
             sizeof verdict->unjudged[0], "not judged %s: %s", mode_words(mode),
             runs[mode].unjudged);
  }
}

static bool begin(Verdict *verdict, Run *runs, const char *root,
                  const Exercise *exercise, const char *folder, bool is_long) {
  for (Mode mode = MODE_PLAIN; mode < MODES; mode++) {
    Run *run = &runs[mode];
    run->is_long = is_long;
    bool is_asked = !is_long || mode == MODE_SCHEDULES;
    if (!is_asked || !build_is_wanted(root, exercise, mode)) {
      run->stage = RUN_ABSENT;
      continue;
    }
    if (!build_is_ready(root, exercise, mode)) {
      if (mode == MODE_PLAIN) return false;
      run->stage = RUN_ABSENT;
      snprintf(run->unjudged, sizeof run->unjudged,
               "the library could not be built for it");
      continue;
    }
    run->root = root;
    run->program = path_of("%s/%s", folder, mode_name(mode));
    build_start(&run->job, root, exercise, verdict->source.text, mode,
                run->program.text);
    run->stage = RUN_BUILDS;
  }
  return true;
}

static void go_on_until_known(Verdict *verdict, Run *runs, bool (*stop)(void)) {
  Job jobs[MODES];
  bool known = false;
  while (!known && !(stop && stop())) {
    size_t count = 0;
    Mode modes[MODES];
    for (Mode mode = MODE_PLAIN; mode < MODES; mode++) {
      if (runs[mode].stage != RUN_BUILDS && runs[mode].stage != RUN_RUNS) {
        continue;
      }
      jobs[count] = runs[mode].job;
      modes[count++] = mode;
    }
    jobs_step(jobs, count);
    for (size_t i = 0; i < count; i++) {
      runs[modes[i]].job = jobs[i];
      if (jobs[i].end != JOB_RUNNING) {
        advance(&runs[modes[i]], modes[i], verdict);
      }
    }
    known = decide(verdict, runs);
  }
  if (!known) verdict->reason = "stopped";
}

static void end_all(Run *runs) {
  Job jobs[MODES];
  for (Mode mode = MODE_PLAIN; mode < MODES; mode++)
    jobs[mode] = runs[mode].job;
  for (Mode mode = MODE_PLAIN; mode < MODES; mode++) {
    bool active =
        runs[mode].stage == RUN_BUILDS || runs[mode].stage == RUN_RUNS;
    if (active) job_stop(&jobs[mode], jobs, MODES);
    if (runs[mode].stage != RUN_ABSENT) job_release(&jobs[mode]);
  }
}

static bool file_is_readable(Verdict *verdict) {
  char *text = file_read(verdict->source.text, NULL);
  bool is_plain = file_is_plain(verdict->source.text);
  mem_free(text);
  if (text && is_plain) return true;
  if (text) errno = EINVAL;  // a pipe, a device
  verdict->kind = VERDICT_BAD_FILE;
  verdict->reason = "file";
  snprintf(verdict->message, sizeof verdict->message, "%.400s: %s",
           path_shown(verdict->source.text).text, strerror(errno));
  return false;
}

static void make(Verdict *verdict, const char *root, const Exercise *exercise,
                 const char *file, bool is_long, bool (*stop)(void)) {
  *verdict = (Verdict){.kind = VERDICT_LIMIT};
  text_fit(verdict->exercise, sizeof verdict->exercise, exercise->name);
  verdict->source = path_real(file);
  if (!file_is_readable(verdict)) return;

  i64 started = clock_now();
  verdict->kind = VERDICT_MISSING;
  verdict->reason = "missing";
  Path folder = path_of("%s/build/learn.XXXXXX", root);
  if (!mkdtemp(folder.text)) {
    snprintf(verdict->message, sizeof verdict->message,
             "there is no room to build in %.400s: %s", root, strerror(errno));
    return;
  }
  Run *runs = mem_array(Run, MODES);
  if (begin(verdict, runs, root, exercise, folder.text, is_long)) {
    verdict->kind = VERDICT_LIMIT;
    go_on_until_known(verdict, runs, stop);
    note_unjudged(verdict, runs);
    verdict->complaints = runs[MODE_PLAIN].complaints;
  } else {
    snprintf(verdict->message, sizeof verdict->message,
             "what the tests are built from is not here: make learn");
  }
  end_all(runs);
  mem_free(runs);
  folder_remove(folder.text);
  verdict->seconds = (f64)(clock_now() - started) / 1e9;
}

void verdict_make(Verdict *verdict, const char *root, const Exercise *exercise,
                  const char *file, bool (*stop)(void)) {
  make(verdict, root, exercise, file, false, stop);
}

void verdict_search(Verdict *verdict, const char *root,
                    const Exercise *exercise, const char *file,
                    bool (*stop)(void)) {
  make(verdict, root, exercise, file, true, stop);
}

void verdict_release(Verdict *verdict) {
  mem_free(verdict->printed);
  verdict->printed = NULL;
}

int verdict_exit_code(const Verdict *verdict) {
  switch (verdict->kind) {
    case VERDICT_PASSED:
      return 0;
    case VERDICT_FAILED:
      return 1;
    case VERDICT_BAD_FILE:
      return 2;
    case VERDICT_LIMIT:
      return 4;
    case VERDICT_MISSING:
      return 5;
  }
  return 1;
}
