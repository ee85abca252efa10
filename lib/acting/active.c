// active.c -- a sorted array, searched by halves.
#include "acting/active.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

void active_release(Active *active) {
  mem_free(active->actors);
}

bool active_make_room(Active *active, size_t room) {
  if (room <= active->room) {
    return true;
  }
  Actor **larger = mem_try_array(room, sizeof(Actor *));
  if (larger == NULL) {
    return false;
  }
  if (active->count > 0) {
    memcpy(larger, active->actors, active->count * sizeof(Actor *));
  }
  mem_free(active->actors);
  active->actors = larger;
  active->room = room;
  return true;
}

// Where the actor stands, or would.
static size_t place_of(const Active *active, const Actor *actor) {
  size_t low = 0;
  size_t high = active->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (ref_slot(active->actors[middle]->ref) < ref_slot(actor->ref)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static bool is_at(const Active *active, const Actor *actor, size_t place) {
  return place < active->count && active->actors[place] == actor;
}

void active_add(Active *active, Actor *actor) {
  size_t place = place_of(active, actor);
  if (is_at(active, actor, place)) {
    return;
  }
  CHECK(active->count < active->room);
  memmove(active->actors + place + 1, active->actors + place,
          (active->count - place) * sizeof(Actor *));
  active->actors[place] = actor;
  active->count++;
}

void active_remove(Active *active, const Actor *actor) {
  size_t place = place_of(active, actor);
  if (is_at(active, actor, place)) {
    active->count--;
    memmove(active->actors + place, active->actors + place + 1,
            (active->count - place) * sizeof(Actor *));
  }
}
