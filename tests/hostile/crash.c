// Wanted: 1 sanitizer. Follows a pointer to nowhere.
#include "rest.h"

Counter *counter_spawn(void) {
  static int *volatile nowhere;
  *nowhere = 1;
  return NULL;
}
