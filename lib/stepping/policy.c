// policy.c -- a prefix that is given, and then as usual, at random, or by
// priorities that change at random (S. Burckhardt and others, "A randomized
// scheduler with probabilistic guarantees of finding bugs", 2010).
#include "stepping/policy.h"

static u64 next_random(void) {
  // xorshift64* (S. Vigna, 2016)
  u64 x = world->random;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  world->random = x;
  return x * 0x2545F4914F6CDD1Du;
}

// A thread that goes on and on may wait for others in a way of its own, such
// as trying a lock: after so many steps it comes last.
enum { IN_ROW = 300 };

// The thread that ran last goes on if it can, or else the next one by number.
static Choice usual(const Choice *options, size_t count) {
  int last = world->now->id + (world->in_row >= IN_ROW);
  const Choice *best = &options[0];
  int best_rank = 1 << 20;
  for (size_t i = 0; i < count; i++) {
    int away = (options[i].thread - last + PLAN_THREADS) % PLAN_THREADS;
    int rank = away * 256 + options[i].how;
    if (options[i].how != HOW_USUAL) {
      rank += 1 << 16;  // time passes, and the like, if nothing else can
    }
    if (rank < best_rank) {
      best_rank = rank;
      best = &options[i];
    }
  }
  return *best;
}

// A thread as likely as another, whatever it can do.
static Choice by_thread(const Choice *options, size_t count) {
  u64 seen = 0;
  size_t threads = 0;
  for (size_t i = 0; i < count; i++) {
    threads += (seen >> options[i].thread & 1) == 0;
    seen |= (u64)1 << options[i].thread;
  }
  size_t chosen = (size_t)(next_random() % threads);
  size_t thread = 0;
  while ((seen >> thread & 1) == 0 || chosen-- > 0) {
    thread++;
  }
  size_t many = 0;
  for (size_t i = 0; i < count; i++) {
    many += options[i].thread == thread;
  }
  size_t which = (size_t)(next_random() % many);
  for (size_t i = 0; i < count; i++) {
    if (options[i].thread == thread && which-- == 0) {
      return options[i];
    }
  }
  return options[0];
}

// At `depth - 1` steps, chosen at random, the thread that runs falls behind all
// others.
static bool is_change(void) {
  const Plan *plan = &world->run->plan;
  u64 x = plan->seed * 0x9E3779B97F4A7C15u;
  for (u32 i = 1; i < plan->depth; i++) {
    x ^= x >> 30;
    x *= 0xBF58476D1CE4E5B9u;
    x ^= x >> 27;
    if (plan->length > 0 && x % plan->length == world->step) {
      return true;
    }
  }
  return false;
}

static Choice by_priority(const Choice *options, size_t count) {
  if (is_change() || world->in_row >= IN_ROW) {
    world->priorities[world->now->id] = world->lowest--;
  }
  const Choice *best = &options[0];
  for (size_t i = 1; i < count; i++) {
    if (world->priorities[options[i].thread] >
        world->priorities[best->thread]) {
      best = &options[i];
    }
  }
  return best->how == HOW_USUAL ? *best : by_thread(options, count);
}

static Choice replayed(Choice wanted, const Choice *options, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (choice_equal(options[i], wanted)) {
      return wanted;
    }
  }
  run_over(VERDICT_DIVERGED, 0, 0,
           "step %u: thread %u cannot go on in that way",
           world->run->step_count, wanted.thread);
}

Choice policy_choose(const Choice *options, size_t count) {
  const Plan *plan = &world->run->plan;
  u32 step = world->run->step_count;
  if (step < plan->prefix_count) {
    return replayed(plan->prefix[step], options, count);
  }
  switch (plan->mode) {
    case PLAN_RANDOM:
      return by_thread(options, count);
    case PLAN_PCT:
      return by_priority(options, count);
    case PLAN_REPLAY:
      break;
  }
  return usual(options, count);
}

void policy_born(Task *task) {
  if (world->random == 0) {
    world->random = world->run->plan.seed * 0x9E3779B97F4A7C15u | 1;
    world->lowest = 1 << 16;
  }
  world->priorities[task->id] = (1u << 17) + (u32)(next_random() % (1u << 20));
}
