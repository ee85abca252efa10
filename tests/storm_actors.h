// storm_actors.h -- the actors of the storm, and the books that all keep.
//
// Everybody writes of himself and looks at of others, by index. 0 is main; the
// threads outside have those from MOST up, as senders alone.
#ifndef TESTS_STORM_ACTORS_H
#define TESTS_STORM_ACTORS_H

#include <stdatomic.h>

#include "storm.h"
#include "troupe.h"

#define STORM(M)                                                             \
  M(STORM_PUSH, storm, push, (u64, from)(u64, number)(i64, left), )          \
  M(STORM_PUT, storm, put, (i64, left)(text, filling), )                     \
  M(STORM_TICK, storm, tick, (i64, left), )                                  \
  M(STORM_SILENCE, storm, silence, , )                                       \
  M(STORM_QUESTION, storm, question, (i64, left), (i64, number)(text, said)) \
  M(STORM_ANSWERED, storm, answered, REPLY_HEAD(i64, number)(text, said), )  \
  M(STORM_GATHERED, storm, gathered, REPLY_HEAD(i64, number)(text, said), )  \
  M(STORM_LOST, storm, lost, DOWN_HEAD, )
REF(Storm, storm)
PROTOCOL_AFTER_REF(Storm, storm, STORM)
STATE(StormState,
      (u64, index)(private(Request *), kept)(u64, monitor)(
          private(Gather), gather)(u64, timer)(u64, asked)(bool, waits))

enum { MOST = 40, SENDERS = MOST + STORM_OUTSIDE, REQUESTS = 1 << 18 };

typedef struct Storm {
  _Atomic u64 refs[MOST];
  _Atomic u64 used;
  // By sender and receiver; written by the one, and by the other.
  u64 sent[SENDERS][MOST];
  u64 come[MOST][SENDERS];
  _Atomic i64 open[MOST];       // asks
  _Atomic i64 gathering[MOST];  // 1: a gathering goes on
  _Atomic u8 requests[REQUESTS];
  bool rings;  // anybody may hold an ask to anybody
  // Messages of the kinds push and put.
  _Atomic i64 sent_all;
  _Atomic i64 handled;
  _Atomic i64 dead;
  const char *_Atomic wrong;  // what must never be, and was
} Storm;

extern Storm storm;

void storm_must(bool holds, const char *what);

// The one with this index, as long as it lives.
StormRef storm_at(u64 index);

// Tells, and counts it if it is on its way or was dropped.
void storm_count(TellOutcome outcome);
void storm_send(u64 from, u64 to, i64 left);

extern const ActorType *const storm_actor_type;
StormRef storm_raise(System *system, const SpawnOptions *options,
                     const StormState *state);

#endif
