// 03d-parallel-map, the start. Fails first: as_many_work_as_it_is_wide
//
// Right, and one after the other.
#include "map.h"

#include "base/check.h"
#include "base/thread.h"

void parallel_map(int count, int width, long (*work)(long), const long *in,
                  long *out) {
  CHECK(width >= 1 && width <= MAP_MOST);
  for (int i = 0; i < count; i++) out[i] = work(in[i]);
}
