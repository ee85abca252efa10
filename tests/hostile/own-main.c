// Wanted: 1 compile. Brings a main of its own that says all is well.
#include "rest.h"

Counter *counter_spawn(void) {
  return NULL;
}

int main(void) {
  return 0;
}
