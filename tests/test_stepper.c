// Tests of the stepper: a run is its seed and its choices, and the steps it
// offers are all there are and no others, counted by brute force.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "telling/record.h"
#include "ways.h"

// ---- A log of all events, as bytes ----

typedef struct Log {
  u8 *bytes;
  size_t length;
  size_t room;
} Log;

static void record(void *context, const Event *event) {
  static u8 frame[RECORD_LIMIT + 4];
  Log *log = context;
  size_t size = record_write(frame, sizeof frame, event);
  CHECK(size > 0);
  if (log->length + size > log->room) {
    size_t room = (log->length + size) * 2;
    u8 *larger = mem_array(u8, room);
    if (log->length > 0) {
      memcpy(larger, log->bytes, log->length);
    }
    mem_free(log->bytes);
    log->bytes = larger;
    log->room = room;
  }
  memcpy(log->bytes + log->length, frame, size);
  log->length += size;
}

static bool same_log(const Log *a, const Log *b) {
  return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

// ---- The program under test: two senders, one that writes down ----

#define SCRIBE(M) M(SCRIBE_WRITE, scribe, write, (i64, letter), (i64, text))
PROTOCOL(Scribe, scribe, SCRIBE)
STATE(ScribeState, (i64, text))
ACTOR(Scribe, scribe, ScribeState, writing)

#define SENDER(M)                                                           \
  M(SENDER_GO, sender, go, (ref(Scribe), scribe)(i64, first)(i64, count), ) \
  M(SENDER_LATER, sender, later, (ref(Scribe), scribe)(i64, letter), )      \
  M(SENDER_HIRE, sender, hire, (ref(Scribe), scribe)(i64, letter), )
PROTOCOL(Sender, sender, SENDER)
NO_STATE(SenderState)
ACTOR(Sender, sender, SenderState, sending)

// The order in which letters came, as a decimal number.
static i64 written;
static bool stopping;  // the program is over; the system is being stopped

static void writing(ScribeState *self, const ScribeMsg *message) {
  self->text = self->text * 10 + message->write.letter;
  written = self->text;
  scribe_reply_write(self->text);
}

static void sending(SenderState *self, const SenderMsg *message) {
  (void)self;
  switch (message->kind) {
    case SENDER_GO:
      for (i64 i = 0; i < message->go.count; i++) {
        // A refused letter is left out: the bounded program is about that.
        ignore(scribe_tell_write(message->go.scribe, message->go.first + i));
      }
      break;
    case SENDER_LATER:
      ignore(scribe_tell_write_after(message->later.scribe,
                                     message->later.letter, after_ms(1)));
      break;
    case SENDER_HIRE: {
      SenderRef child = sender_spawn(actor_system(), "child", (SenderState){0});
      ignore(
          sender_tell_go(child, message->hire.scribe, message->hire.letter, 1));
      ignore(scribe_tell_write(message->hire.scribe, 9));
      break;
    }
  }
}

typedef enum Kind { UNBOUNDED, BOUNDED, SPAWN, TIMER, KINDS } Kind;

// Runs the program with this policy; gives the order of the letters.
static i64 run_program(Kind kind, ChoicePolicy policy, u64 seed, Log *log) {
  System *system =
      system_start(&(SystemOptions){.dispatcher = &run_stepper,
                                    .seed = &seed,
                                    .policy = policy,
                                    .listener = log != NULL ? record : NULL,
                                    .context = log});
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  written = 0;
  stopping = false;
  ScribeRef scribe = scribe_spawn_with(
      system,
      (SpawnOptions){.label = "scribe", .capacity = kind == BOUNDED ? 1 : 0},
      (ScribeState){0});
  SenderRef a = sender_spawn(system, "a", (SenderState){0});
  SenderRef b = sender_spawn(system, "b", (SenderState){0});
  switch (kind) {
    case UNBOUNDED:
      CU_ASSERT_EQUAL(sender_tell_go(a, scribe, 1, 2), TELL_OK);
      CU_ASSERT_EQUAL(sender_tell_go(b, scribe, 5, 2), TELL_OK);
      break;
    case BOUNDED:
      CU_ASSERT_EQUAL(sender_tell_go(a, scribe, 1, 1), TELL_OK);
      CU_ASSERT_EQUAL(sender_tell_go(b, scribe, 5, 1), TELL_OK);
      break;
    case SPAWN:
      CU_ASSERT_EQUAL(sender_tell_hire(a, scribe, 1), TELL_OK);
      break;
    case TIMER:
      CU_ASSERT_EQUAL(sender_tell_later(a, scribe, 1), TELL_OK);
      CU_ASSERT_EQUAL(sender_tell_go(b, scribe, 5, 1), TELL_OK);
      break;
    case KINDS:
      break;
  }
  CU_ASSERT_EQUAL(system_run(system, NEVER), RUN_QUIET);
  stopping = true;
  CU_ASSERT_EQUAL(system_stop(system, NEVER), SYSTEM_CLEAN);
  return written;
}

// ---- Every schedule, depth first ----

enum { MOST_STEPS = 200, MOST_ORDERS = 64 };

// What is not under test is not searched: main's effects and starts are taken
// as soon as they are open, and the stop takes the first option each time.
typedef struct Search {
  size_t taken[MOST_STEPS];
  size_t open[MOST_STEPS];
  size_t length;  // of the prefix that this run repeats
  size_t steps;   // of this run, those that were searched
  u64 runs;
} Search;

static bool is_forced(const Option *option) {
  return ref_slot(option->actor) == 0 ||
         (option->kind == OPTION_HANDLE &&
          strcmp(option->message->info->name, "start") == 0);
}

static Choice choose_all(void *context, u64 step, const Option *options,
                         size_t count) {
  (void)step;
  Search *search = context;
  if (stopping) {
    return (Choice){.index = 0};
  }
  for (size_t i = 0; i < count; i++) {
    if (is_forced(&options[i])) {
      return (Choice){.index = i};
    }
  }
  size_t at = search->steps++;
  CHECK(at < MOST_STEPS);
  if (at >= search->length) {
    search->taken[at] = 0;
  }
  search->open[at] = count;
  return (Choice){.index = search->taken[at]};
}

// False: all schedules have been run.
static bool next_schedule(Search *search) {
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

typedef struct Orders {
  i64 all[MOST_ORDERS];
  size_t count;
  u64 runs;
} Orders;

static int compare(const void *a, const void *b) {
  i64 x = *(const i64 *)a;
  i64 y = *(const i64 *)b;
  return (x > y) - (x < y);
}

static void add_order(Orders *orders, i64 order) {
  orders->runs++;
  for (size_t i = 0; i < orders->count; i++) {
    if (orders->all[i] == order) {
      return;
    }
  }
  CHECK(orders->count < MOST_ORDERS);
  orders->all[orders->count++] = order;
  qsort(orders->all, orders->count, sizeof orders->all[0], compare);
}

static Orders orders_by_search(Kind kind) {
  Search search = {.length = 0};
  Orders orders = {.count = 0};
  do {
    add_order(&orders, run_program(kind,
                                   (ChoicePolicy){.choose = choose_all,
                                                  .context = &search},
                                   0, NULL));
  } while (next_schedule(&search));
  return orders;
}

// ---- The same counted by a model that knows nothing of the library ----

// A token is a letter, or START, or HIRED (the child's order to write 1), or a
// letter plus DELAYED.
enum { SCRIBE, A, B, CHILD, CAST, START = 100, HIRED = 101, DELAYED = 200 };

typedef struct Queue {
  int tokens[8];
  int first;
  int last;
} Queue;

typedef struct World {
  Queue mailbox;  // the scribe's
  Queue outbox[CAST];
  bool ready[CAST];  // has its order and has not carried it out
  int timer;         // the letter that waits for its time, or 0
  int room;          // what the scribe's mailbox may still accept
  i64 text;
} World;

static void put(Queue *queue, int token) {
  queue->tokens[queue->last++] = token;
}

static void send_letter(World *world, int from, int letter) {
  if (world->room > 0) {
    world->room--;
    put(&world->outbox[from], letter);
  }
}

static void carry_out(World *world, Kind kind, int actor) {
  world->ready[actor] = false;
  if (kind == SPAWN && actor == A) {
    put(&world->outbox[A], START);
    put(&world->outbox[A], HIRED);
    send_letter(world, A, 9);
  } else if (kind == TIMER && actor == A) {
    send_letter(world, A, 1 + DELAYED);
  } else {
    send_letter(world, actor, actor == B ? 5 : 1);
    if (kind == UNBOUNDED) {
      send_letter(world, actor, actor == B ? 6 : 2);
    }
  }
}

static void arrive(World *world, int token) {
  if (token == HIRED) {
    world->ready[CHILD] = true;
  } else if (token > DELAYED) {
    world->timer = token - DELAYED;
  } else if (token != START) {
    put(&world->mailbox, token);
  }
}

static void explore(World world, Kind kind, Orders *orders) {
  bool stuck = true;
  for (int i = A; i < CAST; i++) {
    World next = world;
    Queue *outbox = &next.outbox[i];
    if (outbox->first < outbox->last) {
      arrive(&next, outbox->tokens[outbox->first++]);
    } else if (world.ready[i]) {
      carry_out(&next, kind, i);
    } else {
      continue;
    }
    stuck = false;
    explore(next, kind, orders);
  }
  if (world.mailbox.first < world.mailbox.last) {
    World next = world;
    next.text = next.text * 10 + next.mailbox.tokens[next.mailbox.first++];
    next.room++;
    stuck = false;
    explore(next, kind, orders);
  }
  if (world.timer != 0) {
    World next = world;
    put(&next.mailbox, next.timer);
    next.timer = 0;
    stuck = false;
    explore(next, kind, orders);
  }
  if (stuck) {
    add_order(orders, world.text);
  }
}

static Orders orders_by_model(Kind kind) {
  Orders orders = {.count = 0};
  World world = {.ready = {[A] = true, [B] = kind != SPAWN},
                 .room = kind == BOUNDED ? 1 : 1000};
  explore(world, kind, &orders);
  return orders;
}

static void compare_with_model(Kind kind, size_t expected) {
  Orders found = orders_by_search(kind);
  Orders model = orders_by_model(kind);
  CU_ASSERT_EQUAL(found.runs, model.runs);
  CU_ASSERT_EQUAL(model.count, expected);
  CU_ASSERT_EQUAL_FATAL(found.count, model.count);
  for (size_t i = 0; i < model.count; i++) {
    CU_ASSERT_EQUAL(found.all[i], model.all[i]);
  }
}

static void an_unbounded_mailbox_takes_all_merges_and_no_others(void) {
  compare_with_model(UNBOUNDED, 6);
}

static void a_bounded_mailbox_refuses_in_exactly_the_orders_of_the_model(void) {
  compare_with_model(BOUNDED, 4);
}

static void a_spawned_child_works_in_exactly_the_orders_of_the_model(void) {
  compare_with_model(SPAWN, 2);
}

static void a_timer_fires_in_exactly_the_orders_of_the_model(void) {
  compare_with_model(TIMER, 2);
}

// ---- Repeating a run ----

// Runs the program in a process of its own, as two runs of a program are: each
// begins with the same empty table of nodes. Gives the log.
static Log run_apart(Kind kind, ChoicePolicy policy, u64 seed) {
  int ends[2];
  CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
  (void)fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    Log log = {.length = 0};
    (void)run_program(kind, policy, seed, &log);
    size_t sent = 0;
    ssize_t count = 1;
    while (sent < log.length && count > 0) {
      count = write(ends[1], log.bytes + sent, log.length - sent);
      sent += count > 0 ? (size_t)count : 0;
    }
    _exit(count > 0 ? 0 : 1);
  }
  CU_ASSERT_FATAL(child > 0);
  (void)close(ends[1]);
  Log log = {.bytes = mem_array(u8, 1 << 20), .room = 1 << 20};
  ssize_t count = 1;
  while (count > 0 && log.length < log.room) {
    count = read(ends[0], log.bytes + log.length, log.room - log.length);
    log.length += count > 0 ? (size_t)count : 0;
  }
  (void)close(ends[0]);
  int status = -1;
  CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
  CU_ASSERT_EQUAL(status, 0);
  return log;
}

static void the_same_seed_gives_the_same_events_byte_for_byte(void) {
  for (Kind kind = UNBOUNDED; kind < KINDS; kind++) {
    // A process costs much under the thread sanitizer, and there is one thread.
    for (u64 seed = 0; seed < (UNDER_THREAD_SANITIZER ? 2 : 20); seed++) {
      Log first = run_apart(kind, (ChoicePolicy){.choose = NULL}, seed);
      Log second = run_apart(kind, (ChoicePolicy){.choose = NULL}, seed);
      CU_ASSERT(first.length > 100);
      CU_ASSERT(same_log(&first, &second));
      mem_free(first.bytes);
      mem_free(second.bytes);
    }
  }
}

static void different_seeds_give_all_orders(void) {
  Orders seen = {.count = 0};
  for (u64 seed = 0; seed < 200; seed++) {
    add_order(&seen, run_program(UNBOUNDED, (ChoicePolicy){.choose = NULL},
                                 seed, NULL));
  }
  CU_ASSERT_EQUAL(seen.count, 6);
}

// Remembers what policy_random chose, to be taken again.
typedef struct Notes {
  size_t taken[MOST_STEPS];
  size_t count;
} Notes;

static Choice choose_and_note(void *context, u64 step, const Option *options,
                              size_t count) {
  Notes *notes = context;
  CHECK(step == notes->count + 1 && step <= MOST_STEPS);
  size_t index = choose_random(11, step, options, count);
  notes->taken[notes->count++] = index;
  return (Choice){.index = index};
}

static void recorded_choices_give_the_same_run_again(void) {
  Notes notes = {.count = 0};
  ChoicePolicy noting = {.choose = choose_and_note, .context = &notes};
  i64 order = run_program(UNBOUNDED, noting, 5, NULL);
  Replay replay = {notes.taken, notes.count};
  CU_ASSERT_EQUAL(run_program(UNBOUNDED, policy_replay(&replay), 5, NULL),
                  order);
  Notes fresh = {.count = 0};
  noting.context = &fresh;
  Log first = run_apart(UNBOUNDED, noting, 5);
  Log second = run_apart(UNBOUNDED, policy_replay(&replay), 5);
  CU_ASSERT(same_log(&first, &second));
  mem_free(first.bytes);
  mem_free(second.bytes);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(an_unbounded_mailbox_takes_all_merges_and_no_others),
      CASE(a_bounded_mailbox_refuses_in_exactly_the_orders_of_the_model),
      CASE(a_spawned_child_works_in_exactly_the_orders_of_the_model),
      CASE(a_timer_fires_in_exactly_the_orders_of_the_model),
      CASE(the_same_seed_gives_the_same_events_byte_for_byte),
      CASE(different_seeds_give_all_orders),
      CASE(recorded_choices_give_the_same_run_again),
      CU_TEST_INFO_NULL};
  return run_suite("stepper", cases);
}
