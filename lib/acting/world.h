// world.h -- what the listener of a program knows of it: who lives, what is in
// their mailboxes, what checks read. Not for users.
//
// A fold over the events, as the simulator's model, with what a search through
// many runs needs and no more. Its memory is the program's own, so that it is
// put back with it (checkpoint.h). Aborts without memory.
#ifndef ACTING_WORLD_H
#define ACTING_WORLD_H

#include "acting/footprint.h"
#include "acting/runtime.h"
#include "telling/event.h"

typedef struct Letter {
  MessageId id;
  u64 to;       // while it is in an outbox
  u64 content;  // a hash of what it says
} Letter;

typedef struct Letters {
  Letter *items;
  size_t count;
  size_t room;
} Letters;

typedef struct Dweller {
  u64 ref;
  char label[LABEL_SIZE];
  char *state;  // as printed last; where events are terse only if `read`
  size_t state_room;
  u64 capacity;
  u64 handled;
  u64 behaviour;  // a hash of its name
  u64 timers;     // a hash of those that are set
  u64 aside;      // a hash of what it put aside and what it asked
  Letters mailbox;
  Letters outbox;
  bool acts;  // main and the watcher do not
  bool read;  // by an atom
  bool stopped;
  bool waits;
} Dweller;

typedef enum AtomKind {
  ATOM_FIELD,
  ATOM_MAILBOX,
  ATOM_HANDLED,
  ATOM_STOPPED,
  ATOM_IN_FLIGHT,
  ATOM_QUEUED,
  ATOM_DEAD,
  ATOM_STEP
} AtomKind;

// One thing that a check reads.
typedef struct Atom {
  AtomKind kind;
  char actor[LABEL_SIZE + 16];
  char field[64];
  char value[160];  // as printed; empty: not there
  bool changed;     // by the last atoms_look
} Atom;

typedef struct World {
  System *system;
  Dweller *dwellers;  // in the order of their birth
  size_t count;
  size_t room;
  u32 *places;  // by slot: the newest, its index + 1
  size_t place_count;
  size_t place_room;
  Atom *atoms;
  size_t atom_count;
  size_t atom_room;
  u64 step;
  i64 time;
  u64 dead;
  bool failed;  // an actor did, in this step
} World;

World *world_new(System *system);
void world_release(World *world);

// Folds one event in.
void world_see(World *world, const Event *event);

// A FootprintMailbox.
FootprintMail world_mailbox(const void *world, u64 actor);

// True if an actor waits for another.
bool world_any_waits(const World *world);

// Of all that can be seen: two equal numbers are equal worlds as far as 64 bits
// go. Private fields count by their bytes.
u64 world_hash(const World *world);

// Of how it stands when all is quiet, by what no order of independent steps
// changes: who lives, what they declare of their states, what they wait for.
u64 world_end_hash(const World *world);

#endif
