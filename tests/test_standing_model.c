// Every order of the steps by which an actor is moved on without a lock while
// others look at it with one (acting/standing.h), as a model: one that runs it
// to its end and makes the slot another's, and two that want to hear of the
// end. It is also tried with each of its essential steps taken out, and must
// fail then.
#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  STORES_INSTEAD_OF_EXCHANGING,  // the mover, after it has seen no mark
  MOVES_UNDER_THEIR_EYES,        // it finds a mark, and takes no lock
  LEAVES_NO_MARK,                // who looks
  MARKS_WHATEVER_IT_IS           // who looks, by now at another generation
} Mistake;

typedef enum Move { END, FREE, RENEW, FILL, BEAR, DONE } Move;

typedef enum At { AT_READ, AT_EXCHANGE, AT_LOCK, AT_SET } At;

typedef enum LookerAt {
  LOOKER_COMES,
  LOOKER_READS,
  LOOKER_MARKS,
  LOOKER_LOOKS,  // with the lock: all has to stay as it is
  LOOKER_LISTED,
  LOOKER_TOLD
} LookerAt;

typedef enum Status { RUNNING, ENDED, IS_FREE, UNBORN } Status;

enum { LOOKERS = 2, NOBODY_HAS_IT = 0, MOVER = 1, LOOKER = 2 };

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct Word {
  u8 generation;
  u8 status;
  u8 looked;
} Word;

typedef struct World {
  Word word;
  u8 lock;  // who has it
  u8 move;
  u8 at;
  Word seen;  // by the mover
  u8 lookers[LOOKERS];
  Word looker_saw[LOOKERS];
  u8 wrong;  // it changed while somebody looked
} World;

static bool same(Word a, Word b) {
  return a.generation == b.generation && a.status == b.status &&
         a.looked == b.looked;
}

// ---- The mover ----

static Word moved(Word word, Move move) {
  if (move == RENEW) {
    return (Word){.generation = (u8)(word.generation + 1), .status = UNBORN};
  }
  word.status = move == END ? ENDED : IS_FREE;
  return word;
}

static void set_word(World *world, Word word) {
  for (size_t i = 0; i < LOOKERS; i++) {
    world->wrong |= world->lookers[i] == LOOKER_LOOKS;
  }
  world->word = word;
}

static void next_move(World *world) {
  world->move++;
  world->at = AT_READ;
}

static void exchange(World *world, Mistake mistake) {
  bool stores = mistake == STORES_INSTEAD_OF_EXCHANGING;
  if (!world->seen.looked && (stores || same(world->word, world->seen))) {
    set_word(world, moved(world->seen, (Move)world->move));
    next_move(world);
  } else if (mistake == MOVES_UNDER_THEIR_EYES) {
    set_word(world, moved(world->word, (Move)world->move));
    next_move(world);
  } else {
    world->at = AT_LOCK;
  }
}

// With the lock: whoever waits for the end hears of it when the slot is free.
static void set_locked(World *world) {
  set_word(world, moved(world->word, (Move)world->move));
  for (size_t i = 0; i < LOOKERS && world->move == FREE; i++) {
    if (world->lookers[i] == LOOKER_LISTED) {
      world->lookers[i] = LOOKER_TOLD;
    }
  }
  world->lock = NOBODY_HAS_IT;
  next_move(world);
}

static bool mover_can_step(const World *world) {
  return world->move != DONE &&
         (world->at != AT_LOCK || world->lock == NOBODY_HAS_IT);
}

static void mover_step(World *world, Mistake mistake) {
  if (world->move == FILL) {
    set_word(world, world->word);  // all but the word
    next_move(world);
  } else if (world->move == BEAR) {
    set_word(world, (Word){.generation = world->word.generation});
    next_move(world);
  } else if (world->at == AT_READ) {
    world->seen = world->word;
    world->at = AT_EXCHANGE;
  } else if (world->at == AT_EXCHANGE) {
    exchange(world, mistake);
  } else if (world->at == AT_LOCK) {
    world->lock = MOVER;
    world->at = AT_SET;
  } else {
    set_locked(world);
  }
}

// ---- Who looks ----

static void leave(World *world, size_t self, LookerAt at) {
  world->lock = NOBODY_HAS_IT;
  world->lookers[self] = (u8)at;
}

