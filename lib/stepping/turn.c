// turn.c -- the options that are open, and a choice among them.
#include "stepping/turn.h"

#include <string.h>

#include "stepping/delayed.h"
#include "stepping/policy.h"
#include "stepping/stuck.h"

enum { OPTIONS = 2 * PLAN_THREADS + PLAN_THREADS * TASK_STORES };

typedef struct Options {
  Choice all[OPTIONS];
  size_t count;
} Options;

static void add(Options *options, const Task *task, int how) {
  if (options->count < OPTIONS) {
    options->all[options->count++] = (Choice){(u8)task->id, (u8)how};
  }
}

static bool is_free(const Object *object, int task) {
  return object == NULL || object->owner == NOBODY ||
         (object->robust && world->tasks[object->owner].ended) ||
         (object->owner == task && (object->recursive || object->checks));
}

bool turn_can_come(const Task *task) {
  const Op *op = &task->op;
  const Object *object = object_find(op->object);
  switch (op->kind) {
    case OP_LOCK:
    case OP_TIMEDLOCK:
      return is_free(object, task->id);
    case OP_WRITE_LOCK:
      return object == NULL ||
             (object->owner == NOBODY && object->readers == 0);
    case OP_READ_LOCK:
      return object == NULL || object->owner == NOBODY;
    case OP_WOKEN:
      return false;  // who signals changes the operation
    case OP_TAKE:
    case OP_TIMEDTAKE:
      return object != NULL && object->value > 0;
    case OP_PASS:
      return object != NULL && object->turn != (u32)op->second;
    case OP_ONCE:
      return object == NULL || object->done || object->owner == NOBODY;
    case OP_JOIN:
      return world->tasks[op->target].ended;
    case OP_NONE:
    case OP_BEGIN:
    case OP_END:
    case OP_TRYLOCK:
    case OP_WAIT:
    case OP_SIGNAL:
    case OP_BROADCAST:
    case OP_TRYTAKE:
    case OP_POST:
    case OP_ARRIVE:
    case OP_SLEEP:
    case OP_YIELD:
    case OP_LOAD:
    case OP_STORE:
    case OP_CHANGE:
    case OP_FENCE:
    case OP_READ:
    case OP_WRITE:
    case OP_KINDS:
      return true;
  }
  return true;
}

// A signal may wake any of those that wait, the first of them as a rule.
static void add_waiters(Options *options, const Task *task) {
  const Task *first = stuck_first_waiter(task->op.object);
  for (int i = 0; i < world->task_count; i++) {
    const Task *other = &world->tasks[i];
    if (other != first && stuck_waits_on(other, task->op.object)) {
      add(options, task, HOW_WAITER + i);
    }
  }
}

static void add_task(Options *options, const Task *task) {
  if (turn_can_come(task)) {
    add(options, task, HOW_USUAL);
    if (task->op.kind == OP_SIGNAL) {
      add_waiters(options, task);
    }
  }
  if (task->op.timed) {
    add(options, task, HOW_TIMEOUT);
  }
  if (task->op.kind == OP_WOKEN && world->run->plan.spurious &&
      world->spurious < 2) {
    add(options, task, HOW_SPURIOUS);
  }
}

// Those that spin come only when nobody else does, or gave way.
static void collect(Options *options, bool yielding) {
  options->count = 0;
  for (int i = 0; i < world->task_count; i++) {
    Task *task = &world->tasks[i];
    if (task->ended || task->spins || (task->yields && !yielding)) {
      continue;
    }
    add_task(options, task);
  }
  for (int i = 0; i < world->task_count; i++) {
    for (u32 n = 0; n < delayed_count(&world->tasks[i]); n++) {
      if (delayed_may_go(&world->tasks[i], n)) {
        add(options, &world->tasks[i], HOW_STORE + (int)n);
      }
    }
  }
}

// Nobody may rely on being woken for nothing.
static bool has_real(const Options *options) {
  for (size_t i = 0; i < options->count; i++) {
    if (options->all[i].how != HOW_SPURIOUS) {
      return true;
    }
  }
  return false;
}

