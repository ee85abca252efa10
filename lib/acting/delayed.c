// delayed.c -- message and timer, one pointing to the other.
#include "acting/delayed.h"

#include "acting/send.h"
#include "acting/trace.h"
#include "base/list.h"
#include "base/mem.h"

struct Delayed {
  Timer timer;
  Message *message;
};

Delayed *delayed_new(void) {
  return mem_try(sizeof(Delayed));
}

void delayed_free(Delayed *delayed) {
  message_free(delayed->message);
  mem_free(delayed);
}

Delayed *delayed_of(Timer *timer) {
  return CONTAINER_OF(timer, Delayed, timer);
}

static void arrive(System *system, Timer *timer, u64 argument) {
  (void)argument;
  Delayed *delayed = delayed_of(timer);
  Message *message = delayed->message;
  trace(system, (Event){.kind = EVENT_TIMER_FIRED,
                        .actor = message->sender.bits,
                        .id = message_id(message),
                        .number = timer->number});
  mem_free(delayed);
  message_set_timer(message, NULL);
  send_arrive(system, message);
}

void delayed_hold(Delayed *delayed, Message *message, Ref owner, i64 point) {
  delayed->message = message;
  delayed->timer =
      (Timer){.fire = arrive, .owner = owner, .argument = (u64)point};
  message_set_timer(message, &delayed->timer);
}
