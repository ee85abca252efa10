// router.h -- several workers behind one reference.
//
// A router is an actor addressed by a reference of its workers' protocol: each
// message told to it or asked of it is handed on to one of them, with its
// asker, by a policy. Its own workers it spawns, replaces when they end, and
// stops with itself; others are only given to it.
//
//   ROUTER(Worker, worker, WorkerState)  // after ACTOR(Worker, worker, ...)
//
//   WorkerRef pool = worker_router_spawn(
//       system, (RouterOptions){.workers = 4}, (WorkerState){0});
//   ignore(worker_tell_job(pool, 42));
//
// A worker that has ended is replaced at once, but no sooner than `pause` after
// the start of the one before: one that dies at its start does not spin. The
// replacement starts from the initial state. What a worker had not handled is
// lost as with any end: asks are answered ASK_STOPPED, tells are dead letters.
// A message that no worker takes comes back: an ask hears ASK_STOPPED, or
// ASK_FULL where all have no room, and a tell is a dead letter. All functions:
// any thread, none blocks unless said.
#ifndef SURVIVING_ROUTER_H
#define SURVIVING_ROUTER_H

#include "acting/declare.h"
#include "acting/system.h"
#include "surviving/router_plan.h"

#define ROUTE_POLICIES(E)                                                     \
  E(ROUTE_ROUND_ROBIN, round_robin) /* in turn; who is full is passed over */ \
  E(ROUTE_LEAST_BUSY, least_busy)   /* who has the least mail now */          \
  E(ROUTE_RANDOM, random)           /* by actor_random */                     \
  E(ROUTE_HASH, hash)           /* who is responsible for the field `key` */  \
  E(ROUTE_BROADCAST, broadcast) /* a copy to each; answered by nobody */
ENUM(RoutePolicy, ROUTE_POLICIES)

typedef struct RouterOptions {
  SpawnOptions spawn;   // of the router
  SpawnOptions worker;  // of each worker
  RoutePolicy policy;
  size_t workers;   // how many of its own
  const char *key;  // ROUTE_HASH: the messages' field, of any kind but array; a
                    // message without it counts as one with an empty text
  Deadline pause;   // between the starts of a worker and its replacement; NOW
                    // (zero) counts as 100 ms; NEVER: there are none
} RouterOptions;

// Where a router stands. The workers are the caller's: block_free(items).
typedef struct RouterLook {
  ArrayRef workers;  // that live, in turn
  u64 missing;       // of its own, to be replaced
  u64 routed;        // messages handed on
  u64 returned;      // that nobody took
  u64 replaced;      // workers
} RouterLook;

// NAME_router_spawn: texts and the like in the initial state are copied, and
// once more for each worker. Refused as any spawn.
// NAME_router_add, _drop: a worker that is given, and taken back (what it has,
// it handles); one that has ended is taken back by itself. TELL_STRANGER: not a
// router.
#define ROUTER(Name, name, State)                                       \
  static const RouterType name##_router_type = {                        \
      {#Name "Router", &name##_protocol, RouterState_shape,             \
       sizeof(RouterState), router_run, "routing", router_starts,       \
       router_stops, NULL},                                             \
      &name##_type};                                                    \
  MAYBE_UNUSED MUST_USE static inline Name##Ref name##_router_spawn(    \
      System *system, RouterOptions options, State initial) {           \
    return (Name##Ref){                                                 \
        router_spawn(system, &name##_router_type, &options, &initial)}; \
  }                                                                     \
  MAYBE_UNUSED MUST_USE static inline TellOutcome name##_router_add(    \
      Name##Ref router, Name##Ref worker) {                             \
    return router_add(router.ref, worker.ref);                          \
  }                                                                     \
  MAYBE_UNUSED MUST_USE static inline TellOutcome name##_router_drop(   \
      Name##Ref router, Name##Ref worker) {                             \
    return router_drop(router.ref, worker.ref);                         \
  }

// How many workers of its own there are to be. Fewer: the latest are stopped,
// and handle what they have. TELL_STRANGER: not a router.
MUST_USE TellOutcome router_resize(Ref router, size_t workers);

// Asks a router where it stands, and waits. Outside only. ASK_STRANGER: not a
// router. Unless ASK_OK nothing is to be freed.
MUST_USE AskOutcome router_look(Ref router, RouterLook *look,
                                Deadline deadline);

// ---- Behind the generated functions ----

// A row a worker; one of its own that is missing is NOBODY.
STATE(RouterState,
      (enum(RoutePolicy), policy)(array(ref(Any)), workers)(
          array(u64), numbers)(array(u64), monitors)(array(i64), born)(
          array(bool), own)(u64, size)(u64, missing)(u64, next_number)(
          u64, turn)(u64, routed)(u64, returned)(u64, replaced)(i64, pause)(
          bool, waits)(bool, over)(private(RouterPlan *), plan))

typedef struct RouterType {
  ActorType type;
  const ActorType *worker;
} RouterType;

void router_run(size_t behaviour, void *state, const void *message);
void router_starts(void *state);
void router_stops(void *state, StopReason reason);
MUST_USE Ref router_spawn(System *system, const RouterType *type,
                          const RouterOptions *options, const void *initial);
MUST_USE TellOutcome router_add(Ref router, Ref worker);
MUST_USE TellOutcome router_drop(Ref router, Ref worker);

#endif
