// run_lengths.c -- counts by length, and their sums.
#include "acting/run_lengths.h"

#include <stdlib.h>

void run_lengths_note(RunLengths *lengths, u64 length) {
  if (lengths->room == 0) {
    return;
  }
  u64 at = length < lengths->room ? length : lengths->room - 1;
  lengths->counts[at]++;
  lengths->least =
      lengths->total == 0 || at < lengths->least ? at : lengths->least;
  lengths->most = at > lengths->most ? at : lengths->most;
  lengths->total++;
}

LengthBins run_lengths_bins(const RunLengths *lengths, size_t most) {
  LengthBins bins = {.width = 1};
  if (lengths->total == 0 || most == 0) {
    return bins;
  }
  most = most > LENGTH_BINS ? LENGTH_BINS : most;
  u64 span = lengths->most - lengths->least + 1;
  bins.first = lengths->least;
  bins.width = (span + most - 1) / most;
  for (u64 at = lengths->least; at <= lengths->most; at++) {
    u64 bin = (at - bins.first) / bins.width;
    bins.runs[bin] += lengths->counts[at];
    bins.count = (size_t)bin + 1;
  }
  return bins;
}

void length_bins_print(const LengthBins *bins, Writer *out) {
  write_format(out, "%llu %llu", (unsigned long long)bins->first,
               (unsigned long long)bins->width);
  for (size_t i = 0; i < bins->count; i++) {
    write_format(out, " %llu", (unsigned long long)bins->runs[i]);
  }
}

// The next number. False: there is none.
static bool read_number(const char **text, u64 *number) {
  char *end;
  while (**text == ' ') {
    ++*text;
  }
  if (**text < '0' || **text > '9') {
    return false;
  }
  *number = strtoull(*text, &end, 10);
  *text = end;
  return true;
}

bool length_bins_read(const char *text, LengthBins *bins) {
  u64 runs = 0;
  *bins = (LengthBins){.width = 1};
  bool good = read_number(&text, &bins->first) &&
              read_number(&text, &bins->width) && bins->width > 0;
  while (good && bins->count < LENGTH_BINS && read_number(&text, &runs)) {
    bins->runs[bins->count++] = runs;
  }
  good = good && *text == '\0';
  if (!good) {
    *bins = (LengthBins){.width = 1};
  }
  return good;
}
