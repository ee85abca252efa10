// 01b-predict, the start. Fails first: one_teller_pays_in
//
// It predicts that nothing happens. Yours: play the schedule.
#include "predict.h"

long balance_without_lock(const char *schedule) {
  (void)schedule;
  return OPENING;
}

long balance_with_lock(const char *schedule) {
  (void)schedule;
  return OPENING;
}
