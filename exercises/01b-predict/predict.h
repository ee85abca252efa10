// predict.h -- what a schedule does to an account.
//
// The account holds 100. Three tellers pay in, each always the same: A 10, B
// 50, C 100. A deposit is two steps: the teller reads the balance, and then
// writes what it has read and its amount together. A schedule is a text of
// A, B and C; each letter is one step of that teller. After the second step
// the teller's next letter begins another deposit. A deposit that is only read
// at the end has paid in nothing.
#ifndef PREDICT_H
#define PREDICT_H

enum { OPENING = 100, TELLERS = 3 };

// The balance after the schedule. Each letter is a step.
long balance_without_lock(const char *schedule);

// The same where a teller takes a lock before it reads, and gives it back after
// it has written. A letter of somebody who would have to wait for the lock is
// lost: nothing happens, and the teller tries again at its next letter.
long balance_with_lock(const char *schedule);

#endif
