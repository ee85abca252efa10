// forkjoin_create.c -- an actor creates n actors and sends each a message; each
// answers and ends.
#include "base/deadline.h"
#include "workload.h"

#define PARENT(M)                                    \
  M(PARENT_GO, parent, go, (i64, n), (i64, answers)) \
  M(PARENT_DONE, parent, done, , )
PROTOCOL(Parent, parent, PARENT)
STATE(ParentState, (i64, left)(i64, answers)(private(Request *), asker))
ACTOR(Parent, parent, ParentState, raising)

#define CHILD_OF(M) M(KID_WORK, kid, work, (ref(Parent), parent), )
PROTOCOL(Kid, kid, CHILD_OF)
NO_STATE(KidState)
ACTOR(Kid, kid, KidState, playing)

static void playing(KidState *self, const KidMsg *message) {
  (void)self;
  switch (message->kind) {
    case KID_WORK:
      CHECK(parent_tell_done(message->work.parent) == TELL_OK);
      actor_exit();
      break;
  }
}

static void raise_all(ParentState *self, i64 n) {
  self->left = n;
  self->asker = request_take();
  for (i64 i = 0; i < n; i++) {
    KidRef kid = kid_spawn(actor_system(), "kid", (KidState){0});
    CHECK(kid_tell_work(kid, parent_self()) == TELL_OK);
  }
}

static void raising(ParentState *self, const ParentMsg *message) {
  switch (message->kind) {
    case PARENT_GO:
      raise_all(self, message->go.n);
      break;
    case PARENT_DONE:
      self->answers++;
      if (--self->left == 0) {
        parent_reply_go_to(&self->asker, self->answers);
      }
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  (void)extra;
  ParentRef parent =
      parent_spawn(system, "parent", (ParentState){.asker = NULL});
  Result result = {.units = n, .started = clock_now()};
  struct parent_go_reply reply = {0};
  bool right = parent_ask_go(parent, n, &reply, NEVER) == ASK_OK;
  result.finished = clock_now();
  result.right = right && reply.answers == n;
  return result;
}

const Workload forkjoin_create = {"forkjoin-create",
                                  "N actors are made, answer once, and end",
                                  100000,
                                  0,
                                  0,
                                  run};
