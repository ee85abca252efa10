// raising.h -- what a supervisor says to a child. Not for users; see lives.h.
//
// Any thread; nothing if the child has ended. What is said leaves its sender
// like any message.
#ifndef ACTING_RAISING_H
#define ACTING_RAISING_H

#include "acting/lives.h"

// Starts the next life, or the first.
void raising_start(System *system, Ref child);

// Ends the life of that number, and no other. Urgent.
void raising_suspend(System *system, Ref child, u32 life);

// The next end is the last. Then asks it to end, or kills it.
void raising_finish(System *system, Ref child, bool kill);

// Kills it; what follows is as its mode says.
void raising_kill(System *system, Ref child);

// Sends WORD_DUE at that time, instead of any other that was set; POINT_NEVER:
// not at all.
void raising_set_time(System *system, Ref child, i64 point);

// Leaves the record that the child's supervisor will have of it: a block that
// hangs on nothing. False: it has ended.
MUST_USE bool raising_give_record(System *system, Ref child, void *record);

// Gives that record; NULL: the child has ended, or another had it.
void *raising_take_record(System *system, Ref child);

// Brings home a word that was read. True, of WORD_DUE: the time that was set
// last has come.
bool raising_bring_home(System *system, Message *word);

// A word that nobody took (System.word_returned).
void raising_returned(System *system, Message *word);

#endif
