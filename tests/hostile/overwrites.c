// Wanted: 1 sanitizer. Writes over what the heap needs for its own.
#include "rest.h"

#include <string.h>

#include "base/mem.h"

Counter *counter_spawn(void) {
  volatile size_t length = 1 << 16;
  for (int i = 0; i < 8; i++) {
    char *block = mem_array(char, 64);
    for (size_t at = 0; at < length; at++) block[at] = '*';
    mem_free(block);
  }
  return NULL;
}
