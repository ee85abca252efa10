// catalog.h -- which scenes there are, and where things lie.
//
// Scenes are programs in the folder `scenes` beside the simulator's own
// program; their first line of source is their line in the menu,
// and the file scenes/ORDER says which comes first.
#ifndef SIM_CATALOG_H
#define SIM_CATALOG_H

#include "text.h"

typedef struct Scene {
  char *name;
  char *line;  // what it is, "" when its source is not there
} Scene;

typedef struct Catalog {
  char *root;    // of the project
  char *folder;  // of the simulator's own program
  Scene *scenes;
  size_t count;
  size_t room;
  bool goals;  // they are goals of scenes (shelf.h)
} Catalog;

// `self` is argv[0]; TROUPE_ROOT in the environment names the root.
void catalog_init(Catalog *catalog, const char *self);
void catalog_release(Catalog *catalog);

const Scene *catalog_find(const Catalog *catalog, const char *name);

// Paths; the caller owns them.
char *catalog_program(const Catalog *catalog, const char *name);
char *catalog_source(const Catalog *catalog, const char *name);
char *catalog_overlay(const Catalog *catalog, const char *name);

// What an overlay of the watcher's own is for: the scene, program or FILE.c
// that its first command, `use NAME`, names. The caller owns it. NULL: *why
// gets one line.
char *catalog_used(const char *overlay, Text *why);

// One line: that there is no such scene, and the nearest.
void catalog_complain(const Catalog *catalog, const char *name, Text *why);

#endif
