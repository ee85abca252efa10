// clocks.c -- one fold; a clock is a short sorted list, for most actors have
// heard of few others.
#include "clocks.h"

#include <string.h>

#include "base/mem.h"

static u64 events_of(const Clock *clock, u64 actor) {
  for (size_t i = 0; i < clock->count; i++) {
    if (clock->parts[i].actor == actor) {
      return clock->parts[i].events;
    }
  }
  return 0;
}

static Clock copy_of(Clocks *clocks, const Clock *clock) {
  Clock copy = {.parts = mem_array(ClockPart, clock->count + 1),
                .count = clock->count};
  for (size_t i = 0; i < clock->count; i++) {
    copy.parts[i] = clock->parts[i];
  }
  clocks->parts += clock->count + 1;
  return copy;
}

// Both are sorted by actor; each part becomes the larger of the two.
static void merge(Clock *into, const Clock *other) {
  Clock both = {.parts = mem_array(ClockPart, into->count + other->count + 1)};
  size_t a = 0;
  size_t b = 0;
  while (a < into->count || b < other->count) {
    bool left =
        b == other->count ||
        (a < into->count && into->parts[a].actor <= other->parts[b].actor);
    bool same = left && b < other->count &&
                into->parts[a].actor == other->parts[b].actor;
    ClockPart part = left ? into->parts[a] : other->parts[b];
    if (same && other->parts[b].events > part.events) {
      part = other->parts[b];
    }
    a += left;
    b += !left || same;
    both.parts[both.count++] = part;
  }
  mem_free(into->parts);
  *into = both;
}

static Clock *clock_of(Clocks *clocks, u64 ref) {
  for (size_t i = 0; i < clocks->actor_count; i++) {
    if (clocks->refs[i] == ref) {
      return &clocks->actors[i];
    }
  }
  size_t count = clocks->actor_count + 1;
  clocks->actors = (Clock *)text_grow(clocks->actors, &clocks->actor_room,
                                      count, sizeof *clocks->actors);
  clocks->refs = (u64 *)text_grow(clocks->refs, &clocks->ref_room, count,
                                  sizeof *clocks->refs);
  clocks->refs[clocks->actor_count] = ref;
  clocks->actors[clocks->actor_count++] = (Clock){0};
  return &clocks->actors[count - 1];
}

static void tick(Clocks *clocks, u64 ref) {
  Clock *clock = clock_of(clocks, ref);
  ClockPart next = {ref, events_of(clock, ref) + 1};
  merge(clock, &(Clock){&next, 1});
}

static size_t place_for(const Clocks *clocks, MessageId id) {
  size_t mask = clocks->table_room - 1;
  u64 mixed =
      (id.sender ^ id.sequence * 0x9E3779B97F4A7C15u) * 0x2545F4914F6CDD1D;
  size_t at = (size_t)(mixed >> 20) & mask;
  while (clocks->table[at] != 0) {
    const ClockedMessage *item = &clocks->items[clocks->table[at] - 1];
    if (item->id.sender == id.sender && item->id.sequence == id.sequence) {
      break;
    }
    at = (at + 1) & mask;
  }
  return at;
}

static ClockedMessage *find(const Clocks *clocks, MessageId id) {
  if (clocks->table_room == 0 || id.sequence == 0) {
    return NULL;
  }
  size_t place = clocks->table[place_for(clocks, id)];
  return place == 0 ? NULL : &clocks->items[place - 1];
}

static void grow_table(Clocks *clocks) {
  clocks->table_room = clocks->table_room == 0 ? 64 : clocks->table_room * 2;
  mem_free(clocks->table);
  clocks->table = mem_array(size_t, clocks->table_room);
  memset(clocks->table, 0, clocks->table_room * sizeof *clocks->table);
  for (size_t i = 0; i < clocks->count; i++) {
    clocks->table[place_for(clocks, clocks->items[i].id)] = i + 1;
  }
}

