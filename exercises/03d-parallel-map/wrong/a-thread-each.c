// WRONG, fails never_more_than_it_is_wide:
// a thread for each task: fast for ten, and ten thousand threads for ten
// thousand.
#include "map.h"

#include "base/check.h"
#include "base/mem.h"
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
  int task = map->next++;
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
  Thread *threads = mem_array(Thread, (size_t)count + 1);
  width = count;
  mutex_init(&map.lock);
  for (int i = 0; i < width; i++) {
    CHECK(thread_start(&threads[i], "worker", worker, &map));
  }
  for (int i = 0; i < width; i++) thread_join(&threads[i]);
  mutex_release(&map.lock);
  mem_free(threads);
}
