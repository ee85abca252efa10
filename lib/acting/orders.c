// orders.c -- races of a run ask for other choices at earlier frames.
//
// A race is a pair of dependent steps of two processes with nothing between
// that is after the one and before the other. Its reversal begins, at the
// earlier step's frame, with one of the steps that do not follow from it.
//
// A step may also undo another one: a stop overtakes the message that an actor
// was about to take, which then is a dead letter and no step at all, or a later
// one that comes after the stop in any case. No two steps of the run tell of
// that race; but the option does, which is there before the step and then not.
#include "acting/orders.h"

#include <string.h>

#include "base/check.h"

void orders_init(Orders *orders, bool reduces, size_t most, Arena *arena) {
  *orders = (Orders){.reduces = reduces, .arena = arena, .most = most};
  orders->frames = arena_room(arena, most, sizeof(Frame));
}

static void cut(Orders *orders, size_t count) {
  if (orders->count > count) {
    arena_return(orders->arena, orders->frames[count].mark);
    orders->count = count;
  }
}

static void put_to_sleep(Frame *frame, const Footprint *footprint) {
  frame->sleeping[frame->sleeping_count++] = *footprint;
}

static bool sleeps(const Frame *frame, u64 process) {
  for (size_t i = 0; i < frame->sleeping_count; i++) {
    if (frame->sleeping[i].process == process) {
      return true;
    }
  }
  return false;
}

// ---- A run going on ----

static void inherit(Orders *orders, Frame *frame) {
  if (!orders->reduces || orders->count < 2) {
    return;
  }
  const Frame *parent = &orders->frames[orders->count - 2];
  for (size_t i = 0; i < parent->sleeping_count; i++) {
    if (!footprints_depend(&parent->sleeping[i], &parent->footprint)) {
      put_to_sleep(frame, &parent->sleeping[i]);
    }
  }
}

// Those that sleep are those of the frame before, and then at most each open
// one once.
static Frame *add_frame(Orders *orders, size_t open) {
  CHECK(orders->count < orders->most);
  Arena *arena = orders->arena;
  size_t index = orders->count;
  size_t slept = index > 0 ? orders->frames[index - 1].sleeping_count : 0;
  Frame *frame = &orders->frames[orders->count++];
  *frame = (Frame){.open = open, .mark = arena->used};
  frame->steps = ARENA_ARRAY(arena, OpenStep, open);
  frame->wanted = ARENA_ARRAY(arena, bool, open);
  frame->done = ARENA_ARRAY(arena, bool, open);
  frame->sleeping = ARENA_ARRAY(arena, Footprint, slept + open);
  frame->before = ARENA_ARRAY(arena, u64, index / 64 + 1);
  return frame;
}

static bool is_open(const OpenStep *steps, size_t open, OpenStep step) {
  for (size_t i = 0; i < open; i++) {
    if (steps[i].process == step.process && steps[i].step == step.step) {
      return true;
    }
  }
  return false;
}

// What the last step undid is wanted in its place: of others, what was open
// before it and now is not.
static void want_undone(Orders *orders, const OpenStep *steps, size_t open) {
  if (!orders->reduces || orders->count <= orders->followed) {
    return;
  }
  Frame *frame = &orders->frames[orders->count - 1];
  u64 taken = frame->steps[frame->choice].process;
  for (size_t i = 0; i < frame->open; i++) {
    frame->wanted[i] |= frame->steps[i].process != taken &&
                        !is_open(steps, open, frame->steps[i]);
  }
  orders->followed = orders->count;
}

void orders_leave(Orders *orders) {
  orders->followed = orders->count;
}

bool orders_enter(Orders *orders, const OpenStep *steps, size_t open,
                  u64 *choice) {
  want_undone(orders, steps, open);
  Frame *frame = add_frame(orders, open);
  for (size_t i = 0; i < open; i++) {
    frame->steps[i] = steps[i];
    // A timer races with whatever is done instead of it, and some of that
    // cancels it: then no later step would tell of the race.
    frame->wanted[i] = !orders->reduces || steps[i].process == TIMER_PROCESS;
    frame->done[i] = false;
  }
  inherit(orders, frame);
  for (size_t i = 0; i < open; i++) {
    if (!sleeps(frame, frame->steps[i].process)) {
      frame->wanted[i] = true;
      frame->choice = i;
      *choice = i;
      return true;
    }
  }
  cut(orders, orders->count - 1);
  return false;
}

void orders_took(Orders *orders, size_t at, const Footprint *footprint) {
  CHECK(at < orders->count);
  orders->frames[at].footprint = *footprint;
}

// ---- Races ----

static bool is_before(const Frame *frame, size_t i) {
  return (frame->before[i / 64] >> (i % 64) & 1) != 0;
}

static void set_before(Frame *frame, size_t i) {
  frame->before[i / 64] |= (u64)1 << (i % 64);
}

static size_t option_of(const Frame *frame, u64 process) {
  size_t i = 0;
  while (i < frame->open && frame->steps[i].process != process) {
    i++;
  }
  return i;
}

