// Wanted: 1 processes. Leaves a process behind, in a session of its own,
// whose parent has ended; all else is right.
#include "../../exercises/04a-counter/solution.c"

#include <unistd.h>

__attribute__((constructor)) static void leave_one_behind(void) {
  if (fork() != 0) return;
  setsid();
  if (fork() != 0) _exit(0);
  for (;;) pause();
}
