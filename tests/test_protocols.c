// Tests of the two small protocols that everything rests on, by trying every
// interleaving: the promise to run an actor (mailbox.c), with the real code,
// and the count that says when all is quiet (send.c, life.c), as a model of its
// steps. Each is also tried with its essential step taken out, and must fail.
#include "seen.h"
#include "support.h"
#include "telling/mailbox.h"
#include "telling/mailbox_course.h"

// ---- Every order of the steps of a run, by running again and again ----

enum { MOST_STEPS = 64 };

typedef struct Search {
  size_t taken[MOST_STEPS];
  size_t open[MOST_STEPS];
  size_t length;  // of the prefix that this run repeats
  size_t steps;   // of this run
} Search;

static size_t choose(Search *search, size_t count) {
  size_t at = search->steps++;
  CU_ASSERT_FATAL(at < MOST_STEPS);
  if (at >= search->length) {
    search->taken[at] = 0;
  }
  search->open[at] = count;
  return search->taken[at];
}

// False: all orders have been run.
static bool next_order(Search *search) {
  size_t at = search->steps;
  while (at > 0 && search->taken[at - 1] + 1 == search->open[at - 1]) {
    at--;
  }
  search->steps = 0;
  if (at == 0) {
    return false;
  }
  search->taken[at - 1]++;
  search->length = at;
  return true;
}

// ---- The promise ----
//
// Each sender pushes and, if told so, hands the actor to the run queue; whoever
// runs the actor takes it from there, pops until there is nothing, and rests.

#define NOTE(M) M(NOTE_IT, note, it, , )
PROTOCOL_DATA(Note, note, NOTE)

enum { SENDERS = 3, RUNNERS = 2 };

typedef enum Leaving { LOOKS_AGAIN, LEAVES_AT_ONCE } Leaving;
typedef enum Promising { PROMISES_ONCE, PROMISES_ALWAYS } Promising;

typedef enum RunnerAt { RUNNER_IDLE, RUNNER_POPS, RUNNER_RESTS } RunnerAt;

typedef struct Promise {
  Mailbox box;
  Leaving leaving;
  Promising promising;
  size_t to_send[SENDERS];
  bool must_ready[SENDERS];
  RunnerAt runners[RUNNERS];
  size_t queued;  // how often the actor stands in the run queue
  size_t handled;
  bool twice;  // it was promised, or run, twice at a time
} Promise;

static const Ref target = {1};

static void send_step(Promise *world, size_t sender) {
  if (world->must_ready[sender]) {
    world->must_ready[sender] = false;
    world->queued++;
    return;
  }
  world->to_send[sender]--;
  Message *message = message_new(&note_messages[NOTE_IT], 0, target);
  CU_ASSERT_PTR_NOT_NULL_FATAL(message);
  CU_ASSERT_EQUAL(mailbox_reserve(&world->box, target, message_bytes(message)),
                  MAILBOX_OK);
  CU_ASSERT_EQUAL(
      mailbox_push(&world->box, &message, &world->must_ready[sender], NULL),
      MAILBOX_OK);
  if (world->promising == PROMISES_ALWAYS) {
    world->must_ready[sender] = true;
  }
}

// As if it did not compare: what has come meanwhile is lost.
static void overwrite(Inbox *inbox) {
  Load load = 0;
  Message *lost = inbox_take(inbox, &load);
  while (lost != NULL) {
    Message *next = lost->next;
    message_free(lost);
    lost = next;
  }
  ignore(inbox_rest(inbox));
}

static void run_step(Promise *world, size_t runner) {
  RunnerAt *at = &world->runners[runner];
  Message *message;
  switch (*at) {
    case RUNNER_IDLE:
      world->queued--;
      *at = RUNNER_POPS;
      break;
    case RUNNER_POPS:
      message = mailbox_pop(&world->box, false);
      world->handled += message != NULL;
      *at = message != NULL ? RUNNER_POPS : RUNNER_RESTS;
      message_free(message);
      break;
    case RUNNER_RESTS:
      if (world->leaving == LEAVES_AT_ONCE) {
        overwrite(&world->box.inbox);
        *at = RUNNER_IDLE;
      } else {
        *at = mailbox_rest(&world->box, false) ? RUNNER_IDLE : RUNNER_POPS;
      }
      break;
  }
}

// True: one step was taken; false: none is possible any more.
static bool promise_step(Promise *world, Search *search) {
  size_t open[SENDERS + RUNNERS];
  size_t count = 0;
  size_t promises = world->queued;
  for (size_t i = 0; i < SENDERS; i++) {
    promises += world->must_ready[i];
    if (world->to_send[i] > 0 || world->must_ready[i]) {
      open[count++] = i;
    }
  }
  bool idle_seen = false;  // idle runners are all alike
  for (size_t i = 0; i < RUNNERS; i++) {
    bool idle = world->runners[i] == RUNNER_IDLE;
    promises += !idle;
    if (idle ? world->queued > 0 && !idle_seen : true) {
      open[count++] = SENDERS + i;
    }
    idle_seen = idle_seen || idle;
  }
  world->twice = world->twice || promises > 1;
  if (count == 0) {
    return false;
  }
  size_t chosen = open[choose(search, count)];
  if (chosen < SENDERS) {
    send_step(world, chosen);
  } else {
    run_step(world, chosen - SENDERS);
  }
  return true;
}

