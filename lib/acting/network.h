// network.h -- machines that are not there: which actor is on which node, how
// nodes are linked, and which actor is slow. Not for users.
//
// Only under the stepper, and only once a watcher has asked for it. All actors
// are on the node `here` until they are put on another. A message that leaves
// its outbox for another node is handed to the network, which lets it through,
// holds it (the link is cut), loses it (cut and lossy), or carries it for a
// time that is drawn from the seed. Between two actors messages stay in order.
// What is held leaves when the link is mended. The runtime's own messages
// (start, stop, notices of ends) always get through: the network carries what
// actors say.
//
//   command := "node" NAME               puts Event.actor there
//            | "partition" {NAME} "|" {NAME} ["lossy"] ["for" TIME]
//            | "heal"
//            | "latency" NAME NAME TIME [".." TIME]
//            | "slow" TIME               Event.actor takes nothing for so long
//   TIME    := NUMBER ("ns" | "us" | "ms" | "s")
// A node is there as soon as an actor is put on it. What happens is told as
// EVENT_FAULT: "node" (actor, text), "cut" (text = both nodes, number = 1:
// lossy), "mend", "latency" (text = both, number = least, due = most), "slow"
// (actor, due), "awake" (actor), and of a message "hold", "lose" and "carry"
// (due).
#ifndef ACTING_NETWORK_H
#define ACTING_NETWORK_H

#include "acting/runtime.h"
#include "base/rng.h"

enum { NETWORK_NODES = 16, NETWORK_NAME = 24, NETWORK_PLACED = 1024 };

typedef struct Link {
  bool cut;
  bool lossy;
  i64 least;
  i64 most;
} Link;

typedef struct Placed {
  u64 ref;
  u8 node;
} Placed;

typedef struct Carried Carried;

typedef struct Network {
  Rng rng;
  char names[NETWORK_NODES][NETWORK_NAME];  // names[0] is "here"
  size_t nodes;
  Link links[NETWORK_NODES][NETWORK_NODES];  // the same both ways
  Placed placed[NETWORK_PLACED];
  size_t placed_count;
  Carried *first;  // on its way or held, in the order of sending
  struct Pause *pauses;
  bool passing;  // what arrives now has been carried
} Network;

// Carries out a command as a step. NULL, or why nothing has changed.
const char *network_command(System *system, const Event *command);

// True: the network has taken the message over, and it will arrive later or
// never. Called with one that would arrive now; System.network is not NULL.
MUST_USE bool network_takes(System *system, Message *message);

// True while the actor takes nothing; System.network is not NULL.
bool network_is_slow(const System *system, Ref actor);

// At the end of the system: what it has is undeliverable. NULL is allowed.
void network_end(System *system);

// For network_words.c: the links between two sets of nodes, bit by bit.
void network_cut(System *system, u32 left, u32 right, bool lossy);
// Mends them and lets go what is held there.
void network_mend(System *system, u32 left, u32 right);
// All of them; nothing is left to be mended later.
void network_mend_all(System *system);
// The actor takes nothing for so long; or these links are mended then. False:
// out of memory.
MUST_USE bool network_pause(System *system, Ref actor, i64 length);
MUST_USE bool network_mend_later(System *system, u32 left, u32 right,
                                 i64 length);

#endif
