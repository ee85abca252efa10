// pingpong.c -- two actors, n round trips.
#include "base/deadline.h"
#include "workload.h"

#define PLAYER(M)                                                       \
  M(PLAYER_SERVE, player, serve, (ref(Player), partner)(i64, rounds), ) \
  M(PLAYER_PING, player, ping, (ref(Player), from), )                   \
  M(PLAYER_PONG, player, pong, , )                                      \
  M(PLAYER_SCORE, player, score, , (i64, pings)(i64, pongs))
REF(Player, player)
PROTOCOL_AFTER_REF(Player, player, PLAYER)
STATE(PlayerState, (ref(Player), partner)(i64, left)(i64, pings)(i64, pongs))
ACTOR(Player, player, PlayerState, playing)

static void playing(PlayerState *self, const PlayerMsg *message) {
  switch (message->kind) {
    case PLAYER_SERVE:
      self->partner = message->serve.partner;
      self->left = message->serve.rounds;
      CHECK(player_tell_ping(self->partner, player_self()) == TELL_OK);
      break;
    case PLAYER_PING:
      self->pings++;
      CHECK(player_tell_pong(message->ping.from) == TELL_OK);
      break;
    case PLAYER_PONG:
      self->pongs++;
      if (--self->left > 0) {
        CHECK(player_tell_ping(self->partner, player_self()) == TELL_OK);
      }
      break;
    case PLAYER_SCORE:
      player_reply_score(self->pings, self->pongs);
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  (void)extra;
  PlayerRef one = player_spawn(system, "one", (PlayerState){.left = 0});
  PlayerRef two = player_spawn(system, "two", (PlayerState){.left = 0});
  Result result = {.units = 2 * n, .started = clock_now()};
  CHECK(player_tell_serve(one, two, n) == TELL_OK);
  result.right = system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  struct player_score_reply first;
  struct player_score_reply second;
  result.right = result.right &&
                 player_ask_score(one, &first, NEVER) == ASK_OK &&
                 player_ask_score(two, &second, NEVER) == ASK_OK &&
                 first.pongs == n && second.pings == n;
  return result;
}

const Workload pingpong = {
    "pingpong", "two actors, N round trips", 1000000, 0, 0, run};
