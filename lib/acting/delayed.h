// delayed.h -- a message that waits for its time, and its firing. Not for
// users.
//
// A Delayed is in its owner's list while it can be cancelled. Besides, it
// stands in the owner's outbox, is armed, or is firing; whoever takes it out of
// there frees it. A canceller that comes between the heap and the firing leaves
// a mark, and the one who fires finds it: under the system's lock, so that
// either the mark or the message comes first.
//
// One that an actor sets for itself stays in the list until its message is
// handled, which names it: so it can be cancelled until then.
#ifndef ACTING_DELAYED_H
#define ACTING_DELAYED_H

#include "acting/runtime.h"
#include "base/list.h"

typedef struct Delayed {
  Timer timer;
  Message *message;  // whoever fires it; else protected by the system's lock
  u64 id;            // a TimerId
  i64 period;        // 0: once
  bool skips;        // TICKS_SKIP
  bool own;          // comes to who set it
  i64 due;           // repeating: of the tick that comes next; whoever fires it

  // Protected by the system's lock.
  ListNode node;   // in its owner's list until it is cancelled or over
  bool cancelled;  // whoever fires it frees it
  bool orphaned;   // cancelled because its owner has ended
  bool firing;     // a tick is on its way
  i64 again;       // of one that fires or has fired: then it starts anew; or 0
  bool fired;      // its message is, and will ask for it; it has none any more
} Delayed;

// What a timer does that comes once, that comes once to who set it, and that
// comes again and again.
void delayed_fire_once(System *system, Timer *timer, u64 argument);
void delayed_fire_own(System *system, Timer *timer, u64 argument);
void delayed_fire_again(System *system, Timer *timer, u64 argument);

// Frees one that was cancelled. A message that was to come once had room, and
// is a dead letter if nobody took it back; but not one that needed no room.
void delayed_discard(System *system, Delayed *delayed);

// Tells the listener.
void delayed_trace(System *system, EventKind kind, const Delayed *delayed,
                   i64 due);

#endif
