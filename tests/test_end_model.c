// Every state of an end that meets a tell and an ask (send.c, mailbox.c,
// leftovers.c, requests.c), as a model of its steps: one actor that is asked by
// a thread that waits and told by another actor, while main stops all three. It
// is also tried with each of its essential steps taken out, and must fail then.
// What is done under a lock is one step.
#include <string.h>

#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  DROPS_WHAT_COMES_LATE,     // into a mailbox that was closed meanwhile
  RETURNS_BEFORE_IT_CLOSES,  // what is left in the mailbox
  ANSWERS_NOBODY,            // of those whose asks are left
  LOOKS_BEFORE_IT_WAITS,     // and waits in a step of its own
  FREES_TOO_EARLY            // when the one that was asked has ended
} Mistake;

enum { MAIL_NONE, MAIL_ASK, MAIL_TELL, MAIL_STOP, MOST_MAIL = 3 };

typedef enum AskerAt {
  ASKER_OPENS,
  ASKER_RESERVES,
  ASKER_PUSHES,
  ASKER_LOOKS,
  ASKER_LIES_DOWN,  // with LOOKS_BEFORE_IT_WAITS
  ASKER_WAITS,
  ASKER_COLLECTS,
  ASKER_IDLE,
  ASKER_ENDED
} AskerAt;

typedef enum TellerAt {
  TELLER_RESERVES,
  TELLER_PUSHES,
  TELLER_IDLE,
  TELLER_ENDED
} TellerAt;

typedef enum TargetAt {
  TARGET_TAKES,
  TARGET_CLOSES,
  TARGET_RETURNS,
  TARGET_BURIES,
  TARGET_ENDED
} TargetAt;

typedef enum MainAt {
  MAIN_DRAINS,
  MAIN_PUSHES,
  MAIN_TELLS,
  MAIN_AWAITS,
  MAIN_FREED
} MainAt;

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct World {
  u8 mail[MOST_MAIL];  // the oldest first
  u8 draining;
  u8 closed;
  u8 target;
  u8 asker;
  u8 open;      // the request
  u8 answered;  // its answer is there
  u8 teller;
  u8 accepted;  // what it told
  u8 handled;
  u8 dead;
  u8 main;
  u8 told;  // the other two are to end
  u8 wrong;
} World;

// Once; whoever comes later finds it closed.
static void answer(World *world) {
  if (world->open) {
    world->wrong |= world->main == MAIN_FREED;
    world->open = 0;
    world->answered = 1;
  }
}

static void bounce(World *world, u8 mail, Mistake mistake) {
  if (mail == MAIL_TELL) {
    world->dead++;
  } else if (mail == MAIL_ASK && mistake != ANSWERS_NOBODY) {
    answer(world);
  }
}

static void push(World *world, u8 mail, Mistake mistake) {
  if (!world->closed) {
    size_t at = 0;
    while (world->mail[at] != MAIL_NONE) {
      at++;
    }
    world->mail[at] = mail;
  } else if (mistake != DROPS_WHAT_COMES_LATE) {
    bounce(world, mail, mistake);
  }
}

static u8 pop(World *world) {
  u8 mail = world->mail[0];
  memmove(world->mail, world->mail + 1, MOST_MAIL - 1);
  world->mail[MOST_MAIL - 1] = MAIL_NONE;
  return mail;
}

// ---- The four ----

static bool ask_step(World *world, Mistake mistake) {
  switch ((AskerAt)world->asker) {
    case ASKER_OPENS:
      world->open = 1;
      world->asker = ASKER_RESERVES;
      return true;
    case ASKER_RESERVES:
      world->open = !(world->draining || world->closed);
      world->asker = world->open ? ASKER_PUSHES : ASKER_IDLE;
      return true;
    case ASKER_PUSHES:
      push(world, MAIL_ASK, mistake);
      world->asker = ASKER_LOOKS;
      return true;
    case ASKER_LOOKS:
      world->asker = world->answered                    ? ASKER_COLLECTS
                     : mistake == LOOKS_BEFORE_IT_WAITS ? ASKER_LIES_DOWN
                                                        : ASKER_WAITS;
      return true;
    case ASKER_LIES_DOWN:
      world->asker = ASKER_WAITS;
      return true;
    case ASKER_WAITS:  // woken by the answer, not by one before it
      return false;
    case ASKER_COLLECTS:
      world->wrong |= world->main == MAIN_FREED;
      world->asker = ASKER_IDLE;
      return true;
    case ASKER_IDLE:
      world->asker = world->told ? ASKER_ENDED : ASKER_IDLE;
      return world->told;
    case ASKER_ENDED:
      break;
  }
  return false;
}

static bool tell_step(World *world, Mistake mistake) {
  switch ((TellerAt)world->teller) {
    case TELLER_RESERVES:
      world->accepted = !(world->draining || world->closed);
      world->teller = world->accepted ? TELLER_PUSHES : TELLER_IDLE;
      return true;
    case TELLER_PUSHES:
      world->wrong |= world->main == MAIN_FREED;
      push(world, MAIL_TELL, mistake);
      world->teller = TELLER_IDLE;
      return true;
    case TELLER_IDLE:
      world->teller = world->told ? TELLER_ENDED : TELLER_IDLE;
      return world->told;
    case TELLER_ENDED:
      break;
  }
  return false;
}

