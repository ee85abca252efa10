// WRONG, fails no_order_of_their_steps_does_a_task_twice:
// the next task is looked up under one lock and taken under the next: two
// workers can have the same.
// or fails two_maps_do_not_disturb_each_other
#include "map.h"

#include "base/check.h"
#include "base/thread.h"

typedef struct Map {
  int count;  // these are set once
  long (*work)(long);
  const long *in;
  long *out;  // each element belongs to who has taken its task

  Mutex lock;  // protects all below
  int next;    // the first task that nobody has taken
} Map;

// Gives the task to work on; there is none from `count` on.
static int take_task(Map *map) {
  mutex_lock(&map->lock);
  int task = map->next;
  mutex_unlock(&map->lock);
  mutex_lock(&map->lock);
  map->next = task + 1;
  mutex_unlock(&map->lock);
  return task;
}

static void worker(void *arg) {
  Map *map = arg;
  for (int i; (i = take_task(map)) < map->count;) {
    map->out[i] = map->work(map->in[i]);
  }
}

void parallel_map(int count, int width, long (*work)(long), const long *in,
                  long *out) {
  Map map = {.count = count, .work = work, .in = in, .out = out};
  Thread threads[MAP_MOST];
  mutex_init(&map.lock);
  for (int i = 0; i < width; i++) {
    CHECK(thread_start(&threads[i], "worker", worker, &map));
  }
  for (int i = 0; i < width; i++) thread_join(&threads[i]);
  mutex_release(&map.lock);
}
