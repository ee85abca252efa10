// wait_graph.c -- a search from the new edge's end, depth first.
//
// Each walk has a number, and an actor remembers the last that came by and from
// where: no memory is needed, and no actor is visited twice.
#include "acting/wait_graph.h"

#include "acting/extras.h"
#include "acting/table.h"

enum { NAMED_AT_MOST = 16 };

typedef struct Walk {
  System *system;
  const Actor *waiter;
  Actor *next;  // to be visited: a stack, linked by walk_next
} Walk;

// Takes an edge; NULL: it leads to nobody, or to one that was visited.
static Actor *step(Walk *walk, Ref to, Actor *from) {
  Actor *actor = to.bits != 0 ? table_at(walk->system, to) : NULL;
  bool lives = actor != NULL && table_lives_locked(actor, to);
  // One that has no extras waits for nobody.
  Extras *own = lives ? extras_if_any(actor) : NULL;
  if (own == NULL || own->walk == walk->system->walk_serial) {
    return NULL;
  }
  own->walk = walk->system->walk_serial;
  own->walk_from = from;
  own->walk_next = walk->next;
  walk->next = actor;
  return actor;
}

static bool reaches_waiter(Walk *walk) {
  while (walk->next != NULL) {
    Actor *actor = walk->next;
    const Extras *own = extras(actor);
    walk->next = own->walk_next;
    if (actor == walk->waiter) {
      return true;
    }
    ignore(step(walk, own->slowed_on, actor));
    ignore(step(walk, actor->is_held ? own->awaits : NOBODY, actor));
  }
  return false;
}

// The way back from the waiter to where the walk began.
static void name_ring(const Actor *waiter, Writer *ring, Actor **slowed) {
  const Actor *names[NAMED_AT_MOST];
  size_t count = 0;
  *slowed = NULL;
  for (Actor *actor = extras(waiter)->walk_from; actor != NULL;
       actor = extras(actor)->walk_from) {
    names[count % NAMED_AT_MOST] = actor;
    count++;
    const Actor *next =
        count == 1 ? waiter : names[(count - 2) % NAMED_AT_MOST];
    Ref on = extras(actor)->slowed_on;
    if (on.bits != 0 && ref_equal(on, next->ref)) {
      *slowed = actor;
    }
  }
  write_format(ring, "%s -> ", waiter->label);
  for (size_t i = count; i > 0; i--) {
    bool kept = count - i < NAMED_AT_MOST;
    if (kept) {
      write_format(ring, "%s -> ", names[(i - 1) % NAMED_AT_MOST]->label);
    } else if (count - i == NAMED_AT_MOST) {
      write_text(ring, "... -> ");
    }
  }
  write_text(ring, waiter->label);
}

bool wait_closes_ring_locked(System *system, const Actor *waiter, Ref to,
                             Writer *ring, Actor **slowed) {
  system->walk_serial++;
  Walk walk = {.system = system, .waiter = waiter};
  *slowed = NULL;
  ignore(step(&walk, to, NULL));
  if (!reaches_waiter(&walk)) {
    return false;
  }
  name_ring(waiter, ring, slowed);
  return true;
}
