// words.h -- a C text as its words, one after the other.
//
// Comments, texts and characters are passed over. A word is a name, a number or
// a single other character; it borrows from the text.
#ifndef SIM_WORDS_H
#define SIM_WORDS_H

#include "base/types.h"

typedef struct Word {
  const char *at;  // NULL: the end of the text
  size_t length;
} Word;

// The next word, and *text behind it.
Word word_next(const char **text);

bool word_is(Word word, const char *text);

// True for a name, as in `counting` or `COUNTER_INC`.
bool word_is_name(Word word);

// Passes what a bracket encloses, *text being just behind the opening one; up
// to and with its end. False: it does not end.
MUST_USE bool word_skip(const char **text, char open, char shut);

#endif
