// told.h -- the text of each part of the watch screen.
#ifndef RUNNER_TOLD_H
#define RUNNER_TOLD_H

#include "learn.h"
#include "page.h"
#include "verdict.h"

typedef struct Told {
  const Learn *learn;
  const Exercise *exercise;
  const Verdict *verdict;  // NULL: none yet
  const char *above;       // what is to be said before it; may be empty
} Told;

// Gives the part's text in lines for so many columns, without anything a
// terminal could take for more than text; free with mem_free.
char *told_text(const Told *told, PagePart part, int columns);

#endif
