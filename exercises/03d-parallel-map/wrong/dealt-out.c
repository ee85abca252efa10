// WRONG, fails a_slow_task_holds_nobody_else_up:
// the tasks are dealt out beforehand, every worker its share: push. Who has the
// slow one has the others that were dealt to it waiting behind.
#include "map.h"

#include "base/check.h"
#include "base/thread.h"

typedef struct Map {
  int count;  // these are set once
  long (*work)(long);
  const long *in;
  long *out;  // each element belongs to who has taken its task

  int width;

  Mutex lock;  // protects all below
  int next;    // the first worker that has not started
} Map;

static int take_number(Map *map) {
  mutex_lock(&map->lock);
  int number = map->next++;
  mutex_unlock(&map->lock);
  return number;
}

static void worker(void *arg) {
  Map *map = arg;
  for (int i = take_number(map); i < map->count; i += map->width) {
    map->out[i] = map->work(map->in[i]);
  }
}

void parallel_map(int count, int width, long (*work)(long), const long *in,
                  long *out) {
  Map map = {.count = count, .work = work, .in = in, .out = out};
  Thread threads[MAP_MOST];
  map.width = width;
  mutex_init(&map.lock);
  for (int i = 0; i < width; i++) {
    CHECK(thread_start(&threads[i], "worker", worker, &map));
  }
  for (int i = 0; i < width; i++) thread_join(&threads[i]);
  mutex_release(&map.lock);
}
