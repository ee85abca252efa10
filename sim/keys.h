// keys.h -- what can be pressed, apart from any terminal.
//
// A character is its own number; the rest have these.
#ifndef SIM_KEYS_H
#define SIM_KEYS_H

#include "base/types.h"

enum {
  PRESS_NONE = 0x110000,
  PRESS_UP,
  PRESS_DOWN,
  PRESS_LEFT,
  PRESS_RIGHT,
  PRESS_PAGE_UP,
  PRESS_PAGE_DOWN,
  PRESS_HOME,
  PRESS_END,
  PRESS_RESIZE,
  PRESS_WHEEL_UP,
  PRESS_WHEEL_DOWN,
  PRESS_CLICK,
  PRESS_F = 0x110100  // PRESS_F + 1 is F1
};

// How a key is called: "Space", "F5", "a".
void press_name(u32 key, char out[16]);

#endif
