// links.h -- two actors that live and die together.
//
// A link holds in both directions, whoever made it. When one of the two ends
// with another reason than normal, the other ends with STOPPED_LINK, and so on
// along its own links; unless it traps: then the end is a message of its own
// protocol, like that of a monitor (monitors.h). The news leaves the ended
// actor after everything else it sent, and was allocated with the link. Two
// actors have one link or none. All of it from handlers, on_start or on_stop.
#ifndef SURVIVING_LINKS_H
#define SURVIVING_LINKS_H

#include "surviving/monitors.h"
#include "telling/outcome.h"

// Links this actor with another. LINK_OK also if they are linked already, and
// for itself, where it means nothing. LINK_STOPPED: it has ended, or is no
// actor of this system; LINK_NO_MEMORY: nothing has changed.
MUST_USE LinkOutcome actor_link(Ref other);

// Links this actor with one that is prepared (spawning.h), and starts it: the
// link is there before anything of it runs. Refused, it is still prepared.
MUST_USE LinkOutcome actor_start_linked(Ref prepared);

// From now on the end of the other does nothing to this actor, even if the news
// is in its mailbox already. The other is told, and cut loose too.
void actor_unlink(Ref other);

// From now on ends come as this message, normal ones too; its fields are
// DOWN_HEAD, and `monitor` is 0. NULL: as if it had never been called.
void actor_trap_links(EndingCarrier *ending);

#endif
