// Every state of the hand-over between a timer's owner and the thread that
// fires it (timers.c, later.c, delayed.c), as a model of its steps: the owner
// sets a timer, may cancel it, handles what comes, ends, and stops the thread;
// the thread sleeps, takes what is due and fires it; time goes on whenever it
// likes. For a message that comes once to another, once to who set it, and
// again and again. It is also tried with each of its essential steps taken out,
// and must fail then. What is done under a lock is one step.
#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  LEAVES_NO_MARK,          // who cancels one that is being fired
  FREES_WHAT_IS_FIRING,    // and does not leave it to the thread
  LOOKS_AT_MARK_TOO_SOON,  // and takes it out of the list in a step of its own
  TAKES_WITHOUT_LOOKING,   // what was first a moment ago
  LOOKS_ONCE,              // before the listener is told, not after
  ADMITS_ALL,              // a message that came is handled
  GOES_ON_REGARDLESS,      // armed again without a look at the mark
  WAKES_NOBODY,            // when it sets an earlier timer
  WAKES_BEFORE_IT_STOPS    // and says then that it stops
} Mistake;

typedef enum Kind { KIND_ONCE, KIND_OWN, KIND_AGAIN, KINDS } Kind;

typedef enum ThreadAt {
  THREAD_LOOKS,
  THREAD_SLEEPS,
  THREAD_TAKES,    // has seen something that is due
  THREAD_FIRES,    // has it: is it cancelled?
  THREAD_UNLISTS,  // with LOOKS_AT_MARK_TOO_SOON
  THREAD_FIRES_OWN,
  THREAD_TICKS,
  THREAD_GOES_ON,
  THREAD_ARRIVES,
  THREAD_DISCARDS,
  THREAD_ENDED
} ThreadAt;

typedef enum OwnerAt {
  OWNER_SETS,
  OWNER_ADDS,
  OWNER_WAKES,
  OWNER_LIVES,     // can take any time
  OWNER_DISCARDS,  // what it has cancelled
  OWNER_ADMITTED,  // its message has come: what it waited with goes
  OWNER_ENDS,
  OWNER_ENDED,
  OWNER_WAKES_EARLY,  // with WAKES_BEFORE_IT_STOPS
  OWNER_STOPPED
} OwnerAt;

enum { DUE = 1, LATER = 3, NEVER_DUE = 9, TICKS = 2 };

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct World {
  u8 now;
  u8 thread;
  u8 until;  // it sleeps
  u8 owner;
  u8 kind;
  u8 point;  // of the timer
  u8 armed;
  u8 later;  // another timer is armed, for LATER
  u8 listed;
  u8 cancelled;
  u8 firing;
  u8 fired;
  u8 freed;
  u8 messages;  // that are somewhere
  u8 mail;      // of these, in the owner's mailbox
  u8 ticks;
  u8 open;   // the mailbox
  u8 tried;  // the owner has cancelled it
  u8 told;   // that nothing comes any more
  u8 stopping;
  u8 wrong;
} World;

static u8 earliest(const World *world) {
  u8 point = world->armed ? world->point : NEVER_DUE;
  return world->later && LATER < point ? LATER : point;
}

// Whoever reads or writes it must find it.
static void use(World *world) {
  world->wrong |= world->freed > 0;
}

static void discard(World *world) {
  use(world);
  world->freed++;
  world->messages = (u8)(world->messages - !world->fired);
}

static void arrive(World *world) {
  bool to_other = world->kind != KIND_OWN;
  world->wrong |= to_other && world->told;
  world->mail = (u8)(world->mail + world->open);
  world->messages = (u8)(world->messages - !world->open);
}

// ---- The thread ----

static void look(World *world) {
  u8 point = earliest(world);
  world->until = 0;
  if (world->stopping) {
    world->thread = THREAD_ENDED;
  } else if (point > world->now) {
    world->until = point;
    world->thread = THREAD_SLEEPS;
  } else {
    world->thread = THREAD_TAKES;
  }
}

static void take(World *world, Mistake mistake) {
  bool blind = mistake == TAKES_WITHOUT_LOOKING;
  if (world->later && LATER <= world->now && !world->armed) {
    world->later = 0;
    world->thread = THREAD_LOOKS;
  } else if (blind || (world->armed && world->point <= world->now)) {
    use(world);
    world->armed = 0;
    world->thread = THREAD_FIRES;
  } else {
    world->thread = THREAD_LOOKS;
  }
}

static void fire(World *world, Mistake mistake) {
  static const u8 next[KINDS] = {THREAD_ARRIVES, THREAD_FIRES_OWN,
                                 THREAD_TICKS};
  use(world);
  if (world->cancelled) {
    world->thread = THREAD_DISCARDS;
  } else if (world->kind == KIND_ONCE && mistake == LOOKS_AT_MARK_TOO_SOON) {
    world->thread = THREAD_UNLISTS;
  } else {
    world->listed = (u8)(world->listed && world->kind != KIND_ONCE);
    world->firing = world->kind != KIND_ONCE;
    world->thread = next[world->kind];
  }
}

