// labels.h -- what actors are called: one copy for those who are called alike.
// Not for users.
//
// Actors come in crowds of one name: a label is shared with the one that the
// slot had before, or with the one given last, if that reads the same. Labels
// are counted; any thread may take and drop them.
#ifndef ACTING_LABELS_H
#define ACTING_LABELS_H

#include "base/types.h"

enum { LABEL_SIZE = 32 };

// Gives a label that reads as the text, cut to LABEL_SIZE with its end: `had`
// itself (NULL: none), whose user stays who it is; or another, to be dropped
// with label_drop. *last (or NULL) is kept by the caller, and becomes that.
// NULL: out of memory, and nothing has changed.
MUST_USE const char *label_take(const char *had, const char **last,
                                const char *text);

// NULL is allowed.
void label_drop(const char *label);

#endif