static void mark(World *world, size_t self, Mistake mistake) {
  Word *saw = &world->looker_saw[self];
  if (saw->generation != 1) {
    leave(world, self, LOOKER_TOLD);  // that it is long ago
  } else if (mistake == LEAVES_NO_MARK) {
    world->lookers[self] = LOOKER_LOOKS;
  } else if (mistake == MARKS_WHATEVER_IT_IS || same(world->word, *saw)) {
    world->word.looked = 1;
    *saw = world->word;
    world->lookers[self] = LOOKER_LOOKS;
  } else {
    world->lookers[self] = LOOKER_READS;  // again
  }
}

static bool looker_can_step(const World *world, size_t self) {
  return world->lookers[self] < LOOKER_LISTED &&
         (world->lookers[self] != LOOKER_COMES || world->lock == NOBODY_HAS_IT);
}

static void looker_step(World *world, size_t self, Mistake mistake) {
  if (world->lookers[self] == LOOKER_COMES) {
    world->lock = (u8)(LOOKER + self);
    world->lookers[self] = LOOKER_READS;
  } else if (world->lookers[self] == LOOKER_READS) {
    world->looker_saw[self] = world->word;
    world->lookers[self] = LOOKER_MARKS;
  } else if (world->lookers[self] == LOOKER_MARKS) {
    mark(world, self, mistake);
  } else {
    bool over = world->looker_saw[self].status == IS_FREE;
    leave(world, self, over ? LOOKER_TOLD : LOOKER_LISTED);
  }
}

// ---- All states that can be reached ----

typedef struct States {
  Seen *seen;
  size_t count;
  bool wrong;    // something changed while somebody looked
  bool forgets;  // the end of all, and one that waits was not told
} States;

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  states->wrong = states->wrong || world->wrong != 0;
  bool moves = false;
  if (mover_can_step(world)) {
    World next = *world;
    mover_step(&next, mistake);
    explore(states, &next, mistake);
    moves = true;
  }
  for (size_t i = 0; i < LOOKERS; i++) {
    if (looker_can_step(world, i)) {
      World next = *world;
      looker_step(&next, i, mistake);
      explore(states, &next, mistake);
      moves = true;
    }
  }
  for (size_t i = 0; i < LOOKERS; i++) {
    states->forgets =
        states->forgets || (!moves && world->lookers[i] != LOOKER_TOLD);
  }
}

static States explore_all(Mistake mistake) {
  States states = {.seen = seen_new(sizeof(World))};
  World first = {.word = {.generation = 1, .status = RUNNING}};
  explore(&states, &first, mistake);
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void what_is_looked_at_stays_and_who_waits_is_told(void) {
  States states = explore_all(NO_MISTAKE);
  CU_ASSERT(states.count > 300);
  CU_ASSERT_FALSE(states.wrong);
  CU_ASSERT_FALSE(states.forgets);
}

static void a_store_instead_of_an_exchange_loses_the_mark(void) {
  States states = explore_all(STORES_INSTEAD_OF_EXCHANGING);
  CU_ASSERT(states.wrong);
  CU_ASSERT(states.forgets);
}

static void who_moves_without_the_lock_moves_under_the_eyes_of_others(void) {
  CU_ASSERT(explore_all(MOVES_UNDER_THEIR_EYES).wrong);
}

static void who_leaves_no_mark_is_not_told(void) {
  States states = explore_all(LEAVES_NO_MARK);
  CU_ASSERT(states.wrong);
  CU_ASSERT(states.forgets);
}

static void who_marks_another_generation_waits_for_one_that_has_ended(void) {
  States states = explore_all(MARKS_WHATEVER_IT_IS);
  CU_ASSERT(states.wrong);
  CU_ASSERT(states.forgets);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(what_is_looked_at_stays_and_who_waits_is_told),
      CASE(a_store_instead_of_an_exchange_loses_the_mark),
      CASE(who_moves_without_the_lock_moves_under_the_eyes_of_others),
      CASE(who_leaves_no_mark_is_not_told),
      CASE(who_marks_another_generation_waits_for_one_that_has_ended),
      CU_TEST_INFO_NULL};
  return run_suite("standing-model", cases);
}
