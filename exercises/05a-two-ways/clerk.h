// clerk.h -- a clerk who knows prices, and two ways to ask. Given; do not
// change it.
//
// The clerk is an actor. Whoever may sleep asks by clerk_price and waits;
// whoever has other things to do asks by clerk_post and finds the answer in a
// channel, with the number it gave the question. Any thread may ask; one calls
// clerk_close, once, and one clerk_free, when the others are done.
//
// Prices: item 0 costs 7, item 1 costs 3. Of any other item the clerk says no.
#ifndef EXERCISE_CLERK_H
#define EXERCISE_CLERK_H

#include "base/deadline.h"
#include "base/types.h"
#include "passing/channel.h"

enum { CLERK_ITEMS = 2, CLERK_ROOM = 4 };  // room: messages in the mailbox

typedef enum AskOutcome {
  ASK_OK,       // here is the price
  ASK_REFUSED,  // the clerk said no
  ASK_TIMEOUT,  // no answer in time
  ASK_FULL,     // the mailbox has no room; the question was not sent
  ASK_STOPPED,  // the clerk has gone home
} AskOutcome;

// What arrives for a question that was posted.
typedef struct Answer {
  u64 id;
  AskOutcome outcome;  // ASK_OK, ASK_REFUSED, ASK_STOPPED
  i64 price;           // with ASK_OK, or else 0
} Answer;

typedef struct Clerk Clerk;

// Gives a clerk at work.
Clerk *clerk_spawn(void);

// Asks, and blocks until the outcome is known, at most up to the deadline. On
// ASK_OK *price is filled, otherwise it is untouched.
AskOutcome clerk_price(Clerk *clerk, int item, i64 *price, Deadline deadline);

// Asks, and does not block. ASK_OK: the question was sent, and exactly one
// Answer with this id will arrive in reply_to, which has room for it and
// outlives the clerk. ASK_FULL, ASK_STOPPED: it was not, and none will.
AskOutcome clerk_post(Clerk *clerk, int item, u64 id, Channel *reply_to);

// Sends the clerk home, and waits until its thread has ended. Questions that
// were sent before are answered; those that come behind hear ASK_STOPPED, in
// either way, and so does whoever asks from now on.
void clerk_close(Clerk *clerk);

// Frees all that is left of a closed clerk.
void clerk_free(Clerk *clerk);

#endif
