// seeds.h -- one test under many schedules, and the shortest that breaks it.
//
// A body makes its actors on the kit it is given, lets them run, and checks. It
// is run with the seeds 0, 1, 2, ...; the first that fails is made shorter: as
// few of its choices as possible, then the first option that is open each time
// (after Zeller and Hildebrandt's "simplifying and isolating failure-inducing
// input", 2002, on the choices of a run). The result is written down as text
// that can be run again by kit_replay.
#ifndef PROVING_SEEDS_H
#define PROVING_SEEDS_H

#include "base/writer.h"
#include "proving/kit.h"

// Must do the same for the same kit.
typedef void SeedsBody(Kit *kit);

typedef struct SeedsVerdict {
  bool passed;
  u64 seed;       // the first that failed
  size_t tried;   // seeds
  u64 steps;      // of the shortest failing run
  size_t needed;  // choices in it that matter: `choices` has as many
} SeedsVerdict;

// Runs the body with `seeds` seeds. What failed is written to `report`: the
// problem, the seed, the choices and the lines of the shortest failing run. A
// body that ran out of memory has failed. Blocks until it is done.
SeedsVerdict seeds_run(SeedsBody *body, u64 seeds, Writer *report);

#endif
