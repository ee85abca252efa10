// What the exercise runner reads from others: compilers, sanitizers, test
// programs, its own file of progress.
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "complaints.h"
#include "findings.h"
#include "progress.h"
#include "report.h"
#include "support.h"

// --- complaints ---

static void errors_come_before_warnings(void) {
  Complaints read;
  complaints_read(&read,
                  "a.c: In function 'f':\n"
                  "a.c:3:7: warning: unused variable 'x' [-Wunused-variable]\n"
                  "    3 |   int x;\n"
                  "a.c:5:1: error: expected ';' before '}' token\n"
                  "a.c:9:1: error: 'y' undeclared (first use)\n");
  CU_ASSERT_EQUAL_FATAL(read.count, 3);
  CU_ASSERT_EQUAL(read.errors, 2);
  CU_ASSERT_EQUAL(read.warnings, 1);
  CU_ASSERT_EQUAL(read.items[0].line, 5);
  CU_ASSERT_STRING_EQUAL(read.items[0].file.text, "a.c");
  CU_ASSERT_STRING_EQUAL(read.items[0].text, "expected ';' before '}' token");
  CU_ASSERT_PTR_NOT_NULL(read.items[0].meaning);
  CU_ASSERT_EQUAL(read.items[1].line, 9);
  CU_ASSERT(read.items[2].line == 3 && !read.items[2].is_error);
}

static void a_linker_has_no_line(void) {
  Complaints read;
  complaints_read(&read,
                  "/usr/bin/ld: test.o: in function `main':\n"
                  "test.c:5: undefined reference to `counter_get'\n"
                  "/usr/bin/ld: test.c:9: undefined reference to "
                  "`counter_get'\n"
                  "collect2: error: ld returned 1 exit status\n");
  CU_ASSERT_EQUAL_FATAL(read.errors, 1);
  CU_ASSERT_EQUAL(read.items[0].line, 0);
  CU_ASSERT_STRING_EQUAL(read.items[0].text,
                         "undefined reference to `counter_get'");
}

static void only_the_first_complaints_are_kept(void) {
  char text[4000] = "";
  size_t length = 0;
  for (int i = 1; i <= 20; i++) {
    length += (size_t)snprintf(text + length, sizeof text - length,
                               "a.c:%d:1: warning: w%d\n", i, i);
  }
  snprintf(text + length, sizeof text - length, "a.c:30:1: error: e\n");
  Complaints read;
  complaints_read(&read, text);
  CU_ASSERT_EQUAL(read.count, 6);
  CU_ASSERT_EQUAL(read.warnings, 20);
  CU_ASSERT(read.items[0].is_error);
  CU_ASSERT_EQUAL(read.items[1].line, 1);
}

static void no_output_is_no_complaint(void) {
  Complaints read;
  complaints_read(&read, NULL);
  CU_ASSERT_EQUAL(read.count, 0);
  complaints_read(&read, "nothing: in particular\n: error: \n");
  CU_ASSERT_EQUAL(read.count, 0);
}

// --- findings ---

static void a_data_race_names_both_threads(void) {
  Finding finding;
  CU_ASSERT_FATAL(finding_read(
      &finding,
      "==================\n"
      "WARNING: ThreadSanitizer: data race (pid=7)\n"
      "  Write of size 8 at 0x7b10 by thread T4 (mutexes: write M93):\n"
      "    #0 drawer_write /p/test.c:51 (plain+0x1)\n"
      "    #1 deposit /p/mine.c:29 (plain+0x1)\n"
      "    #2 work /p/mine.c:60 (plain+0x1)\n"
      "\n"
      "  Previous read of size 8 at 0x7b10 by main thread:\n"
      "    #0 look /p/mine.c:51 (plain+0x1)\n"
      "\n"
      "  Thread T4 'Ann' (tid=9, running) created by main thread at:\n"
      "    #0 pthread_create <null>\n"
      "\n"
      "SUMMARY: ThreadSanitizer: data race /p/mine.c:29 in deposit\n",
      "/p/mine.c"));
  CU_ASSERT_STRING_EQUAL(finding.kind, "data race");
  CU_ASSERT_EQUAL_FATAL(finding.place_count, 2);
  CU_ASSERT_STRING_EQUAL(finding.places[0].what,
                         "Write of size 8 by thread Ann");
  CU_ASSERT_STRING_EQUAL(finding.places[0].function, "deposit");
  CU_ASSERT_EQUAL(finding.places[0].line, 29);
  CU_ASSERT_STRING_EQUAL(finding.places[1].what,
                         "Previous read of size 8 by main thread");
  CU_ASSERT_EQUAL(finding.places[1].line, 51);
}

