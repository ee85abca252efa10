// grammar.h -- a line as typed, taken apart.
//
//   line    := command {";" command} ["#" anything]
//   command := [COUNT] VERB {WORD}
// A word ends at a blank outside of quotes and braces.
#ifndef SIM_GRAMMAR_H
#define SIM_GRAMMAR_H

#include "controls.h"
#include "text.h"

enum { COMMAND_WORDS = 16 };

typedef struct Command {
  const Control *control;
  bool counted;  // a count stood before the verb
  u64 count;     // that, or 1
  char *words[COMMAND_WORDS];
  size_t word_count;
  const char *rest;  // what follows the verb, as typed; borrowed
  char *store;
} Command;

// Takes the next command's text off *line into *out; false at the end.
bool grammar_next(const char **line, Text *out);

// Takes a command apart. False: *why gets one line, nothing to release.
bool grammar_read(const char *text, Command *command, Text *why);
void grammar_release(Command *command);

// What follows the first `n` words, as typed.
const char *grammar_after(const Command *command, size_t n);

// A whole number. False: it is none.
bool grammar_number(const char *word, u64 *number);

#endif
