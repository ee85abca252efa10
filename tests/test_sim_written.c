// Tests of what is counted as written, by which the screen is paced.
#include <fcntl.h>
#include <unistd.h>

#include "support.h"
#include "written.h"

static void what_is_written_is_counted_to_the_byte(void) {
  static const char bytes[1000];
  int file = open("/dev/null", O_WRONLY);
  CU_ASSERT_FATAL(file >= 0);
  u64 before = written_bytes();
  CU_ASSERT_EQUAL(write(file, bytes, sizeof bytes), (ssize_t)sizeof bytes);
  CU_ASSERT_EQUAL(written_bytes() - before, sizeof bytes);
  CU_ASSERT_EQUAL(written_bytes() - before, sizeof bytes);
  (void)close(file);
}

int main(void) {
  CU_TestInfo cases[] = {CASE(what_is_written_is_counted_to_the_byte),
                         CU_TEST_INFO_NULL};
  return run_suite("written", cases);
}
