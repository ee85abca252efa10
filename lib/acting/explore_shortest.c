// explore_shortest.c -- breadth first over the states that can be seen: the
// first failure is one of the shortest.
//
// A state is a hash of all that can be seen of it (world_hash). Two states that
// differ only in what cannot be seen count as one, so that this proves nothing
// by itself; and it leaves out no order, for a set of states visited and a
// reduction of orders do not go together. A run is the way to a state and one
// step more.
#include "acting/explore_impl.h"

enum { STATES_MOST = 1 << 22, SEEN_ROOM = 1 << 23 };

typedef struct State {
  u32 from;
  u32 choice;
  u32 depth;
  u32 open;
} State;

typedef struct Shortest {
  State *states;
  size_t count;
  size_t at;   // the state whose options are tried
  u32 option;  // and which of them
  Hashes seen;
  u32 *way;  // choices that lead to it
  bool full;
} Shortest;

static void start(Explore *explore) {
  Arena *arena = &explore->own;
  Shortest *own = ARENA_ARRAY(arena, Shortest, 1);
  hashes_init(&own->seen, SEEN_ROOM, arena);
  own->way = arena_room(arena, explore->steps + 1, sizeof(u32));
  own->states = arena_room(arena, STATES_MOST, sizeof(State));
  own->states[0] = (State){.open = 1};
  own->count = 1;
  explore->mine = own;
}

static bool next(Explore *explore) {
  Shortest *own = explore->mine;
  if (explore->run > 0) {
    own->option++;
  }
  while (own->at < own->count && own->option >= own->states[own->at].open) {
    own->at++;
    own->option = 0;
  }
  u64 *counts = explore->counts;
  counts[COUNT_DISTINCT] = own->count;
  counts[COUNT_SHARE] = own->at * 1000000 / own->count;
  bool more = own->at < own->count;
  counts[COUNT_COMPLETE] = !more && !own->full && counts[COUNT_CUT] == 0;
  size_t state = more ? own->at : 0;
  explore->known = own->states[state].depth;
  for (u32 at = own->states[state].depth; at > 0; at--) {
    own->way[at - 1] = own->states[state].choice;
    state = own->states[state].from;
  }
  return more;
}

// The state after the one step more: kept if it is new.
static void keep(Explore *explore, size_t count) {
  Shortest *own = explore->mine;
  if (own->count == STATES_MOST) {
    own->full = true;
  } else if (hashes_add(&own->seen, world_hash(explore->world))) {
    own->states[own->count++] = (State){.from = (u32)own->at,
                                        .choice = own->option,
                                        .depth = (u32)explore->count,
                                        .open = (u32)count};
  }
}

static bool choose(Explore *explore, u64 step, const Option *options,
                   size_t count, u64 *choice) {
  Shortest *own = explore->mine;
  State *state = &own->states[own->at];
  (void)step;
  (void)options;
  if (explore->count < state->depth) {
    *choice = own->way[explore->count];
    return *choice < count;
  }
  if (explore->count > state->depth) {
    keep(explore, count);
    return false;
  }
  if (own->at == 0) {
    state->open = (u32)count;
    hashes_add(&own->seen, world_hash(explore->world));
  }
  *choice = own->option;
  return *choice < count;
}

// A state in which all is quiet has nothing behind it, but is one.
static bool ended(Explore *explore, RunEnd end) {
  Shortest *own = explore->mine;
  if (end == END_BLOCKED) {
    explore->counts[COUNT_BLOCKED]--;
    explore->counts[COUNT_RUNS]++;
  }
  if (end == END_FAILED) {
    explore->counts[COUNT_DISTINCT] = own->count;
    explore_keep(explore);
  }
  return end != END_FAILED;
}

const Strategy strategy_shortest = {.name = "shortest",
                                    .stops_when_quiet = true,
                                    .content = true,
                                    .start = start,
                                    .next = next,
                                    .choose = choose,
                                    .ended = ended};
