// helping.c -- run, look, sleep.
#include "acting/helping.h"

#include "acting/offer.h"
#include "acting/quiet.h"
#include "acting/running.h"
#include "acting/send.h"
#include "acting/waiting.h"

enum { BUDGET = 64 };

// How long a thread looks for what it waits for before it sleeps.
#if defined(NO_LOOKING)
static const i64 LOOK_NS = 0;
#else
static const i64 LOOK_NS = 20000;
#endif

// Relaxed: what lies behind a filled cell is read under the lock with which it
// was filled, and only then may the cell go.
static bool is_filled(WaitCell *cell) {
  return atomic_load_explicit(&cell->filled, memory_order_relaxed);
}

static void run_kept(System *system, Actor *actor, WaitCell *cell,
                     void (*hand_back)(System *system, Actor *actor)) {
  Activity activity;
  do {
    activity = actor_activate(actor, BUDGET);
  } while (activity == ACTIVITY_AGAIN && !is_filled(cell));
  if (activity == ACTIVITY_AGAIN) {
    hand_back(system, actor);
  }
  busy_less(system);  // after it was counted anew
}

static void look_for(WaitCell *cell, i64 point) {
  i64 until = clock_now() + LOOK_NS;
  until = until < point ? until : point;
  while (!is_filled(cell) && clock_now() < until) {
    thread_yield();
  }
}

WaitOutcome helping_wait(System *system, WaitCell *cell, i64 point,
                         void (*hand_back)(System *system, Actor *actor)) {
  Actor *actor = offer_take_kept();
  if (actor != NULL) {
    run_kept(system, actor, cell, hand_back);
  }
  if (!is_filled(cell) && !cell->quiet) {
    look_for(cell, point);
  }
  return wait_asleep(system, cell, point, NULL);
}
