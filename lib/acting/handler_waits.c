// handler_waits.c -- asked of the batons of those that have one.
#include "acting/handler_waits.h"

#include "acting/baton.h"

// What the actor waits for in a handler, and until when; NULL: nothing.
static const WaitCell *cell_of(const Actor *actor, i64 *point) {
  return actor->runner != NULL ? baton_cell(actor->runner, point) : NULL;
}

bool handler_waits(const Actor *actor) {
  i64 point;
  return cell_of(actor, &point) != NULL;
}

bool handler_wait_is_over(const Actor *actor, i64 clock, WaitOutcome *outcome) {
  i64 point;
  const WaitCell *cell = cell_of(actor, &point);
  if (cell == NULL) {
    return false;
  }
  *outcome = cell->filled ? WAIT_FILLED : WAIT_TIMEOUT;
  return cell->filled || point <= clock;
}

i64 handler_waits_next(const Active *active, i64 clock, Ref *owner) {
  i64 earliest = POINT_NEVER;
  for (size_t i = 0; i < active->count; i++) {
    i64 point;
    const Actor *actor = active->actors[i];
    const WaitCell *cell = cell_of(actor, &point);
    if (cell != NULL && !cell->filled && point > clock && point < earliest) {
      earliest = point;
      *owner = actor->ref;
    }
  }
  return earliest;
}

size_t handler_waits_gather(const Active *active, Option *options) {
  size_t count = 0;
  for (size_t i = 0; i < active->count; i++) {
    if (handler_waits(active->actors[i])) {
      options[count++] =
          (Option){.kind = OPTION_WAKE, .actor = active->actors[i]->ref};
    }
  }
  return count;
}
