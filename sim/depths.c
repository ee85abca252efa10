// depths.c -- actors keep their place in a model, so a place is enough to know
// one.
#include "depths.h"

#include <string.h>

#include "base/mem.h"

enum { FIRST_ROOM = 16 };

void depths_begin(Depths *depths) {
  *depths = (Depths){0};
}

void depths_release(Depths *depths) {
  mem_free(depths->values);
  *depths = (Depths){0};
}

static u32 *row_of(const Depths *depths, u64 step) {
  return depths->values + (size_t)(step % DEPTHS_KEPT) * depths->actors;
}

// Who was not there yet had nothing.
static void make_room(Depths *depths, size_t actors) {
  Depths more = {
      .actors = depths->actors < FIRST_ROOM ? FIRST_ROOM : depths->actors,
      .next = depths->next};
  while (more.actors < actors) {
    more.actors *= 2;
  }
  more.values = mem_array(u32, more.actors * DEPTHS_KEPT);
  memset(more.values, 0, more.actors * DEPTHS_KEPT * sizeof *more.values);
  for (u64 i = 0; i < DEPTHS_KEPT && depths->actors > 0; i++) {
    memcpy(row_of(&more, i), row_of(depths, i),
           depths->actors * sizeof *more.values);
  }
  mem_free(depths->values);
  *depths = more;
}

void depths_look(Depths *depths, const Model *model) {
  if (model->actor_count > depths->actors) {
    make_room(depths, model->actor_count);
  }
  u32 *row = row_of(depths, depths->next++);
  for (size_t i = 0; i < depths->actors; i++) {
    row[i] = i < model->actor_count ? (u32)model->actors[i].mailbox.count : 0;
  }
}

size_t depths_steps(const Depths *depths) {
  return depths->next < DEPTHS_KEPT ? (size_t)depths->next : DEPTHS_KEPT;
}

u32 depths_at(const Depths *depths, size_t index, size_t ago) {
  return index < depths->actors ? row_of(depths, depths->next - 1 - ago)[index]
                                : 0;
}
