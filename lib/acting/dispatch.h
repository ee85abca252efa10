// dispatch.h -- who runs: the one interface behind which actors get a thread.
//
// A handler runs to completion. When a mailbox goes from idle to having mail,
// its actor is handed to ready(), exactly once; the body then calls
// actor_activate() on some thread, one thread at a time for one actor. Time,
// random numbers, waiting and the order of effects go through here too, so
// that the stepper can repeat a run exactly. Three bodies: run_threads.c (a
// thread an actor), run_pool.c (workers), run_stepper.c (one thread, a seed, a
// virtual clock).
#ifndef ACTING_DISPATCH_H
#define ACTING_DISPATCH_H

#include <stdatomic.h>

#include "base/thread.h"
#include "telling/outcome.h"
#include "telling/ref.h"

typedef struct Actor Actor;
typedef struct System System;

// What an outside thread sleeps on. Guarded by the system's lock.
typedef struct WaitCell {
  struct WaitCell *next;  // for the list it waits in
  // Relaxed, and may be loaded without the lock; but who sees it filled takes
  // the lock before it reads on, or before the cell goes.
  atomic_bool filled;
  bool quiet;  // waits for quiet: a stepper need not wait for its deadline
  Ref who;     // whose start, end or room it waits for, if any
  u64 value;   // as the one who fills it says
  Cond wake;
} WaitCell;

typedef enum WaitOutcome {
  WAIT_FILLED,
  WAIT_TIMEOUT,
  WAIT_DEADLOCK  // nothing can happen any more that would fill it
} WaitOutcome;

// Where running code observes something shared: what it finds depends on who
// ran before.
typedef enum PointKind {
  POINT_ROOM,      // is there room in this mailbox?
  POINT_LIVENESS,  // is this actor alive?
  POINT_LENGTH,    // how long is this mailbox?
  POINT_NAME,      // who has this name?
  POINT_REQUEST    // is this request still open?
} PointKind;

typedef struct Dispatcher {
  const char *name;

  // Starts what it needs. False: no memory or no thread, nothing is left over.
  bool (*start)(System *system);
  // Ends its threads; no actor is left. Blocks until they are joined.
  void (*stop)(System *system);

  // A new actor. Anything but SPAWN_OK refuses it, and nothing has happened.
  SpawnOutcome (*born)(System *system, Actor *actor);
  // The actor's last activation is over; called on the thread it ran on.
  void (*gone)(System *system, Actor *actor);

  // The actor has mail and nobody was to run it. Any thread. From here until it
  // rests something counts in System.busy: the actor, or the worker that has
  // it. (The stepper sees by itself what is open.)
  void (*ready)(System *system, Actor *actor);
  // The handler that runs here has run message memory short (relief.h): may
  // have others run first, above all `wanted`, or NULL. NULL: it goes on.
  void (*relieve)(System *system, Actor *wanted);
  // True if effects wait in the outbox, each to leave in a step of its own.
  bool holds_outbox;
  // The actor's outbox is no longer empty.
  void (*outbox_filled)(System *system, Actor *actor);

  // Blocks an outside thread until the cell is filled or `point` on now()'s
  // clock is reached; `why` is for those who watch. The system's lock is not
  // held.
  WaitOutcome (*wait)(System *system, WaitCell *cell, i64 point,
                      const char *why);
  // A timer was added that is due before all others.
  void (*timer_added)(System *system);

  i64 (*now)(System *system);
  u64 (*random)(System *system);
  void (*point)(System *system, PointKind kind, u64 object);
} Dispatcher;

extern const Dispatcher run_threads;
extern const Dispatcher run_pool;
extern const Dispatcher run_stepper;

#endif
