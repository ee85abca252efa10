// threadring.c -- a token makes n hops round a ring of actors.
#include "base/deadline.h"
#include "base/mem.h"
#include "workload.h"

#define NODE(M)                                 \
  M(NODE_JOIN, node, join, (ref(Node), next), ) \
  M(NODE_TOKEN, node, token, (i64, left), )     \
  M(NODE_HOPS, node, hops, , (i64, hops))
REF(Node, node)
PROTOCOL_AFTER_REF(Node, node, NODE)
STATE(NodeState, (ref(Node), next)(i64, hops))
ACTOR(Node, node, NodeState, passing)

static void passing(NodeState *self, const NodeMsg *message) {
  switch (message->kind) {
    case NODE_JOIN:
      self->next = message->join.next;
      break;
    case NODE_TOKEN:
      self->hops++;
      if (message->token.left > 1) {
        CHECK(node_tell_token(self->next, message->token.left - 1) == TELL_OK);
      }
      break;
    case NODE_HOPS:
      node_reply_hops(self->hops);
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  size_t size = (size_t)extra;
  NodeRef *ring = mem_array(NodeRef, size);
  for (size_t i = 0; i < size; i++) {
    ring[i] = node_spawn(system, "node", (NodeState){.hops = 0});
  }
  for (size_t i = 0; i < size; i++) {
    CHECK(node_tell_join(ring[i], ring[(i + 1) % size]) == TELL_OK);
  }
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = n, .started = clock_now()};
  CHECK(node_tell_token(ring[0], n) == TELL_OK);
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  i64 hops = 0;
  for (size_t i = 0; i < size; i++) {
    struct node_hops_reply reply = {0};
    right = right && node_ask_hops(ring[i], &reply, NEVER) == ASK_OK;
    hops += reply.hops;
  }
  mem_free(ring);
  result.right = right && hops == n;
  return result;
}

const Workload threadring = {
    "threadring", "a token makes N hops round EXTRA actors", 2000000, 100, 1,
    run};
