// judge.c -- runs the cases, and tells the runner what happened, also when the
// program under test does what it should not: ends, crashes, never comes back.
//
// A line on the socket is SECRET WORD, then fields behind tabs. The secret
// comes in on the socket, so that what a learner's program prints, or writes
// to a descriptor it came across, is not taken for a verdict.
#define _GNU_SOURCE  // sigaltstack
#include "judge.h"

#include <CUnit/TestRun.h>
#include <dirent.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/deadline.h"
#include "base/writer.h"
#include "stage.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum {
  REPORT_FD = 3,
  OWN_FD = 100,
  PATIENCE_MS = 4000,
  LINE = 3000,
  CASES = 60
};

static int report_fd = -1;  // -1: started by hand
static char secret[40];
static pid_t own_pid;
static bool is_done;  // the verdict is out
static char story[1200];
static const char *current = "";

// --- Telling the runner ----------------------------------------------------

// One line with one call, so that threads do not mix. What cannot be told
// must not be taken for a pass: the program ends.
static void report_bytes(const char *line, size_t length) {
  if (report_fd < 0) return;
  if (getpid() != own_pid) _exit(3);  // a copy of us, made by fork
  if (send(report_fd, line, length, MSG_NOSIGNAL) != (ssize_t)length) _exit(3);
}

// The word and its fields; characters that end lines or fields become blanks.
static void report(const char *word, size_t count, const char *const fields[]) {
  char line[LINE];
  Writer out = writer_over(line, sizeof line - 1);
  write_format(&out, "%s %s", secret, word);
  for (size_t i = 0; i < count; i++) {
    write_char(&out, '\t');
    for (const char *c = fields[i]; *c; c++) {
      write_char(&out, (unsigned char)*c < ' ' ? ' ' : *c);
    }
  }
  line[out.length] = '\n';
  report_bytes(line, out.length + 1);
}

static void report_word(const char *word, const char *field) {
  report(word, 1, &field);
}

// --- Where a thread is -----------------------------------------------------
// These run in signal handlers: nothing but stack, write and backtrace, which
// has been called once before, so that it need not load anything.

static size_t put_number(char *to, size_t at, u64 number, unsigned base) {
  char digits[24];
  size_t count = 0;
  do {
    digits[count++] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number > 0);
  while (count > 0) to[at++] = digits[--count];
  return at;
}

static size_t put_text(char *to, size_t at, const char *text) {
  while (*text) to[at++] = *text++;
  return at;
}

// stack WHY NAME ADDRESSES
static void report_stack(const char *why) {
  enum { DEPTH = 32 };
  void *frames[DEPTH];
  int depth = backtrace(frames, DEPTH);
  char name[17] = "";
  prctl(PR_GET_NAME, name);
  char line[LINE];
  size_t at = put_text(line, 0, secret);
  at = put_text(line, at, " stack\t");
  at = put_text(line, at, why);
  at = put_text(line, at, "\t");
  at = put_text(line, at, name);
  at = put_text(line, at, "\t");
  for (int i = 0; i < depth; i++) {
    at = put_number(line, at, (u64)(uintptr_t)frames[i], 16);
    line[at++] = ' ';
  }
  line[at++] = '\n';
  report_bytes(line, at);
}

static void on_asked(int number) {
  (void)number;
  int kept = errno;
  report_stack("asked");
  errno = kept;
}

static void on_crash(int number) {
  char line[LINE];
  size_t at = put_text(line, 0, secret);
  at = put_text(line, at, " crash\t");
  at = put_number(line, at, (u64)number, 10);
  line[at++] = '\n';
  report_bytes(line, at);
  report_stack("crash");
  signal(number, SIG_DFL);
  raise(number);
}

static void on_check(const char *file, int line, const char *text) {
  char number[12];
  snprintf(number, sizeof number, "%d", line);
  report("check", 3, (const char *[]){file, number, text});
  report_stack("check");
  signal(SIGABRT, SIG_DFL);
}

static void on_exit_called(void) {
  if (is_done || getpid() != own_pid) return;
  report_word("exit", "");
  report_stack("exit");
}

static void catch_signals(void) {
  static char stack[1 << 16];
  stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
  void *frames[2];
  (void)backtrace(frames, 2);
  struct sigaction asked = {.sa_handler = on_asked, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &asked, NULL);
  if (SANITIZED) return;  // the sanitizer says more about a crash
  sigaltstack(&other, NULL);
  struct sigaction crash = {
      .sa_handler = on_crash,
      .sa_flags = (int)(SA_ONSTACK | SA_RESETHAND | SA_NODEFER)};
  const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
    sigaction(signals[i], &crash, NULL);
  }
}

// --- Expectations ----------------------------------------------------------

_Noreturn static void finish(int code) {
  is_done = true;
  fflush(stdout);
  _exit(code);
}

static void fail(const char *file, int line, const char *what,
                 const char *expected, const char *seen) {
  char number[12];
  snprintf(number, sizeof number, "%d", line);
  report("fail", 6,
         (const char *[]){file, number, what, expected, seen, story});
  if (report_fd < 0) {
    fprintf(stderr, "FAILED %s\n  %s:%d: %s\n", current, file, line, what);
    if (*expected) fprintf(stderr, "  expected %s\n", expected);
    if (*seen) fprintf(stderr, "  seen     %s\n", seen);
    if (*story) fprintf(stderr, "  %s\n", story);
  }
  CU_assertImplementation(CU_FALSE, (unsigned)line, what, file, "", CU_FALSE);
  finish(1);
}

