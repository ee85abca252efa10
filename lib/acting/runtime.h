// runtime.h -- the structs that the modules of acting/ share. Not for users.
//
// Locks, in the order in which they may be taken: System.lock, then one of
// Timers.lock, a mailbox's, or the dispatcher's own; trace_lock alone. No user
// code and no listener but the trace's runs under any of them.
#ifndef ACTING_RUNTIME_H
#define ACTING_RUNTIME_H

#include <stdatomic.h>

#include "acting/activation.h"
#include "acting/actor_type.h"
#include "acting/choose.h"
#include "acting/counts.h"
#include "acting/dispatch.h"
#include "acting/labels.h"
#include "acting/standing.h"
#include "acting/timers.h"
#include "acting/turns.h"
#include "base/list.h"
#include "base/rng.h"
#include "base/thread.h"
#include "telling/block.h"
#include "telling/mailbox.h"

enum {
  CHUNK_SLOTS = 1024,
  MAIN_SLOT = 0,    // the outside: whatever is sent by no handler
  WATCHER_SLOT = 1  // what a watcher types is sent by `you`
};

typedef struct Nursery Nursery;

// Notices that this actor keeps, to be sent at its end at the latest
// (bond_table.h). Zeroed, there are none.
typedef union BondTable {
  Message *chain;   // all of them; or, where they are many,
  uintptr_t table;  // the address of a table of chains, and one more
} BondTable;

// What the layer above does with the control messages that are not life.c's.
typedef struct BondHooks {
  // A control message is about to be taken. It may have become one for the
  // behaviour afterwards.
  void (*admit)(Actor *actor, Message *message);
  // Takes it over. True: the actor has to end by STOPPED_LINK.
  bool (*take)(Actor *actor, Message *message);
  // Takes over one that nobody will take, from `from` or nobody (NULL).
  void (*returned)(System *system, Actor *from, Message *message);
  // The actor has ended: sends what others are to hear.
  void (*ended)(Actor *actor, StopReason reason);
  // A life has ended: the same, but those who watch the actor still do.
  void (*life_ended)(Actor *actor, StopReason reason);
} BondHooks;

// What an actor that raises others does at the turns of its own life. All on
// the thread that runs it.
typedef struct Keeper {
  // Takes over a word of a child, or of one that is to become its child.
  void (*take)(Actor *actor, Message *word);
  // It is to end, and not by a kill. True: at once; false: by life_end, later.
  bool (*close)(Actor *actor, StopReason reason);
  // Its life ends now.
  void (*ended)(Actor *actor);
} Keeper;

// The same for names. `unname_locked`: nobody finds the actor by name any more
// (System.lock is held); `unnamed`: without locks, soon after.
typedef struct NameHooks {
  void (*unname_locked)(Actor *actor);
  void (*unnamed)(Actor *actor);
  void (*release)(System *system);
} NameHooks;

// What goes wrong, for those who asked to hear of it; without locks. `release`:
// at the end of the system.
typedef struct WatchHooks {
  void (*letter)(System *system, const Message *message, TellOutcome why);
  void (*failure)(const Actor *actor, const char *reason, const char *place);
  void (*release)(System *system);
} WatchHooks;

// What most actors never have: made at the first use of any of it, gone at the
// actor's end (extras.h).
typedef struct Extras {
  // Only the thread that runs the actor.
  u16 behaviours_below[16];  // what a pop comes back to (behaviour.h)
  u16 behaviours_aside;      // of them
  u64 idle;                  // the timer of idle.c, or 0
  i64 idle_span;
  const MessageInfo *idle_brings;  // NULL: none is set
  void *machine;                   // machine.c's, a block; NULL: it has none
  const Keeper *keeper;  // of one that raises others; NULL: it does not
  bool starts_later;     // it says itself when it has started (life.h)
  u32 stash_capacity;    // 0: STASH_USUAL
  u32 roomless;          // messages in the outbox that have no room yet
  bool was_slowed;       // who watches was told that it waits for room
  i64 began_at;          // where the system measures: its handler
  _Atomic i64 busy_ns;   // and all of them; relaxed, read by any

  // Protected by System.lock.
  List timers;  // of messages that come later (later.c)
  struct Name *names;
  struct Lives *lives;  // of a supervised one (lives.h); NULL: it lives once
  RequestId held;       // handles nothing but this answer; 0: not waiting
  Ref awaits;           // while `held`: who has to answer, or has answered
  Ref slowed_on;        // has no room for what this actor sends (slowed.c)
  bool overflows;       // may send it all the same: a ring would not end
  Actor *next_slowed;   // in the list it is slowed in
  Actor *slowed;        // who waits for room here, the longest first
  Actor *last_slowed;
  u64 walk;  // the last one that came by (wait_graph.c)
  Actor *walk_from;
  Actor *walk_next;
  u64 seen_at;    // the message it was at when somebody looked (stuck.c)
  u64 told_at;    // the one that was told to be stuck
  u64 looked_at;  // the round in which it was looked at
} Extras;

// What has been sent to an actor in this life and goes out once (notices.h).
enum { TOLD_STOP = 1, TOLD_KILL = 2 };

struct Actor {
  // Set while the slot is taken, read by anyone who holds a good reference.
  System *system;
  const ActorType *type;
  Ref ref;
  const char *label;  // until the slot is another's (labels.h)
  u64 serial;         // of those alive the latest spawned has the highest
  Standing standing;  // moved on by one thread, looked at by any (standing.h)

  Mailbox mailbox;
  _Atomic(Extras *) extras;  // NULL: it has none (extras.h)

