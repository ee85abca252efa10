// forward.c -- a desk hands requests on; what goes another way may overtake.
#include <stdlib.h>

#include "troupe.h"

// open -> opened | close. Behind a desk is the clerk who does it.
#define CLERK(M)                               \
  M(CLERK_OPEN, clerk, open, , (bool, opened)) \
  M(CLERK_CLOSE, clerk, close, , )
REF(Clerk, clerk)
PROTOCOL_AFTER_REF(Clerk, clerk, CLERK)
STATE(ClerkState, (ref(Clerk), behind)(bool, opened)(bool, puzzled))
ACTOR(Clerk, clerk, ClerkState, handing, filing)

// call starts it; opened brings the answer of whoever gave it in the end.
#define VISITOR(M)                   \
  M(VISITOR_CALL, visitor, call, , ) \
  M(VISITOR_OPENED, visitor, opened, REPLY_HEAD(bool, opened), )
PROTOCOL(Visitor, visitor, VISITOR)
STATE(VisitorState, (ref(Clerk), desk)(ref(Clerk), closes)(bool, served))
ACTOR(Visitor, visitor, VisitorState, visiting)

static void handing(ClerkState *self, const ClerkMsg *message) {
  (void)message;
  if (ref_equal(self->behind.ref, NOBODY)) {
    clerk_become(filing);
    filing(self, message);
  } else {
    ignore(clerk_forward(self->behind));
  }
}

static void filing(ClerkState *self, const ClerkMsg *message) {
  switch (message->kind) {
    case CLERK_OPEN:
      self->opened = true;
      clerk_reply_open(true);
      break;
    case CLERK_CLOSE:
      self->puzzled |= !self->opened;
      self->opened = false;
      break;
  }
}

static void visiting(VisitorState *self, const VisitorMsg *message) {
  switch (message->kind) {
    case VISITOR_CALL:
      ignore(clerk_ask_open_as(self->desk, visitor_opened, NEVER));
      // Order is kept on one way, not between two.
      ignore(clerk_tell_close(self->closes));
      break;
    case VISITOR_OPENED:
      self->served = message->opened.outcome == ASK_OK;
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  ClerkRef clerk = clerk_spawn(system, "clerk", (ClerkState){.opened = false});
  ClerkRef desk = clerk_spawn(system, "desk", (ClerkState){.behind = clerk});
  bool one_way = getenv("one_way") != NULL;
  VisitorRef visitor = visitor_spawn(
      system, "visitor",
      (VisitorState){.desk = desk, .closes = one_way ? desk : clerk});
  ignore(visitor_tell_call(visitor));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
