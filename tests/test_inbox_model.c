// Every state of the two ways into a mailbox (mailbox.c, inbox.c), as a model
// of their steps: a sender, one who puts something urgent under the lock, one
// who turns the inbox off and wants it on again, and the receiver, which two
// workers may run. Nothing may be left behind, nobody run twice at a time, and
// what one sender sent comes in order. Each essential step is also taken out,
// and the model must fail then.
#include <string.h>

#include "seen.h"
#include "support.h"

typedef enum Mistake {
  NO_MISTAKE,
  RESTS_WITHOUT_A_LOOK,  // at what lies beside
  LOOKS_TOO_LATE,        // only when it has given up the promise
  TELLS_TOO_LATE,        // wakes first, says that something lies beside then
  OTHERS_TURN_IT_ON,     // not only the receiver
  LEAVES_IT_TO_WHO_TURNED_IT_OFF,  // the promise it has just given up
  RESTS_BY_STORE,                  // without comparing
  LEAVES_IT_ON,                    // while it takes what is urgent alone
  KEEPS_TO_THE_LOCK                // although the inbox is on again
} Mistake;

enum { SENT = 3, LIST = SENT + 1 };

typedef enum Word { WORD_EMPTY, WORD_IDLE, WORD_CHAIN, WORD_OFF } Word;

// Of bytes alone, so without gaps: it is compared and hashed as bytes.
typedef struct World {
  u8 chain[LIST];  // numbers of messages, ended by 0
  u8 taken[LIST];
  u8 usual[LIST];
  u8 hand[LIST];  // what the receiver has just taken
  u8 word;        // WORD_CHAIN if `chain` holds something
  u8 beside;
  u8 scheduled;  // the promise, while it is off
  u8 unwanted;   // the inbox
  u8 held;       // the receiver takes what is urgent alone, until it has
  u8 urgent;
  u8 locked;  // 0, or who holds the lock
  u8 sender;  // messages pushed, and 0x80 while it has to make the actor run
  u8 way;     // the sender's, of one message
  u8 urger;   // its next step
  u8 switcher;
  u8 workers[2];
  u8 queued;  // how often the actor stands in the run queue
  u8 last;    // handled of the sender
  u8 handled_urgent;
  u8 twice;
  u8 disorder;
} World;

typedef enum WorkerAt {
  AT_IDLE,
  AT_POP,
  AT_TAKE,
  AT_TAKEN,
  AT_RECHECK,
  AT_SLOW,
  AT_OPEN,
  AT_NEXT,
  AT_HANDLED,
  AT_REST,
  AT_REST_WORD,
  AT_REST_LOOK,
  AT_REST_BACK,
  AT_REST_SLOW
} WorkerAt;

enum { URGER = 1, SWITCHER = 2, WORKER = 3 };

// ---- Lists ----

static size_t count(const u8 *list) {
  size_t n = 0;
  while (list[n] != 0) {
    n++;
  }
  return n;
}

static void append(u8 *list, u8 *from) {
  memcpy(list + count(list), from, count(from));
  memset(from, 0, LIST);
}

static u8 pop_first(u8 *list) {
  u8 first = list[0];
  memmove(list, list + 1, LIST - 1);
  list[LIST - 1] = 0;
  return first;
}

static void take_chain(World *world, u8 *into) {
  append(into, world->chain);
  if (world->word == WORD_CHAIN) {
    world->word = WORD_EMPTY;
  }
}

static void handle(World *world, u8 message) {
  world->disorder |= message != world->last + 1;
  world->last = message;
}

static void leave(World *world) {
  world->beside =
      world->urgent > 0 || world->usual[0] != 0 || world->word == WORD_OFF;
  world->locked = 0;
}

// ---- Those who send ----

enum { WAY_OPEN, WAY_PROMISES, WAY_PUTS, WAY_LOCK };

static bool runs(u8 at);

// With the lock, or by the receiver.
static bool wake(World *world) {
  if (world->word == WORD_OFF) {
    bool fresh = !world->scheduled;
    world->scheduled = 1;
    return fresh;
  }
  bool idle = world->word == WORD_IDLE;
  if (idle) {
    world->word = WORD_EMPTY;
  }
  return idle;
}

