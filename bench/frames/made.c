// made.c -- events as a stepper would tell them.
#include "made.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

u64 made_ref(u64 slot) {
  return (u64)1 << 56 | slot << 30 | 1;
}

static void tell(Maker *maker, Event event) {
  if (tape_append(maker->tape, &event) != TAPE_OK) {
    (void)fprintf(stderr, "the tape is full\n");
    exit(1);
  }
  maker->events++;
}

static void post(Maker *maker, u64 from, u64 to) {
  char text[64];
  MessageId id = {made_ref(from), ++maker->sequences[from]};
  (void)snprintf(text, sizeof text, "work{job: %llu}",
                 (unsigned long long)id.sequence);
  tell(maker, (Event){.kind = EVENT_SENT,
                      .actor = made_ref(from),
                      .other = made_ref(to),
                      .id = id,
                      .name = "work",
                      .text = text});
  size_t at = maker->sent++ % maker->room;
  maker->pending[at].id = id;
  maker->pending[at].to = to;
}

// What was sent first of what is in flight.
static void arrive(Maker *maker) {
  size_t at = maker->arrived++ % maker->room;
  MessageId id = maker->pending[at].id;
  tell(maker, (Event){.kind = EVENT_FLUSHED,
                      .actor = made_ref(maker->pending[at].to),
                      .other = id.sender,
                      .id = id});
}

static void end_step(Maker *maker) {
  tell(maker, (Event){.kind = EVENT_STEPPED, .number = maker->events});
  for (u64 i = 0; i < maker->options; i++) {
    u64 slot = 2 + i % maker->actors;
    char text[64];
    (void)snprintf(text, sizeof text, "work{job: %llu}",
                   (unsigned long long)maker->sequences[slot]);
    tell(maker, (Event){.kind = EVENT_OPTION,
                        .name = "handle",
                        .number = i,
                        .actor = made_ref(slot),
                        .other = made_ref(0),
                        .text = text});
  }
  tell(maker, (Event){.kind = EVENT_READY, .number = maker->options});
}

// Who is born and what is queued before the first step.
static void begin(Maker *maker, u64 messages) {
  tell(maker, (Event){.kind = EVENT_RUN, .number = 1, .name = "frames"});
  tell(maker, (Event){.kind = EVENT_PROTOCOL,
                      .name = "Worker",
                      .text = "work(job: i64) | jobs: i64 | working"});
  for (u64 slot = 0; slot < maker->actors + 2; slot++) {
    char label[24];
    (void)snprintf(label, sizeof label, "w-%llu", (unsigned long long)slot);
    tell(maker, (Event){.kind = EVENT_SPAWNED,
                        .actor = made_ref(slot),
                        .other = slot > 1 ? made_ref(0) : 0,
                        .name = slot == 0   ? "main"
                                : slot == 1 ? "you"
                                            : label,
                        .text = "Worker",
                        .number = 64});
    tell(maker, (Event){.kind = EVENT_STARTED,
                        .actor = made_ref(slot),
                        .text = "{jobs: 0}"});
  }
  for (u64 i = 0; i < messages; i++) {
    u64 from = 2 + rng_below(&maker->rng, maker->actors);
    u64 to = 2 + i % maker->actors;
    post(maker, from, to);
  }
  for (u64 i = 0; i < messages * 9 / 10; i++) {
    arrive(maker);
  }
  end_step(maker);
}

void made_step(Maker *maker, u64 number) {
  char state[40];
  bool flush = number % 2 == 1;
  size_t at = (flush ? maker->arrived : maker->taken) % maker->room;
  MessageId id = maker->pending[at].id;
  u64 actor = maker->pending[at].to;
  u64 sender = id.sender >> 30 & 0x3FFFFFF;
  tell(maker, (Event){.kind = EVENT_CHOICE,
                      .name = flush ? "flush" : "handle",
                      .actor = made_ref(flush ? sender : actor),
                      .other = made_ref(flush ? actor : sender),
                      .id = id,
                      .text = "work{job: 1}"});
  if (flush) {
    arrive(maker);
  } else {
    maker->taken++;
    post(maker, actor, 2 + rng_below(&maker->rng, maker->actors));
    (void)snprintf(state, sizeof state, "{jobs: %llu}",
                   (unsigned long long)number);
    tell(maker, (Event){.kind = EVENT_TAKEN,
                        .actor = made_ref(actor),
                        .other = id.sender,
                        .id = id});
    tell(maker, (Event){.kind = EVENT_HANDLED,
                        .actor = made_ref(actor),
                        .other = id.sender,
                        .id = id,
                        .name = "work",
                        .text = state});
  }
  end_step(maker);
}

Maker made_begin(Desk *desk, u64 actors, u64 messages, u64 options) {
  desk_init(desk, "none", "frames", 1);
  Maker maker = {.tape = &desk->session.tape,
                 .actors = actors,
                 .options = options,
                 .room = messages + 2};
  rng_seed(&maker.rng, 1);
  maker.pending = mem_array(Pending, maker.room);
  maker.sequences = mem_array(u64, actors + 2);
  for (u64 i = 0; i < actors + 2; i++) {
    maker.sequences[i] = 0;
  }
  begin(&maker, messages);
  return maker;
}

void made_release(Maker *maker) {
  mem_free(maker->sequences);
  mem_free(maker->pending);
}
