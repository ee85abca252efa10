// test_run_lengths.c -- how long runs were, in bins.
#include "acting/run_lengths.h"
#include <string.h>

#include "support.h"

static u64 counts[101];

static RunLengths fresh(void) {
  memset(counts, 0, sizeof counts);
  return (RunLengths){.counts = counts, .room = 101};
}

static void every_run_is_in_one_bin(void) {
  RunLengths lengths = fresh();
  for (u64 i = 0; i < 500; i++) {
    run_lengths_note(&lengths, 7 + i % 31);
  }
  for (size_t most = 1; most <= LENGTH_BINS; most++) {
    LengthBins bins = run_lengths_bins(&lengths, most);
    u64 all = 0;
    CU_ASSERT(bins.count >= 1 && bins.count <= most);
    CU_ASSERT(bins.first == 7);
    for (size_t i = 0; i < bins.count; i++) {
      all += bins.runs[i];
    }
    CU_ASSERT(all == 500);
    CU_ASSERT(bins.runs[bins.count - 1] > 0);
  }
}

static void a_run_without_end_counts_as_the_longest(void) {
  RunLengths lengths = fresh();
  run_lengths_note(&lengths, 1000000);
  CU_ASSERT(lengths.least == 100 && lengths.most == 100);
  CU_ASSERT(counts[100] == 1);
  RunLengths none = {0};
  run_lengths_note(&none, 5);
  CU_ASSERT(run_lengths_bins(&none, 10).count == 0);
}

static void bins_are_read_as_they_are_written(void) {
  char text[256];
  RunLengths lengths = fresh();
  run_lengths_note(&lengths, 3);
  run_lengths_note(&lengths, 90);
  LengthBins bins = run_lengths_bins(&lengths, 10);
  LengthBins again;
  Writer out = writer_over(text, sizeof text);
  length_bins_print(&bins, &out);
  CU_ASSERT_STRING_EQUAL(text, "3 9 1 0 0 0 0 0 0 0 0 1");
  CU_ASSERT(length_bins_read(text, &again));
  CU_ASSERT(memcmp(&bins, &again, sizeof bins) == 0);
}

static void what_is_no_line_of_bins_is_refused(void) {
  static const char *const wrong[] = {"",      "3",        "3 0 1", "x 1 2",
                                      "3 1 y", "3 1 2 -4", "3 1 2z"};
  LengthBins bins;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    CU_ASSERT(!length_bins_read(wrong[i], &bins));
    CU_ASSERT(bins.count == 0 && bins.width == 1);
  }
  char many[400];
  Writer out = writer_over(many, sizeof many);
  for (size_t i = 0; i < LENGTH_BINS + 5; i++) {
    write_text(&out, "5 ");
  }
  CU_ASSERT(!length_bins_read(many, &bins));
}

int main(void) {
  CU_TestInfo cases[] = {CASE(every_run_is_in_one_bin),
                         CASE(a_run_without_end_counts_as_the_longest),
                         CASE(bins_are_read_as_they_are_written),
                         CASE(what_is_no_line_of_bins_is_refused),
                         CU_TEST_INFO_NULL};
  return run_suite("run_lengths", cases);
}