  // Only the thread that runs it (main's: any outside thread, by atomics).
  void *state;
  u64 small_state[2];  // states.h
  Message *current;
  Turns turns;           // written by the thread that runs it, read by any
  _Atomic u32 sequence;  // sequence.h
  union {
    struct {
      bool is_held;    // handles nothing but one answer (extras.held, the same)
      bool exits;      // ends after the message it handles
      bool ending;     // on_stop was called; then it is over
      bool unstarted;  // spawned, and has yet to start: needs no START
    };
    u32 unusual;  // not 0: one of these
  };
  u16 behaviour;
  u16 traps;     // brings the ends of those it is linked to (links.h); 0: none
  bool answers;  // the request of `current` is still open
  bool opens;    // is in on_start: what it sends itself comes first
  u8 reason_of_end;  // a StopReason
  bool runs;         // on_start is done in this life
  bool robbed;       // blocks were taken out of `current`
  bool blocking;     // its handlers may wait; set as what stands first
  u8 told;           // of the above; protected by System.lock
  u32 stashed;
  Lane stash;   // put aside, oldest first
  Lane outbox;  // outgoing.h
  BlockOwner blocks;
  BondTable bonds;

  // Protected by System.lock, where others than the one who moves the actor on
  // have looked (standing.h). START until it is sent (start_notice.h), and
  // control messages that came after the end, before `buried`.
  Lane kept;

  // The dispatcher's.
  Actor *run_next;  // of a slot that is free: nursery.c's
  union {
    Actor *run_previous;  // while it stands in a run queue
    void *runner;         // of one that never does: it has a thread
  };
};

// Every actor pays for a field here: what few have belongs to the extras.
_Static_assert(sizeof(void *) > 8 || sizeof(Actor) <= 256,
               "an actor is not larger than four lines of a cache");

// The request of the message being handled, while it is open; 0: there is none.
static inline RequestId answering(const Actor *actor) {
  return actor->answers ? message_request(actor->current) : 0;
}

static inline ActorStatus status_of(const Actor *actor) {
  return standing_status(standing(&actor->standing));
}

struct System {
  // Set once.
  u32 node;
  const Dispatcher *dispatcher;
  void *body;  // the dispatcher's own
  // How many wait to be taken by any worker. Relaxed: a hint to whoever is in
  // the middle of a turn.
  const _Atomic size_t *pressing;
  u64 seed;
  size_t workers;
  size_t most_threads;
  ChoicePolicy policy;
  EventListener *listener;
  void *context;
  bool measures;  // the time that handlers take
  // Nobody listens or measures, and what is sent leaves at once; somebody does
  // listen. Change while the system runs only where it is watched (live.h),
  // which says why relaxed is enough.
  atomic_bool is_plain;
  atomic_bool traced;
  bool watched;  // say() tells the listener instead of printing
  bool terse;    // events bear no printed texts and are not hashed
  bool content;  // but those by which a message comes into sight do
  struct Control *control;
  struct Recording *recording;
  struct Live *live;
  // Under the stepper, once a watcher wants nodes (network.h); else NULL.
  struct Network *network;
  // network_takes; given upwards.
  bool (*carries)(System *system, Message *message);
  // What send.c hands upwards: an ask that nobody will answer, from `from` or
  // nobody (NULL), and why; the answer for an outside asker.
  void (*bounce)(System *system, Actor *from, const Message *ask,
                 TellOutcome why);
  void (*answered)(System *system, Message *answer);
  // Takes over a word between a supervisor and a child that nobody took.
  void (*word_returned)(System *system, Message *word);

  // Published by release, read by acquire (table.c).
  _Atomic(Actor *) *chunks;

  Timers timers;

  // nursery.h
  Nursery *nurseries;
  size_t nursery_count;
  _Atomic size_t nurseries_taken;
  _Atomic u64 serials;
  _Atomic u64 outside_spawns;
  // Stored under the lock; loaded without it, relaxed: who spawns meanwhile is
  // alive, and will be told.
  atomic_bool stopping;

  Mutex lock;                      // protects all below
  u32 slots;                       // taken so far
  struct RequestEntry **requests;  // by id modulo request_room, or NULL
  u32 request_room;                // a power of two, or 0
  u32 request_count;
  u64 timer_serial;    // the number given last
  u64 request_serial;  // the id given last
  struct RequestEntry *free_requests;
  WaitCell *quiet_waiters;
  WaitCell *start_waiters;  // each for an actor
  WaitCell *end_waiters;
  WaitCell *room_waiters;
  u64 walk_serial;  // the last one through the wait-for graph
  // Set once, before there is any bond or name. Who meets one (its message, its
  // actor's table) meets it after that, and needs no lock to read these.
  const BondHooks *bonds;
  const NameHooks *naming;
  u64 stuck_round;
  struct Watching *watching;
  // Published by release, read by acquire; NULL: nobody watches.
  _Atomic(const WatchHooks *) watch_hooks;
  u64 bond_serial;
  struct Registry *registry;
  SystemCounts counts;  // but for those of nursery.h
  Rng rng;

  // What can still make something happen: armed timers, those that fire, and
  // as the dispatcher counts them (Dispatcher.ready) actors that somebody runs
  // or has promised to run. All accesses are sequentially consistent; see
  // busy_less in quiet.c.
  _Atomic i64 busy;
  _Atomic u32 others_sequence;  // sequence.h
  // How many wait for quiet. Sequentially consistent, see busy_less.
  _Atomic u32 quiet_wanted;

  Mutex trace_lock;  // listener calls, one at a time
  u64 hash;          // of all events so far; protected by trace_lock

  // The stepper's, only on its thread.
  u64 step;
  const char *why;  // main waits, in words
};

#endif
