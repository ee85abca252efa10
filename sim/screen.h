// screen.h -- the interactive half: keys in, frames out.
//
// The terminal is opened once and closed on every way out; between, complaints
// on stderr would be lost, so they are the desk's answers.
#ifndef SIM_SCREEN_H
#define SIM_SCREEN_H

#include "catalog.h"
#include "desk.h"

// Makes ready for a screen without taking the terminal yet. False: *why says
// in one line why there can be none.
bool screen_open(bool ascii, bool no_color, Text *why);

// Gives the terminal back as it was. Harmless when there is none.
void screen_close(void);

// The menu of scenes, or of goals. The index chosen; -1: leave; MENU_OTHER: the
// other menu is wanted.
enum { MENU_OTHER = -2 };
int screen_menu(const Catalog *catalog, const volatile int *stop);

// Watches until the watcher leaves. The exit code.
int screen_run(Desk *desk, const volatile int *stop);

// How many frames were drawn so far.
u64 screen_frames(void);

#endif
