// term.h -- the terminal: the only module that knows curses.
//
// term_check says beforehand whether there can be a screen; term_open takes
// the terminal, term_close gives it back as it was. One at a time.
#ifndef SIM_TERM_H
#define SIM_TERM_H

#include "grid.h"
#include "text.h"

// Whether stdin and stdout are a terminal that can be drawn on. False: *why.
bool term_check(Text *why);

bool term_open(bool no_color, Text *why);
void term_close(void);
bool term_is_open(void);
bool term_is_utf8(void);
bool term_has_colors(void);

int term_rows(void);
int term_cols(void);

// Shows a grid; the cursor stands at row, col, or is hidden when row < 0. About
// how many bytes were sent.
size_t term_show(const Grid *grid, int theme, int row, int col);

// The next key, or PRESS_NONE when none is waiting. Does not block.
u32 term_key(void);

// Whether clicks and the wheel come as keys; else the terminal has them.
void term_mouse(bool on);

// Where the last PRESS_CLICK was.
void term_clicked(int *row, int *col);

// Bytes as they come, for readline, or keys as keys.
void term_raw(bool raw);

// The next raw byte, -1 when none is waiting, -2 when the size has changed.
int term_byte(void);

#endif
