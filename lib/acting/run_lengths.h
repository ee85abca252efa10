// run_lengths.h -- how many runs of a search had how many steps. Not for users.
//
// Each length is counted by itself; what is told of it are bins of equal width
// between the shortest and the longest, as a line of text on its way from the
// program that searches to the simulator. Nothing here allocates or blocks.
#ifndef ACTING_RUN_LENGTHS_H
#define ACTING_RUN_LENGTHS_H

#include "base/types.h"
#include "base/writer.h"

enum { LENGTH_BINS = 40 };

typedef struct RunLengths {
  u64 *counts;  // of the lengths 0..room-1; the owner's, zero at the beginning
  size_t room;
  u64 least;  // as long as there is one: total > 0
  u64 most;
  u64 total;
} RunLengths;

typedef struct LengthBins {
  u64 first;  // the least length of bin 0
  u64 width;  // lengths to a bin, from 1
  size_t count;
  u64 runs[LENGTH_BINS];
} LengthBins;

// Counts a run. One longer than there is room for is counted as the longest.
void run_lengths_note(RunLengths *lengths, u64 length);

// In at most `most` bins, 1..LENGTH_BINS. No runs: no bins.
LengthBins run_lengths_bins(const RunLengths *lengths, size_t most);

// "FIRST WIDTH RUNS RUNS ...".
void length_bins_print(const LengthBins *bins, Writer *out);
// False: it is no such line; *bins has no bins then.
MUST_USE bool length_bins_read(const char *text, LengthBins *bins);

#endif
