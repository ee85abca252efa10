// explore_orders.c -- one run of each class of equal orders, or every order.
#include <string.h>

#include "acting/explore_impl.h"

enum { CLASSES_ROOM = 1 << 21, CLASSES_KEPT = 1 << 20 };  // powers of two

static void start(Explore *explore) {
  bool reduces = explore->strategy->footprints;
  explore->mine = arena_room(&explore->arena, CLASSES_ROOM, sizeof(u64));
  orders_init(&explore->orders, reduces, explore->steps + 1, &explore->own);
}

static bool next(Explore *explore) {
  bool more = explore->run == 0 || orders_next(&explore->orders);
  explore->counts[COUNT_SHARE] = (u64)(orders_share(&explore->orders) * 1e6);
  explore->counts[COUNT_COMPLETE] = !more && explore->counts[COUNT_CUT] == 0;
  return more;
}

static bool choose(Explore *explore, u64 step, const Option *options,
                   size_t count, u64 *choice) {
  Orders *orders = &explore->orders;
  (void)step;
  (void)options;
  if (explore->count < orders->fixed) {
    *choice = orders->frames[explore->count].choice;
    return *choice < count;
  }
  return orders_enter(orders, explore->processes, count, choice);
}

static void took(Explore *explore) {
  if (explore->count >= explore->orders.fixed) {
    orders_took(&explore->orders, explore->count - 1, &explore->footprint);
  }
}

// A set of the classes met; a full one counts no more.
static void note_class(Explore *explore) {
  u64 *classes = explore->mine;
  u64 label = orders_class(&explore->orders) | 1;
  size_t place = (size_t)(label * 0x9E3779B97F4A7C15U >> 43);
  while (classes[place] != 0 && classes[place] != label) {
    place = (place + 1) % CLASSES_ROOM;
  }
  if (classes[place] == 0 && explore->counts[COUNT_DISTINCT] < CLASSES_KEPT) {
    classes[place] = label;
    explore->counts[COUNT_DISTINCT]++;
  }
}

static bool ended_all(Explore *explore, RunEnd end) {
  if (end == END_QUIET) {
    note_class(explore);
  }
  if (end == END_FAILED) {
    explore_keep(explore);
  }
  return end != END_FAILED;
}

const Strategy strategy_orders = {.name = "orders",
                                  .stops_when_quiet = true,
                                  .footprints = true,
                                  .start = start,
                                  .next = next,
                                  .choose = choose,
                                  .took = took};

static void start_all(Explore *explore) {
  start(explore);
  explore->orders.reduces = false;
}

const Strategy strategy_all = {.name = "all",
                               .stops_when_quiet = true,
                               .footprints = true,
                               .start = start_all,
                               .next = next,
                               .choose = choose,
                               .took = took,
                               .ended = ended_all};
