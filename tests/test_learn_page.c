// The watch screen as a grid, and what holds a program that is judged.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "confine.h"
#include "files.h"
#include "job.h"
#include "page.h"
#include "support.h"

static Text drawn(Page *page, int rows, int cols) {
  Grid grid;
  Text seen = {0};
  grid_init(&grid, rows, cols, true);
  page_draw(page, &grid);
  grid_dump(&grid, &seen);
  grid_release(&grid);
  return seen;
}

static Page passed_page(void) {
  return (Page){.title = "04a  The counter",
                .state = " PASSED ",
                .is_good = true,
                .passed = 2,
                .total = 4,
                .part = PAGE_VERDICT,
                .body = "one\ntwo\n",
                .foot = "watching mine/04a-counter.c",
                .next = "04b-vending"};
}

static void a_page_has_a_bar_a_verdict_and_keys(void) {
  Page page = passed_page();
  Text seen = drawn(&page, 10, 80);
  const char *text = text_of(&seen);
  CU_ASSERT_PTR_NOT_NULL(strstr(text, "PASSED"));
  CU_ASSERT_PTR_NOT_NULL(strstr(text, "[############............] 2 of 4"));
  CU_ASSERT_PTR_NOT_NULL(strstr(text, "next: 04b-vending"));
  CU_ASSERT_PTR_NOT_NULL(strstr(text, "\none\ntwo\n"));
  CU_ASSERT_PTR_NOT_NULL(strstr(text, "n next"));
  CU_ASSERT_PTR_NULL(strstr(text, "s show"));
  text_release(&seen);
}

static void any_size_will_do(void) {
  char body[4000];
  memset(body, 'x', sizeof body - 1);
  body[sizeof body - 1] = '\0';
  for (int rows = 1; rows < 14; rows++) {
    for (int cols = 1; cols < 90; cols += 4) {
      Page page = passed_page();
      page.body = body;
      page.scrolled = (size_t)rows * 7;
      Text seen = drawn(&page, rows, cols);
      text_release(&seen);
    }
  }
  CU_PASS("nothing was written outside");
}

static void what_is_scrolled_too_far_shows_the_end(void) {
  Page page = passed_page();
  page.body = "1\n2\n3\n4\n5\n6\n7\n8\nlast\n";
  page.scrolled = 1000;
  Text seen = drawn(&page, 8, 40);
  CU_ASSERT_EQUAL(page.scrolled, 5);
  CU_ASSERT_PTR_NOT_NULL(strstr(text_of(&seen), "last"));
  CU_ASSERT_PTR_NOT_NULL(strstr(text_of(&seen), "6-9 of 9"));
  text_release(&seen);
}

static void a_confined_program_writes_only_in_its_folder(void) {
  Confined holds = confine_probe();
  if (!holds.writes) return;  // this kernel does not offer it
  char folder[] = "/tmp/confined.XXXXXX";
  CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
  char shell[] = "sh";
  char option[] = "-c";
  Path script = path_of(
      "echo in >here && cat here; echo out >%s.out; echo tail >/dev/null; "
      "mkdir -p a/b && echo deep >a/b/c",
      folder);
  char *argv[] = {shell, option, script.text, NULL};
  Job job;
  job_run(&job, argv, folder,
          (JobLimits){.wall_ms = 60000,
                      .cpu_ms = 60000,
                      .resident = (i64)4 << 30,
                      .output = 1 << 20,
                      .processes = 100,
                      .threads = 1000,
                      .confined = true});
  CU_ASSERT_PTR_NOT_NULL(strstr(job.output.text, "in\n"));
  CU_ASSERT_FALSE(file_exists(path_of("%s.out", folder).text));
  CU_ASSERT(file_exists(path_of("%s/a/b/c", folder).text));
  job_release(&job);
  folder_remove(folder);
  CU_ASSERT_FALSE(folder_exists(folder));
}

static void a_removed_folder_takes_no_link_along(void) {
  char folder[] = "/tmp/confined.XXXXXX";
  char other[] = "/tmp/confined.XXXXXX";
  CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
  CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(other));
  Path kept = path_of("%s/kept", other);
  CU_ASSERT(file_write(kept.text, "x", 1));
  CU_ASSERT_EQUAL(symlink(other, path_of("%s/link", folder).text), 0);
  folder_remove(folder);
  CU_ASSERT_FALSE(folder_exists(folder));
  CU_ASSERT(file_exists(kept.text));
  folder_remove(other);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(a_page_has_a_bar_a_verdict_and_keys),
                         CASE(any_size_will_do),
                         CASE(what_is_scrolled_too_far_shows_the_end),
                         CASE(a_confined_program_writes_only_in_its_folder),
                         CASE(a_removed_folder_takes_no_link_along),
                         CU_TEST_INFO_NULL};
  return run_suite("learn_page", cases);
}
