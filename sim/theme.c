// theme.c -- three themes.
#include "theme.h"

#include "text.h"

enum {
  BLACK,
  RED,
  GREEN,
  YELLOW,
  BLUE,
  MAGENTA,
  CYAN,
  WHITE,
  BRIGHT = 15,
  OWN = -1
};

static const Paint paints[THEMES][STYLES] = {
    [THEME_DARK] = {[STYLE_PLAIN] = {OWN, OWN, 0, 0, 0},
                    [STYLE_DIM] = {OWN, OWN, 0, 0, 1},
                    [STYLE_TITLE] = {CYAN, OWN, 1, 0, 0},
                    [STYLE_BAR] = {BLACK, CYAN, 0, 0, 0},
                    [STYLE_BAR_KEY] = {WHITE, BLACK, 1, 0, 0},
                    [STYLE_BORDER] = {OWN, OWN, 0, 0, 1},
                    [STYLE_SELECTED] = {CYAN, OWN, 1, 0, 0},
                    [STYLE_MARKED] = {BLACK, WHITE, 0, 0, 0},
                    [STYLE_MESSAGE] = {YELLOW, OWN, 0, 0, 0},
                    [STYLE_FLIGHT] = {YELLOW, OWN, 0, 0, 0},
                    [STYLE_FLYING] = {YELLOW, OWN, 1, 1, 0},
                    [STYLE_CHANGED] = {GREEN, OWN, 1, 0, 0},
                    [STYLE_GOOD] = {GREEN, OWN, 0, 0, 0},
                    [STYLE_BAD] = {RED, OWN, 1, 0, 0},
                    [STYLE_LESSON] = {MAGENTA, OWN, 1, 0, 0},
                    [STYLE_STOPPED] = {RED, OWN, 0, 0, 0}},
    [THEME_LIGHT] = {[STYLE_PLAIN] = {BLACK, BRIGHT, 0, 0, 0},
                     [STYLE_DIM] = {BLUE, BRIGHT, 0, 0, 0},
                     [STYLE_TITLE] = {BLUE, BRIGHT, 1, 0, 0},
                     [STYLE_BAR] = {BRIGHT, BLUE, 0, 0, 0},
                     [STYLE_BAR_KEY] = {BLACK, BRIGHT, 0, 0, 0},
                     [STYLE_BORDER] = {BLACK, BRIGHT, 0, 0, 0},
                     [STYLE_SELECTED] = {BLUE, BRIGHT, 1, 0, 0},
                     [STYLE_MARKED] = {BRIGHT, BLACK, 0, 0, 0},
                     [STYLE_MESSAGE] = {BLUE, BRIGHT, 0, 0, 0},
                     [STYLE_FLIGHT] = {RED, BRIGHT, 0, 0, 0},
                     [STYLE_FLYING] = {RED, BRIGHT, 1, 1, 0},
                     [STYLE_CHANGED] = {RED, BRIGHT, 1, 0, 0},
                     [STYLE_GOOD] = {BLUE, BRIGHT, 0, 0, 0},
                     [STYLE_BAD] = {RED, BRIGHT, 1, 0, 0},
                     [STYLE_LESSON] = {BLUE, BRIGHT, 1, 0, 0},
                     [STYLE_STOPPED] = {RED, BRIGHT, 0, 0, 0}},
    [THEME_MONO] = {[STYLE_PLAIN] = {OWN, OWN, 0, 0, 0},
                    [STYLE_DIM] = {OWN, OWN, 0, 0, 0},
                    [STYLE_TITLE] = {OWN, OWN, 1, 0, 0},
                    [STYLE_BAR] = {OWN, OWN, 0, 1, 0},
                    [STYLE_BAR_KEY] = {OWN, OWN, 1, 0, 0},
                    [STYLE_BORDER] = {OWN, OWN, 0, 0, 0},
                    [STYLE_SELECTED] = {OWN, OWN, 1, 0, 0},
                    [STYLE_MARKED] = {OWN, OWN, 0, 1, 0},
                    [STYLE_MESSAGE] = {OWN, OWN, 0, 0, 0},
                    [STYLE_FLIGHT] = {OWN, OWN, 0, 0, 0},
                    [STYLE_FLYING] = {OWN, OWN, 1, 1, 0},
                    [STYLE_CHANGED] = {OWN, OWN, 1, 0, 0},
                    [STYLE_GOOD] = {OWN, OWN, 0, 0, 0},
                    [STYLE_BAD] = {OWN, OWN, 1, 0, 0},
                    [STYLE_LESSON] = {OWN, OWN, 1, 0, 0},
                    [STYLE_STOPPED] = {OWN, OWN, 0, 0, 0}}};

static const char *const names[THEMES] = {"dark", "light", "mono"};

Paint theme_paint(int theme, Style style) {
  return paints[theme][style];
}

int theme_find(const char *name) {
  for (int i = 0; i < THEMES; i++) {
    if (text_equal(name, names[i])) {
      return i;
    }
  }
  return -1;
}

const char *theme_name(int theme) {
  return names[theme];
}
