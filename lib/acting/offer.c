// offer.c -- one offer and one kept actor a thread.
#include "acting/offer.h"

#include "acting/quiet.h"
#include "acting/send.h"
#include "base/check.h"

static _Thread_local const Actor *offered;
static _Thread_local Actor *kept;

void offer_run(const Actor *actor) {
  bool may = activation()->actor == NULL && thread_locks_held() == 0;
  offered = may && !actor->blocking ? actor : NULL;
}

void offer_withdraw(void) {
  offered = NULL;
}

bool offer_keeps(Actor *actor) {
  if (offered != actor) {
    return false;
  }
  CHECK(kept == NULL);
  busy_more(actor->system);
  offered = NULL;
  kept = actor;
  return true;
}

Actor *offer_take_kept(void) {
  Actor *actor = kept;
  kept = NULL;
  return actor;
}
