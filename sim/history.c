// history.c -- kept models, thinned by half when full.
#include "history.h"

enum { FIRST_INTERVAL = 64 };

void history_init(History *history) {
  *history = (History){.interval = FIRST_INTERVAL};
}

void history_release(History *history) {
  for (size_t i = 0; i < history->count; i++) {
    model_release(&history->kept[i]);
  }
  history_init(history);
}

static void thin(History *history) {
  size_t kept = 0;
  for (size_t i = 0; i < history->count; i++) {
    if (i % 2 == 1) {
      history->kept[kept++] = history->kept[i];
    } else {
      model_release(&history->kept[i]);
    }
  }
  history->count = kept;
  history->interval *= 2;
}

void history_see(History *history, const Model *model) {
  u64 newest = history->count == 0 ? 0 : history->kept[history->count - 1].step;
  if (model->step < newest + history->interval) {
    return;
  }
  if (history->count == HISTORY_KEPT) {
    thin(history);
  }
  model_copy(&history->kept[history->count++], model);
}

void history_truncate(History *history, u64 step) {
  while (history->count > 0 && history->kept[history->count - 1].step > step) {
    model_release(&history->kept[--history->count]);
  }
}

u64 history_near(const History *history, u64 step) {
  size_t best = history->count;
  while (best > 0 && history->kept[best - 1].step > step) {
    best--;
  }
  return best == 0 ? 0 : history->kept[best - 1].step;
}

void history_model(const History *history, const Tape *tape, u64 step,
                   Model *model) {
  size_t best = history->count;
  while (best > 0 && history->kept[best - 1].step > step) {
    best--;
  }
  model_release(model);
  if (best == 0) {
    model_init(model);
  } else {
    model_copy(model, &history->kept[best - 1]);
    if (model->step == step) {
      return;
    }
  }
  // Of the options only the last step's are asked for.
  u64 next = best == 0 ? 0 : model->step + 1;
  if (next < step) {
    tape_told(tape, next, step - 1, model_apply, model);
  }
  tape_each(tape, next < step ? step : next, step, model_apply, model);
}