static void a_freed_block_names_who_freed_it(void) {
  Finding finding;
  CU_ASSERT_FATAL(finding_read(
      &finding,
      "==9==ERROR: AddressSanitizer: heap-use-after-free on address 0x60\n"
      "READ of size 4 at 0x60c0 thread T1 (counter)\n"
      "    #0 0x5 in pthread_mutex_lock ../x.cpp:4240\n"
      "    #1 0x5 in counter_main /p/mine.c:38\n"
      "\n"
      "0x60c0 is located 16 bytes inside of 128-byte region\n"
      "freed by thread T0 here:\n"
      "    #0 0x7 in free ../x.cpp:52\n"
      "    #1 0x7 in counter_get /p/mine.c:68\n"
      "SUMMARY: AddressSanitizer: heap-use-after-free\n",
      "/p/mine.c"));
  CU_ASSERT_STRING_EQUAL(finding.kind, "heap-use-after-free");
  CU_ASSERT_PTR_NOT_NULL(finding.meaning);
  CU_ASSERT_EQUAL_FATAL(finding.place_count, 2);
  CU_ASSERT_EQUAL(finding.places[0].line, 38);
  CU_ASSERT_STRING_EQUAL(finding.places[1].what, "freed by thread main here");
  CU_ASSERT_STRING_EQUAL(finding.places[1].function, "counter_get");
}

static void undefined_behaviour_is_quoted(void) {
  Finding finding;
  CU_ASSERT_FATAL(
      finding_read(&finding, "/p/mine.c:7:5: runtime error: division by zero\n",
                   "/p/mine.c"));
  CU_ASSERT_STRING_EQUAL(finding.kind, "undefined behaviour: division by zero");
  CU_ASSERT_EQUAL_FATAL(finding.place_count, 1);
  CU_ASSERT_EQUAL(finding.places[0].line, 7);
}

static void other_output_is_no_finding(void) {
  Finding finding;
  char why[200];
  CU_ASSERT_FALSE(finding_read(&finding, "all is well\n", "/p/mine.c"));
  CU_ASSERT_FALSE(finding_read(&finding, "", "/p/mine.c"));
  CU_ASSERT_FALSE(finding_is_refusal(NULL, why));
  CU_ASSERT_FALSE(finding_is_refusal("all is well\n", why));
  CU_ASSERT(finding_is_refusal(
      "==1==FATAL: ThreadSanitizer: unexpected memory mapping 0x5\nmore\n",
      why));
  CU_ASSERT_STRING_EQUAL(
      why, "FATAL: ThreadSanitizer: unexpected memory mapping 0x5");
}

// --- report ---

static void a_report_is_read_by_its_secret(void) {
  Report report;
  report_read(&report,
              "s3 begin\tone\ns3 pass\tone\nforged done\t\ns3 begin\ttwo\n"
              "s3 fail\tt.c\t12\tthe sum\t4\t5\tonce upon a time\n"
              "s3 fail\tt.c\t13\tlater\t1\t2\t\ns3 done\t",
              "s3");
  CU_ASSERT_EQUAL(report.passed, 1);
  CU_ASSERT_STRING_EQUAL(report.test, "two");
  CU_ASSERT(report.in_test && report.failed);
  CU_ASSERT_FALSE(report.done);  // forged, and cut off
  CU_ASSERT_EQUAL(report.line, 12);
  CU_ASSERT_STRING_EQUAL(report.what, "the sum");
  CU_ASSERT_STRING_EQUAL(report.expected, "4");
  CU_ASSERT_STRING_EQUAL(report.seen, "5");
  CU_ASSERT_STRING_EQUAL(report.story, "once upon a time");
}

