// event.h -- what happened: the one vocabulary of the trace.
//
// The runtime tells a listener what it does as a sequence of Events; a picture
// of the system is a fold over them, and going back is folding over fewer.
// With no listener an event costs one branch. The same struct carries, on the
// control stream between a stepped program and the simulator, the options the
// stepper has and the commands the watcher gives (record.h writes it as bytes).
//
// Unused fields are zero or NULL. `actor` and `other` are Ref bits (ref.h).
// Texts are borrowed: they live during the call that hands the event over.
#ifndef TELLING_EVENT_H
#define TELLING_EVENT_H

#include "base/types.h"

// The order is part of the record format: new kinds go before EVENT_KINDS.
typedef enum EventKind {
  EVENT_NONE,
  // The stream itself.
  EVENT_RUN,       // first: number = seed, name = program, text = dispatcher
  EVENT_PROTOCOL,  // name = actor type, text = its protocol (protocol.h prints)
  EVENT_CHOICE,    // a step begins: number = option taken, name = its kind,
                   // actor, other, id, text as in EVENT_OPTION
  EVENT_STEPPED,   // a step ended: number = hash of all events so far
  EVENT_OPTION,    // could happen next: number = index, name = "flush",
                   // "handle", "timer", "wake" or "main"; text = the message
  EVENT_READY,     // waits for a command: number = how many options; text = why
                   // main waits
  EVENT_REFUSED,   // a command changed nothing: text = why, what would be right
  EVENT_ENDED,     // main returned: number = exit status
  // Actors.
  EVENT_SPAWNED,    // actor, other = parent, name = label, text = actor type,
                    // number = mailbox capacity (0: unbounded)
  EVENT_STARTED,    // on_start is done: text = state
  EVENT_BECAME,     // name = behaviour
  EVENT_FAILED,     // text = reason, name = file:line, id = message it was at
  EVENT_RESTARTED,  // number = life
  EVENT_STOPPED,    // number = StopReason, text = reason in words
  // Messages. number of EVENT_SENT: 0 tell, 1 ask, 2 reply, 3 control, 4 timer.
  EVENT_SENT,     // actor -> other, id, request, name, text = printed message;
                  // it is in flight (in the sender's outbox) from here on
  EVENT_FLUSHED,  // actor = receiver, other = sender, id: now in the mailbox;
                  // number = 1 if it may overtake what is there
  EVENT_TAKEN,    // actor, other = sender, id: out of the mailbox, handler runs
  EVENT_HANDLED,  // actor, other = sender, id, name, text = state afterwards
  EVENT_DEAD_LETTER,  // actor = receiver, other = sender, id, name, text;
                      // number = TellOutcome that explains it
  EVENT_OVERFLOWED,   // actor's mailbox let one over its bound: id
  EVENT_QUARANTINED,  // actor set a message aside: id, name, text
  EVENT_UNACCEPTED,   // actor has no case for the message: id, name, text
  // Requests.
  EVENT_ASKED,    // actor asks other: request, id; number = 1 if it is held
  EVENT_REPLIED,  // actor answers other: request, number = AskOutcome, text
  EVENT_LATE,     // a reply came after its request had ended: request, text
  // Time.
  EVENT_TIMER_SET,        // actor, number = timer, time of firing in `due`
  EVENT_TIMER_FIRED,      // actor, number = timer
  EVENT_TIMER_CANCELLED,  // actor, number = timer; due = 1: it had fired, and
                          // its message is dropped
  // Company.
  EVENT_LINKED,       // actor, other: each hears of the other's end
  EVENT_UNLINKED,     // actor, other: not any more, by actor's will
  EVENT_MONITORED,    // actor watches other, number = monitor
  EVENT_DEMONITORED,  // actor, number = monitor
  EVENT_NAMED,        // actor, name
  EVENT_UNNAMED,      // actor, name
  // Waiting. number of EVENT_BLOCKED: 0 ask, 1 mailbox room, 2 lock, 3 end,
  // 4 quiet, 5 its next life (text: how the last one ended).
  EVENT_BLOCKED,   // actor waits for other: request; text = what for
  EVENT_WOKEN,     // actor goes on
  EVENT_LOCKED,    // actor holds the lock `number`
  EVENT_UNLOCKED,  // actor released it
  EVENT_QUIET,     // nothing can happen any more without help from outside
  // The rest of the world.
  EVENT_OUTPUT,  // actor said: text
  EVENT_FAULT,   // the watcher or a plan did it: name = verb, text
  // Messages put aside.
  EVENT_STASHED,    // actor keeps the message it handles for later: id, name,
                    // text, other = sender
  EVENT_UNSTASHED,  // actor has it in front of its mailbox again: id, name,
                    // text, other = sender, number = how many are before it
  EVENT_STUCK,      // actor handles the message `name` for `number` ns at least
  EVENT_RETURNED,   // the copy that COMMAND_FORK made has ended: number = its
                    // status as waitpid gives it
  EVENT_SOUGHT,     // of COMMAND_SEARCH: name = "judge", "progress", "lengths",
                    // "choices" or "done"; text as acting/explore.h says.
                    // After "looks", in a step: name = "look", number, actor =
                    // what it looks at (PointKind), which no other event tells
  // Of a watcher that has not seen all (live.h, recording.h).
  EVENT_LOST,  // number = events that happened here and were not told, at least
  EVENT_SEEN,  // actor is alive, whatever was told: other = its supervisor,
               // name = label, text = type, number = messages in its mailbox,
               // request = messages handled so far, due = 1 while at one. Of
               // nobody: these were the living; number = 1 if they were all
  EVENT_LEFT,  // after EVENT_ENDED, under the simulator: the process ends and
               // number = blocks of memory (mem.h) that nobody has freed
  EVENT_KINDS,
  // Commands, from the simulator to a stepped program.
  COMMAND_CHOOSE = 128,  // number = index of the option to take
  COMMAND_REPLAY,        // text = indexes, separated by blanks, taken in turn
  COMMAND_RUN,           // number = steps at most; the program's own policy
                         // chooses, with request as its seed if that is not
                         // 0; stops early when nothing is enabled
  COMMAND_SEND,          // actor, text = message as typed or printed
  COMMAND_KILL,          // actor
  COMMAND_QUIT,          // end now
  COMMAND_FORK,          // a copy goes on from here; when it has ended, by
                         // COMMAND_QUIT or otherwise, this is here again
  COMMAND_FAULT,         // name = "drop", "dup", "move" or "delay"; actor = who
                         // has the message `id` in outbox or mailbox; number =
                         // its place from 1 (move), nanoseconds (delay); or
                         // "network": actor, text as acting/network.h says
  COMMAND_SEARCH,        // name = "choices", "plan" or "truth"; text, number as
                         // acting/explore.h says; or "looks": from now on
                         // these are told
  COMMAND_END
} EventKind;

// Who sent it, and its how-manieth it was: a message's name for its whole life.
typedef struct MessageId {
  u64 sender;
  u64 sequence;  // from 1; 0: no message
} MessageId;

typedef struct Event {
  EventKind kind;
  u64 step;  // 0: before the first choice
  i64 time;  // nanoseconds on the system's clock
  u64 actor;
  u64 other;
  MessageId id;
  u64 request;  // 0: none
  u64 number;   // as said beside the kind
  i64 due;
  const char *name;
  const char *text;
} Event;

// Hears every event, in order, one at a time. Must not call the runtime.
typedef void EventListener(void *context, const Event *event);

// Mixes the event, texts included, into a hash of those before it (FNV-1a).
u64 event_hash(u64 hash, const Event *event);

// "spawned" for EVENT_SPAWNED; "?" for a number that is no kind.
const char *event_kind_name(EventKind kind);

#endif
