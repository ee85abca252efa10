// job.h -- a program run under limits, by somebody who does not trust it.
//
// It gets a session of its own, no input, its output into a pipe and, if
// asked for, a socket on which it reports; it dies with the runner. Whatever
// it does, its end is known after the limits at the latest, and nothing of it
// is left running. Several jobs run at a time; all calls from one thread.
#ifndef RUNNER_JOB_H
#define RUNNER_JOB_H

#include <sys/types.h>

#include "base/types.h"

typedef struct JobLimits {
  i64 wall_ms;
  i64 cpu_ms;
  i64 asleep_ms;  // no thread has run for that long; 0: may sleep
  i64 resident;   // bytes, all its processes together
  size_t output;  // bytes
  int processes;
  int threads;
  int nice;       // how far it stands back behind others
  bool confined;  // to its folder, without a network (confine.h)
} JobLimits;

typedef enum JobEnd {
  JOB_RUNNING,
  JOB_EXITED,       // `code` is its exit code
  JOB_KILLED,       // `code` is the signal that ended it
  JOB_ASLEEP,       // each thread waits, and none will ever run
  JOB_LATE,         // the wall clock's limit
  JOB_BUSY,         // the processor's
  JOB_FAT,          // too much memory
  JOB_LOUD,         // too much output
  JOB_MANY,         // too many processes
  JOB_CROWDED,      // too many threads
  JOB_NOT_STARTED,  // the system gave no process or pipe
  JOB_STOPPED,      // by job_stop
} JobEnd;

typedef struct JobBuffer {
  char *text;  // ended by NUL; NULL while empty
  size_t length;
  size_t size;
} JobBuffer;

typedef struct Job {
  JobLimits limits;
  pid_t pid;
  JobEnd end;
  int code;
  int left_behind;  // processes that outlived it, and were killed
  JobBuffer output;
  JobBuffer report;

  int output_fd;  // -1: closed
  int report_fd;
  i64 started;  // points on clock_now()'s clock
  i64 looked;
  i64 looked_around;
  i64 asleep_since;
  u64 runs;
} Job;

// Starts argv (found on PATH) in `folder`. `greeting` is what the program
// finds on its report socket, number 3; NULL: there is none. A failure shows
// as JOB_NOT_STARTED.
void job_start(Job *job, char *const argv[], const char *folder,
               const char *greeting, JobLimits limits);

// Waits up to some ten milliseconds, reads what the jobs say, looks after
// their limits. A job that is not JOB_RUNNING any more has ended wholly.
void jobs_step(Job *jobs, size_t count);

// Ends it now, if it runs. Then frees what it said.
void job_stop(Job *job, const Job *jobs, size_t count);
void job_release(Job *job);

// Runs one job to its end; for helpers.
void job_run(Job *job, char *const argv[], const char *folder,
             JobLimits limits);

#endif
