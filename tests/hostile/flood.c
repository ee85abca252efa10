// Wanted: 4 output. Prints without an end.
#include "rest.h"

#include <stdio.h>

Counter *counter_spawn(void) {
  for (;;) puts("all work and no play makes a gigabyte of output");
}
