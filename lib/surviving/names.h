// names.h -- actors found by a name.
//
// A name belongs to one actor at a time; an actor may have several. All of them
// end with it: after on_stop, and before anybody can hear of the end in any way
// (a returned ask, a monitor, a link, a wait). One that was stopped and still
// handles what it has keeps them until then. A name found may belong to an
// actor that has ended by the time it is used, as any reference may.
//
// Any thread, also a handler; what is seen holds at one instant of the run. A
// name has 1 to NAME_LIMIT bytes; any other is a bug of the caller.
#ifndef SURVIVING_NAMES_H
#define SURVIVING_NAMES_H

#include "acting/dispatch.h"
#include "telling/outcome.h"
#include "telling/protocol.h"
#include "telling/ref.h"

enum { NAME_LIMIT = 63 };

// Gives the actor the name, which is copied. NAME_TAKEN: some actor has it,
// perhaps this one; NAME_STOPPED: it has ended, or is no actor that can be
// reached from here; NAME_NO_MEMORY. Refused, nothing has changed.
MUST_USE NameOutcome names_register(Ref ref, const char *name);

// Takes the name from the actor. False: it does not have it.
bool names_unregister(Ref ref, const char *name);

// The actor of that name if it understands the protocol (NULL: whatever it
// understands); NOBODY: there is none.
MUST_USE Ref names_whereis(System *system, const char *name,
                           const Protocol *protocol);

// The same with its type: CounterRef found = WHEREIS(counter, system, "name").
#define WHEREIS(prefix, system, name) \
  ((struct prefix##_ref){names_whereis(system, name, &prefix##_protocol)})

#endif
