// tally.c -- an event adds to the newest step; a choice begins another.
#include "tally.h"

#include "base/mem.h"
#include "text.h"

void tallies_begin(Tallies *tallies, u64 first) {
  *tallies = (Tallies){.first = first};
}

void tallies_release(Tallies *tallies) {
  mem_free(tallies->items);
  *tallies = (Tallies){0};
}

static bool failed_before(const Tallies *tallies, MessageId id) {
  for (size_t i = 0; i < tallies->failures && i < FAILED_KEPT; i++) {
    if (id.sequence != 0 && tallies->failed[i].sequence == id.sequence &&
        tallies->failed[i].sender == id.sender) {
      return true;
    }
  }
  return false;
}

// Step 0 begins without a choice.
static Tally *tally_for(Tallies *tallies, const Event *event) {
  if (event->kind == EVENT_CHOICE || tallies->count == 0) {
    tallies->items =
        (Tally *)text_grow(tallies->items, &tallies->room, tallies->count + 1,
                           sizeof *tallies->items);
    tallies->items[tallies->count++] =
        (Tally){.began = event->time, .ended = event->time};
  }
  return &tallies->items[tallies->count - 1];
}

void tallies_hear(void *context, const Event *event) {
  Tallies *tallies = (Tallies *)context;
  Tally *tally = tally_for(tallies, event);
  tally->ended = event->time > tally->ended ? event->time : tally->ended;
  tally->sent += event->kind == EVENT_SENT;
  tally->arrived += event->kind == EVENT_FLUSHED;
  tally->dead += event->kind == EVENT_DEAD_LETTER;
  tally->dropped +=
      event->kind == EVENT_FAULT && text_equal(event->name, "drop");
  if (event->kind == EVENT_FAILED) {
    tally->failed++;
    tallies->failed[tallies->failures++ % FAILED_KEPT] = event->id;
  }
  tally->retries +=
      event->kind == EVENT_TAKEN && failed_before(tallies, event->id);
  tally->restarts += event->kind == EVENT_RESTARTED && event->number > 1;
  tally->late += event->kind == EVENT_LATE;
  tally->overflows += event->kind == EVENT_OVERFLOWED;
}
