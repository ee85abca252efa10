// view_sparks.c -- how full a mailbox was, a column a step.
#include "views.h"

// The newest is what the actor has now; the rest is remembered.
static u64 depth_of(const Depths *depths, const ModelActor *actor, size_t index,
                    size_t ago) {
  return ago == 0 ? actor->mailbox.count : depths_at(depths, index, ago - 1);
}

void sparks_draw(Grid *grid, int row, int left, int width, const Depths *depths,
                 const ModelActor *actor, size_t index) {
  size_t steps = depths_steps(depths) + 1;
  size_t room = width > 0 ? (size_t)width : 0;
  size_t shown = steps < room ? steps : room;
  u64 most = actor->capacity > 0 ? actor->capacity : 4;
  for (size_t i = 0; i < shown && actor->capacity == 0; i++) {
    u64 depth = depth_of(depths, actor, index, i);
    most = depth > most ? depth : most;
  }
  for (size_t i = 0; i < shown; i++) {
    u64 depth = depth_of(depths, actor, index, shown - 1 - i);
    u64 height = depth >= most ? 8 : (depth * 8 + most - 1) / most;
    bool full = actor->capacity > 0 && depth >= actor->capacity;
    grid_put(grid, row, left + (int)i,
             full         ? STYLE_BAD
             : height > 0 ? STYLE_MESSAGE
                          : STYLE_DIM,
             height == 0 ? 0x00B7 : (u32)(0x2580 + height));
  }
}
