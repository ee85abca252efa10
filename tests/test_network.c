// Tests of nodes, links and slow actors: what a watcher does to them, and that
// messages between two actors stay in order whatever it does.
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "ways.h"

#define READER(M) M(READER_PAGE, reader, page, (i64, number), )
PROTOCOL(Reader, reader, READER)
STATE(ReaderState, (i64, seen)(i64, last))
ACTOR(Reader, reader, ReaderState, reading)

#define WRITER(M) M(WRITER_GO, writer, go, (ref(Reader), reader), )
PROTOCOL(Writer, writer, WRITER)
NO_STATE(WriterState)
ACTOR(Writer, writer, WriterState, writing)

enum { PAGES = 5, STEPS = 60, TEXT = 80 };

static i64 seen;
static bool in_order;

static void reading(ReaderState *self, const ReaderMsg *message) {
  in_order &= message->page.number > self->last;
  self->last = message->page.number;
  self->seen++;
  seen = self->seen;
}

static void writing(WriterState *self, const WriterMsg *message) {
  (void)self;
  for (i64 i = 1; i <= PAGES; i++) {
    ignore(reader_tell_page(message->go.reader, i));
  }
}

// ---- Somebody who meddles ----

typedef struct Meddler {
  Rng rng;
  const char *const
      *script;  // one a step from the first on; or NULL: at random
  u64 writer;
  u64 reader;
  Event fault;
  char text[TEXT];
  char why[256];
  size_t refused;
  size_t given;
  i64 lost;
  i64 held;
  i64 carried;
  u64 hash;
} Meddler;

static void hear(void *context, const Event *event) {
  Meddler *meddler = context;
  // Each system of a process has another number, and so other references.
  Event copy = *event;
  copy.actor = copy.actor >> 30 & 0x3FFFFFF;
  copy.other = copy.other >> 30 & 0x3FFFFFF;
  copy.id.sender = copy.id.sender >> 30 & 0x3FFFFFF;
  if (event->kind != EVENT_STEPPED) {
    meddler->hash = event_hash(meddler->hash, &copy);
  }
  if (event->kind == EVENT_FAULT) {
    meddler->lost += strcmp(event->name, "lose") == 0;
    meddler->held += strcmp(event->name, "hold") == 0;
    meddler->carried += strcmp(event->name, "carry") == 0;
  }
}

static void refused(void *context, const char *why) {
  Meddler *meddler = context;
  meddler->refused++;
  (void)snprintf(meddler->why, sizeof meddler->why, "%s", why);
}

// Words in any order; now and then what is no word.
static void babble(Meddler *meddler) {
  static const char *const words[] = {
      "node",     "partition", "heal",
      "latency",  "slow",      "A",
      "B",        "here",      "|",
      "for",      "lossy",     "2s",
      "8ms",      "8ms..40ms", "40ms..8ms",
      "..",       "",          "99999999999999999999s",
      "\x01\xFF", "0ns"};
  size_t count = 1 + (size_t)rng_below(&meddler->rng, 6);
  meddler->text[0] = '\0';
  for (size_t i = 0; i < count; i++) {
    const char *word = words[rng_below(
        &meddler->rng, i == 0 ? 5 : sizeof words / sizeof *words)];
    size_t length = strlen(meddler->text);
    (void)snprintf(meddler->text + length, TEXT - length, "%s%s",
                   i == 0 ? "" : " ", word);
  }
}

static Choice choose(void *context, u64 step, const Option *options,
                     size_t count) {
  Meddler *meddler = context;
  (void)step;
  (void)options;
  bool meddles =
      meddler->script != NULL
          ? meddler->script[meddler->given] != NULL
          : rng_below(&meddler->rng, 3) == 0 && meddler->given < STEPS;
  if (!meddles) {
    return (Choice){.index = (size_t)rng_below(&meddler->rng, count)};
  }
  if (meddler->script != NULL) {
    (void)snprintf(meddler->text, TEXT, "%s", meddler->script[meddler->given]);
  } else {
    babble(meddler);
  }
  meddler->given++;
  bool writes = meddler->script == NULL && rng_below(&meddler->rng, 2) == 0;
  meddler->fault = (Event){.kind = COMMAND_FAULT,
                           .name = "network",
                           .text = meddler->text,
                           .actor = writes ? meddler->writer : meddler->reader};
  return (Choice){.kind = CHOOSE_FAULT, .fault = &meddler->fault};
}

