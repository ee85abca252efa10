// puzzle.h -- goals for who would be the scheduler, after Deadlock Empire's,
// but on real actors.
//
//   goal := NAME "find" CHECK {"with" SETTING | "seed" N}
//           "unless" (SETTING | SCENE) "TEXT"
// It is reached when a run of the scheduler's choices alone fails the check.
// `with` is how the program is set for it, `seed` whose run does not reach it
// by itself, `unless` what repairs the program, so that nobody can.
#ifndef SIM_PUZZLE_H
#define SIM_PUZZLE_H

#include "text.h"

typedef struct Puzzle {
  char *name;
  char *check;
  char *with;    // NAME=VALUE, or NULL
  char *unless;  // NAME=VALUE, or a scene
  char *text;
  u64 seed;  // 0: the scene's
} Puzzle;

typedef struct Puzzles {
  Puzzle *items;
  size_t count;
  size_t room;
} Puzzles;

void puzzles_release(Puzzles *puzzles);
Puzzle *puzzles_find(const Puzzles *puzzles, const char *name);

// Adds the goal that the words say, or replaces the one of its name. False:
// *why gets one line, nothing has changed.
MUST_USE bool puzzles_read(Puzzles *puzzles, char *const *words, size_t count,
                           Text *why);

// True if it is repaired by another program rather than by a setting.
bool puzzle_has_twin(const Puzzle *puzzle);

#endif
