// cells.c -- lists linked by `next`.
#include "acting/cells.h"

void cell_init(WaitCell *cell) {
  *cell = (WaitCell){.filled = false};
  cond_init(&cell->wake);
}

void cell_release(WaitCell *cell) {
  cond_release(&cell->wake);
}

void cell_fill(WaitCell *cell, u64 value) {
  atomic_store_explicit(&cell->filled, true, memory_order_relaxed);
  cell->value = value;
  cond_signal(&cell->wake);
}

void cells_fill(WaitCell **list, Ref who, u64 value) {
  WaitCell *cell;
  while ((cell = *list) != NULL) {
    if (ref_equal(cell->who, who)) {
      *list = cell->next;
      cell_fill(cell, value);
    } else {
      list = &cell->next;
    }
  }
}

void cell_leave(WaitCell **list, WaitCell *cell) {
  while (*list != NULL && *list != cell) {
    list = &(*list)->next;
  }
  if (*list != NULL) {
    *list = cell->next;
  }
}