// To one who rests: promises to have it run, and is its receiver until then.
static bool send_direct(World *world) {
  bool rests = world->word == WORD_IDLE;
  switch (world->way) {
    case WAY_OPEN:
      world->way = rests ? WAY_PROMISES : WAY_OPEN;
      return rests;
    case WAY_PROMISES:
      world->way = rests ? WAY_PUTS : WAY_OPEN;
      world->word = rests ? WORD_EMPTY : world->word;
      return rests;
    default:
      world->twice |= world->queued > 0 || runs(world->workers[0]) ||
                      runs(world->workers[1]) || world->taken[0] != 0;
      world->taken[0] = ++world->sender;
      world->sender |= 0x80;
      world->way = WAY_OPEN;
      return true;
  }
}

static void send_by_inbox(World *world) {
  bool first = world->word == WORD_IDLE;
  world->chain[count(world->chain)] = ++world->sender;
  world->word = WORD_CHAIN;
  world->sender |= first ? 0x80 : 0;
}

// It was seen to be off; it may be on again.
static void send_by_lock(World *world, Mistake mistake) {
  world->way = WAY_OPEN;
  if (world->word != WORD_OFF && mistake != KEEPS_TO_THE_LOCK) {
    send_by_inbox(world);
    return;
  }
  world->usual[count(world->usual)] = ++world->sender;
  world->beside = 1;
  world->sender |= wake(world) ? 0x80 : 0;
}

static void send_step(World *world, Mistake mistake) {
  if (world->sender & 0x80) {
    world->sender &= 0x7F;
    world->queued++;
  } else if (world->way == WAY_LOCK) {
    send_by_lock(world, mistake);
  } else if (send_direct(world)) {
    return;
  } else if (world->word == WORD_OFF) {
    world->way = WAY_LOCK;
  } else {
    send_by_inbox(world);
  }
}

enum { URGER_WAKES = 3, URGER_READY = 5, URGER_DONE = 6 };

static void urge_step(World *world, Mistake mistake) {
  switch (world->urger) {
    case 0:
      world->locked = URGER;
      break;
    case 1:
      world->urgent++;
      break;
    case 2:
      world->beside = mistake == TELLS_TOO_LATE ? world->beside : 1;
      break;
    case URGER_WAKES:
      world->urger = wake(world) ? 0x40 | URGER_WAKES : URGER_WAKES;
      break;
    case 0x40 | (URGER_WAKES + 1):
      leave(world);
      world->urger = URGER_READY - 1;
      break;
    case URGER_WAKES + 1:
      leave(world);
      world->urger = URGER_DONE - 1;
      break;
    default:
      world->queued++;
      break;
  }
  world->urger++;
}

static void turn_on(World *world) {
  world->word = world->scheduled ? WORD_EMPTY : WORD_IDLE;
}

static void switch_step(World *world, Mistake mistake) {
  switch (world->switcher++) {
    case 0:
    case 3:
      world->locked = SWITCHER;
      break;
    case 1:
      world->unwanted = 1;
      if (world->word != WORD_OFF) {
        world->scheduled = world->word != WORD_IDLE;
        append(world->usual, world->chain);
        world->word = WORD_OFF;
      }
      break;
    case 4:
      world->unwanted = 0;
      if (mistake == OTHERS_TURN_IT_ON) {
        turn_on(world);
      }
      break;
    default:
      leave(world);
      break;
  }
}

enum { SWITCHER_DONE = 6 };

// ---- The receiver ----

static void pop_step(World *world, u8 *at) {
  if (world->beside) {
    *at = AT_SLOW;
  } else if (world->held) {
    *at = AT_REST_SLOW;
  } else if (world->taken[0] != 0) {
    handle(world, pop_first(world->taken));
    *at = AT_HANDLED;
  } else {
    *at = AT_TAKE;
  }
}

static void next_step(World *world, u8 *at) {
  *at = AT_HANDLED;
  if (world->urgent > 0) {
    world->urgent--;
    world->handled_urgent++;
    world->held = 0;
  } else if (world->held) {
    *at = AT_REST_SLOW;
  } else if (world->taken[0] != 0) {
    handle(world, pop_first(world->taken));
  } else if (world->usual[0] != 0) {
    handle(world, pop_first(world->usual));
  } else {
    *at = AT_REST;
  }
  leave(world);
}

// All that it has and is not to handle now lies in `usual`, and all that comes.
static void put_aside(World *world, Mistake mistake) {
  append(world->taken, world->usual);
  append(world->usual, world->taken);
  take_chain(world, world->usual);
  if (mistake != LEAVES_IT_ON) {
    world->word = WORD_OFF;
  }
}

