// checks.c -- judged once a step; a verdict of the past is kept, not computed.
#include "checks.h"

#include <string.h>

#include "base/mem.h"
#include "story.h"

void checks_release(Checks *checks) {
  for (size_t i = 0; i < checks->count; i++) {
    mem_free(checks->items[i].name);
    mem_free(checks->items[i].source);
    mem_free(checks->items[i].trouble);
  }
  for (size_t i = 0; i < checks->break_count; i++) {
    mem_free(checks->breaks[i].what);
  }
  mem_free(checks->items);
  mem_free(checks->breaks);
  *checks = (Checks){0};
}

CheckItem *checks_find(const Checks *checks, const char *name) {
  for (size_t i = 0; i < checks->count; i++) {
    if (text_equal(checks->items[i].name, name)) {
      return &checks->items[i];
    }
  }
  return NULL;
}

void checks_add(Checks *checks, const char *name, const char *source) {
  CheckItem *check = checks_find(checks, name);
  if (check == NULL) {
    checks->items = (CheckItem *)text_grow(
        checks->items, &checks->room, checks->count + 1, sizeof *checks->items);
    check = &checks->items[checks->count++];
    *check = (CheckItem){.name = text_copy(name)};
  }
  text_replace(&check->source, source);
  text_replace(&check->trouble, NULL);
  check->next = 0;
  check->has_failed = check->judged = false;
}

void checks_expect(CheckItem *check, bool fail) {
  check->expect_fail = fail;
}

static bool see(CheckItem *check, const Model *model) {
  check->next++;
  Value value = expr_value(check->source, model);
  if (value.kind != VALUE_BOOL) {
    text_replace(&check->trouble,
                 value.kind == VALUE_BAD || value.kind == VALUE_PENDING
                     ? value.text
                     : "it is not true or false");
    return false;
  }
  check->judged = true;
  if (value.integer || check->has_failed) {
    return false;
  }
  check->has_failed = true;
  check->failed = model->step;
  return true;
}

bool checks_see(Checks *checks, const Model *model) {
  bool fails = false;
  for (size_t i = 0; i < checks->count; i++) {
    if (checks->items[i].next == model->step) {
      fails |= see(&checks->items[i], model);
    }
  }
  return fails;
}

void checks_truncate(Checks *checks, u64 step) {
  for (size_t i = 0; i < checks->count; i++) {
    CheckItem *check = &checks->items[i];
    if (check->next > step + 1) {
      check->next = step + 1;
    }
    if (check->has_failed && check->failed > step) {
      check->has_failed = false;
    }
  }
}

CheckVerdict check_verdict(const CheckItem *check, u64 step) {
  if (check->has_failed && check->failed <= step) {
    return CHECK_FAILED;
  }
  return check->judged ? CHECK_HOLDS : CHECK_PENDING;
}

bool checks_as_expected(const Checks *checks) {
  for (size_t i = 0; i < checks->count; i++) {
    if (checks->items[i].has_failed != checks->items[i].expect_fail) {
      return false;
    }
  }
  return true;
}

void breaks_add(Checks *checks, const char *what, bool expression) {
  checks->breaks =
      (Break *)text_grow(checks->breaks, &checks->break_room,
                         checks->break_count + 1, sizeof *checks->breaks);
  checks->breaks[checks->break_count++] =
      (Break){.what = text_copy(what), .expression = expression};
}

bool breaks_delete(Checks *checks, size_t index) {
  if (index >= checks->break_count) {
    return false;
  }
  mem_free(checks->breaks[index].what);
  checks->break_count--;
  memmove(&checks->breaks[index], &checks->breaks[index + 1],
          (checks->break_count - index) * sizeof *checks->breaks);
  return true;
}

// The step is about this message: its printed form begins with the name.
static bool is_about(const ModelOption *choice, const char *name) {
  size_t length = strlen(name);
  return choice->text != NULL && text_starts(choice->text, name) &&
         (choice->text[length] == '\0' || choice->text[length] == '{');
}

const Break *breaks_hit(Checks *checks, const Model *model) {
  const Break *hit = NULL;
  for (size_t i = 0; i < checks->break_count; i++) {
    Break *place = &checks->breaks[i];
    bool now = false;
    if (place->expression) {
      Value value = expr_value(place->what, model);
      bool holds = value.kind == VALUE_BOOL && value.integer;
      now = holds && !place->held;
      place->held = holds;
    } else {
      const ModelActor *actor = model_find(model, place->what, NULL);
      now = (actor != NULL && actor->ref == story_to(&model->choice) &&
             model->step > 0) ||
            is_about(&model->choice, place->what);
    }
    if (now && hit == NULL) {
      hit = place;
    }
  }
  return hit;
}
