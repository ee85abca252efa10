// recent.c -- one model that follows the cursor, and folds beside it.
//
// Where the folds begin moves by leaps: it is the same for STRIDE steps, so
// that only every so often all is read anew.
#include "recent.h"

#include "base/mem.h"

enum { STRIDE = 512 };

struct Recent {
  bool made;
  u64 age;  // of the tape
  u64 first;
  size_t end;   // so many bytes of the tape were read
  Model model;  // at the last step that was read
  Letters letters;
  Tallies tallies;
  Chart chart;
  Chart part;  // of it, that was asked for last
  Depths depths;
};

Recent *recent_new(void) {
  Recent *recent = mem_new(Recent);
  *recent = (Recent){0};
  return recent;
}

static void forget(Recent *recent) {
  if (recent->made) {
    model_release(&recent->model);
    letters_release(&recent->letters);
    tallies_release(&recent->tallies);
    chart_release(&recent->part);  // it borrows
    chart_release(&recent->chart);
    depths_release(&recent->depths);
  }
  *recent = (Recent){0};
}

void recent_free(Recent *recent) {
  forget(recent);
  mem_free(recent);
}

static void hear(void *context, const Event *event) {
  Recent *recent = (Recent *)context;
  if (event->kind == EVENT_CHOICE && recent->model.step >= recent->first) {
    depths_look(&recent->depths, &recent->model);
  }
  letters_hear(&recent->letters, event);
  tallies_hear(&recent->tallies, event);
  chart_hear(&recent->chart, &recent->model, event);
}

static size_t end_of(const Tape *tape, u64 step) {
  const TapeStep *last = tape_step(tape, step);
  return last->offset + last->length;
}

static u64 first_for(u64 cursor) {
  return cursor > RECENT_STEPS ? (cursor - RECENT_STEPS) / STRIDE * STRIDE : 0;
}

static bool goes_on(const Recent *recent, const Tape *tape, u64 cursor) {
  return recent->made && recent->age == tape->age &&
         recent->first == first_for(cursor) && recent->model.step <= cursor &&
         recent->end == end_of(tape, recent->model.step);
}

static void begin(Recent *recent, const Session *session, u64 first) {
  forget(recent);
  recent->made = true;
  recent->age = session->tape.age;
  recent->first = first;
  model_init(&recent->model);
  if (first > 0) {
    history_model(&session->history, &session->tape, first - 1, &recent->model);
  }
  letters_begin(&recent->letters, first > 0 ? &recent->model : NULL);
  tallies_begin(&recent->tallies, first);
  depths_begin(&recent->depths);
}

// Brings it to the cursor. The step of the model is then the cursor's, but the
// depths of that step are not noted yet: it may have more to tell.
static Recent *follow(const Session *session) {
  Recent *recent = session->recent;
  const Tape *tape = &session->tape;
  u64 cursor = session_cursor(session);
  u64 next = recent->model.step + 1;
  if (!goes_on(recent, tape, cursor)) {
    next = first_for(cursor);
    begin(recent, session, next);
  }
  if (next <= cursor) {
    tape_told(tape, next, cursor, hear, recent);
  }
  recent->end = end_of(tape, cursor);
  return recent;
}

u64 recent_first(const Session *session) {
  u64 cursor = session_cursor(session);
  return cursor > RECENT_STEPS ? cursor - RECENT_STEPS : 0;
}

const Letters *recent_letters(const Session *session) {
  return &follow(session)->letters;
}

const Depths *recent_depths(const Session *session) {
  return &follow(session)->depths;
}

Chart *recent_chart(const Session *session, u64 steps, size_t flights) {
  Recent *recent = follow(session);
  u64 cursor = session_cursor(session);
  chart_part(&recent->part, &recent->chart, &recent->model,
             cursor > steps ? cursor - steps : 0, flights);
  return &recent->part;
}

void recent_metrics(const Session *session, Metrics *metrics) {
  const Recent *recent = follow(session);
  metrics_sum(metrics, &recent->letters, &recent->tallies, &session->model,
              recent_first(session));
}