static void handle(World *world, Mistake mistake) {
  switch (pop(world)) {
    case MAIL_ASK:
      answer(world);
      break;
    case MAIL_TELL:
      world->handled++;
      break;
    default:
      world->target =
          mistake == RETURNS_BEFORE_IT_CLOSES ? TARGET_RETURNS : TARGET_CLOSES;
      break;
  }
}

static bool target_step(World *world, Mistake mistake) {
  bool returns_first = mistake == RETURNS_BEFORE_IT_CLOSES;
  switch ((TargetAt)world->target) {
    case TARGET_TAKES:
      if (world->mail[0] == MAIL_NONE) {
        return false;
      }
      handle(world, mistake);
      return true;
    case TARGET_CLOSES:
      world->closed = 1;
      world->target = returns_first ? TARGET_BURIES : TARGET_RETURNS;
      return true;
    case TARGET_RETURNS:
      if (world->mail[0] != MAIL_NONE) {
        bounce(world, pop(world), mistake);
      } else {
        world->target = returns_first ? TARGET_CLOSES : TARGET_BURIES;
      }
      return true;
    case TARGET_BURIES:
      world->target = TARGET_ENDED;
      return true;
    case TARGET_ENDED:
      break;
  }
  return false;
}

static bool main_step(World *world, Mistake mistake) {
  bool others = world->asker == ASKER_ENDED && world->teller == TELLER_ENDED;
  switch ((MainAt)world->main) {
    case MAIN_DRAINS:
      world->draining = 1;
      world->main = MAIN_PUSHES;
      return true;
    case MAIN_PUSHES:
      push(world, MAIL_STOP, mistake);
      world->main = MAIN_TELLS;
      return true;
    case MAIN_TELLS:
      world->told = 1;
      world->main = MAIN_AWAITS;
      return true;
    case MAIN_AWAITS:
      if (world->target == TARGET_ENDED &&
          (others || mistake == FREES_TOO_EARLY)) {
        world->main = MAIN_FREED;
        return true;
      }
      break;
    case MAIN_FREED:
      break;
  }
  return false;
}

// ---- All states that can be reached ----

typedef struct States {
  Seen *seen;
  size_t count;
  bool wrong;  // the system was freed under somebody
  bool stuck;  // somebody waits for ever
  bool lost;   // what was told is neither handled nor a dead letter
} States;

typedef bool StepFn(World *world, Mistake mistake);
static StepFn *const steps[] = {ask_step, tell_step, target_step, main_step};

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  states->wrong = states->wrong || world->wrong;
  bool over = true;
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    World next = *world;
    if (steps[i](&next, mistake)) {
      bool wakes = next.answered && !world->answered;
      next.asker =
          wakes && next.asker == ASKER_WAITS ? ASKER_COLLECTS : next.asker;
      explore(states, &next, mistake);
      over = false;
    }
  }
  if (over) {
    states->stuck = states->stuck || world->main != MAIN_FREED;
    states->lost =
        states->lost || world->accepted != world->handled + world->dead;
  }
}

static States explore_all(Mistake mistake) {
  States states = {.seen = seen_new(sizeof(World))};
  World first = {.target = TARGET_TAKES};
  explore(&states, &first, mistake);
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void whoever_asks_or_tells_one_that_ends_is_answered_or_bounced(void) {
  States states = explore_all(NO_MISTAKE);
  CU_ASSERT(states.count > 300);
  CU_ASSERT_FALSE(states.wrong);
  CU_ASSERT_FALSE(states.stuck);
  CU_ASSERT_FALSE(states.lost);
}

static void who_drops_what_comes_too_late_loses_it(void) {
  States states = explore_all(DROPS_WHAT_COMES_LATE);
  CU_ASSERT(states.lost);
  CU_ASSERT(states.stuck);
}

static void who_returns_what_is_left_before_it_closes_loses_the_rest(void) {
  States states = explore_all(RETURNS_BEFORE_IT_CLOSES);
  CU_ASSERT(states.lost);
  CU_ASSERT(states.stuck);
}

static void who_answers_none_of_the_asks_left_has_them_wait_for_ever(void) {
  CU_ASSERT(explore_all(ANSWERS_NOBODY).stuck);
}

static void who_looks_before_it_waits_misses_the_answer(void) {
  CU_ASSERT(explore_all(LOOKS_BEFORE_IT_WAITS).stuck);
}

static void who_frees_when_one_has_ended_frees_it_under_the_others(void) {
  CU_ASSERT(explore_all(FREES_TOO_EARLY).wrong);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(whoever_asks_or_tells_one_that_ends_is_answered_or_bounced),
      CASE(who_drops_what_comes_too_late_loses_it),
      CASE(who_returns_what_is_left_before_it_closes_loses_the_rest),
      CASE(who_answers_none_of_the_asks_left_has_them_wait_for_ever),
      CASE(who_looks_before_it_waits_misses_the_answer),
      CASE(who_frees_when_one_has_ended_frees_it_under_the_others),
      CU_TEST_INFO_NULL};
  return run_suite("end model", cases);
}
