// helping.c -- run, look, sleep.
#include "acting/helping.h"

#include "acting/guest.h"
#include "acting/offer.h"
#include "acting/send.h"
#include "acting/waiting.h"

// How long a thread looks for what it waits for before it sleeps.
#if defined(NO_LOOKING)
static const i64 LOOK_NS = 0;
#else
static const i64 LOOK_NS = 20000;
#endif

static void look_for(WaitCell *cell, i64 point) {
  i64 until = clock_now() + LOOK_NS;
  until = until < point ? until : point;
  while (!cell_is_filled(cell) && clock_now() < until) {
    thread_yield();
  }
}

WaitOutcome helping_wait(System *system, WaitCell *cell, i64 point) {
  Actor *actor = offer_take_kept();
  if (actor != NULL) {
    guest_run(system->body, actor, cell);
  }
  if (!cell_is_filled(cell) && !cell->quiet) {
    look_for(cell, point);
  }
  return wait_asleep(system, cell, point, NULL);
}
