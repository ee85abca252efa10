// explore_orders.c -- one run of each class of equal orders, or every order.
#include "acting/explore_impl.h"

enum { CLASSES_ROOM = 1 << 21 };  // a power of two

static void start(Explore *explore) {
  bool reduces = explore->strategy->footprints;
  Hashes *classes = ARENA_ARRAY(&explore->arena, Hashes, 1);
  hashes_init(classes, CLASSES_ROOM, &explore->arena);
  explore->mine = classes;
  orders_init(&explore->orders, reduces, explore->steps + 1, &explore->own);
}

static bool next(Explore *explore) {
  if (explore->run > 0 && explore->end == END_CUT) {
    orders_leave(&explore->orders);
  }
  bool more = explore->run == 0 || orders_next(&explore->orders);
  // The last of them is judged again: what the next one changes is seen by it.
  explore->known = more && explore->run > 0 ? explore->orders.fixed - 1 : 0;
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
  return orders_enter(orders, explore->open_steps, count, choice);
}

static void took(Explore *explore) {
  if (explore->count >= explore->orders.fixed) {
    orders_took(&explore->orders, explore->count - 1, &explore->footprint);
  }
}

// What is still in an outbox waits for room.
static void quiet(Explore *explore) {
  const World *world = explore->world;
  for (size_t i = 0; i < world->count; i++) {
    const Letters *outbox = &world->dwellers[i].outbox;
    if (outbox->count > 0) {
      orders_wait(&explore->orders, world->dwellers[i].ref,
                  outbox->items[0].to);
    }
  }
}

static bool ended_all(Explore *explore, RunEnd end) {
  if (end == END_QUIET) {
    explore->counts[COUNT_DISTINCT] +=
        hashes_add(explore->mine, orders_class(&explore->orders));
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
                                  .took = took,
                                  .quiet = quiet};

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