// Whoever seemed to look again for the same may have meant something else by
// it: each may look once more, one after the other.
static void look_again(void) {
  for (int i = 0; i < world->task_count; i++) {
    world->patience += world->tasks[i].spins;
    world->tasks[i].spins = false;
  }
}

static void open_options(Options *options) {
  collect(options, false);
  if (!has_real(options)) {
    collect(options, true);
  }
  if (!has_real(options)) {
    look_again();
    collect(options, true);
    if (has_real(options) && world->patience > STUCK_PATIENCE) {
      stuck_looking();
    }
  }
  if (!has_real(options)) {
    stuck_for_good();
  }
}

// ---- A step ----

static void record(const Options *options, Choice choice) {
  Run *run = world->run;
  const Task *task = &world->tasks[choice.thread];
  if (run->step_count >= run->plan.steps || run->step_count >= PLAN_STEPS ||
      run->open_count + options->count > PLAN_OPTIONS) {
    run_over(VERDICT_CUT, task->op.place, 0, "after %u steps", run->step_count);
  }
  bool is_store = choice.how >= HOW_STORE && choice.how < HOW_WAITER;
  const Store *store = is_store ? &task->stores[choice.how - HOW_STORE] : NULL;
  Step *step = &run->steps[run->step_count];
  *step = (Step){.choice = choice,
                 .kind = (u8)(is_store ? OP_STORE : task->op.kind),
                 .writes = is_store || task->op.writes,
                 .open_count = (u16)options->count,
                 .open_first = run->open_count,
                 .object = is_store ? store->address : task->op.object,
                 .place = is_store ? store->place : task->op.place};
  memcpy(&run->open[run->open_count], options->all,
         options->count * sizeof *options->all);
  run->open_count += (u32)options->count;
  run->step_count++;
  step->touch_first = run->touch_count;
  world_touch(step->object, step->writes);
  world_touch(task->op.second, true);
  run->waited_busily |= task->op.kind == OP_SLEEP || task->op.kind == OP_YIELD;
  world->step++;
  world->time += 1000;
  if (world->beats != NULL) {
    ++*world->beats;
  }
}

static void switch_to(Task *task) {
  Task *from = world->now;
  world->in_row = task == from ? world->in_row + 1 : 0;
  if (task != from) {
    world->now = task;
    fiber_switch(&from->fiber, &task->fiber);
  }
}

// Chooses until a thread goes on, and lets it.
static void go_on(void) {
  static Options options;
  for (;;) {
    open_options(&options);
    Choice choice = world->watcher != NULL
                        ? world->watcher->choose(options.all, options.count)
                        : policy_choose(options.all, options.count);
    Task *task = &world->tasks[choice.thread];
    record(&options, choice);
    if (choice.how >= HOW_STORE && choice.how < HOW_WAITER) {
      delayed_store(task, (u32)(choice.how - HOW_STORE));
      continue;
    }
    for (int i = 0; i < world->task_count; i++) {
      if (i != task->id) {
        world->tasks[i].yields = false;
      }
    }
    task->how = choice.how;
    switch_to(task);
    return;
  }
}

u8 turn_point(Op op) {
  Task *me = world->now;
  me->op = op;
  me->points++;
  me->waits_since = world->step;
  stuck_circle(me);
  go_on();
  if (me->op.timed && me->how == HOW_TIMEOUT && me->op.due > world->time) {
    world->time = me->op.due;
  }
  return me->how;
}

void turn_settle(u64 place) {
  if (delayed_count(world->now) > 0) {
    turn_point((Op){.kind = OP_FENCE, .writes = true, .place = place});
    delayed_store_all(world->now);
  }
}

_Noreturn void turn_end(void) {
  world->now->op = (Op){.kind = OP_END};
  world->now->ended = true;
  go_on();
  __builtin_unreachable();
}

void turn_begin(void) {
  Task *main_task = &world->tasks[0];
  *main_task = (Task){.id = 0, .begun = true, .name = "main"};
  main_task->now.of[0] = 1;
  main_task->firmly.of[0] = 1;
  world->task_count = 1;
  world->now = main_task;
  world->time = 1000000000;
  if (!fiber_adopt(&main_task->fiber)) {
    run_over(VERDICT_REFUSED, 0, 0, "out of memory");
  }
}
