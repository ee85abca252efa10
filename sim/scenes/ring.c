// ring.c -- three clerks each ask the next: a ring that may not close.
#include <stdlib.h>

#include "troupe.h"

// begin(next) starts it; stamp is what the next is asked for, and the last
// brings its answer.
#define CLERK(M)                                     \
  M(CLERK_BEGIN, clerk, begin, (ref(Clerk), next), ) \
  M(CLERK_STAMP, clerk, stamp, , (i64, stamps))      \
  M(CLERK_STAMPED, clerk, stamped, REPLY_HEAD(i64, stamps), )
PROTOCOL(Clerk, clerk, CLERK)
STATE(ClerkState, (i64, stamps)(bool, polite)(bool, stamped)(bool, refused))
ACTOR(Clerk, clerk, ClerkState, clerking)

static void clerking(ClerkState *self, const ClerkMsg *message) {
  switch (message->kind) {
    case CLERK_BEGIN:
      // Until the answer comes, who holds takes nothing else: no stamp either.
      if (self->polite) {
        ignore(clerk_ask_stamp_as(message->begin.next, clerk_stamped, NEVER));
      } else {
        ignore(clerk_hold_stamp_as(message->begin.next, clerk_stamped, NEVER));
      }
      break;
    case CLERK_STAMP:
      clerk_reply_stamp(++self->stamps);
      break;
    case CLERK_STAMPED:
      self->stamped = message->stamped.outcome == ASK_OK;
      self->refused = message->stamped.outcome == ASK_DEADLOCK;
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  ClerkRef ann = clerk_spawn(system, "ann", (ClerkState){0});
  ClerkRef bob = clerk_spawn(system, "bob", (ClerkState){0});
  // One who asks without holding is enough for no ring to close.
  bool polite = getenv("polite") != NULL;
  ClerkRef cyd = clerk_spawn(system, "cyd", (ClerkState){.polite = polite});
  ignore(clerk_tell_begin(ann, bob));
  ignore(clerk_tell_begin(bob, cyd));
  ignore(clerk_tell_begin(cyd, ann));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
