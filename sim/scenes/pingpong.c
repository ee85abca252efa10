// pingpong.c -- two actors send each other a ball.
#include "troupe.h"

// ball(left): so many times it is still to be sent.
#define PLAYER(M)                                        \
  M(PLAYER_MEET, player, meet, (ref(Player), partner), ) \
  M(PLAYER_BALL, player, ball, (i64, left), )
REF(Player, player)
PROTOCOL_AFTER_REF(Player, player, PLAYER)
STATE(PlayerState, (ref(Player), partner)(i64, played))
ACTOR(Player, player, PlayerState, playing)

static void playing(PlayerState *self, const PlayerMsg *message) {
  switch (message->kind) {
    case PLAYER_MEET:
      self->partner = message->meet.partner;
      break;
    case PLAYER_BALL:
      self->played++;
      if (message->ball.left > 0) {
        ignore(player_tell_ball(self->partner, message->ball.left - 1));
      }
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  PlayerRef ping = player_spawn(system, "ping", (PlayerState){.played = 0});
  PlayerRef pong = player_spawn(system, "pong", (PlayerState){.partner = ping});
  ignore(player_tell_meet(ping, pong));
  ignore(player_tell_ball(ping, 9));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
