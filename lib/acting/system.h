// system.h -- a system of actors: started, run, stopped.
//
// A program starts a system, spawns actors in it, talks to them from outside,
// and stops it. Which dispatcher runs it is one switch: the options, or, where
// they leave it open, the environment: TROUPE_RUN = pool (default), threads or
// stepper; TROUPE_SEED; TROUPE_WORKERS. Several systems may live in a process.
//
// Every function that is handed a system, a spawn too, is a CHECK that there is
// one and that it has not been stopped. (A later one may have its address, and
// is taken for it.)
//
// Under the stepper one thread does everything: the one that started the
// system runs the actors whenever it waits, and no other thread may use it.
#ifndef ACTING_SYSTEM_H
#define ACTING_SYSTEM_H

#include "acting/actor.h"
#include "acting/await.h"
#include "acting/choose.h"
#include "acting/counting.h"
#include "acting/counts.h"
#include "acting/dispatch.h"
#include "telling/event.h"
#include "telling/outcome.h"

typedef struct SystemOptions {
  const Dispatcher *dispatcher;  // NULL: as the environment says
  const u64 *seed;               // NULL: as the environment says, or 0
  size_t workers;                // of the pool; 0: as the environment, or 2
  size_t threads;                // of actors' own, at most; 0: 4096
  bool measures;                 // how long handlers take (ActorCounts)
  ChoicePolicy policy;           // of the stepper; zero: chosen by the seed
  EventListener *listener;       // hears all events; NULL: nobody
  void *context;                 // handed to the listener
} SystemOptions;

// Starts a system; NULL options are all zero. NULL: out of memory or threads,
// and nothing is left over. The calling thread becomes its `main`.
MUST_USE System *system_start(const SystemOptions *options);

// Asks every actor without a supervisor to end, latest spawned first (of those
// that two workers spawned at about the same time either may be it), and
// supervisors end their children; kills what is left at the deadline; ends the
// threads and frees everything: `system` is no more, and its references name
// nobody. A deadline in the past kills at once. Outside only (a CHECK). Blocks.
// No other thread may use the system from now on. On SYSTEM_STUCK a handler did
// not return: the system is left as it is (system_living names who), and may be
// stopped again.
SystemOutcome system_stop(System *system, Deadline deadline);

// The same; *killed becomes the number of actors that had to be killed, and
// their labels are written to `names`, as far as they fit.
SystemOutcome system_stop_naming(System *system, Deadline deadline,
                                 size_t *killed, char *names, size_t size);

// How many actors have not ended; their labels, the latest spawned first, are
// written to `names`, as far as they fit. After SYSTEM_STUCK: those that are.
// Any thread.
size_t system_living(System *system, char *names, size_t size);

// What has happened so far. Any thread.
SystemCounts system_counts(System *system);

#endif
