// tape.h -- what has happened, as lines of text that patterns can ask for.
//
// One event, one line: its kind, who, to whom, and what:
//
//   spawned counter
//   sent main -> counter inc{amount: 8}
//   handled counter inc {count: 8}
//   stopped counter normal
//
// A pattern is matched against the whole line; `*` stands for anything and `?`
// for one character (POSIX fnmatch). One thread at a time.
#ifndef PROVING_TAPE_H
#define PROVING_TAPE_H

#include "telling/event.h"

enum { TAPE_MOST = 65536 };  // lines; what comes then is counted, not kept

typedef struct Tape Tape;

// Gives an empty tape, or NULL when out of memory. Free with tape_free.
MUST_USE Tape *tape_new(void);
void tape_free(Tape *tape);

// Adds the event; an EventListener whose context is the tape.
void tape_add(void *tape, const Event *event);

// True if every event found memory and a place.
bool tape_is_whole(const Tape *tape);

size_t tape_length(const Tape *tape);
const char *tape_line(const Tape *tape, size_t i);  // lives as long as the tape
u64 tape_step(const Tape *tape, size_t i);          // in which step it happened

// How many lines from `from` on match. An unknown first word, which never
// would, is a CHECK.
size_t tape_count(const Tape *tape, size_t from, const char *pattern);

// The first of them, or tape_length().
size_t tape_find(const Tape *tape, size_t from, const char *pattern);

#endif
