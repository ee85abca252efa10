// Programs under limits: each of these is a shell that misbehaves.
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "files.h"
#include "job.h"
#include "support.h"

static JobLimits roomy(void) {
  return (JobLimits){.wall_ms = 60000,
                     .cpu_ms = 60000,
                     .resident = (i64)4 << 30,
                     .output = 1 << 20,
                     .processes = 100,
                     .threads = 1000};
}

static Job ran(const char *script, JobLimits limits) {
  char shell[] = "sh";
  char option[] = "-c";
  char text[400];
  text_fit(text, sizeof text, script);
  char *argv[] = {shell, option, text, NULL};
  Job job;
  job_run(&job, argv, "/", limits);
  return job;
}

static void a_program_is_heard_to_its_end(void) {
  Job job = ran("echo out; echo err >&2; pwd; exit 3", roomy());
  CU_ASSERT_EQUAL(job.end, JOB_EXITED);
  CU_ASSERT_EQUAL(job.code, 3);
  CU_ASSERT_EQUAL(job.left_behind, 0);
  CU_ASSERT_STRING_EQUAL(job.output.text, "out\nerr\n/\n");
  job_release(&job);
}

static void it_finds_no_input(void) {
  Job job = ran("cat; echo end", roomy());
  CU_ASSERT_STRING_EQUAL(job.output.text, "end\n");
  job_release(&job);
}

static void a_signal_that_ends_it_is_told(void) {
  Job job = ran("kill -SEGV $$", roomy());
  CU_ASSERT_EQUAL(job.end, JOB_KILLED);
  CU_ASSERT_EQUAL(job.code, SIGSEGV);
  job_release(&job);
}

static void a_program_that_is_not_there_exits_with_127(void) {
  char name[] = "there-is-no-such-program";
  char *argv[] = {name, NULL};
  Job job;
  job_run(&job, argv, "/", roomy());
  CU_ASSERT(job.end == JOB_EXITED && job.code == 127);
  job_release(&job);
}

static void one_that_sleeps_for_good_is_found_asleep(void) {
  JobLimits limits = roomy();
  limits.asleep_ms = 200;
  Job job = ran("exec tail -f /dev/null", limits);
  CU_ASSERT_EQUAL(job.end, JOB_ASLEEP);
  job_release(&job);
}

static void one_that_computes_is_not_asleep_but_busy(void) {
  JobLimits limits = roomy();
  limits.asleep_ms = 200;
  limits.cpu_ms = 400;
  Job job = ran("while :; do :; done", limits);
  CU_ASSERT_EQUAL(job.end, JOB_BUSY);
  job_release(&job);
}

static void too_late_too_loud_and_too_many_are_told_apart(void) {
  JobLimits limits = roomy();
  limits.wall_ms = 200;
  Job job = ran("exec tail -f /dev/null", limits);
  CU_ASSERT_EQUAL(job.end, JOB_LATE);
  job_release(&job);

  limits = roomy();
  limits.output = 10000;
  job = ran("yes", limits);
  CU_ASSERT_EQUAL(job.end, JOB_LOUD);
  CU_ASSERT(job.output.length > 10000);
  job_release(&job);

  limits = roomy();
  limits.processes = 5;
  job = ran("for i in 1 2 3 4 5 6 7 8; do tail -f /dev/null & done; wait",
            limits);
  CU_ASSERT_EQUAL(job.end, JOB_MANY);
  CU_ASSERT(job.left_behind >= 0);
  job_release(&job);
}

static void memory_is_watched(void) {
  JobLimits limits = roomy();
  limits.resident = (i64)32 << 20;
  Job job = ran("x=0123456789abcdef; while :; do x=$x$x; done", limits);
  CU_ASSERT_EQUAL(job.end, JOB_FAT);
  job_release(&job);
}

static void what_it_leaves_behind_is_killed(void) {
  Job job =
      ran("tail -f /dev/null & setsid tail -f /dev/null & exit 0", roomy());
  CU_ASSERT_EQUAL(job.end, JOB_EXITED);
  CU_ASSERT_EQUAL(job.code, 0);
  CU_ASSERT_EQUAL(job.left_behind, 2);
  CU_ASSERT(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
  job_release(&job);
}

static void several_run_at_a_time_and_one_is_stopped(void) {
  char shell[] = "sh";
  char option[] = "-c";
  char quick[] = "echo quick";
  char slow[] = "tail -f /dev/null & setsid tail -f /dev/null; wait";
  Job jobs[2];
  job_start(&jobs[0], (char *[]){shell, option, quick, NULL}, "/", NULL,
            roomy());
  job_start(&jobs[1], (char *[]){shell, option, slow, NULL}, "/", NULL,
            roomy());
  while (jobs[0].end == JOB_RUNNING) jobs_step(jobs, 2);
  CU_ASSERT_EQUAL(jobs[0].end, JOB_EXITED);
  CU_ASSERT_EQUAL(jobs[1].end, JOB_RUNNING);
  job_stop(&jobs[1], jobs, 2);
  CU_ASSERT_EQUAL(jobs[1].end, JOB_STOPPED);
  job_release(&jobs[0]);
  job_release(&jobs[1]);
}

static void a_report_goes_both_ways(void) {
  char shell[] = "sh";
  char option[] = "-c";
  char echo[] = "head -c 5 <&3 >&3";
  Job job;
  job_start(&job, (char *[]){shell, option, echo, NULL}, "/", "hello", roomy());
  while (job.end == JOB_RUNNING) jobs_step(&job, 1);
  CU_ASSERT_EQUAL(job.end, JOB_EXITED);
  CU_ASSERT_FATAL(job.report.text != NULL);
  CU_ASSERT_STRING_EQUAL(job.report.text, "hello");
  job_release(&job);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(a_program_is_heard_to_its_end),
                         CASE(it_finds_no_input),
                         CASE(a_signal_that_ends_it_is_told),
                         CASE(a_program_that_is_not_there_exits_with_127),
                         CASE(one_that_sleeps_for_good_is_found_asleep),
                         CASE(one_that_computes_is_not_asleep_but_busy),
                         CASE(too_late_too_loud_and_too_many_are_told_apart),
                         CASE(memory_is_watched),
                         CASE(what_it_leaves_behind_is_killed),
                         CASE(several_run_at_a_time_and_one_is_stopped),
                         CASE(a_report_goes_both_ways),
                         CU_TEST_INFO_NULL};
  return run_suite("learn job", cases);
}
