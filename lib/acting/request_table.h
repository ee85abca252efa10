// request_table.h -- the entries of open requests, by their ids. Not for users;
// see requests.h.
//
// An entry is there from the ask until its request has ended, and that of an
// outside asker until it has seen the answer. Ids are never used again, so a
// late one finds nothing. All is protected by System.lock.
#ifndef ACTING_REQUEST_TABLE_H
#define ACTING_REQUEST_TABLE_H

#include "acting/runtime.h"

typedef struct RequestSpec {
  Ref asker;
  Ref holder;                 // who is asked
  const MessageInfo *info;    // of the ask
  const MessageInfo *brings;  // the asker's message for the answer, or NULL
  bool hold;
  WaitCell *cell;  // of an outside asker, or NULL
} RequestSpec;

typedef struct RequestEntry {
  RequestId id;
  bool open;
  RequestSpec spec;
  AskOutcome outcome;
  Message *answer;  // allocated with the ask; NULL once it is on its way
  Timer timer;
  struct RequestEntry *next_free;
} RequestEntry;

// The entry, whether open or waiting for its asker; NULL if it has gone.
RequestEntry *request_table_find_locked(System *system, RequestId request);

// Gives an entry with a new id, or NULL when out of memory. What else is in it
// is the caller's to fill. Give back with request_table_recycle_locked.
MUST_USE RequestEntry *request_table_take_locked(System *system);
void request_table_recycle_locked(System *system, RequestEntry *entry);

// At the end of the system, without the lock: frees all, answers included.
void request_table_release(System *system);

#endif
