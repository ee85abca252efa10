// WRONG, fails a_slow_task_holds_nobody_else_up:
// so many are started, all are waited for, then the next so many: each round is
// as slow as its slowest.
#include "map.h"

#include "base/check.h"
#include "base/thread.h"

typedef struct Task {
  long (*work)(long);
  const long *in;
  long *out;
} Task;

static void worker(void *arg) {
  Task *task = arg;
  *task->out = task->work(*task->in);
}

void parallel_map(int count, int width, long (*work)(long), const long *in,
                  long *out) {
  Thread threads[MAP_MOST];
  Task tasks[MAP_MOST];
  for (int done = 0; done < count; done += width) {
    if (width > count - done) width = count - done;
    for (int i = 0; i < width; i++) {
      tasks[i] = (Task){work, &in[done + i], &out[done + i]};
      CHECK(thread_start(&threads[i], "worker", worker, &tasks[i]));
    }
    for (int i = 0; i < width; i++) thread_join(&threads[i]);
  }
}
