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
  bool cancels;  // the timer, unnoticed: as a reply does with its deadline
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
  bool timer;  // is set, and its firing depends on everything
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
    for (int k = 0; k < kind->sends; k++) {
      kind->to[k] = (int)rng_below(rng, ACTORS);
      kind->kind[k] = i + 1 + (int)rng_below(rng, (u64)(KINDS - i - 1));
    }
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

static size_t options_of(const World *world, u64 *processes, int *actors) {
  size_t count = 0;
  for (int i = 0; i < ACTORS; i++) {
    if (!is_empty(&world->outbox[i]) || !is_empty(&world->mailbox[i])) {
      processes[count] = ref_of(i);
      actors[count++] = i;
    }
  }
  if (world->timer) {
    processes[count] = TIMER_PROCESS;
    actors[count++] = ACTORS;
  }
  return count;
}

static Footprint step(World *world, int actor) {
  if (actor == ACTORS) {
    world->timer = false;
    return (Footprint){.process = TIMER_PROCESS, .all = true};
  }
  Footprint footprint = {.process = ref_of(actor)};
  Line *out = &world->outbox[actor];
  if (!is_empty(out)) {
    int letter = out->letters[out->first++];
    Line *in = &world->mailbox[world->letters[letter].to];
    in->letters[in->end++] = letter;
    footprint_touch(&footprint, OBJECT_LETTER, 1, (u64)letter);
    footprint_touch(&footprint, OBJECT_TAIL, ref_of(world->letters[letter].to),
                    0);
    return footprint;
  }
  Line *in = &world->mailbox[actor];
  int letter = in->letters[in->first++];
  const Kind *kind = &world->kinds[world->letters[letter].kind];
  footprint_touch(&footprint, OBJECT_LETTER, 1, (u64)letter);
  footprint_touch(&footprint, OBJECT_HEAD, ref_of(actor), 0);
  if (kind->checked) {
    footprint_touch(&footprint, OBJECT_CHECK, 0, 0);
  }
  world->timer &= !kind->cancels;
  for (int i = 0; i < kind->sends; i++) {
    post(world, actor, kind->to[i], kind->kind[i]);
  }
  return footprint;
}

// A letter's number depends on the order of posting; what it is to the search
// must not.
static u64 name_of(const World *world, int letter) {
  int from = world->letters[letter].from;
  u64 sequence = 1;
  for (int i = 0; i < letter; i++) {
    sequence += world->letters[i].from == from;
  }
  return sequence << 8 | (u64)from;
}

static Footprint named_step(World *world, int actor) {
  Footprint footprint = step(world, actor);
  for (size_t i = 0; i < footprint.count; i++) {
    if (footprint.objects[i].kind == OBJECT_LETTER) {
      footprint.objects[i].sequence =
          name_of(world, (int)footprint.objects[i].sequence);
    }
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
  u64 processes[ACTORS + 1];
  int actors[ACTORS + 1];
  size_t open = 0;
  for (size_t at = 0; (open = options_of(&world, processes, actors)) > 0;
       at++) {
    u64 choice = 0;
    if (at < orders->fixed) {
      choice = orders->frames[at].choice;
    } else if (!orders_enter(orders, processes, open, &choice)) {
      return false;
    }
    Footprint footprint = named_step(&world, actors[choice]);
    if (at + 1 >= orders->fixed) {
      orders_took(orders, at, &footprint);
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
  for (int i = 0; i < 400; i++) {
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

int main(void) {
  CU_TestInfo cases[] = {
      CASE(every_class_of_orders_is_run_once),
      CASE(independent_actors_need_one_run),
      CASE(senders_to_one_mailbox_come_in_every_order),
      CASE(a_timer_fires_in_some_run_though_a_step_cancels_it),
      CASE(what_a_check_reads_makes_steps_depend),
      CU_TEST_INFO_NULL};
  return run_suite("sim_orders", cases);
}
