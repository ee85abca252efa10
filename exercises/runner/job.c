// job.c -- fork with care, then look every few milliseconds.
//
// RLIMIT_AS would be the simple way to bound memory, but sanitizers reserve
// terabytes of address space; RLIMIT_NPROC counts all processes of the user,
// and does not bind root. So both are looked up in /proc. The processor limit
// is set in the kernel as well, for what should outlive a killed runner.
#define _GNU_SOURCE  // tgkill
#include "job.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/deadline.h"
#include "base/mem.h"
#include "census.h"
#include "confine.h"

enum {
  REPORT_FD = 3,
  STEP_MS = 10,
  LOOK_MS = 10,
  LOOK_AROUND_MS = 60,
  STACKS_MS = 400,
  REPORT_MOST = 1 << 20,
  MOST_JOBS = 8,
  FILE_MOST = 32 << 20,
};

static i64 ms_since(i64 point) {
  return (clock_now() - point) / 1000000;
}

static struct rlimit at_most(i64 value) {
  return (struct rlimit){.rlim_cur = (rlim_t)value, .rlim_max = (rlim_t)value};
}

// What the runner was itself started with is not the program's business.
enum { MOST_INHERITED = 1024 };

static void close_inherited(bool reports) {
  for (int fd = 3; fd < MOST_INHERITED; fd++) {
    if (fd != REPORT_FD || !reports) close(fd);
  }
}

// The child's side, up to exec. Only calls that are safe after fork.
_Noreturn static void become_program(char *const argv[], const char *folder,
                                     int output, int report, pid_t runner,
                                     const JobLimits *limits) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != runner) _exit(126);  // it has died in between
  // Thread sanitizers want their shadow where it is expected.
  int kind = personality(0xffffffff);
  if (kind >= 0) (void)personality((unsigned long)kind | ADDR_NO_RANDOMIZE);
  (void)setpriority(PRIO_PROCESS, 0, limits->nice);
  struct rlimit core = at_most(0);
  struct rlimit file = at_most(FILE_MOST);
  struct rlimit cpu = at_most(limits->cpu_ms / 1000 + 3);
  (void)setrlimit(RLIMIT_CORE, &core);
  (void)setrlimit(RLIMIT_FSIZE, &file);
  (void)setrlimit(RLIMIT_CPU, &cpu);
  int nothing = open("/dev/null", O_RDONLY);
  if (dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) {
    _exit(126);
  }
  if (report == REPORT_FD) {
    (void)fcntl(report, F_SETFD, 0);
  } else if (report >= 0) {
    if (dup2(report, REPORT_FD) < 0) _exit(126);
  }
  close_inherited(report >= 0);
  if (limits->confined) {
    (void)confine_to(folder);
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // other rights may have ended it
    if (getppid() != runner) _exit(126);
  }
  signal(SIGPIPE, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  signal(SIGHUP, SIG_DFL);
  if (chdir(folder) == 0) execvp(argv[0], argv);
  _exit(127);
}

static bool make_pipe(int ends[2]) {
  if (pipe(ends) != 0) return false;
  for (int i = 0; i < 2; i++) {
    // Out of the way of the number the report will have.
    int high = fcntl(ends[i], F_DUPFD_CLOEXEC, REPORT_FD + 1);
    close(ends[i]);
    if (high < 0) return false;
    ends[i] = high;
  }
  return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
}

static bool make_sockets(int ends[2], const char *greeting) {
  ends[0] = ends[1] = -1;
  if (!greeting) return true;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return false;
  }
  (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return send(ends[0], greeting, strlen(greeting), MSG_NOSIGNAL) > 0;
}

