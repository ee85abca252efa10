// settings.h -- what a scene's program is told by its environment.
//
// A program that offers something looks for a name there, as in
// getenv("patient"). Names are small letters and underscores, so that nothing
// that the system itself looks for can be set. They are of this process, and
// every child that it starts has them: one Settings at a time.
#ifndef SIM_SETTINGS_H
#define SIM_SETTINGS_H

#include "text.h"

typedef struct Settings {
  char **names;
  size_t count;
  size_t room;
} Settings;

// 1 to 31 small letters and underscores, beginning with a letter.
bool settings_is_name(const char *name);

// Sets it for children started from now on; NULL: it is not set any more.
void settings_set(Settings *settings, const char *name, const char *value);

// The same for NAME=VALUE. False: *why gets one line, nothing has changed.
MUST_USE bool settings_read(Settings *settings, const char *word, Text *why);

// Takes back all that was set.
void settings_release(Settings *settings);

#endif
