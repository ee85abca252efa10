// bonds.h -- what links and monitors say to each other. Not for users.
//
// Bonds are changed by messages alone, each by the actor that keeps it, so
// nobody ever holds the locks of two. WATCH and LINK travel to the other end
// and stay there, as the DOWN or EXIT they will leave as; where nobody takes
// them they come back so at once. A DOWN or EXIT is taken only as long as its
// receiver still keeps its own end of the bond; otherwise it is dropped.
#ifndef SURVIVING_BONDS_H
#define SURVIVING_BONDS_H

#include "acting/ask.h"
#include "acting/control_messages.h"
#include "acting/runtime.h"

// The fields of a message that brings an end, as control's down and exit have
// them, whatever they are called.
typedef struct control_down Ending;

// A message of the receiver's own protocol with such fields (see VERB_CARRY_).
typedef const MessageInfo *EndingCarrier(CarrierMark mark, u64 number,
                                         AnyRef who, StopReason reason);

// The running actor; a CHECK that there is one.
Actor *bond_self(void);

// What the carrier stands for; a CHECK that it is of the actor's own protocol.
const MessageInfo *bond_carrier(const Actor *self, EndingCarrier *carrier);

// Allocates both ends of a bond: `kept`, that this actor keeps, and `sent`,
// that will be an `ending` and leaves as `opening`. Gives its number, or 0: out
// of memory, and nothing has changed.
MUST_USE u64 bond_new(Actor *self, Ref other, ControlKind kept,
                      ControlKind opening, ControlKind ending, Message **keeps,
                      Message **sent);

// Sends `sent`, if `other` can be sent to; else it comes back.
void bond_send(Actor *self, Message *sent);

#endif
