// pattern.h -- what a watcher types to filter and to search.
//
//   pattern := term {" " term}      all of them must be found
//   term    := ["!"] text           ! : must not be found
// Anywhere, in capitals or not; * in a text stands for any characters.
#ifndef SIM_PATTERN_H
#define SIM_PATTERN_H

#include "base/types.h"

// True if the text is as the pattern wants; an empty pattern wants nothing.
bool pattern_matches(const char *pattern, const char *text);

#endif
