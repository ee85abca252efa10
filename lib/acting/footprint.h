// footprint.h -- what a step touched, and so which steps depend on each other.
// Not for users.
//
// Two steps depend on each other iff they are of one process, or the objects
// they touched overlap:
//   tail     the end of a mailbox: a message arrives there;
//   head     its front: an actor takes from it, something overtakes what waits,
//            or its bound is what a send is measured against;
//   letter   one message: it has to arrive before it can be taken;
//   check    what one check reads, if the step changed it;
//   all      whatever else is not known to be the step's own: births, ends,
//            links, names, timers, main. Such a step depends on every other.
// Process: an actor, which has one step open at most (its outbox comes before
// its mailbox); all timers together.
#ifndef ACTING_FOOTPRINT_H
#define ACTING_FOOTPRINT_H

#include "acting/dispatch.h"
#include "telling/event.h"

enum { FOOTPRINT_OBJECTS = 12, TIMER_PROCESS = 2 };

typedef enum ObjectKind {
  OBJECT_TAIL,
  OBJECT_HEAD,
  OBJECT_LETTER,
  OBJECT_CHECK
} ObjectKind;

typedef struct Object {
  ObjectKind kind;
  u64 who;
  u64 sequence;  // of a letter, whose sender is `who`
} Object;

typedef struct Footprint {
  u64 process;
  Object objects[FOOTPRINT_OBJECTS];
  size_t count;
  bool all;  // also when there were too many
} Footprint;

// The process that an option of this kind and actor belongs to.
u64 footprint_process(const char *kind, u64 actor);

// Has this actor's mailbox a bound? One that is not known has.
typedef bool FootprintBounds(const void *context, u64 actor);

void footprint_touch(Footprint *footprint, ObjectKind kind, u64 who,
                     u64 sequence);

// One more event of the step; the bounds are those before the step or in it.
void footprint_see(Footprint *footprint, FootprintBounds *is_bounded,
                   const void *context, const Event *event);

// The step looked at something, whatever it found: no event tells.
void footprint_look(Footprint *footprint, FootprintBounds *is_bounded,
                    const void *context, PointKind point, u64 what);

bool footprints_depend(const Footprint *a, const Footprint *b);

// True if the later step can only come after the earlier one: it takes the
// message that arrived there.
bool footprint_causes(const Footprint *earlier, const Footprint *later);

#endif
