// output.c -- an array whose front is given up when it holds too much.
#include "output.h"

#include <string.h>

#include "base/mem.h"
#include "text.h"

void output_release(Output *output) {
  for (size_t i = output->first; i < output->count; i++) {
    mem_free(output->lines[i].text);
  }
  mem_free(output->lines);
  *output = (Output){0};
}

// Moves the kept lines to the front once half of the array is given up.
static void compact(Output *output) {
  if (output->first * 2 > output->count) {
    output->count -= output->first;
    memmove(output->lines, output->lines + output->first,
            output->count * sizeof *output->lines);
    output->first = 0;
  }
}

void output_add(Output *output, u64 step, const char *text) {
  output->lines = (OutputText *)text_grow(
      output->lines, &output->room, output->count + 1, sizeof *output->lines);
  output->lines[output->count++] = (OutputText){step, text_copy(text)};
  output->bytes += strlen(text) + 1;
  while (output->bytes > OUTPUT_KEPT) {
    char *oldest = output->lines[output->first++].text;
    output->bytes -= strlen(oldest) + 1;
    output->lost++;
    mem_free(oldest);
  }
  compact(output);
}

void output_copy(Output *copy, const Output *output) {
  *copy = (Output){.lost = output->lost};
  for (size_t i = output->first; i < output->count; i++) {
    output_add(copy, output->lines[i].step, output->lines[i].text);
  }
}

void output_truncate(Output *output, u64 step) {
  while (output->count > output->first &&
         output->lines[output->count - 1].step > step) {
    char *text = output->lines[--output->count].text;
    output->bytes -= strlen(text) + 1;
    mem_free(text);
  }
}

size_t output_count(const Output *output, u64 step) {
  size_t count = output->count;
  while (count > output->first && output->lines[count - 1].step > step) {
    count--;
  }
  return count - output->first;
}

const char *output_line(const Output *output, size_t index) {
  return output->lines[output->first + index].text;
}
