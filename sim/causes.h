// causes.h -- why something happened: its chain of causes, in words.
//
// A message was sent because its sender was handling another one, and so on
// back to main. That is what had to come before; what merely came before is
// left out.
#ifndef SIM_CAUSES_H
#define SIM_CAUSES_H

#include "letters.h"
#include "session.h"

// The chain that ends in this message, oldest first, a line each, at most
// `most` of them; a first line says how many are left out. Adds to *out.
void causes_chain(const Letters *letters, const Model *model, MessageId id,
                  size_t most, Text *out);

// All about the step at the cursor: what it was, its causes, what else could
// have happened instead, who waits for whom. Adds lines to *out.
void causes_step(const Session *session, Text *out);

#endif
