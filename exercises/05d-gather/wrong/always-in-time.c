// WRONG, fails a_late_answer_is_told_so:
// slip_answer always says true: what it was told cannot be relied on.
#include "gather.h"

#include "base/mem.h"
#include "base/thread.h"

struct Slip {
  Gather *gather;  // set once
  Reply reply;     // protected by the gathering's lock
};

struct Gather {
  int count;  // set once

  Mutex lock;    // protects all below
  Cond changed;  // some slip has ended
  Slip slips[GATHER_MOST];
  int open;  // slips that have not ended
  int answered;
  bool asker_has_gone;
};

Gather *gather_new(int count) {
  Gather *gather = mem_new(Gather);
  mutex_init(&gather->lock);
  cond_init(&gather->changed);
  gather->count = count;
  gather->open = count;
  for (int i = 0; i < count; i++) {
    gather->slips[i].gather = gather;
    gather->slips[i].reply.outcome = ASK_TIMEOUT;
  }
  return gather;
}

Slip *gather_slip(Gather *gather, int number) {
  return &gather->slips[number];
}

// Ends the caller's part. The last one frees it.
static void leave_locked(Gather *gather) {
  bool is_last = gather->asker_has_gone && gather->open == 0;
  mutex_unlock(&gather->lock);
  if (!is_last) return;
  cond_release(&gather->changed);
  mutex_release(&gather->lock);
  mem_free(gather);
}

static bool slip_end(Slip *slip, Reply reply) {
  Gather *gather = slip->gather;
  mutex_lock(&gather->lock);
  bool in_time = true;
  slip->reply = reply;
  gather->open--;
  if (reply.outcome == ASK_OK) gather->answered++;
  cond_signal(&gather->changed);
  leave_locked(gather);
  return in_time;
}

bool slip_answer(Slip *slip, i64 value) {
  return slip_end(slip, (Reply){.outcome = ASK_OK, .value = value});
}

void slip_drop(Slip *slip) {
  (void)slip_end(slip, (Reply){.outcome = ASK_UNANSWERED});
}

int gather_wait(Gather *gather, int enough, Reply *replies, Deadline deadline) {
  i64 end = deadline_point(deadline, clock_now());
  mutex_lock(&gather->lock);
  while (gather->answered < enough &&
         gather->answered + gather->open >= enough &&
         cond_wait_until(&gather->changed, &gather->lock, end)) {
    // one more has ended: look again
  }
  for (int i = 0; i < gather->count; i++) replies[i] = gather->slips[i].reply;
  int answered = gather->answered;
  gather->asker_has_gone = true;
  leave_locked(gather);
  return answered;
}
