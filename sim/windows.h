// windows.h -- a model of a run that is not told whole. For model.c only.
//
// A watcher of a live program is told all for a while, then nothing, then what
// there is, and all again (acting/live.h). What was in flight or in a mailbox
// before is not known any more; of a message that is there without having been
// told, a placeholder stands in its mailbox.
#ifndef SIM_WINDOWS_H
#define SIM_WINDOWS_H

#include "model.h"

// EVENT_LOST: a new window, in which nothing is known of messages.
void windows_open(Model *model, const Event *event);

// EVENT_SEEN: the actor is alive.
void windows_see(Model *model, ModelActor *actor, const Event *event);

// EVENT_SEEN of nobody: that was all. Those not seen have ended, if `number`
// says that all were told.
void windows_close(Model *model, const Event *event);

// The actor took a message that was not known to be in its mailbox: a
// placeholder goes.
void windows_pass(ModelActor *actor);

#endif
