// Wanted: 1 sanitizer. Calls itself without an end.
#include "rest.h"

static volatile int zero;

static int deeper(int n) {
  volatile char room[1000];
  room[0] = (char)n;
  if (zero) return 0;
  return deeper(n + 1) + room[0];
}

Counter *counter_spawn(void) {
  (void)deeper(0);
  return NULL;
}
