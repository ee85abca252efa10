// footprint.h -- what a step touched, and so which steps depend on each other.
// Not for users.
//
// Two steps depend on each other iff they are of one process, or the objects
// they touched overlap:
//   tail     the end of a mailbox: a message arrives there;
//   head     its front: an actor takes from it, something overtakes what waits,
//            or its bound is what a send is measured against;
//   request  whether it is still open: who replies, and who cancels it;
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
  OBJECT_REQUEST,
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
  bool all;        // also when there were too many
  bool overtakes;  // it brought a message in front of others that wait
} Footprint;

// The process that an option of this kind and actor belongs to.
u64 footprint_process(const char *kind, u64 actor);

// Which of its process's steps an option is, as far as 64 bits go: the message
// tells.
u64 footprint_step(const char *kind, MessageId id);

// What is known of an actor's mailbox, now that the event has happened. One
// that is not known has a bound.
typedef struct FootprintMail {
  bool bounded;
  size_t count;  // of messages in it
} FootprintMail;
typedef FootprintMail FootprintMailbox(const void *context, u64 actor);

void footprint_touch(Footprint *footprint, ObjectKind kind, u64 who,
                     u64 sequence);

// One more event of the step.
void footprint_see(Footprint *footprint, FootprintMailbox *mailbox,
                   const void *context, const Event *event);

// The step looked at something, whatever it found: no event tells.
void footprint_look(Footprint *footprint, FootprintMailbox *mailbox,
                    const void *context, PointKind point, u64 what);

bool footprints_depend(const Footprint *a, const Footprint *b);

// True if the later step can only come after the earlier one: it takes the
// message that arrived there.
bool footprint_causes(const Footprint *earlier, const Footprint *later);

// True if both put a message into one mailbox with a bound: where it is full
// the later one waits for room, which a step between then makes.
bool footprints_contend(const Footprint *earlier, const Footprint *later);

#endif