// True if step `k`, of those after `i`, depends on none between.
static bool is_initial(const Orders *orders, size_t i, size_t k) {
  for (size_t between = i + 1; between < k; between++) {
    if (is_before(&orders->frames[k], between) &&
        !is_before(&orders->frames[between], i)) {
      return false;
    }
  }
  return true;
}

// Sees to it that a run is made in which j comes before i.
static void reverse(Orders *orders, size_t i, size_t j) {
  Frame *frame = &orders->frames[i];
  size_t best = frame->open;
  for (size_t k = i + 1; k <= j; k++) {
    const Frame *later = &orders->frames[k];
    if ((k < j && is_before(later, i)) || !is_initial(orders, i, k)) {
      continue;
    }
    size_t option = option_of(frame, later->footprint.process);
    if (option == frame->open) {
      continue;
    }
    if (frame->wanted[option]) {
      return;
    }
    best = option;
  }
  if (best < frame->open) {
    frame->wanted[best] = true;
  }
}

// Could the later step's process have done something else, or the same, if the
// earlier step had not been there yet? `linked`: by a step between.
static bool are_racing(const Footprint *earlier, const Footprint *later,
                       bool linked) {
  if (earlier->process == later->process) {
    return false;
  }
  if (linked) {
    return footprints_contend(earlier, later);
  }
  return earlier->overtakes || !footprint_causes(earlier, later);
}

// What happened before step j, and its races.
static void analyse(Orders *orders, size_t j) {
  Frame *frame = &orders->frames[j];
  memset(frame->before, 0, (j / 64 + 1) * sizeof *frame->before);
  size_t mark = orders->arena->used;
  bool *races = ARENA_ARRAY(orders->arena, bool, j);
  for (size_t i = j; i-- > 0;) {
    const Frame *earlier = &orders->frames[i];
    races[i] = false;
    if (!footprints_depend(&earlier->footprint, &frame->footprint)) {
      continue;
    }
    races[i] =
        are_racing(&earlier->footprint, &frame->footprint, is_before(frame, i));
    for (size_t word = 0; word <= i / 64; word++) {
      frame->before[word] |= earlier->before[word];
    }
    set_before(frame, i);
  }
  for (size_t i = 0; i < j; i++) {
    if (races[i]) {
      reverse(orders, i, j);
    }
  }
  arena_return(orders->arena, mark);
}

// ---- The next run ----

static void analyse_all(Orders *orders) {
  for (; orders->reduces && orders->analysed < orders->count;
       orders->analysed++) {
    analyse(orders, orders->analysed);
  }
}

// As if the step it waits for were the last of the run.
void orders_wait(Orders *orders, u64 process, u64 mailbox) {
  Footprint footprint = {.process = process};
  footprint_touch(&footprint, OBJECT_TAIL, mailbox, 0);
  footprint_touch(&footprint, OBJECT_HEAD, mailbox, 0);
  if (orders->reduces) {
    analyse_all(orders);
    add_frame(orders, 0)->footprint = footprint;
    analyse(orders, orders->count - 1);
    cut(orders, orders->count - 1);
  }
}

bool orders_next(Orders *orders) {
  want_undone(orders, NULL, 0);  // by the step that was the run's last
  analyse_all(orders);
  while (orders->count > 0) {
    Frame *frame = &orders->frames[orders->count - 1];
    frame->done[frame->choice] = true;
    put_to_sleep(frame, &frame->footprint);
    for (size_t i = 0; i < frame->open; i++) {
      bool covered = orders->reduces && sleeps(frame, frame->steps[i].process);
      if (frame->wanted[i] && !frame->done[i] && !covered) {
        frame->choice = i;
        orders->fixed = orders->count;
        orders->analysed = orders->count - 1;
        orders->followed = orders->count - 1;
        return true;
      }
    }
    cut(orders, orders->count - 1);
  }
  return false;
}

f64 orders_share(const Orders *orders) {
  f64 share = 0;
  f64 width = 1;
  for (size_t i = 0; i < orders->count; i++) {
    const Frame *frame = &orders->frames[i];
    size_t wanted = 0;
    size_t done = 0;
    for (size_t k = 0; k < frame->open; k++) {
      wanted += frame->wanted[k];
      done += frame->done[k];
    }
    width /= wanted > 0 ? (f64)wanted : 1;
    share += width * (f64)done;
  }
  return share;
}

static u64 mix(u64 number) {
  number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9U;
  number = (number ^ number >> 27) * 0x94D049BB133111EBU;
  return number ^ number >> 31;
}

// A step's label stands for the step and all that it depends on, whatever the
// order of the rest; so does the sum of all labels for the run.
u64 orders_class(Orders *orders) {
  size_t mark = orders->arena->used;
  u64 *labels = ARENA_ARRAY(orders->arena, u64, orders->count);
  u64 sum = 0;
  for (size_t j = 0; j < orders->count; j++) {
    const Footprint *footprint = &orders->frames[j].footprint;
    u64 label = mix(footprint->process);
    for (size_t i = 0; i < j; i++) {
      if (footprints_depend(&orders->frames[i].footprint, footprint)) {
        label += mix(labels[i]);
      }
    }
    labels[j] = mix(label);
    sum += mix(labels[j] + 1);
  }
  arena_return(orders->arena, mark);
  return sum;
}