static void close_fd(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

void job_start(Job *job, char *const argv[], const char *folder,
               const char *greeting, JobLimits limits) {
  *job = (Job){.limits = limits,
               .end = JOB_NOT_STARTED,
               .output_fd = -1,
               .report_fd = -1,
               .started = clock_now()};
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  int output[2];
  int report[2];
  if (!make_pipe(output)) return;
  if (!make_sockets(report, greeting)) {
    close(output[0]);
    close(output[1]);
    return;
  }
  pid_t runner = getpid();
  job->pid = fork();
  if (job->pid == 0) {
    become_program(argv, folder, output[1], report[1], runner, &limits);
  }
  close(output[1]);
  close_fd(&report[1]);
  job->output_fd = output[0];
  job->report_fd = report[0];
  if (job->pid < 0) {
    close_fd(&job->output_fd);
    close_fd(&job->report_fd);
    return;
  }
  job->end = JOB_RUNNING;
}

// Reads what is there. False: nothing more will come.
static bool take_in(int fd, JobBuffer *buffer, size_t most) {
  for (;;) {
    if (buffer->length >= most) return true;
    if (buffer->size - buffer->length < 8192) {
      size_t size = buffer->size ? buffer->size * 2 : 32768;
      char *bigger = mem_array(char, size + 1);
      if (buffer->text) memcpy(bigger, buffer->text, buffer->length);
      mem_free(buffer->text);
      buffer->text = bigger;
      buffer->size = size;
    }
    ssize_t got =
        read(fd, buffer->text + buffer->length, buffer->size - buffer->length);
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    if (got == 0) return false;
    buffer->length += (size_t)got;
    buffer->text[buffer->length] = '\0';
  }
}

static void listen_to(Job *job) {
  if (job->output_fd >= 0 &&
      !take_in(job->output_fd, &job->output, job->limits.output + 1)) {
    close_fd(&job->output_fd);
  }
  if (job->report_fd >= 0 &&
      !take_in(job->report_fd, &job->report, REPORT_MOST)) {
    close_fd(&job->report_fd);
  }
}

// Kills it and what belongs to it, and reads its last words.
static void finish(Job *job, JobEnd end, int status, const Job *jobs,
                   size_t count) {
  pid_t known[MOST_JOBS];
  CHECK(count <= MOST_JOBS);
  for (size_t i = 0; i < count; i++) known[i] = jobs[i].pid;
  if (end != JOB_EXITED && end != JOB_KILLED) {
    (void)kill(-job->pid, SIGKILL);  // a storm all at once
    (void)kill(job->pid, SIGKILL);
    while (waitpid(job->pid, &status, 0) < 0 && errno == EINTR) continue;
  }
  job->left_behind = census_kill_rest(job->pid, known, count);
  listen_to(job);
  close_fd(&job->output_fd);
  close_fd(&job->report_fd);
  job->end = end;
}

static void reap(Job *job, const Job *jobs, size_t count) {
  int status = 0;
  pid_t ended = waitpid(job->pid, &status, WNOHANG);
  if (ended == 0 || (ended < 0 && errno == EINTR)) return;
  if (ended > 0 && WIFSIGNALED(status)) {
    job->code = WTERMSIG(status);
    finish(job, job->code == SIGXCPU ? JOB_BUSY : JOB_KILLED, status, jobs,
           count);
  } else {
    job->code = WEXITSTATUS(status);
    finish(job, JOB_EXITED, status, jobs, count);
  }
}

// Has each thread of a program that reports say where it is.
static void ask_for_stacks(Job *job) {
  enum { MOST_THREADS = 32 };
  if (job->report_fd < 0) return;
  pid_t ids[MOST_THREADS];
  size_t count = census_threads(job->pid, ids, MOST_THREADS);
  for (size_t i = 0; i < count; i++) (void)tgkill(job->pid, ids[i], SIGUSR1);
  i64 begun = clock_now();
  i64 heard = begun;
  while (ms_since(begun) < STACKS_MS && ms_since(heard) < STACKS_MS / 4) {
    struct pollfd one = {.fd = job->report_fd, .events = POLLIN};
    size_t before = job->report.length;
    poll(&one, 1, STEP_MS);
    listen_to(job);
    if (job->report.length > before) heard = clock_now();
    if (job->report_fd < 0) return;
  }
}

static JobEnd limit_reached(Job *job) {
  const JobLimits *limits = &job->limits;
  if (job->output.length > limits->output) return JOB_LOUD;
  if (ms_since(job->looked) < LOOK_MS) return JOB_RUNNING;
  job->looked = clock_now();
  Census takes = census_of(job->pid);
  if (ms_since(job->looked_around) >= LOOK_AROUND_MS) {
    job->looked_around = clock_now();
    takes = census_of_all(job->pid);
    u64 runs = 0;
    bool asleep = limits->asleep_ms > 0 && takes.processes == 1 &&
                  census_is_asleep(job->pid, &runs);
    if (!asleep || runs != job->runs) job->asleep_since = clock_now();
    job->runs = runs;
  }
  if (takes.resident > limits->resident) return JOB_FAT;
  if (takes.processes > limits->processes) return JOB_MANY;
  if (takes.threads > limits->threads) return JOB_CROWDED;
  if (takes.cpu_ms > limits->cpu_ms) return JOB_BUSY;
  if (limits->asleep_ms > 0 && job->asleep_since != 0 &&
      ms_since(job->asleep_since) > limits->asleep_ms) {
    return JOB_ASLEEP;
  }
  if (ms_since(job->started) > limits->wall_ms) return JOB_LATE;
  return JOB_RUNNING;
}

void jobs_step(Job *jobs, size_t count) {
  struct pollfd fds[MOST_JOBS * 2];
  nfds_t open_fds = 0;
  CHECK(count <= MOST_JOBS);
  for (size_t i = 0; i < count; i++) {
    if (jobs[i].end != JOB_RUNNING) continue;
    // A negative number is passed over by poll.
    fds[open_fds++] =
        (struct pollfd){.fd = jobs[i].output_fd, .events = POLLIN};
    fds[open_fds++] =
        (struct pollfd){.fd = jobs[i].report_fd, .events = POLLIN};
  }
  poll(fds, open_fds, STEP_MS);
  for (size_t i = 0; i < count; i++) {
    Job *job = &jobs[i];
    if (job->end != JOB_RUNNING) continue;
    listen_to(job);
    reap(job, jobs, count);
    if (job->end != JOB_RUNNING) continue;
    JobEnd limit = limit_reached(job);
    if (limit == JOB_RUNNING) continue;
    ask_for_stacks(job);
    finish(job, limit, 0, jobs, count);
  }
}

void job_stop(Job *job, const Job *jobs, size_t count) {
  if (job->end == JOB_RUNNING) finish(job, JOB_STOPPED, 0, jobs, count);
}

void job_release(Job *job) {
  mem_free(job->output.text);
  mem_free(job->report.text);
  job->output = job->report = (JobBuffer){0};
}

void job_run(Job *job, char *const argv[], const char *folder,
             JobLimits limits) {
  job_start(job, argv, folder, NULL, limits);
  while (job->end == JOB_RUNNING) jobs_step(job, 1);
}
