// vector_clock.h -- what came before what, among actors that share no clock.
//
// Each actor counts its own events, and remembers of each other one the count
// it has heard of, by messages. (C. Fidge, "Timestamps in Message-Passing
// Systems That Preserve the Partial Ordering", 1988; F. Mattern, "Virtual Time
// and Global States of Distributed Systems", 1989.)
#ifndef VECTOR_CLOCK_H
#define VECTOR_CLOCK_H

enum { CLOCKS = 4 };  // actors, numbered from 0

typedef struct VectorClock {
  unsigned at[CLOCKS];  // how many events of each came before, this included
} VectorClock;

typedef enum Order { SAME, BEFORE, AFTER, CONCURRENT } Order;

// The clock of actor number `me`, who has done nothing yet, is all zero. Each
// of these three is one event of that actor's, and moves *own on. Its time is
// *own after it.
void clock_step(VectorClock *own, int me);
// Gives what the message carries: the time of the sending.
VectorClock clock_send(VectorClock *own, int me);
// A message that carries *carried is taken.
void clock_receive(VectorClock *own, int me, const VectorClock *carried);

// How two events lie to each other, by their times: one came before the other
// if it can have had an influence on it, by way of the actor's own doing or of
// messages. If neither did, they are concurrent.
Order clock_compare(const VectorClock *one, const VectorClock *other);

#endif
