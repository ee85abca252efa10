// options.h -- the simulator's command line.
#ifndef SIM_OPTIONS_H
#define SIM_OPTIONS_H

#include "text.h"

typedef struct Script {
  bool is_file;      // -f FILE, else -x COMMAND
  const char *text;  // borrowed from argv
} Script;

typedef struct Options {
  const char *scene;  // a scene, a FILE.c, or a program's path; NULL: menu
  u64 seed;
  bool seeded;
  bool headless;
  const char *attach;  // a socket; NULL: nothing live
  bool keep_going;
  bool list;
  bool puzzles;      // list the goals,
  bool prove;        // or prove them
  const char *goal;  // to be played, or NULL
  bool help;
  bool keys;
  bool ascii;
  bool no_color;
  bool no_mouse;
  Script *scripts;  // in the order given
  size_t script_count;
  size_t script_room;
} Options;

// False: *why gets one line.
bool options_read(Options *options, int count, char **words, Text *why);
void options_release(Options *options);
const char *options_usage(void);

#endif
