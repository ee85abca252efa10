// sim_support.h -- what the simulator's tests share. Included once a program.
#ifndef TESTS_SIM_SUPPORT_H
#define TESTS_SIM_SUPPORT_H

#include <string.h>
#include <unistd.h>

#include "support.h"

// The path of a program of tests/programs, built beside this test.
MAYBE_UNUSED static const char *test_program(const char *name) {
  static char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 64);
  CU_ASSERT_FATAL(length > 0);
  path[length] = '\0';
  char *place = strstr(path, "/tests/test_sim_");
  CU_ASSERT_FATAL(place != NULL);
  (void)strncpy(place, "/programs/", 11);
  (void)strncat(path, name, 32);
  return path;
}

#endif
