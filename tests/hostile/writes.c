// Wanted: 1 exit. Writes a file outside of its folder, where OUTSIDE says.
#include "rest.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

Counter *counter_spawn(void) {
  const char *outside = getenv("OUTSIDE");
  if (outside) (void)open(outside, O_WRONLY | O_CREAT, 0600);
  _exit(0);
}
