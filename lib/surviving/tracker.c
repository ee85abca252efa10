// tracker.c -- a number, and the requests that wait for it to be zero.
#include "surviving/tracker.h"

#include "surviving/rows.h"

typedef struct Waiter {
  Request *request;
  struct Waiter *next;
} Waiter;

STATE(TrackerState,
      (u64, pieces)(u64, surplus)(u64, waiting)(private(Waiter *), waiters))
ACTOR(Tracker, tracker, TrackerState, tracking)

// All who wait hear at once, in the order in which they asked.
static void let_go(TrackerState *self) {
  while (self->pieces == 0 && self->waiters != NULL) {
    Waiter *waiter = self->waiters;
    self->waiters = waiter->next;
    self->waiting--;
    tracker_reply_wait_to(&waiter->request, self->surplus);
    block_free(waiter);
  }
}

static void count_down(TrackerState *self, u64 pieces) {
  u64 over = pieces < self->pieces ? pieces : self->pieces;
  self->pieces -= over;
  self->surplus += pieces - over;
  let_go(self);
}

static void keep(TrackerState *self) {
  Waiter *waiter = rows_own(sizeof *waiter);
  if (waiter == NULL || !request_try_take(&waiter->request)) {
    block_free(waiter);
    actor_refuse();
    return;
  }
  if (waiter->request == NULL) {  // it was told: nobody waits
    block_free(waiter);
    return;
  }
  Waiter **last = &self->waiters;
  while (*last != NULL) {
    last = &(*last)->next;
  }
  *last = waiter;
  self->waiting++;
}

static void tracking(TrackerState *self, const TrackerMsg *message) {
  switch (message->kind) {
    case TRACKER_ADD:
      self->pieces += message->add.pieces;
      break;
    case TRACKER_DONE:
      count_down(self, message->done.pieces);
      break;
    case TRACKER_WATCH: {
      bool watched = actor_monitor(message->watch.who.ref, tracker_lost) != 0;
      self->pieces += watched;
      tracker_reply_watch(watched);
      break;
    }
    case TRACKER_WAIT:
      if (self->pieces == 0) {
        tracker_reply_wait(self->surplus);
      } else {
        keep(self);
      }
      break;
    case TRACKER_LOST:
      count_down(self, 1);
      break;
  }
}

TrackerRef tracker_start(System *system, const char *label) {
  return tracker_spawn(system, label, (TrackerState){.pieces = 0});
}