// A writer sends its pages while this is done to the network.
static void run(Meddler *meddler, u64 seed) {
  rng_seed(&meddler->rng, seed);
  seen = 0;
  in_order = true;
  System *system = system_start(&(SystemOptions){
      .dispatcher = &run_stepper,
      .seed = &seed,
      .policy = {.choose = choose, .refused = refused, .context = meddler},
      .listener = hear,
      .context = meddler});
  CU_ASSERT_PTR_NOT_NULL_FATAL(system);
  ReaderRef reader = reader_spawn(system, "reader", (ReaderState){0});
  WriterRef writer = writer_spawn(system, "writer", (WriterState){0});
  meddler->reader = reader.ref.bits;
  meddler->writer = writer.ref.bits;
  CU_ASSERT_EQUAL(writer_tell_go(writer, reader), TELL_OK);
  ignore(system_run(system, NEVER));
  CU_ASSERT_EQUAL(system_stop(system, NEVER), SYSTEM_CLEAN);
}

static void a_cut_link_holds_what_crosses_until_it_heals(void) {
  static const char *const cut[] = {"node A", "partition here|A", NULL};
  Meddler never = {.script = cut};
  run(&never, 1);
  CU_ASSERT_EQUAL(never.refused, 0);
  CU_ASSERT_EQUAL(seen, 0);
  CU_ASSERT_EQUAL(never.held, PAGES);
  static const char *const timed[] = {"node A", "partition here|A for 2s",
                                      NULL};
  i64 held = 0;
  for (u64 seed = 0; seed < 200; seed++) {
    Meddler later = {.script = timed};
    run(&later, seed);
    CU_ASSERT_EQUAL(seen, PAGES);
    CU_ASSERT(in_order);
    held += later.held;
  }
  CU_ASSERT(held > 0);
}

static void a_lossy_cut_loses_what_crosses(void) {
  static const char *const cut[] = {"node A", "partition A|here lossy", NULL};
  Meddler meddler = {.script = cut};
  run(&meddler, 3);
  CU_ASSERT_EQUAL(seen, 0);
  CU_ASSERT_EQUAL(meddler.lost, PAGES);
}

static void a_latency_is_drawn_from_the_seed_and_keeps_the_order(void) {
  static const char *const slow[] = {"node A", "latency A here 8ms..40ms",
                                     NULL};
  u64 hashes[2][20];
  bool differ = false;
  for (u64 seed = 0; seed < 40; seed++) {
    Meddler meddler = {.script = slow};
    run(&meddler, seed % 20);
    CU_ASSERT_EQUAL(seen, PAGES);
    CU_ASSERT(in_order);
    CU_ASSERT_EQUAL(meddler.carried, PAGES);
    hashes[seed / 20][seed % 20] = meddler.hash;
    differ |= meddler.hash != hashes[0][0];
  }
  CU_ASSERT(memcmp(hashes[0], hashes[1], sizeof hashes[0]) == 0);
  CU_ASSERT(differ);
}

static void a_slow_actor_takes_nothing_until_its_time_has_passed(void) {
  static const char *const slow[] = {"slow 2s", "slow 1s", NULL};
  Meddler meddler = {.script = slow};
  run(&meddler, 5);
  CU_ASSERT_EQUAL(seen, PAGES);
  CU_ASSERT_EQUAL(meddler.refused, 1);
  CU_ASSERT_PTR_NOT_NULL(strstr(meddler.why, "slow already"));
}

static void what_cannot_be_is_refused_and_changes_nothing(void) {
  static const char *const wrong[] = {"",
                                      "blow up",
                                      "node",
                                      "node |",
                                      "partition",
                                      "partition A|B",
                                      "partition|",
                                      "partition here|here",
                                      "latency A",
                                      "latency here",
                                      "slow",
                                      "slow 2",
                                      "slow 0s",
                                      "slow 2s 3s",
                                      "heal now",
                                      "latency here here 2ms",
                                      "node abcdefghijklmnopqrstuvwxyz"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    const char *const script[] = {wrong[i], NULL};
    Meddler meddler = {.script = script};
    run(&meddler, 1);
    CU_ASSERT_EQUAL(meddler.refused, 1);
    CU_ASSERT(strlen(meddler.why) > 10);
    CU_ASSERT_EQUAL(seen, PAGES);
  }
}

static void whatever_is_done_messages_between_two_stay_in_order(void) {
  for (u64 seed = 0; seed < 400; seed++) {
    Meddler meddler = {0};
    Meddler again = {0};
    run(&meddler, seed);
    CU_ASSERT(in_order);
    CU_ASSERT(seen + meddler.lost <= PAGES);
    run(&again, seed);
    CU_ASSERT_EQUAL(meddler.hash, again.hash);
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(a_cut_link_holds_what_crosses_until_it_heals),
      CASE(a_lossy_cut_loses_what_crosses),
      CASE(a_latency_is_drawn_from_the_seed_and_keeps_the_order),
      CASE(a_slow_actor_takes_nothing_until_its_time_has_passed),
      CASE(what_cannot_be_is_refused_and_changes_nothing),
      CASE(whatever_is_done_messages_between_two_stay_in_order),
      CU_TEST_INFO_NULL};
  return run_suite("network", cases);
}
