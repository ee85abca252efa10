// test_sim_orders.c -- the reduced search against all orders, on small worlds
// made up at random: as many runs as there are classes of orders.
#include <stdlib.h>
#include <string.h>

#include "acting/orders.h"
#include "base/mem.h"
#include "base/rng.h"
#include "sim_support.h"

enum { ACTORS = 4, KINDS = 6, LETTERS = 24, CLASSES = 20000, ARENA = 1 << 24 };

// What a message makes its receiver do: send these, and touch a check or not.
typedef struct Kind {
  int to[2];
  int kind[2];
  int sends;
  bool checked;
  bool cancels;    // the timer, unnoticed: as a reply does with its deadline
  bool overtakes;  // all that waits
  bool ends;       // its receiver, with all that waits there
} Kind;

typedef struct Letter {
  int from;
  int to;
  int kind;
} Letter;

typedef struct Line {
  int letters[LETTERS];
  int first;
  int end;
} Line;

typedef struct World {
  Kind kinds[KINDS];
  Letter letters[LETTERS];
  int letter_count;
  Line outbox[ACTORS];
  Line mailbox[ACTORS];
  bool stopped[ACTORS];
  int room[ACTORS];  // for messages that do not overtake; 0: any number
  bool timer;        // is set, and its firing depends on everything
} World;

static u64 ref_of(int actor) {
  return ((u64)1 << 56) | ((u64)(actor + 2) << 30) | 1;
}

static void post(World *world, int from, int to, int kind) {
  if (world->letter_count == LETTERS) {
    return;
  }
  int letter = world->letter_count++;
  world->letters[letter] = (Letter){from, to, kind};
  Line *line = &world->outbox[from];
  line->letters[line->end++] = letter;
}

// Messages lead to messages of a higher kind only, so that every run ends.
static World make_world(Rng *rng) {
  World world = {0};
  for (int i = 0; i < KINDS; i++) {
    Kind *kind = &world.kinds[i];
    kind->sends = i + 1 < KINDS ? (int)rng_below(rng, 2) : 0;
    kind->checked = rng_below(rng, 4) == 0;
    kind->cancels = rng_below(rng, 3) == 0;
    kind->overtakes = rng_below(rng, 3) == 0;
    kind->ends = rng_below(rng, 4) == 0;
    for (int k = 0; k < kind->sends; k++) {
      kind->to[k] = (int)rng_below(rng, ACTORS);
      kind->kind[k] = i + 1 + (int)rng_below(rng, (u64)(KINDS - i - 1));
    }
  }
  for (int i = 0; i < ACTORS; i++) {
    world.room[i] = rng_below(rng, 2) == 0 ? 1 : 0;
  }
  world.timer = rng_below(rng, 3) == 0;
  int begin = 2 + (int)rng_below(rng, 2);
  for (int i = 0; i < begin; i++) {
    post(&world, (int)rng_below(rng, ACTORS), (int)rng_below(rng, ACTORS),
         (int)rng_below(rng, KINDS));
  }
  return world;
}

static bool is_empty(const Line *line) {
  return line->first == line->end;
}

// A letter's number depends on the order of posting; what it is to the search
// must not.
static MessageId name_of(const World *world, int letter) {
  int from = world->letters[letter].from;
  MessageId id = {ref_of(from), 1};
  for (int i = 0; i < letter; i++) {
    id.sequence += world->letters[i].from == from;
  }
  return id;
}

// A full mailbox slows its senders: what is first in their outbox waits.
static bool may_arrive(const World *world, int letter) {
  int to = world->letters[letter].to;
  const Line *in = &world->mailbox[to];
  return world->room[to] == 0 || world->stopped[to] ||
         in->end - in->first < world->room[to] ||
         world->kinds[world->letters[letter].kind].overtakes;
}

