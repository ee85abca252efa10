// rows.c -- room in powers of two, told by the count alone.
//
// An array has room for the power of two that its count fits into, or more: a
// row is made room for when its count is such a power.
#include "surviving/rows.h"

#include <string.h>

#include "acting/runtime.h"
#include "surviving/bonds.h"
#include "telling/value.h"

void *rows_own(size_t size) {
  return block_new(&bond_self()->blocks, size);
}

bool rows_room(void *array, size_t size) {
  AnyArray rows;
  memcpy(&rows, array, sizeof rows);
  if ((rows.count & (rows.count - 1)) != 0) {
    return true;
  }
  size_t room = rows.count == 0 ? 1 : rows.count * 2;
  char *items = rows_own(room * size);
  if (items == NULL) {
    return false;
  }
  if (rows.count > 0) {
    memcpy(items, rows.items, rows.count * size);
  }
  block_free(rows.items);
  rows.items = items;
  memcpy(array, &rows, sizeof rows);
  return true;
}

void rows_remove(void *array, size_t size, size_t index) {
  AnyArray rows;
  memcpy(&rows, array, sizeof rows);
  char *place = rows.items + index * size;
  rows.count--;
  memmove(place, place + size, (rows.count - index) * size);
  memcpy(array, &rows, sizeof rows);
}
