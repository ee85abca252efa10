// output.h -- what the program printed and what its actors said, by step.
//
// Keeps the last mebibyte. A line belongs to the step in which it came.
#ifndef SIM_OUTPUT_H
#define SIM_OUTPUT_H

#include "base/types.h"

enum { OUTPUT_KEPT = 1 << 20 };

typedef struct OutputText {
  u64 step;
  char *text;
} OutputText;

typedef struct Output {
  OutputText *lines;
  size_t first;  // of those still kept
  size_t count;  // end of those
  size_t room;
  size_t bytes;
  u64 lost;  // lines no longer kept
} Output;

void output_release(Output *output);  // empty afterwards
void output_add(Output *output, u64 step, const char *text);

// Makes *copy, which holds nothing yet, an equal one of its own.
void output_copy(Output *copy, const Output *output);

// Forgets what was printed after `step`.
void output_truncate(Output *output, u64 step);

// How many kept lines there are up to `step`, and each of them by its index.
size_t output_count(const Output *output, u64 step);
const char *output_line(const Output *output, size_t index);

#endif
