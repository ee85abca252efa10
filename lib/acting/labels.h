// labels.h -- what actors are called: one copy for those who are called alike.
// Not for users.
//
// Actors come in crowds of one name: a label is shared with the one given last,
// if that reads the same. The system's lock is held.
#ifndef ACTING_LABELS_H
#define ACTING_LABELS_H

#include "acting/runtime.h"

// Gives a copy of the text, cut to LABEL_SIZE with its end, or NULL when out of
// memory. Drop with label_drop_locked.
MUST_USE const char *label_take_locked(System *system, const char *text);

// NULL is allowed.
void label_drop_locked(System *system, const char *label);

#endif
