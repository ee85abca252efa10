// breaks.c -- each break looks at the model, or at the events of the step.
#include "breaks.h"

#include <string.h>

#include "base/mem.h"
#include "story.h"

static void release(Break *place) {
  mem_free(place->what);
  mem_free(place->condition);
  mem_free(place->before);
}

void breaks_release(Breaks *breaks) {
  for (size_t i = 0; i < breaks->count; i++) {
    release(&breaks->items[i]);
  }
  mem_free(breaks->items);
  *breaks = (Breaks){0};
}

u64 breaks_add(Breaks *breaks, BreakKind kind, const char *what,
               const char *condition, bool temporary) {
  breaks->items = (Break *)text_grow(breaks->items, &breaks->room,
                                     breaks->count + 1, sizeof *breaks->items);
  breaks->items[breaks->count++] = (Break){.number = ++breaks->highest,
                                           .kind = kind,
                                           .what = text_copy(what),
                                           .condition = text_copy(condition),
                                           .temporary = temporary};
  return breaks->highest;
}

bool breaks_delete(Breaks *breaks, u64 number) {
  size_t i = 0;
  while (i < breaks->count && breaks->items[i].number != number) {
    i++;
  }
  if (i == breaks->count) {
    return false;
  }
  release(&breaks->items[i]);
  breaks->count--;
  memmove(&breaks->items[i], &breaks->items[i + 1],
          (breaks->count - i) * sizeof *breaks->items);
  return true;
}

static bool is_true(const char *source, const Model *model) {
  Value value = expr_value(source, model);
  return value.kind == VALUE_BOOL && value.integer;
}

static bool names_actor(const Break *place, const Model *model, u64 ref) {
  const ModelActor *actor = model_find(model, place->what, NULL);
  return actor != NULL && actor->ref == ref;
}

// The step is about this message: its printed form begins with the name.
static bool is_message(const char *text, const char *name) {
  size_t length = strlen(name);
  return text != NULL && text_starts(text, name) &&
         (text[length] == '\0' || text[length] == '{');
}

typedef struct Look {
  const Break *place;
  const Model *model;
  bool hit;
} Look;

static void look_at(void *context, const Event *event) {
  Look *look = (Look *)context;
  const Break *place = look->place;
  EventKind wanted = place->kind == BREAK_SEND      ? EVENT_SENT
                     : place->kind == BREAK_RECEIVE ? EVENT_TAKEN
                                                    : EVENT_FAILED;
  if (event->kind == wanted) {
    look->hit |=
        place->what == NULL ||
        (wanted != EVENT_FAILED &&
         (text_equal(event->name, place->what) ||
          (event->text != NULL && is_message(event->text, place->what)))) ||
        names_actor(place, look->model, event->actor);
  }
}

static bool state_changed(const Break *place, const Model *model) {
  const char *dot = strchr(place->what, '.');
  size_t length =
      dot == NULL ? strlen(place->what) : (size_t)(dot - place->what);
  char *name = text_copy_bytes(place->what, length);
  const ModelActor *actor = model_find(model, name, NULL);
  bool changed = false;
  mem_free(name);
  for (size_t i = 0; actor != NULL && i < actor->field_count; i++) {
    const ModelField *field = &actor->fields[i];
    changed |= field->changed == model->step && field->before != NULL &&
               (dot == NULL || text_equal(field->name, dot + 1));
  }
  return changed;
}

static bool value_changed(Break *place, const Model *model) {
  Value value = expr_value(place->condition, model);
  Text shown = {0};
  expr_print(&value, &shown);
  bool settled = value.kind != VALUE_BAD && value.kind != VALUE_PENDING;
  bool changed = settled && place->before != NULL &&
                 !text_equal(place->before, text_of(&shown));
  text_replace(&place->before, settled ? text_of(&shown) : NULL);
  text_release(&shown);
  return changed;
}

static bool concerns(Break *place, const Model *model, const Tape *tape) {
  Look look = {place, model, false};
  switch (place->kind) {
    case BREAK_ABOUT:
      return model->step > 0 &&
             (names_actor(place, model, story_to(&model->choice)) ||
              is_message(model->choice.text, place->what));
    case BREAK_SEND:
    case BREAK_RECEIVE:
    case BREAK_FAILURE:
      tape_each(tape, model->step, model->step, look_at, &look);
      return look.hit;
    case BREAK_STATE:
      return state_changed(place, model);
    case BREAK_IF: {
      bool held = place->held;
      place->held = is_true(place->condition, model);
      return place->held && !held;
    }
    case BREAK_WATCH:
      return value_changed(place, model);
  }
  return false;
}

Break *breaks_see(Breaks *breaks, const Model *model, const Tape *tape) {
  Break *hit = NULL;
  for (size_t i = 0; i < breaks->count; i++) {
    Break *place = &breaks->items[i];
    bool alone = place->kind == BREAK_IF || place->kind == BREAK_WATCH;
    bool now =
        concerns(place, model, tape) &&
        (alone || place->condition == NULL || is_true(place->condition, model));
    if (now && hit == NULL) {
      hit = place;
    }
  }
  return hit;
}

void break_print(const Break *place, Text *out) {
  static const char *const words[] = {"",        "send",  "receive",
                                      "failure", "state", "if"};
  if (place->kind == BREAK_WATCH) {
    text_addf(out, "watch %s", place->condition);
    return;
  }
  text_add(out, words[place->kind]);
  if (place->what != NULL) {
    text_addf(out, "%s%s", place->kind == BREAK_ABOUT ? "" : " ", place->what);
  }
  if (place->condition != NULL) {
    text_addf(out, place->kind == BREAK_IF ? " %s" : " if %s",
              place->condition);
  }
}
