// nearest.c -- the distance by the usual table, three rows of it at a time.
#include "base/nearest.h"

#include <string.h>

enum { LETTERS = 63 };

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

static size_t length_of(const char *name) {
  const char *end = memchr(name, '\0', LETTERS);
  return end != NULL ? (size_t)(end - name) : LETTERS;
}

size_t name_distance(const char *a, const char *b) {
  size_t rows[3][LETTERS + 1];
  size_t *before = rows[0];
  size_t *above = rows[1];
  size_t *row = rows[2];
  size_t width = length_of(b);
  for (size_t j = 0; j <= width; j++) {
    row[j] = j;
  }
  size_t height = length_of(a);
  for (size_t i = 1; i <= height; i++) {
    size_t *oldest = before;
    before = above;
    above = row;
    row = oldest;
    row[0] = i;
    for (size_t j = 1; j <= width; j++) {
      size_t change = above[j - 1] + (a[i - 1] != b[j - 1]);
      row[j] = least(change, least(above[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = least(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[width];
}

void nearest_see(Nearest *nearest, const char *name) {
  size_t distance = name_distance(nearest->typed, name);
  size_t letters = length_of(nearest->typed);
  if (distance > letters / 3 + 1) {  // more change than name?
    return;
  }
  if (nearest->best == NULL || distance < nearest->distance) {
    nearest->best = name;
    nearest->distance = distance;
  }
}
