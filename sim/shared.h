// shared.h -- texts that many models hold at once.
//
// A model and its copies say the same of most things: a copy of a shared text
// is one more user of it. It is read as any text and never changed. One thread.
#ifndef SIM_SHARED_H
#define SIM_SHARED_H

#include "base/types.h"

// A shared text with one user; NULL for NULL. Out of memory ends the program.
char *shared_make(const char *text);

// One more user of the same; NULL for NULL.
char *shared_keep(char *text);

// One user less; the last frees it. NULL is nothing.
void shared_drop(char *text);

// Lets *place be another text, or NULL; the old one has a user less.
void shared_replace(char **place, const char *text);

#endif