static void rest_slow_step(World *world, u8 *at, Mistake mistake) {
  bool mail = world->urgent > 0 ||
              (!world->held && (world->taken[0] != 0 || world->usual[0] != 0));
  *at = AT_POP;
  if (!mail && world->held) {
    put_aside(world, mistake);
  }
  if (!mail && world->word == WORD_OFF) {
    world->scheduled = 0;
    *at = AT_IDLE;
  } else if (!mail && world->word == WORD_EMPTY) {
    world->word = WORD_IDLE;
    *at = AT_IDLE;
  }
  leave(world);
}

// After a message it first tries to rest: mostly there is no other.
static void handled_step(World *world, u8 *at, Mistake mistake) {
  bool beside = world->beside && mistake != LOOKS_TOO_LATE;
  *at = beside || world->held || world->taken[0] != 0 ? AT_POP : AT_REST_WORD;
}

static void open_step(World *world, u8 *at) {
  if (world->word == WORD_OFF && !world->unwanted &&
      (world->usual[0] == 0 || world->taken[0] == 0)) {
    append(world->taken, world->usual);
    turn_on(world);
  }
  if (world->word != WORD_OFF && world->taken[0] == 0) {
    take_chain(world, world->usual);
  }
  *at = AT_NEXT;
}

static void rest_word_step(World *world, u8 *at, Mistake mistake) {
  bool rests = world->word == WORD_EMPTY || mistake == RESTS_BY_STORE;
  if (rests) {
    memset(world->chain, 0, LIST);
    world->word = WORD_IDLE;
  }
  *at = !rests                            ? AT_POP
        : mistake == RESTS_WITHOUT_A_LOOK ? AT_IDLE
                                          : AT_REST_LOOK;
}

// With the lock, if it has been turned off meanwhile.
static void take_back_step(World *world, u8 *at, Mistake mistake) {
  bool off = world->word == WORD_OFF;
  bool needs = !off || (mistake != LEAVES_IT_TO_WHO_TURNED_IT_OFF &&
                        (world->urgent > 0 || world->usual[0] != 0));
  *at = needs && wake(world) ? AT_POP : AT_IDLE;
}

static bool runs(u8 at) {
  return at != AT_IDLE && at != AT_REST_LOOK && at != AT_REST_BACK;
}

static void work_step(World *world, size_t self, Mistake mistake) {
  u8 *at = &world->workers[self];
  world->twice |=
      runs(*at) && (runs(world->workers[1 - self]) || world->queued > 0);
  switch ((WorkerAt)*at) {
    case AT_IDLE:
      world->queued--;
      *at = AT_POP;
      break;
    case AT_POP:
      pop_step(world, at);
      break;
    case AT_TAKE:
      if (world->word != WORD_OFF) {
        take_chain(world, world->hand);
      }
      *at = world->hand[0] == 0 ? AT_RECHECK : AT_TAKEN;
      break;
    case AT_TAKEN:
      append(world->taken, world->hand);
      *at = AT_POP;
      break;
    case AT_RECHECK:
      *at = world->beside ? AT_SLOW : AT_REST;
      break;
    case AT_SLOW:
      world->locked = WORKER;
      *at = AT_OPEN;
      break;
    case AT_OPEN:
      open_step(world, at);
      break;
    case AT_NEXT:
      next_step(world, at);
      break;
    case AT_HANDLED:
      handled_step(world, at, mistake);
      break;
    case AT_REST:
      *at = world->beside          ? AT_REST_SLOW
            : world->taken[0] != 0 ? AT_POP
                                   : AT_REST_WORD;
      break;
    case AT_REST_WORD:
      rest_word_step(world, at, mistake);
      break;
    case AT_REST_LOOK:
      *at = world->beside ? AT_REST_BACK : AT_IDLE;
      break;
    case AT_REST_BACK:
      take_back_step(world, at, mistake);
      break;
    case AT_REST_SLOW:  // with the lock
      rest_slow_step(world, at, mistake);
      break;
  }
}

// ---- All states ----

static bool needs_lock(u8 at) {
  return at == AT_SLOW || at == AT_REST_SLOW;
}

