// drain.h -- a system stopped in phases: who takes work in first, who does it
// then, and who keeps the books last.
//
//   DrainPhase phases[] = {{"doors", doors, 2, after_ms(100)},
//                          {"workers", workers, 8, after_ms(5000)},
//                          {"the rest", NULL, 0, after_ms(100)}};
//   SystemOutcome outcome = drain_run(system, phases, 3, &report);
#ifndef SURVIVING_DRAIN_H
#define SURVIVING_DRAIN_H

#include "acting/system.h"

typedef struct DrainPhase {
  const char *name;
  const Ref *actors;  // borrowed; those that have ended already do no harm
  size_t count;
  Deadline deadline;
} DrainPhase;

typedef struct DrainReport {
  size_t forced;    // how many had to be killed
  char names[512];  // which, as far as they fit: "doors: east; workers: 3, 7"
} DrainReport;

// Phase by phase, in order: asks all actors of the phase to end as actor_stop
// does, waits for them, and kills those that are left at its deadline. All who
// are not named before belong to the last phase, which ends as system_stop
// does: with one phase this is system_stop. At least one phase. The report may
// be NULL. Blocks; outside only, and no other thread may use the system from
// the last phase on.
//
// SYSTEM_CLEAN: nobody was forced; SYSTEM_KILLED: some were; SYSTEM_STUCK: a
// handler did not return, and the system is left as it is.
SystemOutcome drain_run(System *system, const DrainPhase *phases, size_t count,
                        DrainReport *report);

#endif