// The listener has been told.
static void fire_own(World *world, Mistake mistake) {
  use(world);
  world->firing = 0;
  if (world->cancelled && mistake != LOOKS_ONCE) {
    world->thread = THREAD_DISCARDS;
  } else {
    world->fired = 1;
    world->thread = THREAD_ARRIVES;
  }
}

static void tick(World *world) {
  use(world);
  if (world->ticks == TICKS) {  // its receiver has ended
    world->listed = 0;
    world->thread = THREAD_DISCARDS;
    return;
  }
  world->ticks++;
  world->messages++;  // and goes on with a copy
  arrive(world);
  world->thread = THREAD_GOES_ON;
}

static void go_on(World *world, Mistake mistake) {
  use(world);
  world->firing = 0;
  if (world->cancelled && mistake != GOES_ON_REGARDLESS) {
    world->thread = THREAD_DISCARDS;
  } else {
    world->armed = 1;
    world->point = (u8)(world->now + 1);
    world->thread = THREAD_LOOKS;
  }
}

static void thread_step(World *world, Mistake mistake) {
  switch ((ThreadAt)world->thread) {
    case THREAD_LOOKS:
    case THREAD_SLEEPS:
      look(world);
      break;
    case THREAD_TAKES:
      take(world, mistake);
      break;
    case THREAD_FIRES:
      fire(world, mistake);
      break;
    case THREAD_UNLISTS:
      world->listed = 0;
      world->thread = THREAD_ARRIVES;
      break;
    case THREAD_FIRES_OWN:
      fire_own(world, mistake);
      break;
    case THREAD_TICKS:
      tick(world);
      break;
    case THREAD_GOES_ON:
      go_on(world, mistake);
      break;
    case THREAD_ARRIVES:
      if (world->kind == KIND_ONCE) {
        use(world);
        world->freed++;
      }
      arrive(world);
      world->thread = THREAD_LOOKS;
      break;
    case THREAD_DISCARDS:
      discard(world);
      world->thread = THREAD_LOOKS;
      break;
    case THREAD_ENDED:
      break;
  }
}

static bool thread_can_step(const World *world) {
  return world->thread != THREAD_ENDED &&
         (world->thread != THREAD_SLEEPS || world->until <= world->now);
}

// ---- The owner ----

// It is asleep no more, if it was.
static void wake(World *world) {
  world->until = 0;
}

// True: it is the owner's to free.
static bool cancel(World *world, Mistake mistake) {
  if (!world->listed) {
    return false;
  }
  use(world);
  world->listed = 0;
  bool armed = world->armed;
  world->cancelled = armed || mistake != LEAVES_NO_MARK;
  if (world->fired) {
    return true;
  }
  world->armed = 0;
  return armed || mistake == FREES_WHAT_IS_FIRING;
}

// TIMER_CANCELLED, or TIMER_LATE.
static void try_to_cancel(World *world, Mistake mistake) {
  world->tried = 1;
  world->told = world->listed && (!world->firing || world->kind == KIND_OWN);
  if (cancel(world, mistake)) {
    world->owner = OWNER_DISCARDS;
  }
}

// What it has set itself is handled only if it is still in the list.
static void handle(World *world, Mistake mistake) {
  world->mail--;
  world->messages--;
  if (world->kind != KIND_OWN) {
    return;
  }
  if (world->listed) {
    use(world);
    world->listed = 0;
    world->owner = OWNER_ADMITTED;
  } else if (mistake == ADMITS_ALL) {
    world->wrong |= world->told;
  }
}

static void end(World *world, Mistake mistake) {
  world->owner = OWNER_ENDED;
  if (cancel(world, mistake)) {
    discard(world);
  }
}

static void stop(World *world, Mistake mistake) {
  if (mistake == WAKES_BEFORE_IT_STOPS && world->owner == OWNER_ENDED) {
    world->owner = OWNER_WAKES_EARLY;
  } else {
    world->stopping = 1;
    world->owner = OWNER_STOPPED;
  }
  if (mistake != WAKES_BEFORE_IT_STOPS || !world->stopping) {
    wake(world);
  }
}

static void owner_step(World *world, Mistake mistake) {
  switch ((OwnerAt)world->owner) {
    case OWNER_SETS:
      world->listed = 1;
      world->messages = 1;
      world->owner = OWNER_ADDS;
      break;
    case OWNER_ADDS:
      world->armed = 1;
      world->point = DUE;
      world->owner = mistake == WAKES_NOBODY ? OWNER_LIVES : OWNER_WAKES;
      break;
    case OWNER_WAKES:
      wake(world);
      world->owner = OWNER_LIVES;
      break;
    case OWNER_LIVES:  // it has had enough
      world->open = 0;
      world->messages = (u8)(world->messages - world->mail);
      world->mail = 0;
      world->owner = OWNER_ENDS;
      break;
    case OWNER_DISCARDS:
      discard(world);
      world->owner = OWNER_LIVES;
      break;
    case OWNER_ADMITTED:
      use(world);
      world->freed++;
      world->owner = OWNER_LIVES;
      break;
    case OWNER_ENDS:
      end(world, mistake);
      break;
    case OWNER_ENDED:
    case OWNER_WAKES_EARLY:
      stop(world, mistake);
      break;
    case OWNER_STOPPED:
      break;
  }
}

