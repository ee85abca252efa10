// prompt.h -- the line one types, by readline: the only module that knows it.
//
// Readline reads bytes it is fed and draws nothing; the screen asks for the
// line and the cursor's place and draws them.
#ifndef SIM_PROMPT_H
#define SIM_PROMPT_H

#include "desk.h"

// Opens the prompt with this text in it. The desk is what Tab completes from.
void prompt_open(const Desk *desk, const char *text);
bool prompt_is_open(void);
void prompt_close(void);

typedef enum PromptOutcome {
  PROMPT_EDITING,
  PROMPT_DONE,      // *line has what was typed
  PROMPT_CANCELLED  // by Esc, Ctrl-C or Ctrl-D on an empty line
} PromptOutcome;

PromptOutcome prompt_byte(int byte, Text *line);

// Drops the line; what Esc means.
void prompt_cancel(void);

// The line as it stands, and the column of the cursor in it.
const char *prompt_text(void);
int prompt_cursor(void);

// What Tab found, when that was more than one; "" otherwise.
const char *prompt_choices(void);

#endif
