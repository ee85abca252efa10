// lines.h -- from a place in the program's text to a line of its source.
#ifndef STEPPING_LINES_H
#define STEPPING_LINES_H

#include <stdio.h>

#include "base/types.h"

enum { LINE_TEXT = 200 };

typedef struct Line {
  char file[LINE_TEXT];  // "?" when it is not known
  unsigned number;
  char function[LINE_TEXT];
  char text[LINE_TEXT];  // of the source, without blanks around it; or ""
} Line;

// Looks up a place of this process's program, with addr2line (binutils), which
// is called once a place; what is not found out is "?".
Line line_of(u64 place);

// The file's own name, without its folder: what is told, and so part of a
// state's hash, is the same wherever the program lies. Borrowed.
const char *line_file(const Line *line);

// Looks it up now, to be known later.
void line_learn(u64 place);

#endif