static bool is_open(const World *world, size_t who) {
  switch (who) {
    case 0:
      return (world->sender & 0x80) != 0 ||
             (world->sender < SENT &&
              (world->way != WAY_LOCK || world->locked == 0));
    case URGER:
      return world->urger < URGER_DONE || world->urger >= 0x40
                 ? world->urger != 0 || world->locked == 0
                 : false;
    case SWITCHER:
      return world->switcher < SWITCHER_DONE &&
             (world->switcher % 3 != 0 || world->locked == 0);
    default:
      break;
  }
  u8 at = world->workers[who - WORKER];
  if (at == AT_REST_BACK && world->word == WORD_OFF) {
    return world->locked == 0;
  }
  return at == AT_IDLE ? world->queued > 0
                       : !needs_lock(at) || world->locked == 0;
}

static void step(World *world, size_t who, Mistake mistake) {
  switch (who) {
    case 0:
      send_step(world, mistake);
      break;
    case URGER:
      urge_step(world, mistake);
      break;
    case SWITCHER:
      switch_step(world, mistake);
      break;
    default:
      work_step(world, who - WORKER, mistake);
      break;
  }
}

typedef struct States {
  Seen *seen;
  size_t count;
  bool twice;
  bool disorder;
  bool left;  // something was sent, and is never handled
} States;

static void explore(States *states, const World *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  states->twice = states->twice || world->twice;
  states->disorder = states->disorder || world->disorder;
  if (world->twice || world->disorder) {
    return;
  }
  bool over = true;
  for (size_t who = 0; who < WORKER + 2; who++) {
    if (is_open(world, who)) {
      World next = *world;
      step(&next, who, mistake);
      explore(states, &next, mistake);
      over = false;
    }
  }
  if (over) {
    states->left =
        states->left || world->last != SENT || world->handled_urgent != 1;
  }
}

static States explore_all(Mistake mistake) {
  States states = {.seen = seen_new(sizeof(World))};
  for (u8 held = 0; held < 2; held++) {
    World first = {.word = WORD_IDLE, .held = held};
    explore(&states, &first, mistake);
  }
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void all_mail_is_handled_once_and_in_order_in_any_interleaving(void) {
  States states = explore_all(NO_MISTAKE);
  CU_ASSERT(states.count > 10000);
  CU_ASSERT_FALSE(states.twice);
  CU_ASSERT_FALSE(states.disorder);
  CU_ASSERT_FALSE(states.left);
}

static void who_rests_without_a_look_beside_leaves_mail_behind(void) {
  CU_ASSERT(explore_all(RESTS_WITHOUT_A_LOOK).left);
}

static void who_looks_beside_only_when_it_rests_is_overtaken(void) {
  CU_ASSERT(explore_all(LOOKS_TOO_LATE).disorder);
}

static void who_wakes_before_it_tells_leaves_mail_behind(void) {
  CU_ASSERT(explore_all(TELLS_TOO_LATE).left);
}

static void an_inbox_that_others_turn_on_lets_mail_overtake(void) {
  CU_ASSERT(explore_all(OTHERS_TURN_IT_ON).disorder);
}

static void who_leaves_its_promise_to_who_turned_it_off_leaves_mail(void) {
  CU_ASSERT(explore_all(LEAVES_IT_TO_WHO_TURNED_IT_OFF).left);
}

static void who_rests_without_comparing_loses_mail(void) {
  States states = explore_all(RESTS_BY_STORE);
  CU_ASSERT(states.left || states.disorder);
}

static void who_leaves_it_on_while_mail_is_put_aside_lets_mail_overtake(void) {
  CU_ASSERT(explore_all(LEAVES_IT_ON).disorder);
}

static void who_keeps_to_the_lock_when_it_is_on_again_is_overtaken(void) {
  CU_ASSERT(explore_all(KEEPS_TO_THE_LOCK).disorder);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(all_mail_is_handled_once_and_in_order_in_any_interleaving),
      CASE(who_rests_without_a_look_beside_leaves_mail_behind),
      CASE(who_looks_beside_only_when_it_rests_is_overtaken),
      CASE(who_wakes_before_it_tells_leaves_mail_behind),
      CASE(an_inbox_that_others_turn_on_lets_mail_overtake),
      CASE(who_leaves_its_promise_to_who_turned_it_off_leaves_mail),
      CASE(who_rests_without_comparing_loses_mail),
      CASE(who_leaves_it_on_while_mail_is_put_aside_lets_mail_overtake),
      CASE(who_keeps_to_the_lock_when_it_is_on_again_is_overtaken),
      CU_TEST_INFO_NULL};
  return run_suite("inbox model", cases);
}
