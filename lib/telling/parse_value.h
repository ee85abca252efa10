// parse_value.h -- one value read from text, for parse.c.
//
// A Parser is a cursor in a text. What reads moves it behind what was read, or
// answers false; with false from a parse_ function the error is written: what
// is wrong, and what would be right. No locks.
#ifndef TELLING_PARSE_VALUE_H
#define TELLING_PARSE_VALUE_H

#include "telling/print.h"

typedef struct Parser {
  const char *at;
  const RefNames *names;  // or NULL
  Writer *error;
} Parser;

void parser_skip_blanks(Parser *p);

// Skips blanks and then `c`; false: something else stands there.
bool parser_accept(Parser *p, char c);

// Copies the word at the cursor; false if there is none or it is too long.
bool parser_take_word(Parser *p, char *word, size_t size);

// Writes the error "FIELD: wanted WANTED, not ..." and answers false.
bool parser_wrong(Parser *p, const Field *field, const char *wanted);

// Writes the start of a text, in quotes, to the error.
void parser_quote(Parser *p, const char *text, size_t most);

// Reads one element of the field's kind to `place`; a block it makes hangs on
// nothing. False: the place is untouched.
MUST_USE bool parse_element(Parser *p, const Field *field, void *place);

#endif