static void sent(Clocks *clocks, const Event *event) {
  if (event->id.sequence == 0 || find(clocks, event->id) != NULL) {
    return;
  }
  tick(clocks, event->actor);
  if (clocks->count * 2 >= clocks->table_room) {
    grow_table(clocks);
  }
  clocks->items = (ClockedMessage *)text_grow(
      clocks->items, &clocks->room, clocks->count + 1, sizeof *clocks->items);
  clocks->items[clocks->count++] = (ClockedMessage){
      event->id, copy_of(clocks, clock_of(clocks, event->actor)), {0}};
  clocks->table[place_for(clocks, event->id)] = clocks->count;
}

static void taken(Clocks *clocks, const Event *event) {
  ClockedMessage *message = find(clocks, event->id);
  if (message == NULL || event->actor == 0) {
    return;
  }
  merge(clock_of(clocks, event->actor), &message->sent);
  tick(clocks, event->actor);
  mem_free(message->taken.parts);
  message->taken = copy_of(clocks, clock_of(clocks, event->actor));
}

static void hear(void *context, const Event *event) {
  Clocks *clocks = (Clocks *)context;
  // main and the watcher have no mailbox: what reaches them is taken.
  bool outside = (event->actor >> 30 & 0x3FFFFFF) < 2;
  if (clocks->parts > CLOCKS_PARTS) {
    clocks->full = true;
  } else if (event->kind == EVENT_SENT) {
    sent(clocks, event);
  } else if (event->kind == EVENT_TAKEN ||
             (event->kind == EVENT_FLUSHED && outside)) {
    taken(clocks, event);
  }
}

void clocks_make(Clocks *clocks, const Tape *tape, u64 last) {
  *clocks = (Clocks){.first = last > CLOCKS_STEPS ? last - CLOCKS_STEPS : 0};
  tape_told(tape, clocks->first, last, hear, clocks);
}

void clocks_release(Clocks *clocks) {
  for (size_t i = 0; i < clocks->count; i++) {
    mem_free(clocks->items[i].sent.parts);
    mem_free(clocks->items[i].taken.parts);
  }
  for (size_t i = 0; i < clocks->actor_count; i++) {
    mem_free(clocks->actors[i].parts);
  }
  mem_free(clocks->actors);
  mem_free(clocks->refs);
  mem_free(clocks->items);
  mem_free(clocks->table);
  *clocks = (Clocks){0};
}

const Clock *clocks_sent(const Clocks *clocks, MessageId id) {
  const ClockedMessage *message = find(clocks, id);
  return message == NULL ? NULL : &message->sent;
}

const Clock *clocks_taken(const Clocks *clocks, MessageId id) {
  const ClockedMessage *message = find(clocks, id);
  return message == NULL || message->taken.count == 0 ? NULL : &message->taken;
}

const Clock *clocks_actor(const Clocks *clocks, u64 ref) {
  for (size_t i = 0; i < clocks->actor_count; i++) {
    if (clocks->refs[i] == ref) {
      return &clocks->actors[i];
    }
  }
  return NULL;
}

bool clock_before(const Clock *a, const Clock *b) {
  bool less = a->count < b->count;
  for (size_t i = 0; i < a->count; i++) {
    u64 other = events_of(b, a->parts[i].actor);
    if (a->parts[i].events > other) {
      return false;
    }
    less |= a->parts[i].events < other;
  }
  return less;
}

void clock_say(const Clock *clock, const Model *model, u64 own, Text *out) {
  const char *before = "";
  for (int round = 0; round < 2; round++) {
    for (size_t i = 0; i < clock->count; i++) {
      if ((clock->parts[i].actor == own) == (round == 0)) {
        text_add(out, before);
        model_name(model, clock->parts[i].actor, out);
        text_addf(out, ":%llu", (unsigned long long)clock->parts[i].events);
        before = " ";
      }
    }
  }
}
