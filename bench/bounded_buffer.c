// bounded_buffer.c -- as many producers as consumers, and between them a buffer
// that asks a producer for more only while there is room.
#include "base/deadline.h"
#include "base/mem.h"
#include "base/ring.h"
#include "workload.h"

enum { ROOM = 50 };

REF(Maker, maker)
REF(Eater, eater)

// A producer may send one item for each `more`: beyond its room the buffer
// takes one from everybody whom it has not asked for more yet.
#define BUFFER(M)                                             \
  M(BUFFER_PUT, buffer, put, (ref(Maker), from)(i64, item), ) \
  M(BUFFER_WANT, buffer, want, (ref(Eater), from), )          \
  M(BUFFER_MOST, buffer, most, , (i64, most)(i64, items))
PROTOCOL(Buffer, buffer, BUFFER)
STATE(BufferState, (i64, items)(i64, most)(private(Ring *), stored)(
                       private(Ring *), makers)(private(Ring *), eaters))
ACTOR(Buffer, buffer, BufferState, storing)

#define MAKER(M)                                       \
  M(MAKER_BEGIN, maker, begin, (i64, first)(i64, n), ) \
  M(MAKER_MORE, maker, more, , )
PROTOCOL_AFTER_REF(Maker, maker, MAKER)
STATE(MakerState, (ref(Buffer), buffer)(i64, next)(i64, last))
ACTOR(Maker, maker, MakerState, making)

#define EATER(M)                            \
  M(EATER_BEGIN, eater, begin, , )          \
  M(EATER_ITEM, eater, item, (i64, item), ) \
  M(EATER_TOTAL, eater, total, , (i64, items)(i64, sum))
PROTOCOL_AFTER_REF(Eater, eater, EATER)
STATE(EaterState, (ref(Buffer), buffer)(i64, items)(i64, sum))
ACTOR(Eater, eater, EaterState, eating)

static void put(BufferState *self, const struct buffer_put *message) {
  EaterRef eater;
  self->items++;
  if (ring_pop(self->eaters, &eater)) {
    CHECK(eater_tell_item(eater, message->item) == TELL_OK);
  } else {
    CHECK(ring_push(self->stored, &message->item));
  }
  i64 stored = (i64)ring_length(self->stored);
  self->most = stored > self->most ? stored : self->most;
  if (stored < ROOM) {
    CHECK(maker_tell_more(message->from) == TELL_OK);
  } else {
    CHECK(ring_push(self->makers, &message->from));
  }
}

static void want(BufferState *self, EaterRef from) {
  i64 item;
  MakerRef maker;
  if (!ring_pop(self->stored, &item)) {
    CHECK(ring_push(self->eaters, &from));
    return;
  }
  CHECK(eater_tell_item(from, item) == TELL_OK);
  if (ring_length(self->stored) < ROOM && ring_pop(self->makers, &maker)) {
    CHECK(maker_tell_more(maker) == TELL_OK);
  }
}

static void storing(BufferState *self, const BufferMsg *message) {
  switch (message->kind) {
    case BUFFER_PUT:
      put(self, &message->put);
      break;
    case BUFFER_WANT:
      want(self, message->want.from);
      break;
    case BUFFER_MOST:
      buffer_reply_most(self->most, self->items);
      break;
  }
}

static void make_one(MakerState *self) {
  if (self->next < self->last) {
    CHECK(buffer_tell_put(self->buffer, maker_self(), self->next++) == TELL_OK);
  }
}

static void making(MakerState *self, const MakerMsg *message) {
  switch (message->kind) {
    case MAKER_BEGIN:
      self->next = message->begin.first;
      self->last = message->begin.first + message->begin.n;
      make_one(self);
      break;
    case MAKER_MORE:
      make_one(self);
      break;
  }
}

static void eating(EaterState *self, const EaterMsg *message) {
  switch (message->kind) {
    case EATER_BEGIN:
      CHECK(buffer_tell_want(self->buffer, eater_self()) == TELL_OK);
      break;
    case EATER_ITEM:
      self->items++;
      self->sum += message->item.item;
      CHECK(buffer_tell_want(self->buffer, eater_self()) == TELL_OK);
      break;
    case EATER_TOTAL:
      eater_reply_total(self->items, self->sum);
      break;
  }
}

// Each item was eaten once, and the buffer never held more than it may.
static bool all_eaten(BufferRef buffer, const EaterRef *eaters, i64 pairs,
                      i64 n) {
  bool right = true;
  i64 items = 0;
  i64 sum = 0;
  for (i64 i = 0; i < pairs; i++) {
    struct eater_total_reply reply = {0};
    right = right && eater_ask_total(eaters[i], &reply, NEVER) == ASK_OK;
    items += reply.items;
    sum += reply.sum;
  }
  struct buffer_most_reply reply = {0};
  return right && buffer_ask_most(buffer, &reply, NEVER) == ASK_OK &&
         reply.most <= ROOM + pairs && reply.items == n * pairs &&
         items == n * pairs && sum == items * (items - 1) / 2;
}

static Result run_with(System *system, i64 n, i64 pairs, BufferState empty) {
  MakerRef *makers = mem_array(MakerRef, (size_t)pairs);
  EaterRef *eaters = mem_array(EaterRef, (size_t)pairs);
  BufferRef buffer = buffer_spawn(system, "buffer", empty);
  for (i64 i = 0; i < pairs; i++) {
    makers[i] = maker_spawn(system, "producer", (MakerState){.buffer = buffer});
    eaters[i] = eater_spawn(system, "consumer", (EaterState){.buffer = buffer});
  }
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = 4 * n * pairs, .started = clock_now()};
  for (i64 i = 0; i < pairs; i++) {
    CHECK(eater_tell_begin(eaters[i]) == TELL_OK);
    CHECK(maker_tell_begin(makers[i], i * n, n) == TELL_OK);
  }
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  result.right = right && all_eaten(buffer, eaters, pairs, n);
  mem_free(makers);
  mem_free(eaters);
  return result;
}

static Result run(System *system, i64 n, i64 extra) {
  size_t pairs = (size_t)extra;
  Ring stored;
  Ring makers;
  Ring eaters;
  CHECK(ring_init(&stored, sizeof(i64), ROOM + pairs) &&
        ring_init(&makers, sizeof(MakerRef), pairs) &&
        ring_init(&eaters, sizeof(EaterRef), pairs));
  Result result = run_with(
      system, n, extra,
      (BufferState){.stored = &stored, .makers = &makers, .eaters = &eaters});
  ring_release(&stored);
  ring_release(&makers);
  ring_release(&eaters);
  return result;
}

const Workload bounded_buffer = {
    "bounded-buffer",
    "N items from each of EXTRA producers to as many consumers",
    15000,
    40,
    1,
    run};
