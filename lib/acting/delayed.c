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

// Gives the message and frees what it waited with.
static Message *release(Timer *timer) {
  Delayed *delayed = CONTAINER_OF(timer, Delayed, timer);
  Message *message = delayed->message;
  mem_free(delayed);
  message_set_timer(message, NULL);
  return message;
}

static void arrive(System *system, Timer *timer, u64 argument) {
  (void)argument;
  u64 number = timer->number;
  Message *message = release(timer);
  trace(system, (Event){.kind = EVENT_TIMER_FIRED,
                        .actor = message->sender.bits,
                        .id = message_id(message),
                        .number = number});
  send_arrive(system, message);
}

bool delayed_drop(System *system, Timer *timer) {
  if (timer->fire != arrive) {
    return false;
  }
  send_undeliverable(system, NULL, release(timer), TELL_STOPPED);
  return true;
}

void delayed_hold(Delayed *delayed, Message *message, Ref owner, i64 point) {
  delayed->message = message;
  delayed->timer =
      (Timer){.fire = arrive, .owner = owner, .argument = (u64)point};
  message_set_timer(message, &delayed->timer);
}
