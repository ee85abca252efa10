// Wanted: 4 time. Blocks all signals, and computes for ever.
#include "rest.h"

#include <signal.h>

Counter *counter_spawn(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  for (volatile i64 i = 0;; i = i + 1) continue;
}
