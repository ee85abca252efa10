// commit.c -- two-phase commit: both say yes before either does it.
#include <stdlib.h>

#include "troupe.h"

// vote -> yes | decide(commit); tired: has waited too long for that
#define STORE(M)                                   \
  M(STORE_VOTE, store, vote, , (bool, yes))        \
  M(STORE_DECIDE, store, decide, (bool, commit), ) \
  M(STORE_TIRED, store, tired, , )
PROTOCOL(Store, store, STORE)
STATE(StoreState, (bool, patient)(bool, ready)(bool, committed)(bool, aborted))
ACTOR(Store, store, StoreState, storing)

// begin starts it; voted brings a vote.
#define BOSS(M)                  \
  M(BOSS_BEGIN, boss, begin, , ) \
  M(BOSS_VOTED, boss, voted, REPLY_HEAD(bool, yes), )
PROTOCOL(Boss, boss, BOSS)
STATE(BossState, (ref(Store), left)(ref(Store), right)(i64, votes)(i64, yes))
ACTOR(Boss, boss, BossState, deciding)

static void storing(StoreState *self, const StoreMsg *message) {
  switch (message->kind) {
    case STORE_VOTE:
      self->ready = true;
      store_reply_vote(true);
      if (!self->patient) {
        ignore(store_tell_tired_after(store_self(), after_ms(1000)));
      }
      break;
    case STORE_DECIDE:
      self->committed = message->decide.commit && !self->aborted;
      self->aborted |= !message->decide.commit;
      self->ready = false;
      break;
    case STORE_TIRED:
      // Who has said yes has given the decision out of hand: this is wrong.
      self->aborted = !self->committed;
      self->ready = false;
      break;
  }
}

static void deciding(BossState *self, const BossMsg *message) {
  switch (message->kind) {
    case BOSS_BEGIN:
      ignore(store_ask_vote_as(self->left, boss_voted, after_ms(2000)));
      ignore(store_ask_vote_as(self->right, boss_voted, after_ms(2000)));
      break;
    case BOSS_VOTED:
      self->yes += message->voted.outcome == ASK_OK && message->voted.yes;
      if (++self->votes == 2) {
        ignore(store_tell_decide(self->left, self->yes == 2));
        ignore(store_tell_decide(self->right, self->yes == 2));
      }
      break;
  }
}

int main(void) {
  System *system = system_start(NULL);
  StoreState state = {.patient = getenv("patient") != NULL};
  StoreRef left = store_spawn(system, "left", state);
  StoreRef right = store_spawn(system, "right", state);
  BossRef boss =
      boss_spawn(system, "boss", (BossState){.left = left, .right = right});
  ignore(boss_tell_begin(boss));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
