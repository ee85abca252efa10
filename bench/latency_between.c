// latency_between.c -- how long a message takes from one actor to another in a
// system that has nothing else to do.
//
// The sender waits for an answer before it sends again, so that messages never
// wait for each other. Reading the clock twice is in the figure.
#include "base/deadline.h"
#include "base/mem.h"
#include "workload.h"

REF(Sender, sender)

#define HEARER(M)                                                \
  M(HEARER_HEAR, hearer, hear, (ref(Sender), from)(i64, sent), ) \
  M(HEARER_HEARD, hearer, heard, , (i64, heard))
PROTOCOL(Hearer, hearer, HEARER)
STATE(HearerState, (i64, heard)(private(i64 *), samples))
ACTOR(Hearer, hearer, HearerState, hearing)

#define SENDER(M)                                                     \
  M(SENDER_GO, sender, go, (ref(Hearer), to)(i64, n), (i64, answers)) \
  M(SENDER_ANSWER, sender, answer, , )
PROTOCOL_AFTER_REF(Sender, sender, SENDER)
STATE(SenderState,
      (ref(Hearer), to)(i64, left)(i64, answers)(private(Request *), asker))
ACTOR(Sender, sender, SenderState, sending)

static void hearing(HearerState *self, const HearerMsg *message) {
  switch (message->kind) {
    case HEARER_HEAR:
      self->samples[self->heard++] = clock_now() - message->hear.sent;
      CHECK(sender_tell_answer(message->hear.from) == TELL_OK);
      break;
    case HEARER_HEARD:
      hearer_reply_heard(self->heard);
      break;
  }
}

static void send_one(SenderState *self) {
  CHECK(hearer_tell_hear(self->to, sender_self(), clock_now()) == TELL_OK);
}

static void sending(SenderState *self, const SenderMsg *message) {
  switch (message->kind) {
    case SENDER_GO:
      self->to = message->go.to;
      self->left = message->go.n;
      self->asker = request_take();
      send_one(self);
      break;
    case SENDER_ANSWER:
      self->answers++;
      if (--self->left > 0) {
        send_one(self);
      } else {
        sender_reply_go_to(&self->asker, self->answers);
      }
      break;
  }
}

static Result run(System *system, i64 n, i64 extra) {
  (void)extra;
  i64 *samples = mem_array(i64, (size_t)n);
  HearerRef hearer =
      hearer_spawn(system, "hearer", (HearerState){.samples = samples});
  SenderRef sender =
      sender_spawn(system, "sender", (SenderState){.asker = NULL});
  Result result = {.units = n, .started = clock_now()};
  struct sender_go_reply reply = {0};
  bool right = sender_ask_go(sender, hearer, n, &reply, NEVER) == ASK_OK;
  result.finished = clock_now();
  struct hearer_heard_reply total = {0};
  right = right && hearer_ask_heard(hearer, &total, NEVER) == ASK_OK;
  result.right = right && reply.answers == n && total.heard == n;
  result.latency = latency_of(samples, (size_t)n);
  mem_free(samples);
  return result;
}

const Workload latency_idle = {"latency-idle",
                               "nanoseconds of a message, one of N at a time",
                               1000000,
                               0,
                               0,
                               run};
