// rest.h -- the functions of a counter that a hostile one does not care about.
// It does its worst in counter_spawn.
#include "counter.h"

void counter_inc(Counter *counter, i64 amount) {
  (void)counter;
  (void)amount;
}

i64 counter_get(Counter *counter) {
  (void)counter;
  return 0;
}

i64 counter_stop(Counter *counter) {
  (void)counter;
  return 0;
}
