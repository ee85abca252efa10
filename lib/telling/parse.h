// parse.h -- text as field values: what print.h wrote, or a person typed.
#ifndef TELLING_PARSE_H
#define TELLING_PARSE_H

#include "telling/print.h"

// Reads all fields from the whole of `text` into zeroed `values`. Blocks made
// hang on nothing. False: `error`, empty before, says in one line what is wrong
// and what would be right, and nothing is left over.
MUST_USE bool fields_parse(const Shape *shape, const char *text,
                           const RefNames *names, void *values, Writer *error);

#endif
