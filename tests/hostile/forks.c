// Wanted: 4 processes. A fork storm, of bounded size: 256 at most, which
// wait for ever.
#include "rest.h"

#include <unistd.h>

Counter *counter_spawn(void) {
  for (int i = 0; i < 8; i++) (void)!fork();
  for (;;) pause();
}
