// catalog.h -- the exercises there are, found by their folders.
//
// exercises/NNx-name/ is an exercise with the id NNx. Read once; single thread.
#ifndef RUNNER_CATALOG_H
#define RUNNER_CATALOG_H

#include "base/types.h"
#include "files.h"

typedef struct Exercise {
  char name[64];    // 04a-counter
  char id[8];       // 04a
  char title[100];  // the first line of its task
  Path folder;
} Exercise;

typedef struct Catalog {
  Exercise *items;  // sorted by name
  size_t count;
} Catalog;

// Reads ROOT/exercises. False: there is none.
MUST_USE bool catalog_read(Catalog *catalog, const char *root);
void catalog_release(Catalog *catalog);

// Its title without the id in front: "04a. The counter".
const char *exercise_title(const Exercise *exercise);

typedef enum FindOutcome {
  FIND_OK,
  FIND_UNKNOWN,    // *suggestion is the nearest, or NULL
  FIND_AMBIGUOUS,  // *suggestion is one of several that begin so
} FindOutcome;

// Finds by id, by name or by a beginning of the name; "counter" finds
// 04a-counter as well. *found is borrowed from the catalog.
MUST_USE FindOutcome catalog_find(const Catalog *catalog, const char *typed,
                                  const Exercise **found,
                                  const Exercise **suggestion);

// The exercise a file is for by its name, such as mine/04a-counter.c, or
// NULL.
const Exercise *catalog_of_file(const Catalog *catalog, const char *path);

#endif
