// explore_delays.c -- all runs that leave a plain schedule at most N times
// (Emmi, Qadeer and Rakamaric, "Delay-bounded scheduling", 2011).
//
// The plain schedule goes on with the actor that made the last step for as long
// as it can, then with the next. A delay is one turn passed over. Depth first:
// a frame is how often its step's turn is passed.
#include "acting/explore_impl.h"

typedef struct DelayFrame {
  u32 open;
  u32 passed;
} DelayFrame;

typedef struct Delays {
  DelayFrame *frames;
  size_t count;
  u64 process;  // of the last step
} Delays;

static void start(Explore *explore) {
  Delays *own = ARENA_ARRAY(&explore->own, Delays, 1);
  own->frames =
      arena_room(&explore->own, explore->steps + 1, sizeof(DelayFrame));
  explore->mine = own;
}

// Delays that the first `count` frames have made.
static u64 made(const Delays *own, size_t count) {
  u64 sum = 0;
  for (size_t i = 0; i < count; i++) {
    sum += own->frames[i].passed;
  }
  return sum;
}

static void measure(Explore *explore) {
  const Delays *own = explore->mine;
  f64 share = 0;
  f64 width = 1;
  u64 left = explore->number;
  for (size_t i = 0; i < own->count && width > 1e-9; i++) {
    u64 ways = own->frames[i].open;
    ways = ways < left + 1 ? ways : left + 1;
    width /= (f64)(ways > 0 ? ways : 1);
    share += width * (f64)own->frames[i].passed;
    left -= own->frames[i].passed;
  }
  explore->counts[COUNT_SHARE] = (u64)(share * 1e6);
}

static bool next(Explore *explore) {
  Delays *own = explore->mine;
  own->process = 0;
  if (explore->run == 0) {
    return true;
  }
  u64 used = made(own, own->count);
  while (own->count > 0) {
    DelayFrame *frame = &own->frames[own->count - 1];
    if (used < explore->number && frame->passed + 1 < frame->open) {
      frame->passed++;
      explore->fixed = own->count;
      measure(explore);
      return true;
    }
    used -= frame->passed;
    own->count--;
  }
  explore->counts[COUNT_SHARE] = 1000000;
  explore->counts[COUNT_COMPLETE] = explore->counts[COUNT_CUT] == 0;
  return false;
}

// Whose turn it is: of the last one, or of the next behind it.
static size_t whose_turn(const Explore *explore, size_t count) {
  const Delays *own = explore->mine;
  size_t first = 0;
  for (size_t i = 0; i < count; i++) {
    if (explore->open_steps[i].process == own->process) {
      return i;
    }
    bool behind = explore->open_steps[i].process > own->process;
    bool nearer =
        explore->open_steps[i].process < explore->open_steps[first].process ||
        explore->open_steps[first].process < own->process;
    first = behind && nearer ? i : first;
  }
  return first;
}

static bool choose(Explore *explore, u64 step, const Option *options,
                   size_t count, u64 *choice) {
  Delays *own = explore->mine;
  (void)step;
  (void)options;
  // The timer, the last of the options, fires when nothing else is open.
  size_t open = count - (count > 1 && options[count - 1].kind == OPTION_TIMER);
  if (explore->count >= explore->fixed || explore->run == 1) {
    own->frames[explore->count] = (DelayFrame){(u32)open, 0};
    own->count = explore->count + 1;
  }
  u64 passed = own->frames[explore->count].passed;
  *choice = (whose_turn(explore, open) + passed) % open;
  own->process = explore->open_steps[*choice].process;
  return true;
}

const Strategy strategy_delays = {.name = "delays",
                                  .stops_when_quiet = true,
                                  .start = start,
                                  .next = next,
                                  .choose = choose};