typedef struct Verdict {
  u64 orders;
  u64 left_behind;  // orders after which mail lies there and nobody will come
  u64 twice;
} Verdict;

static Verdict try_promises(Leaving leaving, Promising promising) {
  static Search search;
  search = (Search){.length = 0};
  Verdict verdict = {.orders = 0};
  do {
    Promise world = {
        .leaving = leaving, .promising = promising, .to_send = {2, 1, 1}};
    mailbox_init(&world.box);
    CU_ASSERT_FATAL(
        mailbox_open(&world.box, ref_generation(target), (MailboxBounds){0}));
    CU_ASSERT(mailbox_rest(&world.box, false));
    while (!world.twice && promise_step(&world, &search)) {
    }
    verdict.orders++;
    verdict.twice += world.twice;
    verdict.left_behind += !world.twice && world.handled < 4;
    Message *left;
    while ((left = mailbox_pop(&world.box, false)) != NULL) {
      message_free(left);
    }
    mailbox_close(&world.box);
    mailbox_release(&world.box);
  } while (next_order(&search));
  return verdict;
}

static void nobody_is_left_behind_and_nobody_run_twice_in_any_order(void) {
  Verdict verdict = try_promises(LOOKS_AGAIN, PROMISES_ONCE);
  CU_ASSERT(verdict.orders > 1000);
  CU_ASSERT_EQUAL(verdict.left_behind, 0);
  CU_ASSERT_EQUAL(verdict.twice, 0);
}

static void who_rests_without_looking_again_leaves_mail_behind(void) {
  Verdict verdict = try_promises(LEAVES_AT_ONCE, PROMISES_ONCE);
  CU_ASSERT(verdict.left_behind > 0);
  CU_ASSERT(verdict.left_behind < verdict.orders);
}

static void who_promises_at_every_push_runs_an_actor_twice(void) {
  CU_ASSERT(try_promises(LOOKS_AGAIN, PROMISES_ALWAYS).twice > 0);
}

// ---- The count ----
//
// Two actors that send to each other, a few messages in all, and a waiter. The
// steps are those of life.c and send.c; an actor that has rested may be run by
// another thread while the first has yet to count itself out (`tails`).

typedef enum Mistake {
  NO_MISTAKE,
  COUNTS_TOO_LATE,       // the actor is handed over first and counted then
  COUNTS_OUT_TOO_EARLY,  // before the last look into the mailbox
  WAITS_TOO_LATE         // the waiter looks without the lock, then joins
} Mistake;

typedef enum ActorAt {
  ACTOR_IDLE,
  ACTOR_POPS,
  ACTOR_HANDLES,
  ACTOR_PUSHES,
  ACTOR_COUNTS,
  ACTOR_READIES,
  ACTOR_RESTS
} ActorAt;

typedef enum WaiterAt {
  WAITER_COMES,
  WAITER_SAW,
  WAITER_LISTED,
  WAITER_TOLD
} WaiterAt;

// All of one size, so without gaps: it is compared as bytes.
typedef struct Quiet {
  int at[2];
  int mail[2];
  int scheduled[2];
  int queued[2];
  int left;  // messages that may still be sent
  int busy;
  int tails;   // threads that have yet to count themselves out
  int checks;  // threads that have seen zero, and have yet to tell
  int waiter;
  int wrong;  // told although something could happen
} Quiet;

static bool is_at_work(const Quiet *world) {
  bool works = false;
  for (size_t i = 0; i < 2; i++) {
    works = works || world->mail[i] > 0 || world->queued[i] > 0 ||
            world->at[i] != ACTOR_IDLE;
  }
  return works;
}

static void tell_waiter(Quiet *world) {
  world->waiter = WAITER_TOLD;
  world->wrong = world->wrong || is_at_work(world);
}

static void count_out(Quiet *world) {
  world->busy--;
  world->checks += world->busy == 0;
}

static void hand_over(Quiet *world, size_t self, Mistake mistake, bool first) {
  size_t other = 1 - self;
  if (first != (mistake == COUNTS_TOO_LATE)) {
    world->busy++;
  } else {
    world->queued[other]++;
  }
  world->at[self] = first ? ACTOR_READIES : ACTOR_POPS;
}

