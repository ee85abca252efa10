// orders.c -- races of a run ask for other choices at earlier frames.
//
// A race is a pair of dependent steps of two processes with nothing between
// that is after the one and before the other. Its reversal begins, at the
// earlier step's frame, with one of the steps that do not follow from it.
#include "orders.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

void orders_init(Orders *orders, bool reduces) {
  *orders = (Orders){.reduces = reduces};
}

static void release(Frame *frame) {
  mem_free(frame->processes);
  mem_free(frame->wanted);
  mem_free(frame->done);
  mem_free(frame->sleeping);
  mem_free(frame->before);
}

static void cut(Orders *orders, size_t count) {
  while (orders->count > count) {
    release(&orders->frames[--orders->count]);
  }
}

void orders_release(Orders *orders) {
  cut(orders, 0);
  mem_free(orders->frames);
  *orders = (Orders){0};
}

static void put_to_sleep(Frame *frame, const Footprint *footprint) {
  frame->sleeping = (Footprint *)text_grow(
      frame->sleeping, &frame->sleeping_room, frame->sleeping_count + 1,
      sizeof *frame->sleeping);
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

bool orders_enter(Orders *orders, const Model *model, u64 *choice) {
  orders->frames = (Frame *)text_grow(
      orders->frames, &orders->room, orders->count + 1, sizeof *orders->frames);
  Frame *frame = &orders->frames[orders->count++];
  size_t open = model->option_count;
  *frame = (Frame){.open = open,
                   .processes = mem_array(u64, open + 1),
                   .wanted = mem_array(bool, open + 1),
                   .done = mem_array(bool, open + 1)};
  for (size_t i = 0; i < open; i++) {
    frame->processes[i] = footprint_process(&model->options[i]);
    frame->wanted[i] = !orders->reduces;
    frame->done[i] = false;
  }
  inherit(orders, frame);
  for (size_t i = 0; i < open; i++) {
    if (!sleeps(frame, frame->processes[i])) {
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
  while (i < frame->open && frame->processes[i] != process) {
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

// What happened before step j, and its races.
static void analyse(Orders *orders, size_t j) {
  Frame *frame = &orders->frames[j];
  mem_free(frame->before);
  frame->before = mem_array(u64, j / 64 + 1);
  memset(frame->before, 0, (j / 64 + 1) * sizeof *frame->before);
  bool *races = mem_array(bool, j + 1);
  for (size_t i = j; i-- > 0;) {
    const Frame *earlier = &orders->frames[i];
    races[i] = false;
    if (!footprints_depend(&earlier->footprint, &frame->footprint)) {
      continue;
    }
    races[i] = !is_before(frame, i) &&
               earlier->footprint.process != frame->footprint.process &&
               !footprint_causes(&earlier->footprint, &frame->footprint);
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
  mem_free(races);
}

// ---- The next run ----

bool orders_next(Orders *orders) {
  for (size_t j = orders->analysed; orders->reduces && j < orders->count; j++) {
    analyse(orders, j);
  }
  while (orders->count > 0) {
    Frame *frame = &orders->frames[orders->count - 1];
    frame->done[frame->choice] = true;
    put_to_sleep(frame, &frame->footprint);
    for (size_t i = 0; i < frame->open; i++) {
      bool covered = orders->reduces && sleeps(frame, frame->processes[i]);
      if (frame->wanted[i] && !frame->done[i] && !covered) {
        frame->choice = i;
        orders->fixed = orders->count;
        orders->analysed = orders->count - 1;
        return true;
      }
    }
    cut(orders, orders->count - 1);
  }
  return false;
}

static u64 mix(u64 number) {
  number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9U;
  number = (number ^ number >> 27) * 0x94D049BB133111EBU;
  return number ^ number >> 31;
}

// A step's label stands for the step and all that it depends on, whatever the
// order of the rest; so does the sum of all labels for the run.
u64 orders_class(const Orders *orders) {
  u64 *labels = mem_array(u64, orders->count + 1);
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
  mem_free(labels);
  return sum;
}
