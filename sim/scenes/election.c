// election.c -- five nodes in a ring elect the one with the highest number.
// (Chang and Roberts, 1979)
#include "troupe.h"

// meet(next) closes the ring; run starts this node's candidacy; vote(number)
// goes round.
#define NODE(M)                                 \
  M(NODE_MEET, node, meet, (ref(Node), next), ) \
  M(NODE_RUN, node, run, , )                    \
  M(NODE_VOTE, node, vote, (i64, number), )
REF(Node, node)
PROTOCOL_AFTER_REF(Node, node, NODE)
STATE(NodeState, (ref(Node), next)(i64, number)(i64, passed)(bool, leads))
ACTOR(Node, node, NodeState, voting)

static void voting(NodeState *self, const NodeMsg *message) {
  switch (message->kind) {
    case NODE_MEET:
      self->next = message->meet.next;
      break;
    case NODE_RUN:
      ignore(node_tell_vote(self->next, self->number));
      break;
    case NODE_VOTE:
      // A lower number is not passed on: its node loses.
      if (message->vote.number > self->number) {
        self->passed++;
        ignore(node_tell_vote(self->next, message->vote.number));
      } else if (message->vote.number == self->number) {
        self->leads = true;
      }
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  const char *const names[] = {"ann", "bob", "cyd", "dan", "eve"};
  const i64 numbers[] = {3, 5, 1, 4, 2};
  NodeRef nodes[5];
  for (int i = 0; i < 5; i++) {
    nodes[i] = node_spawn(system, names[i], (NodeState){.number = numbers[i]});
  }
  for (int i = 0; i < 5; i++) {
    ignore(node_tell_meet(nodes[i], nodes[(i + 1) % 5]));
  }
  // Only now: a vote must not reach a node that has not met the next.
  for (int i = 0; i < 5; i++) {
    ignore(node_tell_run(nodes[i]));
  }
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
