// chameneos.c -- creatures meet in a mall, two at a time, and change colours.
#include "base/deadline.h"
#include "base/mem.h"
#include "workload.h"

REF(Creature, creature)
#define MALL(M) M(MALL_HERE, mall, here, (ref(Creature), who)(i64, colour), )
PROTOCOL(Mall, mall, MALL)
STATE(MallState, (i64, left)(ref(Creature), waiting)(i64, colour))
ACTOR(Mall, mall, MallState, opening)

#define CREATURE(M)                                                     \
  M(CREATURE_BEGIN, creature, begin, , )                                \
  M(CREATURE_MEET, creature, meet, (ref(Creature), who)(i64, colour), ) \
  M(CREATURE_CHANGE, creature, change, (i64, colour), )                 \
  M(CREATURE_MEETINGS, creature, meetings, , (i64, meetings))
PROTOCOL_AFTER_REF(Creature, creature, CREATURE)
STATE(CreatureState, (ref(Mall), mall)(i64, colour)(i64, meetings))
ACTOR(Creature, creature, CreatureState, living)

static void opening(MallState *self, const MallMsg *message) {
  switch (message->kind) {
    case MALL_HERE:
      if (self->left == 0) {
        break;
      }
      if (ref_equal(self->waiting.ref, NOBODY)) {
        self->waiting = message->here.who;
        self->colour = message->here.colour;
        break;
      }
      self->left--;
      CHECK(creature_tell_meet(self->waiting, message->here.who,
                               message->here.colour) == TELL_OK);
      self->waiting = (CreatureRef){NOBODY};
      break;
  }
}

// What two different colours make is the third.
static i64 complement(i64 one, i64 other) {
  return one == other ? one : 3 - one - other;
}

static void go_to_mall(CreatureState *self) {
  self->meetings++;
  CHECK(mall_tell_here(self->mall, creature_self(), self->colour) == TELL_OK);
}

static void living(CreatureState *self, const CreatureMsg *message) {
  switch (message->kind) {
    case CREATURE_BEGIN:
      CHECK(mall_tell_here(self->mall, creature_self(), self->colour) ==
            TELL_OK);
      break;
    case CREATURE_MEET:
      self->colour = complement(self->colour, message->meet.colour);
      CHECK(creature_tell_change(message->meet.who, self->colour) == TELL_OK);
      go_to_mall(self);
      break;
    case CREATURE_CHANGE:
      self->colour = message->change.colour;
      go_to_mall(self);
      break;
    case CREATURE_MEETINGS:
      creature_reply_meetings(self->meetings);
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  CreatureRef *all = mem_array(CreatureRef, (size_t)extra);
  MallRef mall = mall_spawn(system, "mall", (MallState){.left = n});
  for (i64 i = 0; i < extra; i++) {
    all[i] = creature_spawn(system, "creature",
                            (CreatureState){.mall = mall, .colour = i % 3});
  }
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = 4 * n, .started = clock_now()};
  for (i64 i = 0; i < extra; i++) {
    CHECK(creature_tell_begin(all[i]) == TELL_OK);
  }
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  i64 meetings = 0;
  for (i64 i = 0; i < extra; i++) {
    struct creature_meetings_reply reply = {0};
    right = right && creature_ask_meetings(all[i], &reply, NEVER) == ASK_OK;
    meetings += reply.meetings;
  }
  mem_free(all);
  result.right = right && meetings == 2 * n;
  return result;
}

const Workload chameneos = {
    "chameneos", "N meetings of EXTRA creatures in one mall", 400000, 100, 2,
    run};
