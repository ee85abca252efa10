// vending.h -- a vending machine, as a customer sees it. Given; do not change
// it.
//
// The machine is an actor. It sells one thing, at VENDING_PRICE. A customer
// does something and always gets an answer; what does not fit the machine's
// state is answered too, and changes nothing. Any thread may use it; one calls
// vending_stop, when the others are done.
//
//              idle              paid                    sold out
// coin(n)      CREDIT n          CREDIT what it has now  RETURNED n
//              becomes paid
// choose       PAY_FIRST price   GOODS the change,       SOLD_OUT 0
//                                becomes idle, or sold
//                                out after the last;
//                                MISSING what is missing
// refund       RETURNED 0        RETURNED the credit,    RETURNED 0
//                                becomes idle
#ifndef EXERCISE_VENDING_H
#define EXERCISE_VENDING_H

#include "base/types.h"

enum { VENDING_PRICE = 3, VENDING_ROOM = 16 };

typedef enum AnswerKind {
  CREDIT,     // the money is in; number: how much there is now
  RETURNED,   // here is money back; number: how much
  PAY_FIRST,  // nothing was paid; number: the price
  MISSING,    // not enough was paid; number: how much is missing
  GOODS,      // here you are; number: the change
  SOLD_OUT,   // there is nothing left; number: 0
} AnswerKind;

typedef struct Answer {
  AnswerKind kind;
  i64 number;
} Answer;

typedef struct Vending Vending;

// Gives a running machine with that many pieces in it. End it with
// vending_stop.
Vending *vending_spawn(i64 stock);

// Each blocks until the machine has answered. A coin is worth 1 or more.
Answer vending_coin(Vending *machine, i64 worth);
Answer vending_choose(Vending *machine);
Answer vending_refund(Vending *machine);

// Waits until the machine's thread has ended, and frees all it had.
void vending_stop(Vending *machine);

#endif
