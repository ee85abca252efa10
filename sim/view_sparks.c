// view_sparks.c -- how full a mailbox was, a column a step.
#include "views.h"

void sparks_draw(Grid *grid, int row, int left, int width, const Depths *depths,
                 const ModelActor *actor, size_t index) {
  u64 most = actor->capacity > 0 ? actor->capacity : 1;
  for (size_t i = 0; i < depths->steps && actor->capacity == 0; i++) {
    u32 depth = depths_at(depths, index, i);
    most = depth > most ? depth : most;
  }
  most = actor->capacity == 0 && most < 4 ? 4 : most;
  size_t shown = depths->steps < (size_t)width ? depths->steps : (size_t)width;
  for (size_t i = 0; i < shown; i++) {
    u64 depth = depths_at(depths, index, depths->steps - shown + i);
    u64 height = depth >= most ? 8 : (depth * 8 + most - 1) / most;
    bool full = actor->capacity > 0 && depth >= actor->capacity;
    grid_put(grid, row, left + (int)i,
             full         ? STYLE_BAD
             : height > 0 ? STYLE_MESSAGE
                          : STYLE_DIM,
             height == 0 ? 0x00B7 : (u32)(0x2580 + height));
  }
}
