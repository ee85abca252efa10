// Wanted: 4 memory. Takes all the memory there is.
#include "rest.h"

#include <string.h>

#include "base/mem.h"

Counter *counter_spawn(void) {
  for (;;) memset(mem_array(char, 1 << 20), 1, 1 << 20);
}
