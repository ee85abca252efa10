// screen_keys.c -- what is typed and clicked becomes lines of the desk.
#include <stdio.h>

#include "controls.h"
#include "ending.h"
#include "keys.h"
#include "prompt.h"
#include "screen_parts.h"
#include "term.h"

// Behind an Esc that is more than that, the rest comes sooner.
static const i64 ESCAPE = 50000000;

// While a step is awaited the screen says for whom, and a key may leave.
static bool attend(void *context) {
  Desk *desk = (Desk *)context;
  Text whom = {0};
  ending_whom(&desk->session, &whom);
  text_clear(&desk->waits);
  if (desk->searches.length > 0) {
    text_add(&desk->waits, text_of(&desk->searches));
  } else {
    text_addf(&desk->waits, "waits: %s (q leaves)", text_of(&whom));
  }
  text_release(&whom);
  for (u32 key = term_key(); key != PRESS_NONE; key = term_key()) {
    // What else is typed now was meant for what is no longer on the screen.
    const Binding *binding = bindings_find(key);
    desk->quit |= binding != NULL && text_equal(binding->line, "quit");
    desk->interrupted |= binding != NULL && text_equal(binding->line, "close");
  }
  (void)screen_draw(desk);
  return !desk->quit;
}

void screen_waits(Desk *desk, bool on) {
  desk->session.engine.on_wait = on ? attend : NULL;
  desk->session.engine.wait_context = desk;
  text_clear(&desk->waits);
}

// A finished line of the prompt, or one that a key stands for.
static void carry_out(Desk *desk, const char *line) {
  if (*line == ':') {
    prompt_open(desk, line + 1);
    term_raw(true);
    return;
  }
  screen_release_signals();
  screen_waits(desk, true);
  (void)desk_line(desk, line);
  screen_waits(desk, false);
  screen_hold_signals();
  // A run that goes on would say something else before this is read.
  desk->runner.on = desk->runner.on && !desk->wrong;
}

static void take_typed(Desk *desk) {
  Text line = {0};
  PromptOutcome outcome = PROMPT_EDITING;
  int byte = 0;
  while (prompt_is_open() && (byte = term_byte()) != -1) {
    if (byte == -2) {
      continue;
    }
    // Esc alone cancels; Esc with more behind it is a key readline knows.
    if (byte == 0x1B && !screen_wait_input(ESCAPE)) {
      prompt_cancel();
      outcome = PROMPT_CANCELLED;
      break;
    }
    outcome = prompt_byte(byte, &line);
  }
  if (!prompt_is_open()) {
    term_raw(false);
    if (outcome == PROMPT_DONE && line.length > 0) {
      carry_out(desk, text_of(&line));
    } else {
      text_clear(&desk->answer);
    }
  }
  text_release(&line);
}

// A click is what stands where it was: a line, or a key.
static u32 take_click(Desk *desk) {
  int row = 0;
  int col = 0;
  term_clicked(&row, &col);
  const Hit *hit = grid_hit_at(screen_shown(), row, col);
  if (hit != NULL && hit->key == 0) {
    char line[HIT_LINE];
    (void)snprintf(line, sizeof line, "%s", hit->line);
    carry_out(desk, line);
  }
  return hit == NULL ? PRESS_NONE : hit->key;
}

static void take_key(Desk *desk, u32 key) {
  Text line = {0};
  if (key == PRESS_CLICK) {
    key = take_click(desk);
  }
  if (key == PRESS_RESIZE || key == PRESS_NONE || key == 0) {
    return;
  }
  if (controls_key(desk, key, &line)) {
    carry_out(desk, text_of(&line));
  }
  text_release(&line);
}

void screen_take_input(Desk *desk) {
  if (prompt_is_open()) {
    take_typed(desk);
    return;
  }
  // All that waits, so that a held key does not pile up frames.
  for (u32 key = term_key(); key != PRESS_NONE && !desk->quit;
       key = term_key()) {
    take_key(desk, key);
    if (prompt_is_open()) {
      break;
    }
  }
}