void expect_number(const char *file, int line, const char *what, i64 seen,
                   i64 expected) {
  char wanted[24];
  char found[24];
  snprintf(wanted, sizeof wanted, "%" PRId64, expected);
  snprintf(found, sizeof found, "%" PRId64, seen);
  if (seen != expected) fail(file, line, what, wanted, found);
  CU_PASS("as expected");
}

void expect_text(const char *file, int line, const char *what, const char *seen,
                 const char *expected) {
  if (strcmp(seen, expected) != 0) fail(file, line, what, expected, seen);
  CU_PASS("as expected");
}

void expect_true(const char *file, int line, const char *what, bool holds) {
  if (!holds) fail(file, line, what, "", "");
  CU_PASS("as expected");
}

void judge_tell(const char *format, ...) {
  va_list rest;
  va_start(rest, format);
  vsnprintf(story, sizeof story, format, rest);
  va_end(rest);
}

bool judge_patience(i64 *since) {
  if (*since == 0) *since = clock_now();
  if (clock_now() - *since > (i64)PATIENCE_MS * 1000000) return false;
  poll(NULL, 0, 1);
  return true;
}

// --- The cases -------------------------------------------------------------

static int threads_now(void) {
  int count = 0;
  DIR *tasks = opendir("/proc/self/task");
  if (!tasks) return 0;
  for (struct dirent *each; (each = readdir(tasks));) {
    if (each->d_name[0] != '.') count++;
  }
  closedir(tasks);
  return count;
}

// A joined thread may stay in sight for a moment after its join.
static void expect_no_threads(int before) {
  if (SANITIZED) return;  // they have threads of their own, and say it too
  i64 since = 0;
  while (threads_now() > before && judge_patience(&since)) continue;
  if (threads_now() <= before) return;
  judge_tell("%s", "");
  report_word("threads", "");
  fail("", 0, "a thread was left running when the test was over", "", "");
}

static void on_begin(const CU_pTest test, const CU_pSuite suite) {
  (void)suite;
  current = test->pName;
  story[0] = '\0';
  report_word("begin", test->pName);
}

static void on_complete(const CU_pTest test, const CU_pSuite suite,
                        const CU_pFailureRecord failure) {
  (void)suite;
  if (failure) finish(1);
  expect_no_threads(1);
  report_word("pass", test->pName);
}

static void find_runner(void) {
  own_pid = getpid();
  ssize_t got = recv(REPORT_FD, secret, sizeof secret - 1, MSG_DONTWAIT);
  if (got <= 0) return;
  report_fd = fcntl(REPORT_FD, F_DUPFD_CLOEXEC, OWN_FD);
  close(REPORT_FD);
}

// By hand, TEST_ONLY=text runs the cases whose names hold the text.
static void keep_only(CU_TestInfo *cases) {
  const char *only = getenv("TEST_ONLY");
  if (!only || report_fd >= 0) return;
  CU_TestInfo *kept = cases;
  for (; cases->pName; cases++) {
    if (strstr(cases->pName, only)) *kept++ = *cases;
  }
  *kept = (CU_TestInfo)CU_TEST_INFO_NULL;
}

static void every_lock_and_condition_is_made_and_released_once(void) {
  judge_tell(
      "This is counted over all tests, mutex_init and cond_init against "
      "mutex_release and cond_release.");
  EXPECT_NUMBER("what was made, less what was released", stage_locks_live(), 0);
  judge_tell("%s", "");
}

// The cases, and a last one.
static CU_TestInfo *with_last(const CU_TestInfo *cases) {
  static CU_TestInfo all[CASES + 2];
  size_t count = 0;
  for (; cases[count].pName; count++) {
    CHECK(count < CASES);
    all[count] = cases[count];
  }
  all[count++] =
      (CU_TestInfo)CASE(every_lock_and_condition_is_made_and_released_once);
  all[count] = (CU_TestInfo)CU_TEST_INFO_NULL;
  return all;
}

int judge(CU_TestInfo *given) {
  find_runner();
  keep_only(given);
  CU_TestInfo *cases = with_last(given);
  setvbuf(stdout, NULL, _IOLBF, 0);
  catch_signals();
  if (report_fd >= 0) {
    check_set_hook(on_check);
    atexit(on_exit_called);
  }
  CU_SuiteInfo suites[] = {{"exercise", NULL, NULL, NULL, NULL, cases},
                           CU_SUITE_INFO_NULL};
  if (CU_initialize_registry() != CUE_SUCCESS ||
      CU_register_suites(suites) != CUE_SUCCESS) {
    fprintf(stderr, "the tests cannot start: %s\n", CU_get_error_msg());
    finish(2);
  }
  CU_set_test_start_handler(on_begin);
  CU_set_test_complete_handler(on_complete);
  CU_ErrorCode ran = CU_run_all_tests();
  bool passed = ran == CUE_SUCCESS && CU_get_number_of_failures() == 0;
  CU_cleanup_registry();
  is_done = true;
  if (passed) report_word("done", "");
  if (passed && report_fd < 0) fprintf(stderr, "all passed\n");
  return passed ? 0 : 1;
}
