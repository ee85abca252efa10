// sim_golden.h -- grids of the desk, compared with files. Included once a
// program.
//
// A golden file begins with a sentence on what to look for, after `# `. With
// GOLDEN_WRITE=1 the files are written anew: look at them before you commit.
#ifndef TESTS_SIM_GOLDEN_H
#define TESTS_SIM_GOLDEN_H

#include <stdio.h>
#include <stdlib.h>

#include "sim_support.h"
#include "views.h"

// What all grids of a program are drawn from.
static Desk desk;

static void read_file(const char *path, Text *out) {
  FILE *file = fopen(path, "r");
  char bytes[4096];
  size_t got = 0;
  while (file != NULL && (got = fread(bytes, 1, sizeof bytes, file)) > 0) {
    text_add_bytes(out, bytes, got);
  }
  if (file != NULL) {
    (void)fclose(file);
  }
}

static void golden(const char *name, int cols, int rows, bool ascii,
                   const char *says) {
  Grid grid;
  int prompt = 0;
  Text now = {0};
  Text then = {0};
  char path[256];
  grid_init(&grid, rows, cols, ascii);
  frame_draw(&desk, &grid, &prompt);
  text_addf(&now, "# %s\n", says);
  grid_dump(&grid, &now);
  (void)snprintf(path, sizeof path, "tests/golden/%s_%dx%d%s.txt", name, cols,
                 rows, ascii ? "_ascii" : "");
  if (getenv("GOLDEN_WRITE") != NULL) {
    FILE *file = fopen(path, "w");
    CU_ASSERT_FATAL(file != NULL);
    (void)fputs(text_of(&now), file);
    (void)fclose(file);
  }
  read_file(path, &then);
  if (!text_equal(text_of(&now), text_of(&then))) {
    (void)fprintf(stderr, "%s differs; it is now:\n%s", path, text_of(&now));
    CU_FAIL("a golden grid differs");
  }
  text_release(&now);
  text_release(&then);
  grid_release(&grid);
}

MAYBE_UNUSED static void all_sizes(const char *name, const char *says) {
  static const int sizes[][2] = {{40, 12}, {80, 24}, {100, 30}, {200, 50}};
  for (size_t i = 0; i < 4; i++) {
    golden(name, sizes[i][0], sizes[i][1], false, says);
  }
  golden(name, 40, 12, true, says);
  golden(name, 80, 24, true, says);
}

#endif
