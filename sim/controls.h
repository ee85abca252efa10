// controls.h -- the one table of what can be done.
//
// Prompt, batch, overlay, key dispatch, function bar, help and completion are
// all made from it. A key stands for a line of the grammar; in it `%` is the
// selected actor, and a line that begins with `:` is put into the prompt.
#ifndef SIM_CONTROLS_H
#define SIM_CONTROLS_H

#include "desk.h"

struct Command;
typedef DeskResult ControlBody(Desk *desk, const struct Command *command);

typedef enum Completes {
  COMPLETES_NOTHING,
  COMPLETES_ACTORS,
  COMPLETES_SEND,  // an actor, then a message and its fields
  COMPLETES_WORDS  // one of `choices`
} Completes;

enum { ANY_WORDS = 1000 };

typedef struct Control {
  const char *verb;
  const char *arguments;  // as help shows them
  const char *says;       // one line of help
  ControlBody *body;
  Completes completes;
  const char *choices;  // separated by blanks
  bool overlays;        // may stand in an overlay
  size_t least;         // arguments it needs
  size_t most;          // words it can use; ANY_WORDS: the rest of the line
  bool counts;          // a count may stand before it
} Control;

typedef struct Binding {
  u32 key;
  const char *line;
  const char *bar;  // its word in the function bar, or NULL
} Binding;

size_t controls_count(void);
const Control *controls_at(size_t index);
const Control *controls_find(const char *verb, Text *why);

size_t bindings_count(void);
const Binding *bindings_at(size_t index);
const Binding *bindings_find(u32 key);

// Makes the line a key stands for, `%` filled in, in *line. False: the key
// stands for nothing, or needs an actor when none is selected.
bool controls_key(const Desk *desk, u32 key, Text *line);

// Help for one verb, or for all (NULL), as lines of text of at most `cols`
// columns.
void controls_help(const char *verb, int cols, Text *out);

#endif
