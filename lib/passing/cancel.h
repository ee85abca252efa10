// cancel.h -- one who says stop, and all who want to hear it.
//
// A token is cancelled once and for good, by anybody who has it; all its
// children, theirs too, are cancelled with it, at the same instant, and never a
// parent by its child. Who works asks cancel_is() now and then, waits for it,
// or leaves a hook that is called once. Tokens are shared: each is counted, and
// a child keeps its tree alive. Any thread; needs no actors.
//
// (The idea is that of Go's context and of the cancellation token of .NET.)
#ifndef PASSING_CANCEL_H
#define PASSING_CANCEL_H

#include "base/list.h"
#include "base/thread.h"
#include "base/types.h"

typedef struct CancelToken CancelToken;

// Gives a token, a child of `parent` or, if that is NULL, the root of a tree of
// its own. A child of a cancelled token is cancelled. NULL: out of memory. To
// be ended by cancel_release.
MUST_USE CancelToken *cancel_new(CancelToken *parent);

// One more who has it; gives it back.
CancelToken *cancel_retain(CancelToken *token);

// One less; the last frees it, when no child is left. That does not cancel.
// No hook may be left then (a CHECK). NULL is allowed.
void cancel_release(CancelToken *token);

// Cancels it and all that descend from it, then calls their hooks on this
// thread, parents' first, of one token in the order in which they came. False:
// it was cancelled before. Blocks no longer than the hooks.
bool cancel_now(CancelToken *token);

// True once it, or one above it, was cancelled. Any thread.
bool cancel_is(const CancelToken *token);

// Waits until it is cancelled. False: the time is up.
MUST_USE bool cancel_wait(CancelToken *token, Deadline deadline);

// ---- Hooks ----

// Stays at its address, the caller's memory, from cancel_hook until it has been
// called or taken back; so long the caller keeps the token too. Zeroed it is
// none. Nothing in it is for the caller.
typedef struct CancelHook {
  ListNode node;  // in a list until it is called or taken back
  void (*call)(void *arg);
  void *arg;
  CancelToken *token;
} CancelHook;

// Has call(arg) called once when the token is cancelled; now, on this thread,
// if it is. Under no lock; it may use any function of this header. Takes no
// memory.
void cancel_hook(CancelToken *token, CancelHook *hook, void (*call)(void *arg),
                 void *arg);

// Takes the hook back: true, it will not be called. False: it has been. Waits
// while another thread calls it, so that the hook's memory may go afterwards;
// from within the call it returns at once.
bool cancel_unhook(CancelHook *hook);

// ---- Guards ----

// Whoever leaves without having said that all went well cancels.
typedef struct CancelGuard {
  CancelToken *token;
} CancelGuard;

// Shares the token.
CancelGuard cancel_guard(CancelToken *token);

// All went well: dropping it does nothing.
void cancel_guard_disarm(CancelGuard *guard);

// Cancels the token unless the guard was disarmed. The second time: nothing.
void cancel_guard_drop(CancelGuard *guard);

#endif
