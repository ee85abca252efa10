// router_plan.h -- what a router knows and does not show. Not for users.
#ifndef SURVIVING_ROUTER_PLAN_H
#define SURVIVING_ROUTER_PLAN_H

#include "acting/actor_type.h"
#include "base/hash_ring.h"
#include "telling/message.h"

enum { ROUTER_KEY = 64, ROUTER_LABEL = 32 };

// A block of the router from its birth.
typedef struct RouterPlan {
  const ActorType *type;  // of the workers
  SpawnOptions options;
  char label[ROUTER_LABEL];
  char key[ROUTER_KEY];
  HashRing ring;  // of all rows' numbers
  void *initial;  // the workers' state, behind the plan in the same block
} RouterPlan;

// Gives a plan that hangs on nothing; NULL: out of memory. A key that is NULL
// is none.
MUST_USE RouterPlan *router_plan_new(const ActorType *type,
                                     const SpawnOptions *options,
                                     const char *key, const void *initial);

// Spawns a worker by it, from a handler of the router.
MUST_USE Ref router_plan_spawn(const RouterPlan *plan);

// The place on the ring of the message being handled.
u64 router_plan_place(const RouterPlan *plan, Message *message);

#endif
