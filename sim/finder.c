// finder.c -- one pass over the tape, with the labels of those it has heard of.
#include "finder.h"

#include "base/mem.h"
#include "pattern.h"

typedef struct Pass {
  const char *pattern;
  u64 from;
  bool back;
  char **labels;  // by slot
  size_t slots;
  size_t room;
  u64 step;
  u64 counted;  // the last step that was counted, + 1
  Found *found;
  bool beyond;  // one was found on the right side of `from`
  Text event;
} Pass;

static u64 slot_of(u64 ref) {
  return ref >> 30 & 0x3FFFFFF;
}

static void learn(Pass *pass, const Event *event) {
  size_t slot = (size_t)slot_of(event->actor);
  pass->labels =
      (char **)text_grow(pass->labels, &pass->room, slot + 1, sizeof(char *));
  while (pass->slots <= slot) {
    pass->labels[pass->slots++] = NULL;
  }
  text_replace(&pass->labels[slot], event->name);
}

static void add_label(const Pass *pass, u64 ref, Text *out) {
  u64 slot = slot_of(ref);
  const char *label = slot < pass->slots ? pass->labels[slot] : NULL;
  if (ref != 0) {
    text_addf(out, " %s", label != NULL ? label : slot == 1 ? "you" : "main");
  }
}

// Of those before `from` the last, or of those after it the first, is wanted;
// if there is none, the last or the first of all.
static void count(Pass *pass) {
  Found *found = pass->found;
  bool right = pass->back ? pass->step < pass->from : pass->step > pass->from;
  found->count++;
  bool better = pass->back ? right || !pass->beyond
                           : found->place == 0 || (right && !pass->beyond);
  pass->beyond = pass->beyond || right;
  if (better) {
    found->place = found->count;
    found->step = pass->step;
    found->wrapped = !right;
    text_clear(&found->event);
    text_add_printable(&found->event, text_of(&pass->event));
  }
}

// What is only chosen, or only could be, is told again by what comes of it.
static bool is_happening(EventKind kind) {
  return kind != EVENT_PROTOCOL && kind != EVENT_OPTION &&
         kind != EVENT_READY && kind != EVENT_STEPPED && kind != EVENT_RUN &&
         kind != EVENT_CHOICE;
}

static void hear(void *context, const Event *event) {
  Pass *pass = (Pass *)context;
  pass->step += event->kind == EVENT_CHOICE;
  if (event->kind == EVENT_SPAWNED) {
    learn(pass, event);
  }
  if (!is_happening(event->kind) || pass->counted == pass->step + 1) {
    return;
  }
  text_clear(&pass->event);
  text_add(&pass->event, event_kind_name(event->kind));
  add_label(pass, event->actor, &pass->event);
  add_label(pass, event->other, &pass->event);
  const char *text = event->text == NULL ? "" : event->text;
  if (event->name != NULL && !text_starts(text, event->name)) {
    text_addf(&pass->event, " %s", event->name);
  }
  text_addf(&pass->event, "%s%s", *text == '\0' ? "" : " ", text);
  if (pattern_matches(pass->pattern, text_of(&pass->event))) {
    pass->counted = pass->step + 1;
    count(pass);
  }
}

void finder_find(const Tape *tape, const char *pattern, u64 from, bool back,
                 Found *found) {
  Pass pass = {.pattern = pattern, .from = from, .back = back, .found = found};
  *found = (Found){0};
  tape_each(tape, 0, tape_last(tape), hear, &pass);
  for (size_t i = 0; i < pass.slots; i++) {
    mem_free(pass.labels[i]);
  }
  mem_free(pass.labels);
  text_release(&pass.event);
}
