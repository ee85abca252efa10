// tracker.h -- waiting until a number of things are over.
//
// A tracker is an actor that counts pieces of work: `add` before handing a
// piece out, `done` when it is over; actors whose ends are to be waited for are
// pieces too. Whoever asks `wait` is answered when none is left: a thread
// outside that sleeps, or an actor that goes on meanwhile.
//
//   TrackerRef jobs = tracker_start(system, "jobs");
//   TellOutcome told = tracker_tell_add(jobs, 3);
//   ... hand out three jobs with `jobs` in them; each ends by
//   ignore(tracker_tell_done(jobs, 1));
//   struct tracker_wait_reply reply;
//   AskOutcome over = tracker_ask_wait(jobs, &reply, after_ms(1000));
//
// What one sender says arrives in order, also through others: a piece that is
// added before it is handed out is counted before it can be done. It is stopped
// like any actor; who still waits then hears ASK_UNANSWERED.
#ifndef SURVIVING_TRACKER_H
#define SURVIVING_TRACKER_H

#include "acting/declare.h"
#include "acting/system.h"
#include "surviving/monitors.h"

// add(pieces); done(pieces): more than there are end all, and the rest is
//     counted as surplus, a bug of somebody;
// watch(who): one more piece, over when that actor has ended (at once if it has
//     already); watched is false without memory;
// wait() -> when nothing is left, at once if nothing is; ASK_REFUSED: no memory
//     to keep the request;
// lost: the tracker's own.
#define TRACKER(M)                                                   \
  M(TRACKER_ADD, tracker, add, (u64, pieces), )                      \
  M(TRACKER_DONE, tracker, done, (u64, pieces), )                    \
  M(TRACKER_WATCH, tracker, watch, (ref(Any), who), (bool, watched)) \
  M(TRACKER_WAIT, tracker, wait, , (u64, surplus))                   \
  M(TRACKER_LOST, tracker, lost, DOWN_HEAD, )
PROTOCOL(Tracker, tracker, TRACKER)

// Spawns one that counts nothing; refused as any spawn (spawn_outcome).
MUST_USE TrackerRef tracker_start(System *system, const char *label);

#endif