static void a_report_may_be_anything(void) {
  Report report;
  report_read(&report, NULL, "s");
  CU_ASSERT_FALSE(report.done);
  report_read(&report, "s\ns \ns fail\ns stack\ns crash\ns begin\n", "s");
  CU_ASSERT(report.failed);
  CU_ASSERT_EQUAL(report.stack_count, 1);
  for (int i = 0; i < 4; i++) {
    report_read(&report,
                "s stack\ta\tb\tc\ns stack\ta\tb\tc\n"
                "s stack\ta\tb\tc\ns stack\ta\tb\tc\n"
                "s stack\ta\tb\tc\ns stack\ta\tb\tc\n"
                "s stack\ta\tb\tc\ns stack\ta\tb\tc\n"
                "s stack\ta\tb\tc\ns stack\ta\tb\tc\n",
                "s");
    CU_ASSERT_EQUAL(report.stack_count, REPORT_STACKS);
  }
}

// --- progress ---

static Path place;

static Progress *read_back(const char *text) {
  static Progress progress;
  CU_ASSERT_FATAL(file_write(place.text, text, strlen(text)));
  CU_ASSERT_FATAL(progress_read(&progress, place.text));
  return &progress;
}

static void progress_is_read_as_it_was_written(void) {
  Progress *progress = mem_new(Progress);
  Record *record = progress_of(progress, "04a-counter");
  snprintf(record->passed, sizeof record->passed, "2026-01-31");
  record->hints = 2;
  progress_of(progress, "04b-vending")->hints = 1;
  CU_ASSERT_FATAL(progress_write(progress, place.text));
  CU_ASSERT_FATAL(progress_read(progress, place.text));
  CU_ASSERT_EQUAL(progress->strange, 0);
  CU_ASSERT_EQUAL(progress->count, 2);
  const Record *found = progress_find(progress, "04a-counter");
  CU_ASSERT_FATAL(found != NULL);
  CU_ASSERT_STRING_EQUAL(found->passed, "2026-01-31");
  CU_ASSERT_EQUAL(found->hints, 2);
  found = progress_find(progress, "04b-vending");
  CU_ASSERT(found && !found->passed[0] && found->hints == 1);
  CU_ASSERT_PTR_NULL(progress_find(progress, "04c"));
  mem_free(progress);
}

static void strange_lines_are_left_out_and_counted(void) {
  static const char *const strange[] = {
      "04a\n",
      "04a passed 1\n",
      "04a 2026-1-31 1\n",
      "04a started 4\n",
      "04a started 1 more\n",
      "04/a started 1\n",
      "04a started -1\n",
      "\x01\x02\xff\n",
      "04a started 1",
  };
  for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
    char text[100];
    snprintf(text, sizeof text, "# head\n\n01a started 1\n%s", strange[i]);
    Progress *progress = read_back(text);
    CU_ASSERT_EQUAL(progress->strange, 1);
    CU_ASSERT_EQUAL(progress->strange_line, 4);
    CU_ASSERT_EQUAL(progress->count, 1);
  }
}

static void no_file_is_no_progress(void) {
  static Progress progress;
  CU_ASSERT(progress_read(&progress, "/nowhere/progress"));
  CU_ASSERT_EQUAL(progress.count, 0);
  CU_ASSERT_FALSE(progress_read(&progress, "/"));
}

int main(void) {
  place = path_of("build/test_learn_texts.%p", (void *)&place);
  CU_TestInfo cases[] = {CASE(errors_come_before_warnings),
                         CASE(a_linker_has_no_line),
                         CASE(only_the_first_complaints_are_kept),
                         CASE(no_output_is_no_complaint),
                         CASE(a_data_race_names_both_threads),
                         CASE(a_freed_block_names_who_freed_it),
                         CASE(undefined_behaviour_is_quoted),
                         CASE(other_output_is_no_finding),
                         CASE(a_report_is_read_by_its_secret),
                         CASE(a_report_may_be_anything),
                         CASE(progress_is_read_as_it_was_written),
                         CASE(strange_lines_are_left_out_and_counted),
                         CASE(no_file_is_no_progress),
                         CU_TEST_INFO_NULL};
  int code = run_suite("learn texts", cases);
  remove(place.text);
  return code;
}
