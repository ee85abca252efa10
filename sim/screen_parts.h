// screen_parts.h -- what the loop of the screen and its keys share. Not for
// others.
#ifndef SIM_SCREEN_PARTS_H
#define SIM_SCREEN_PARTS_H

#include "grid.h"
#include "screen.h"

// What is on the screen, and so what a click is on.
const Grid *screen_shown(void);

// Draws what has changed. Gives how many bytes that takes about.
size_t screen_draw(Desk *desk);

// Waits for something typed, for `ns` at most; below 0: for ever. False: there
// is nothing.
bool screen_wait_input(i64 ns);

// Signals that end the simulator come only between these two, or while it
// waits.
void screen_release_signals(void);
void screen_hold_signals(void);

// While it is on, the screen is looked after as often as the program lets the
// simulator wait for a step.
void screen_waits(Desk *desk, bool on);

// Takes all that was typed: a line of the prompt, keys, clicks.
void screen_take_input(Desk *desk);

#endif
