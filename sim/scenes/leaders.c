// leaders.c -- a vote is a lease for a while: may two lead at a time?
#include <stdlib.h>

#include "troupe.h"

// elect -> vote: nobody else gets it before it is free again
#define VOTER(M)                               \
  M(VOTER_ELECT, voter, elect, , (bool, vote)) \
  M(VOTER_FREE, voter, free, , )
PROTOCOL(Voter, voter, VOTER)
STATE(VoterState, (bool, leases)(bool, given))
ACTOR(Voter, voter, VoterState, voting)

// stand starts it, again after a while; voted brings the vote; resign ends it.
#define NODE(M)                                        \
  M(NODE_STAND, node, stand, , )                       \
  M(NODE_VOTED, node, voted, REPLY_HEAD(bool, vote), ) \
  M(NODE_RESIGN, node, resign, , )
PROTOCOL(Node, node, NODE)
STATE(NodeState, (ref(Voter), voter)(bool, returns)(i64, tries)(bool, leads))
ACTOR(Node, node, NodeState, electing)

enum { LEASE_MS = 1000, TERM_MS = 900 };

static void voting(VoterState *self, const VoterMsg *message) {
  switch (message->kind) {
    case VOTER_ELECT:
      voter_reply_elect(!self->given);
      if (!self->given && self->leases) {
        ignore(voter_tell_free_after(voter_self(), after_ms(LEASE_MS)));
      }
      self->given = true;
      break;
    case VOTER_FREE:
      self->given = false;
      break;
  }
}

static void lead(NodeState *self) {
  self->leads = true;
  ignore(node_tell_resign_after(node_self(), after_ms(TERM_MS)));
}

static void electing(NodeState *self, const NodeMsg *message) {
  switch (message->kind) {
    case NODE_STAND:
      ignore(voter_ask_elect_as(self->voter, node_voted, NEVER));
      break;
    case NODE_VOTED:
      if (message->voted.vote) {
        lead(self);
      } else if (self->tries++ == 0) {
        ignore(node_tell_stand_after(node_self(), after_ms(LEASE_MS)));
      }
      break;
    case NODE_RESIGN:
      self->leads = false;
      if (self->returns) {
        ignore(voter_tell_free(self->voter));
      }
      break;
  }
}

int main(void) {
  static const char *const names[] = {"ann", "bob"};
  System *system = system_start(NULL);
  // Either the vote is a lease, or it is given back.
  bool returns = getenv("returns") != NULL;
  VoterRef voter =
      voter_spawn(system, "voter", (VoterState){.leases = !returns});
  for (int i = 0; i < 2; i++) {
    NodeState state = {.voter = voter, .returns = returns};
    ignore(node_tell_stand(node_spawn(system, names[i], state)));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
