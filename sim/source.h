// source.h -- what a program's own text says of a step: the handler's lines.
//
// The runtime tells names, never places: so nothing in a trace depends on the
// machine it was made on. What is looked for here are the declarations that
// every actor has (declare.h): ACTOR(Type, prefix, State, behaviours...) and
// the row of its protocol, which gives the constant of a message's case. Only
// words are read, no C is understood: a program that makes its declarations by
// macros of its own is said not to be found.
#ifndef SIM_SOURCE_H
#define SIM_SOURCE_H

#include "text.h"

// Beyond these a file, or what it includes, is left out.
enum { SOURCE_FILES = 32, SOURCE_BYTES = 1 << 20 };

typedef struct SourceFile {
  char *path;  // as it is shown
  char *text;  // whole
  bool newer;  // changed after the program was made
} SourceFile;

// All that a program is made of, as far as it is its own.
typedef struct Sources {
  SourceFile files[SOURCE_FILES];
  size_t count;
} Sources;

// Where something stands. Lines count from 1.
typedef struct SourcePlace {
  const SourceFile *file;
  size_t first;  // of the function, with the comment above it
  size_t last;
  size_t marked;  // where the message's case begins; 0: nowhere
  size_t end;     // its last line
} SourcePlace;

// Reads FILE and what it includes with quotes from its own folder; `shown` is
// how the file is called. `program` is what was made from it, or NULL. False:
// it cannot be read, and *why says so in one line; *sources is then empty.
MUST_USE bool sources_read(Sources *sources, const char *file,
                           const char *shown, const char *program, Text *why);

// Adds one more file; what cannot be read is left out.
void sources_add(Sources *sources, const char *file, const char *shown,
                 const char *program);
void sources_release(Sources *sources);  // empty afterwards

// The function with which an actor of this type handles a message. `behaviour`
// is its name, NULL: the first; `message` is the name of the message, or NULL.
// The runtime's own `start` and `stop` stand for on_start and on_stop. False:
// *why says in one line what was not found.
MUST_USE bool sources_handler(const Sources *sources, const char *type,
                              const char *behaviour, const char *message,
                              SourcePlace *place, Text *why);

// The function of this name, as `main`. False: there is none.
MUST_USE bool sources_function(const Sources *sources, const char *name,
                               SourcePlace *place);

// The whole file, with a line marked; `where` is "FILE:LINE", the file without
// its folder. False: there is no such line.
MUST_USE bool sources_line(const Sources *sources, const char *where,
                           SourcePlace *place);

// Line `number` of a file, without its end, added to *out; tabs as blanks.
void source_line(const SourceFile *file, size_t number, Text *out);

#endif
