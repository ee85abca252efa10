// big.c -- each of many actors sends n pings to random others, one at a time.
#include "base/deadline.h"
#include "base/mem.h"
#include "base/rng.h"
#include "workload.h"

REF(Peer, peer)
typedef struct Peers {
  const PeerRef *all;
  u64 count;
  u64 self;
  Rng rng;
} Peers;

#define PEER(M)                                 \
  M(PEER_BEGIN, peer, begin, (i64, pings), )    \
  M(PEER_PING, peer, ping, (ref(Peer), from), ) \
  M(PEER_PONG, peer, pong, (ref(Peer), from), ) \
  M(PEER_COUNT, peer, count, , (i64, pings)(bool, right))
PROTOCOL_AFTER_REF(Peer, peer, PEER)
STATE(PeerState,
      (i64, left)(i64, pings)(ref(Peer), asked)(bool, wrong)(private(Peers),
                                                             peers))
ACTOR(Peer, peer, PeerState, chatting)

static void ping_another(PeerState *self) {
  if (self->left-- == 0) {
    return;
  }
  Peers *peers = &self->peers;
  u64 chosen = rng_below(&peers->rng, peers->count - 1);
  chosen += chosen >= peers->self;
  self->asked = peers->all[chosen];
  CHECK(peer_tell_ping(self->asked, peer_self()) == TELL_OK);
}

static void chatting(PeerState *self, const PeerMsg *message) {
  switch (message->kind) {
    case PEER_BEGIN:
      self->left = message->begin.pings;
      ping_another(self);
      break;
    case PEER_PING:
      self->pings++;
      CHECK(peer_tell_pong(message->ping.from, peer_self()) == TELL_OK);
      break;
    case PEER_PONG:
      self->wrong =
          self->wrong || !ref_equal(message->pong.from.ref, self->asked.ref);
      ping_another(self);
      break;
    case PEER_COUNT:
      peer_reply_count(self->pings, !self->wrong);
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  PeerRef *all = mem_array(PeerRef, (size_t)extra);
  for (i64 i = 0; i < extra; i++) {
    PeerState state = {
        .peers = {.all = all, .count = (u64)extra, .self = (u64)i}};
    rng_seed(&state.peers.rng, (u64)i);
    all[i] = peer_spawn(system, "peer", state);
  }
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = 2 * n * extra, .started = clock_now()};
  for (i64 i = 0; i < extra; i++) {
    CHECK(peer_tell_begin(all[i], n) == TELL_OK);
  }
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  i64 pings = 0;
  for (i64 i = 0; i < extra; i++) {
    struct peer_count_reply reply = {0};
    right =
        right && peer_ask_count(all[i], &reply, NEVER) == ASK_OK && reply.right;
    pings += reply.pings;
  }
  mem_free(all);
  result.right = right && pings == n * extra;
  return result;
}

const Workload big = {
    "big", "N pings from each of EXTRA actors to random others", 8000, 120, 2,
    run};
