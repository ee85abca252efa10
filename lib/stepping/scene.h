// scene.h -- a run of threads as the simulator sees it: as one of actors.
//
// A thread is an actor; so is every mutex, condition, semaphore, atomic and so
// on that it touches. What a thread is about to do is a message in flight to
// the object it does it to; once done, the object has handled it and shows its
// new state. Who waits on a condition has a message in its mailbox. Threads
// have the slots from 2 on, objects those behind them.
#ifndef STEPPING_SCENE_H
#define STEPPING_SCENE_H

#include "stepping/world.h"
#include "telling/event.h"

typedef void SceneListener(const Event *event);

// The run begins: its program, seed and first thread.
void scene_open(SceneListener *listener, const char *program, u64 seed);

// The step that was chosen before is done, or main has come to its first turn:
// what it did, what is to come, and who waits for whom.
void scene_settle(void);

// An option, as EVENT_OPTION says it; its text is written to `text`.
Event scene_option(Choice choice, char *text, size_t size);

// A step begins with this choice, the option of that index.
void scene_begin(Choice choice, size_t index);

// The run ends so: which thread failed, and with what.
void scene_over(Verdict verdict, u64 place);

#endif
