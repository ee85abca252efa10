// 05d-gather, the start. Fails first: replies_stand_under_their_numbers
//
// Slips are handed out, and what is written on them is forgotten. The asker
// does not wait. What is left to do stands behind "Yours:".
#include "gather.h"

#include "base/mem.h"

struct Slip {
  Gather *gather;
};

// Yours: what else the asker and the slips have to know of each other.
struct Gather {
  int count;  // set once
  Slip slips[GATHER_MOST];
};

Gather *gather_new(int count) {
  Gather *gather = mem_new(Gather);
  gather->count = count;
  for (int i = 0; i < count; i++) gather->slips[i].gather = gather;
  return gather;
}

Slip *gather_slip(Gather *gather, int number) {
  return &gather->slips[number];
}

// Yours: the four that follow. Somebody has to free the gathering.
bool slip_answer(Slip *slip, i64 value) {
  (void)slip;
  (void)value;
  return false;
}

void slip_drop(Slip *slip) {
  (void)slip;
}

int gather_wait(Gather *gather, int enough, Reply *replies, Deadline deadline) {
  (void)enough;
  (void)deadline;
  for (int i = 0; i < gather->count; i++) {
    replies[i] = (Reply){.outcome = ASK_TIMEOUT};
  }
  return 0;
}
