// hazards.c -- edges from a lock held to a lock taken.
#include "stepping/hazards.h"

enum { EDGES = 2048, GATES = 8, LONGEST = 6 };

typedef struct Edge {
  u64 held;
  u64 taken;
  u64 held_place;
  u64 taken_place;
  u8 thread;
  u8 gate_count;
  u64 gates[GATES];  // what else was held
  Moments firmly;    // what came before, but for the order that locks made
  u32 at;
} Edge;

static Edge edges[EDGES];
static u32 edge_count;

static bool share_gate(const Edge *a, const Edge *b) {
  for (u8 i = 0; i < a->gate_count; i++) {
    for (u8 k = 0; k < b->gate_count; k++) {
      if (a->gates[i] == b->gates[k]) {
        return true;
      }
    }
  }
  return false;
}

static bool may_meet(const Edge *a, const Edge *b) {
  return a->thread != b->thread && !share_gate(a, b) &&
         a->at > b->firmly.of[a->thread] && b->at > a->firmly.of[b->thread];
}

static void report(const Edge *first, const Edge *last, int length) {
  Run *run = world->run;
  for (u32 i = 0; i < run->hazard_count; i++) {
    const Hazard *known = &run->hazards[i];
    if (known->places[1] == first->taken_place &&
        known->places[3] == last->taken_place) {
      return;
    }
  }
  if (run->hazard_count < PLAN_HAZARDS) {
    run->hazards[run->hazard_count++] =
        (Hazard){.locks = {first->held, first->taken},
                 .places = {first->held_place, first->taken_place,
                            last->held_place, last->taken_place},
                 .threads = {first->thread, last->thread},
                 .length = (u8)length};
  }
}

// Goes on from the last edge of a path until it comes back to the first.
static void follow(const Edge **path, int length) {
  const Edge *first = path[0];
  const Edge *last = path[length - 1];
  if (last->taken == first->held) {
    report(first, last, length);
    return;
  }
  for (u32 i = 0; i < edge_count && length < LONGEST; i++) {
    const Edge *next = &edges[i];
    bool fits = next->held == last->taken;
    for (int k = 0; fits && k < length; k++) {
      fits = may_meet(path[k], next);
    }
    if (fits) {
      path[length] = next;
      follow(path, length + 1);
    }
  }
}

static bool is_known(const Edge *edge) {
  for (u32 i = 0; i < edge_count; i++) {
    const Edge *old = &edges[i];
    if (old->held == edge->held && old->taken == edge->taken &&
        old->thread == edge->thread && old->taken_place == edge->taken_place &&
        old->gate_count <= edge->gate_count) {
      return true;
    }
  }
  return false;
}

static void add_edge(const Task *me, u32 held, u64 lock, u64 place) {
  Edge edge = {.held = me->held[held].lock,
               .taken = lock,
               .held_place = me->held[held].place,
               .taken_place = place,
               .thread = (u8)me->id,
               .at = me->firmly.of[me->id],
               .firmly = me->firmly};
  for (u32 i = 0; i < me->held_count && edge.gate_count < GATES; i++) {
    if (i != held) {
      edge.gates[edge.gate_count++] = me->held[i].lock;
    }
  }
  if (edge_count == EDGES || is_known(&edge)) {
    return;
  }
  edges[edge_count] = edge;
  const Edge *path[LONGEST] = {&edges[edge_count++]};
  follow(path, 1);
}

void hazards_taken(u64 lock, u64 place, bool waits) {
  Task *me = world->now;
  for (u32 i = 0; waits && i < me->held_count; i++) {
    add_edge(me, i, lock, place);
  }
  if (me->held_count < TASK_HELD) {
    me->held[me->held_count++] = (Held){lock, place};
  }
}

void hazards_left(u64 lock) {
  Task *me = world->now;
  for (u32 i = me->held_count; i > 0; i--) {
    if (me->held[i - 1].lock == lock) {
      for (u32 k = i; k < me->held_count; k++) {
        me->held[k - 1] = me->held[k];
      }
      me->held_count--;
      return;
    }
  }
}
