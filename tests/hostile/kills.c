// Wanted: 1 exit. Signals all processes it may, the runner first.
#include "rest.h"

#include <signal.h>
#include <unistd.h>

Counter *counter_spawn(void) {
  signal(SIGTERM, SIG_IGN);
  kill(getppid(), SIGTERM);
  _exit(0);
}