// ---- All states that can be reached ----

typedef struct States {
  Seen *seen;
  size_t count;
  bool wrong;   // used after it was freed, or come after it was cancelled
  bool late;    // the thread sleeps although something is due
  bool asleep;  // for ever
  bool left;    // not freed exactly once, or a message is left
} States;

static void judge(States *states, const World *world) {
  bool over = world->owner == OWNER_STOPPED;
  bool sleeps = world->thread == THREAD_SLEEPS && world->until > world->now;
  states->wrong = states->wrong || world->wrong;
  states->late = states->late || (sleeps && earliest(world) <= world->now &&
                                  world->owner != OWNER_WAKES);
  states->asleep = states->asleep || (sleeps && over);
  states->left = states->left || (over && world->thread == THREAD_ENDED &&
                                  (world->freed != 1 || world->messages != 0));
}

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  judge(states, world);
  World next = *world;
  if (thread_can_step(world)) {
    thread_step(&next, mistake);
    explore(states, &next, mistake);
  }
  if (world->now < LATER) {
    next = *world;
    next.now++;
    explore(states, &next, mistake);
  }
  if (world->owner != OWNER_STOPPED) {
    next = *world;
    owner_step(&next, mistake);
    explore(states, &next, mistake);
  }
  if (world->owner == OWNER_LIVES && !world->tried) {
    next = *world;
    try_to_cancel(&next, mistake);
    explore(states, &next, mistake);
  }
  if (world->owner == OWNER_LIVES && world->mail > 0) {
    next = *world;
    handle(&next, mistake);
    explore(states, &next, mistake);
  }
}

static States explore_all(Mistake mistake) {
  States states = {.seen = seen_new(sizeof(World))};
  for (u8 kind = 0; kind < KINDS; kind++) {
    World first = {.kind = kind, .later = 1, .open = 1};
    explore(&states, &first, mistake);
  }
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void a_timer_fires_once_or_is_cancelled_and_is_freed_in_any_order(void) {
  States states = explore_all(NO_MISTAKE);
  CU_ASSERT(states.count > 1000);
  CU_ASSERT_FALSE(states.wrong);
  CU_ASSERT_FALSE(states.late);
  CU_ASSERT_FALSE(states.asleep);
  CU_ASSERT_FALSE(states.left);
}

static void who_cancels_without_a_mark_hears_of_it_all_the_same(void) {
  CU_ASSERT(explore_all(LEAVES_NO_MARK).wrong);
}

static void who_frees_what_is_being_fired_frees_it_under_the_thread(void) {
  CU_ASSERT(explore_all(FREES_WHAT_IS_FIRING).wrong);
}

static void who_looks_at_the_mark_too_soon_brings_what_was_cancelled(void) {
  CU_ASSERT(explore_all(LOOKS_AT_MARK_TOO_SOON).wrong);
}

static void who_takes_what_was_first_before_takes_what_is_gone(void) {
  CU_ASSERT(explore_all(TAKES_WITHOUT_LOOKING).wrong);
}

static void who_looks_only_before_the_listener_keeps_what_was_cancelled(void) {
  States states = explore_all(LOOKS_ONCE);
  CU_ASSERT(states.left || states.wrong);
}

static void who_admits_all_that_came_handles_what_was_cancelled(void) {
  CU_ASSERT(explore_all(ADMITS_ALL).wrong);
}

static void who_goes_on_regardless_ticks_after_it_was_cancelled(void) {
  States states = explore_all(GOES_ON_REGARDLESS);
  CU_ASSERT(states.left || states.wrong);
}

static void who_sets_an_earlier_timer_and_wakes_nobody_waits_too_long(void) {
  CU_ASSERT(explore_all(WAKES_NOBODY).late);
}

static void who_wakes_before_it_says_that_it_stops_waits_for_ever(void) {
  CU_ASSERT(explore_all(WAKES_BEFORE_IT_STOPS).asleep);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_timer_fires_once_or_is_cancelled_and_is_freed_in_any_order),
      CASE(who_cancels_without_a_mark_hears_of_it_all_the_same),
      CASE(who_frees_what_is_being_fired_frees_it_under_the_thread),
      CASE(who_looks_at_the_mark_too_soon_brings_what_was_cancelled),
      CASE(who_takes_what_was_first_before_takes_what_is_gone),
      CASE(who_looks_only_before_the_listener_keeps_what_was_cancelled),
      CASE(who_admits_all_that_came_handles_what_was_cancelled),
      CASE(who_goes_on_regardless_ticks_after_it_was_cancelled),
      CASE(who_sets_an_earlier_timer_and_wakes_nobody_waits_too_long),
      CASE(who_wakes_before_it_says_that_it_stops_waits_for_ever),
      CU_TEST_INFO_NULL};
  return run_suite("timer model", cases);
}