static void actor_step(Quiet *world, size_t self, Mistake mistake) {
  size_t other = 1 - self;
  switch ((ActorAt)world->at[self]) {
    case ACTOR_IDLE:
      world->queued[self]--;
      world->at[self] = ACTOR_POPS;
      break;
    case ACTOR_POPS:
      if (world->mail[self] > 0) {
        world->mail[self]--;
        world->at[self] = ACTOR_HANDLES;
        break;
      }
      world->at[self] = ACTOR_RESTS;
      if (mistake == COUNTS_OUT_TOO_EARLY) {
        count_out(world);
      }
      break;
    case ACTOR_HANDLES:
      world->at[self] = world->left > 0 ? ACTOR_PUSHES : ACTOR_POPS;
      world->left -= world->left > 0;
      break;
    case ACTOR_PUSHES:
      world->mail[other]++;
      world->at[self] = world->scheduled[other] ? ACTOR_POPS : ACTOR_COUNTS;
      world->scheduled[other] = 1;
      break;
    case ACTOR_COUNTS:
      hand_over(world, self, mistake, true);
      break;
    case ACTOR_READIES:
      hand_over(world, self, mistake, false);
      break;
    case ACTOR_RESTS:
      if (world->mail[self] > 0) {
        world->at[self] = ACTOR_POPS;
        world->busy += mistake == COUNTS_OUT_TOO_EARLY;
        break;
      }
      world->scheduled[self] = 0;
      world->at[self] = ACTOR_IDLE;
      world->tails += mistake != COUNTS_OUT_TOO_EARLY;
      break;
  }
}

static void waiter_step(Quiet *world, Mistake mistake) {
  if (world->waiter == WAITER_COMES && world->busy == 0) {
    tell_waiter(world);
  } else if (world->waiter == WAITER_COMES && mistake == WAITS_TOO_LATE) {
    world->waiter = WAITER_SAW;
  } else {
    world->waiter = WAITER_LISTED;
  }
}

static void tail_step(Quiet *world) {
  world->tails--;
  count_out(world);
}

static void check_step(Quiet *world) {
  world->checks--;
  if (world->busy == 0 && world->waiter == WAITER_LISTED) {
    tell_waiter(world);
  }
}

// ---- All states that can be reached ----

typedef struct States {
  Seen *seen;
  size_t count;
  bool wrong;    // told too early
  bool forgets;  // an end at which the waiter was not told
} States;

static void explore(States *states, const Quiet *world, Mistake mistake) {
  if (!seen_add(states->seen, world)) {
    return;
  }
  states->wrong = states->wrong || world->wrong != 0;
  bool stuck = true;
  for (size_t i = 0; i < 2; i++) {
    if (world->at[i] != ACTOR_IDLE || world->queued[i] > 0) {
      Quiet next = *world;
      actor_step(&next, i, mistake);
      explore(states, &next, mistake);
      stuck = false;
    }
  }
  if (world->waiter == WAITER_COMES || world->waiter == WAITER_SAW) {
    Quiet next = *world;
    waiter_step(&next, mistake);
    explore(states, &next, mistake);
    stuck = false;
  }
  void (*const steps[])(Quiet *) = {tail_step, check_step};
  const int open[] = {world->tails, world->checks};
  for (size_t i = 0; i < 2; i++) {
    if (open[i] > 0) {
      Quiet next = *world;
      steps[i](&next);
      explore(states, &next, mistake);
      stuck = false;
    }
  }
  states->forgets = states->forgets || (stuck && world->waiter != WAITER_TOLD);
}

static States try_quiet(Mistake mistake) {
  States states = {.seen = seen_new(sizeof(Quiet))};
  // The first actor has a message, and is in the run queue.
  Quiet world = {.mail = {1, 0},
                 .scheduled = {1, 0},
                 .queued = {1, 0},
                 .left = 4,
                 .busy = 1};
  explore(&states, &world, mistake);
  states.count = seen_count(states.seen);
  seen_free(states.seen);
  return states;
}

static void quiet_is_told_once_nothing_can_happen_and_never_before(void) {
  States states = try_quiet(NO_MISTAKE);
  CU_ASSERT(states.count > 300);
  CU_ASSERT_FALSE(states.wrong);
  CU_ASSERT_FALSE(states.forgets);
}

static void who_hands_over_before_counting_has_quiet_told_too_early(void) {
  CU_ASSERT(try_quiet(COUNTS_TOO_LATE).wrong);
}

static void who_counts_itself_out_before_its_last_look_tells_too_early(void) {
  CU_ASSERT(try_quiet(COUNTS_OUT_TOO_EARLY).wrong);
}

static void who_looks_without_the_lock_may_wait_for_ever(void) {
  CU_ASSERT(try_quiet(WAITS_TOO_LATE).forgets);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(nobody_is_left_behind_and_nobody_run_twice_in_any_order),
      CASE(who_rests_without_looking_again_leaves_mail_behind),
      CASE(who_promises_at_every_push_runs_an_actor_twice),
      CASE(quiet_is_told_once_nothing_can_happen_and_never_before),
      CASE(who_hands_over_before_counting_has_quiet_told_too_early),
      CASE(who_counts_itself_out_before_its_last_look_tells_too_early),
      CASE(who_looks_without_the_lock_may_wait_for_ever),
      CU_TEST_INFO_NULL};
  return run_suite("protocols", cases);
}
