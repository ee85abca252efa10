// storm.h -- actors with random options that do random things to each other;
// and whatever they do, the books must balance.
//
// Checked: a message is handled once or is a dead letter; messages from one
// sender to one receiver come in order; an ask that its asker lives to see ends
// once, and exactly once; held asks that go round no ring are no deadlock. The
// caller starts the system, and stops it. One storm at a time in a process.
#ifndef TESTS_STORM_H
#define TESTS_STORM_H

#include "acting/system.h"

enum { STORM_OUTSIDE = 4 };

typedef struct StormPlan {
  u64 seed;        // of what is raised, and of what threads outside do
  bool rings;      // anybody may hold an ask to anybody
  int stirs;       // so often each thread outside does something
  size_t outside;  // threads besides the calling one, at most STORM_OUTSIDE
  bool calms;      // waits for quiet; else it ends in the middle
  Deadline patience;
} StormPlan;

typedef struct StormBooks {
  i64 sent;           // what was counted on its way
  i64 handled;        // of it
  i64 dead;           // of it, dead letters; known only to who listens
  const char *wrong;  // what must never be, and was; NULL: nothing
} StormBooks;

// Opens new books; before the system is started.
void storm_begin(const StormPlan *plan);

// An EventListener that counts the dead letters.
void storm_listen(void *context, const Event *event);

// Raises actors in a system without any, stirs them up, and waits. Blocks.
void storm_blow(System *system, const StormPlan *plan);

// What has been counted. After the system's stop it is all.
StormBooks storm_books(void);

#endif
