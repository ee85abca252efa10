// seek.c -- backwards to where a run would have stopped.
//
// A break is judged going forwards, for it stops when something becomes true.
// So the tape is gone through in blocks, the last first, each forwards.
#include "session.h"

enum { BLOCK = 512 };

static const CheckItem *check_at(const Checks *checks, u64 step) {
  const CheckItem *check;
  for (size_t i = 0; (check = checks_at(checks, i)) != NULL; i++) {
    if (check->has_failed && check->failed == step) {
      return check;
    }
  }
  return NULL;
}

// The last stop among the steps after `low`, where the model is, up to `high`.
static bool seek_in(Session *s, Model *model, u64 high, u64 *step, Text *why) {
  bool found = false;
  (void)breaks_see(&s->breaks, model, &s->tape);
  while (model->step < high) {
    tape_each(&s->tape, model->step + 1, model->step + 1, model_apply, model);
    const Break *hit = breaks_see(&s->breaks, model, &s->tape);
    const CheckItem *check = check_at(&s->checks, model->step);
    if (hit == NULL && check == NULL) {
      continue;
    }
    found = true;
    *step = model->step;
    text_clear(why);
    if (check != NULL) {
      text_addf(why, "check %s failed (%s)", check->name, check_fault(check));
    } else {
      text_add(why, "break ");
      break_print(hit, why);
    }
  }
  return found;
}

bool session_seek_back(Session *session, u64 *step, Text *why) {
  u64 end = session_cursor(session);  // the first step that is too late
  bool found = false;
  Model model;
  model_init(&model);
  while (end > 0 && !found && (session->stop == NULL || *session->stop == 0)) {
    u64 low = end > BLOCK ? end - 1 - BLOCK : 0;
    history_model(&session->history, &session->tape, low, &model);
    found = seek_in(session, &model, end - 1, step, why);
    end = end > BLOCK ? low + 1 : 0;
  }
  model_release(&model);
  return found;
}
