// shelf.h -- all goals of all scenes: listed, and proved.
#ifndef SIM_SHELF_H
#define SIM_SHELF_H

#include "catalog.h"
#include "progress.h"
#include "puzzle.h"

// The goals of all scenes as a menu: each a Scene called SCENE/GOAL, its line
// beginning with the choices it was reached by. Release as a catalog.
void shelf_catalog(const Catalog *catalog, Catalog *goals);

// Prints a line for each goal of this scene, or of all (NULL): what is to be
// done and whether it was; or, with `prove`, what searches say of it: that the
// program's own run does not reach it, the fewest choices that do, and that no
// order does once the program is repaired. The exit code: EXIT_FAILED if that
// is not so for one of them.
int shelf_show(const Catalog *catalog, const char *scene, bool prove,
               volatile int *stop);

#endif