static size_t options_of(const World *world, OpenStep *steps, int *actors) {
  size_t count = 0;
  for (int i = 0; i < ACTORS; i++) {
    bool sends = !is_empty(&world->outbox[i]);
    const Line *line = sends ? &world->outbox[i] : &world->mailbox[i];
    if (!is_empty(line) &&
        (!sends || may_arrive(world, line->letters[line->first]))) {
      MessageId id = name_of(world, line->letters[line->first]);
      steps[count] =
          (OpenStep){ref_of(i), footprint_step(sends ? "flush" : "handle", id)};
      actors[count++] = i;
    }
  }
  if (world->timer) {
    steps[count] = (OpenStep){TIMER_PROCESS, 0};
    actors[count++] = ACTORS;
  }
  return count;
}

// A dead letter is one more thing that is not known to be the step's own.
static Footprint arrive(World *world, int actor) {
  Line *out = &world->outbox[actor];
  int letter = out->letters[out->first++];
  int to = world->letters[letter].to;
  MessageId id = name_of(world, letter);
  Footprint footprint = {.process = ref_of(actor), .all = world->stopped[to]};
  footprint_touch(&footprint, OBJECT_LETTER, id.sender, id.sequence);
  bool overtakes = world->kinds[world->letters[letter].kind].overtakes;
  footprint_touch(&footprint, OBJECT_TAIL, ref_of(to), 0);
  if (overtakes || world->room[to] != 0) {
    footprint_touch(&footprint, OBJECT_HEAD, ref_of(to), 0);
  }
  if (world->stopped[to]) {
    return footprint;
  }
  Line *in = &world->mailbox[to];
  footprint.overtakes = overtakes && !is_empty(in);
  int place = in->end++;
  if (overtakes) {
    for (; place > in->first; place--) {
      in->letters[place] = in->letters[place - 1];
    }
  }
  in->letters[place] = letter;
  return footprint;
}

static Footprint step(World *world, int actor) {
  if (actor == ACTORS) {
    world->timer = false;
    return (Footprint){.process = TIMER_PROCESS, .all = true};
  }
  if (!is_empty(&world->outbox[actor])) {
    return arrive(world, actor);
  }
  Line *in = &world->mailbox[actor];
  int letter = in->letters[in->first++];
  const Kind *kind = &world->kinds[world->letters[letter].kind];
  MessageId id = name_of(world, letter);
  Footprint footprint = {.process = ref_of(actor), .all = kind->ends};
  footprint_touch(&footprint, OBJECT_LETTER, id.sender, id.sequence);
  footprint_touch(&footprint, OBJECT_HEAD, ref_of(actor), 0);
  if (kind->checked) {
    footprint_touch(&footprint, OBJECT_CHECK, 0, 0);
  }
  world->timer &= !kind->cancels;
  for (int i = 0; i < kind->sends; i++) {
    post(world, actor, kind->to[i], kind->kind[i]);
  }
  if (kind->ends) {
    world->stopped[actor] = true;
    in->first = in->end;
  }
  return footprint;
}

typedef struct Count {
  size_t runs;
  size_t blocked;
  u64 *classes;
} Count;

// One run. False: another covers it.
static bool run(const World *start, Orders *orders) {
  World world = *start;
  OpenStep steps[ACTORS + 1];
  int actors[ACTORS + 1];
  size_t open = 0;
  for (size_t at = 0; (open = options_of(&world, steps, actors)) > 0; at++) {
    u64 choice = 0;
    if (at < orders->fixed) {
      choice = orders->frames[at].choice;
    } else if (!orders_enter(orders, steps, open, &choice)) {
      return false;
    }
    Footprint footprint = step(&world, actors[choice]);
    if (at + 1 >= orders->fixed) {
      orders_took(orders, at, &footprint);
    }
  }
  for (int i = 0; i < ACTORS; i++) {
    const Line *out = &world.outbox[i];
    if (!is_empty(out)) {
      orders_wait(orders, ref_of(i),
                  ref_of(world.letters[out->letters[out->first]].to));
    }
  }
  return true;
}

static Count count_runs(const World *world, bool reduces) {
  Count count = {.classes = mem_array(u64, CLASSES)};
  Arena arena;
  Orders orders;
  CU_ASSERT_FATAL(arena_open(&arena, ARENA));
  orders_init(&orders, reduces, 4 * LETTERS, &arena);
  do {
    if (!run(world, &orders)) {
      count.blocked++;
    } else if (count.runs < CLASSES) {
      count.classes[count.runs++] = orders_class(&orders);
    }
  } while (count.runs < CLASSES && orders_next(&orders));
  arena_close(&arena);
  return count;
}

