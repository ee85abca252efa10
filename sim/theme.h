// theme.h -- what a cell means; which colour that is, the theme says.
//
// Views speak only of meanings. Nothing is told by colour alone: a status has
// a word, a change a mark.
#ifndef SIM_THEME_H
#define SIM_THEME_H

#include "base/types.h"

typedef enum Style {
  STYLE_PLAIN,
  STYLE_DIM,
  STYLE_TITLE,
  STYLE_BAR,      // header and function bar
  STYLE_BAR_KEY,  // a key in it
  STYLE_BORDER,
  STYLE_SELECTED,  // border and name of the selected actor
  STYLE_MARKED,    // the marked option
  STYLE_MESSAGE,   // in a mailbox
  STYLE_FLIGHT,    // on its way
  STYLE_FLYING,    // moving right now
  STYLE_CHANGED,   // a field the last step changed
  STYLE_GOOD,
  STYLE_BAD,
  STYLE_LESSON,
  STYLE_STOPPED,
  STYLES
} Style;

enum { THEME_DARK, THEME_LIGHT, THEME_MONO, THEMES };

typedef struct Paint {
  i8 ink;    // 0..7 as terminals count, 15: bright white, or 7 where there are
             // but eight; -1: the terminal's own
  i8 paper;  // likewise
  bool bold;
  bool reverse;
  bool dim;
} Paint;

Paint theme_paint(int theme, Style style);
int theme_find(const char *name);  // -1: none
const char *theme_name(int theme);

#endif
