// test: no_order_of_their_steps_gives_none_or_sleeps_on
//
// Three users of two connections: in any order of their steps each gets one
// that nobody else has, and gives it back.
#include <assert.h>

#include "base/thread.h"
#include "connections.h"

enum { COUNT = 2, TURNS = 2 };

static Connections *pool;
static int users_of[COUNT];  // of each connection; guarded by having it

static void use(void *unused) {
  (void)unused;
  for (int i = 0; i < TURNS; i++) {
    int mine = connections_take(pool);
    assert(mine >= 0 && mine < COUNT);
    assert(users_of[mine]++ == 0);
    users_of[mine]--;
    connections_give(pool, mine);
  }
}

int main(void) {
  Thread threads[3];
  const char *const names[] = {"Ann", "Bob", "Carl"};
  pool = connections_new(COUNT);
  for (int i = 0; i < 3; i++) {
    if (!thread_start(&threads[i], names[i], use, NULL)) return 2;
  }
  for (int i = 0; i < 3; i++) thread_join(&threads[i]);
  connections_free(pool);
  return 0;
}