static int compare(const void *a, const void *b) {
  u64 x = *(const u64 *)a;
  u64 y = *(const u64 *)b;
  return (x > y) - (x < y);
}

static size_t distinct(Count *count) {
  size_t different = count->runs > 0;
  qsort(count->classes, count->runs, sizeof(u64), compare);
  for (size_t i = 1; i < count->runs; i++) {
    different += count->classes[i] != count->classes[i - 1];
  }
  return different;
}

static void every_class_of_orders_is_run_once(void) {
  Rng rng;
  size_t judged = 0;
  size_t saved = 0;
  rng_seed(&rng, 5);
  for (int i = 0; i < 600; i++) {
    World world = make_world(&rng);
    Count all = count_runs(&world, false);
    if (all.runs < CLASSES) {
      Count reduced = count_runs(&world, true);
      size_t classes = distinct(&all);
      CU_ASSERT_EQUAL(reduced.runs, classes);
      CU_ASSERT_EQUAL(distinct(&reduced), classes);
      judged++;
      saved += all.runs - reduced.runs;
      mem_free(reduced.classes);
    }
    mem_free(all.classes);
  }
  CU_ASSERT(judged > 200);
  CU_ASSERT(saved > 1000);
}

static void independent_actors_need_one_run(void) {
  World world = {0};
  post(&world, 0, 1, 0);
  post(&world, 2, 3, 0);
  Count all = count_runs(&world, false);
  Count reduced = count_runs(&world, true);
  CU_ASSERT_EQUAL(all.runs, 6);
  CU_ASSERT_EQUAL(reduced.runs, 1);
  CU_ASSERT_EQUAL(reduced.blocked, 0);
  mem_free(all.classes);
  mem_free(reduced.classes);
}

static void senders_to_one_mailbox_come_in_every_order(void) {
  World world = {0};
  post(&world, 0, 3, 0);
  post(&world, 1, 3, 0);
  post(&world, 2, 3, 0);
  Count reduced = count_runs(&world, true);
  CU_ASSERT_EQUAL(reduced.runs, 6);
  mem_free(reduced.classes);
}

static void what_a_check_reads_makes_steps_depend(void) {
  World world = {.kinds = {{.checked = true}}};
  post(&world, 0, 1, 0);
  post(&world, 2, 3, 0);
  Count reduced = count_runs(&world, true);
  CU_ASSERT_EQUAL(reduced.runs, 2);
  mem_free(reduced.classes);
}

// Two steps; the second cancels the timer. It fires first, between, or never.
static void a_timer_fires_in_some_run_though_a_step_cancels_it(void) {
  World world = {.kinds = {{.cancels = true}}, .timer = true};
  post(&world, 0, 1, 0);
  Count reduced = count_runs(&world, true);
  CU_ASSERT_EQUAL(reduced.runs, 3);
  mem_free(reduced.classes);
}

// The first message may be taken before the one that overtakes it has come; and
// where that ends the actor, the first is then never taken at all.
static void what_overtakes_comes_also_after_what_it_overtook(void) {
  for (int ends = 0; ends < 2; ends++) {
    World world = {.kinds = {[1] = {.overtakes = true, .ends = ends != 0}}};
    post(&world, 0, 3, 0);
    post(&world, 1, 3, 1);
    Count all = count_runs(&world, false);
    Count reduced = count_runs(&world, true);
    CU_ASSERT_EQUAL(distinct(&all), distinct(&reduced));
    CU_ASSERT_EQUAL(reduced.runs, distinct(&reduced));
    mem_free(all.classes);
    mem_free(reduced.classes);
  }
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(every_class_of_orders_is_run_once),
      CASE(independent_actors_need_one_run),
      CASE(senders_to_one_mailbox_come_in_every_order),
      CASE(a_timer_fires_in_some_run_though_a_step_cancels_it),
      CASE(what_overtakes_comes_also_after_what_it_overtook),
      CASE(what_a_check_reads_makes_steps_depend),
      CU_TEST_INFO_NULL};
  return run_suite("sim_orders", cases);
}
