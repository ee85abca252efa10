// drain.c -- stop, wait, kill, wait; the last phase is system_stop's.
#include "surviving/drain.h"

#include "acting/runtime.h"
#include "acting/table.h"
#include "base/check.h"

enum { KILL_PATIENCE_MS = 1000 };

static void note(DrainReport *report, Writer *out, const DrainPhase *phase,
                 size_t *noted, const char *name) {
  if (*noted == 0) {
    write_format(out, "%s%s: ", out->length > 0 ? "; " : "", phase->name);
  } else {
    write_text(out, ", ");
  }
  write_text(out, name);
  ++*noted;
  report->forced++;
}

// Waits for all of them up to the point. The index of the first that has not
// ended, or their number.
static size_t await(System *system, const DrainPhase *phase, i64 point) {
  for (size_t i = 0; i < phase->count; i++) {
    i64 left = point - system->dispatcher->now(system);
    StopReason reason;
    EndOutcome outcome =
        actor_wait_end(phase->actors[i], &reason,
                       point == POINT_NEVER ? NEVER : after_ns(left));
    if (outcome == END_TIMEOUT || outcome == END_DEADLOCK) {
      return i;
    }
  }
  return phase->count;
}

static void run_phase(System *system, const DrainPhase *phase,
                      DrainReport *report, Writer *out) {
  i64 point = deadline_point(phase->deadline, system->dispatcher->now(system));
  size_t noted = 0;
  for (size_t i = 0; i < phase->count; i++) {
    actor_stop(phase->actors[i]);
  }
  size_t first = await(system, phase, point);
  for (size_t i = first; i < phase->count; i++) {
    Ref ref = phase->actors[i];
    if (actor_is_alive(ref)) {
      char label[LABEL_SIZE];
      table_label(system, ref, label);
      note(report, out, phase, &noted, label);
      actor_kill(ref);
    }
  }
  if (noted > 0) {  // who is still not gone then is found stuck at the end
    ignore(await(system, phase,
                 deadline_point(after_ms(KILL_PATIENCE_MS),
                                system->dispatcher->now(system))));
  }
}

SystemOutcome drain_run(System *system, const DrainPhase *phases, size_t count,
                        DrainReport *report) {
  CHECK(activation()->actor == NULL && "a handler may not stop its system");
  table_check(system);
  CHECK(count > 0 && "a phase at least");
  DrainReport unwanted;
  report = report != NULL ? report : &unwanted;
  report->forced = 0;
  Writer out = writer_over(report->names, sizeof report->names);
  for (size_t i = 0; i + 1 < count; i++) {
    run_phase(system, &phases[i], report, &out);
  }
  const DrainPhase *last = &phases[count - 1];
  size_t killed;
  char names[sizeof report->names];
  SystemOutcome outcome =
      system_stop_naming(system, last->deadline, &killed, names, sizeof names);
  if (killed > 0) {
    size_t noted = 0;
    note(report, &out, last, &noted, names);
    report->forced += killed - 1;
  }
  return outcome == SYSTEM_CLEAN && report->forced > 0 ? SYSTEM_KILLED
                                                       : outcome;
}
