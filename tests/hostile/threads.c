// Wanted: 4 threads. Starts threads that wait, up to 10000.
#include "rest.h"

#include <unistd.h>

#include "base/thread.h"

static void wait_for_ever(void *arg) {
  for (;;) pause();
  (void)arg;
}

Counter *counter_spawn(void) {
  static Thread threads[10000];
  for (int i = 0; i < 10000; i++) {
    ignore(thread_start(&threads[i], "waits", wait_for_ever, NULL));
  }
  for (;;) pause();
}
