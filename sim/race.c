// race.c -- what follows from a step and what leads to one, in a window of the
// tape.
#include "race.h"

#include <string.h>

#include "base/mem.h"

typedef struct Window {
  const Model *model;
  WalkStep *steps;  // steps[0] is the first of the window
  size_t count;
} Window;

static void see(void *context, const Event *event) {
  Window *window = (Window *)context;
  if (event->kind == EVENT_CHOICE) {
    window->steps[window->count++] = (WalkStep){
        .choice = event->number,
        .kind = event->name == NULL ? '?' : event->name[0],
        .id = event->id,
        .footprint = {.process = footprint_process(event->name, event->actor)}};
  }
  if (window->count > 0) {
    footprint_see(&window->steps[window->count - 1].footprint, model_mailbox,
                  window->model, event);
  }
}

static bool depend(const Window *window, size_t i, size_t j) {
  return footprints_depend(&window->steps[i].footprint,
                           &window->steps[j].footprint);
}

// follows[k]: step k comes after step i because of it.
static void find_followers(const Window *window, size_t i, bool *follows) {
  for (size_t k = i; k < window->count; k++) {
    follows[k] = k == i;
    for (size_t before = i; before < k && !follows[k]; before++) {
      follows[k] = follows[before] && depend(window, before, k);
    }
  }
}

// True if step i and the last one race; follows[] is then filled from i on.
static bool races(const Window *window, size_t i, bool *follows) {
  size_t last = window->count - 1;
  const Footprint *earlier = &window->steps[i].footprint;
  const Footprint *later = &window->steps[last].footprint;
  if (!footprints_depend(earlier, later) ||
      earlier->process == later->process || footprint_causes(earlier, later)) {
    return false;
  }
  find_followers(window, i, follows);
  // Does anything between follow from the one and lead to the other?
  for (size_t k = i + 1; k < last; k++) {
    if (follows[k] && depend(window, k, last)) {
      return false;
    }
  }
  return true;
}

// What was typed is no choice of the scheduler: it has no other place.
static bool is_option(const Session *session, u64 step) {
  return tape_step(&session->tape, step)->kind == STEP_OPTION;
}

size_t race_pairs(const Session *session, RacePair *pairs) {
  u64 end = session_cursor(session) + RACE_AHEAD;
  end = end < session_last(session) ? end : session_last(session);
  u64 first = end > RACE_WINDOW ? end - RACE_WINDOW + 1 : 1;
  size_t found = 0;
  if (end == 0) {
    return 0;
  }
  Window window = {.model = &session->model,
                   .steps = mem_array(WalkStep, end - first + 2)};
  bool *follows = mem_array(bool, end - first + 2);
  tape_each(&session->tape, first, end, see, &window);
  for (; window.count > 1 && found < RACE_PAIRS; window.count--) {
    size_t last = window.count - 1;
    size_t i = is_option(session, first + last) ? last : 0;
    bool here = false;
    while (i > 0 && !here && is_option(session, first + i - 1)) {
      here = races(&window, --i, follows);
    }
    if (here) {
      pairs[found++] = (RacePair){first + i, first + last};
    }
  }
  mem_free(follows);
  mem_free(window.steps);
  return found;
}

bool race_find(const Session *session, Race *race) {
  u64 cursor = session_cursor(session);
  u64 first = cursor > RACE_REACH ? cursor - RACE_REACH : 1;
  bool found = false;
  *race = (Race){0};
  if (cursor == 0 || !is_option(session, cursor)) {
    return false;
  }
  Window window = {.model = &session->model,
                   .steps = mem_array(WalkStep, cursor - first + 2)};
  bool *follows = mem_array(bool, cursor - first + 2);
  tape_each(&session->tape, first, cursor, see, &window);
  size_t last = window.count - 1;
  size_t i = last;
  while (i > 0 && !found && is_option(session, first + i - 1)) {
    found = races(&window, --i, follows);
  }
  if (found) {
    race->earlier = first + i;
    race->later = cursor;
    race->steps = mem_array(WalkStep, window.count + 1);
    for (size_t k = i + 1; k < last; k++) {
      if (!follows[k]) {
        race->steps[race->count++] = window.steps[k];
      }
    }
    race->steps[race->count++] = window.steps[last];
    race->steps[race->count++] = window.steps[i];
  }
  mem_free(follows);
  mem_free(window.steps);
  return found;
}

// Not only after the other: because of it.
static bool is_consequence(const Footprint *cause, const Footprint *step) {
  return cause->process == step->process || cause->all || step->all ||
         footprint_causes(cause, step);
}

bool race_without(const Session *session, Race *rest) {
  u64 cursor = session_cursor(session);
  u64 last = session_last(session);
  *rest = (Race){.earlier = cursor, .later = last};
  if (last - cursor > UNDO_REACH) {
    return false;
  }
  Window window = {.model = &session->model,
                   .steps = mem_array(WalkStep, last - cursor + 2)};
  bool *follows = mem_array(bool, last - cursor + 2);
  tape_each(&session->tape, cursor, last, see, &window);
  rest->steps = mem_array(WalkStep, window.count + 1);
  for (size_t k = 0; k < window.count; k++) {
    follows[k] = k == 0;
    for (size_t i = 0; i < k && !follows[k]; i++) {
      follows[k] = follows[i] && is_consequence(&window.steps[i].footprint,
                                                &window.steps[k].footprint);
    }
    if (!follows[k]) {
      rest->steps[rest->count++] = window.steps[k];
    }
  }
  mem_free(follows);
  mem_free(window.steps);
  return true;
}

void race_release(Race *race) {
  mem_free(race->steps);
  race->steps = NULL;
}
