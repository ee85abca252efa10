// Tests of streams: never more than asked for, in order, and one end.
#include <stdio.h>
#include <string.h>

#include "acting/runtime.h"
#include "acting/table.h"
#include "ways.h"

#define READ(M)                                                              \
  M(READ_ITEM, read, item, (i64, number)(text, name), )                      \
  M(READ_OVER, read, over, STREAM_OVER, )                                    \
  M(READ_FAIL, read, fail, , )                                               \
  M(READ_FEED, read, feed, (ref(Read), stream)(i64, items), )                \
  M(READ_PUSH, read, push, (ref(Read), stream)(i64, items), )                \
  M(READ_LOOK, read, look, ,                                                 \
    (i64, heard)(i64, last)(bool, sorted)(i64, overs)(enum(StreamEnd), how)( \
        text, why)(u64, items)(i64, heard_then))
REF(Read, read)
PROTOCOL_AFTER_REF(Read, read, READ)
// `more`: how many it asks for after each item.
STATE(ReadState,
      (ref(Read), stream)(u64, more)(i64, heard)(i64, last)(bool, unsorted)(
          i64, overs)(enum(StreamEnd), how)(text, why)(u64, items)(i64,
                                                                   heard_then))
ACTOR(Read, read, ReadState, reading)
STREAM(Read, read)

static void take_item(ReadState *self, i64 number) {
  self->heard++;
  self->unsorted = self->unsorted || number != self->last + 1;
  self->last = number;
  if (self->more > 0) {
    ignore(stream_more(self->stream.ref, self->more));
  }
}

static void take_over(ReadState *self, const struct read_over *over) {
  self->overs++;
  self->how = over->how;
  self->why = take_text(&over->why);
  self->items = over->items;
  self->heard_then = self->heard;
}

static void reading(ReadState *self, const ReadMsg *message) {
  switch (message->kind) {
    case READ_ITEM:
      take_item(self, message->item.number);
      break;
    case READ_OVER:
      take_over(self, &message->over);
      break;
    case READ_FAIL:
      fail("as told");
    case READ_FEED:  // and asks for more after each item from now on
      self->stream = message->feed.stream;
      self->more = 1;
      CHECK(stream_more(self->stream.ref, (u64)message->feed.items) == TELL_OK);
      break;
    case READ_PUSH:
      for (i64 i = 1; i <= message->push.items; i++) {
        CHECK(read_tell_item(message->push.stream, i, NULL) == TELL_OK);
      }
      CHECK(stream_end(message->push.stream.ref) == TELL_OK);
      break;
    case READ_LOOK:
      read_reply_look(self->heard, self->last, !self->unsorted, self->overs,
                      self->how, self->why, self->items, self->heard_then);
      break;
  }
}

static ReadRef new_reader(System *system) {
  ReadRef reader = read_spawn(system, "reader", (ReadState){0});
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(reader.ref), SPAWN_OK);
  return reader;
}

static ReadRef new_stream(System *system, ReadRef reader, size_t capacity,
                          size_t window) {
  ReadRef stream = read_stream_spawn(system,
                                     (StreamOptions){.spawn.label = "stream",
                                                     .spawn.capacity = capacity,
                                                     .window = window},
                                     reader, read_over);
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(stream.ref), SPAWN_OK);
  return stream;
}

static void must_be_quiet(System *system) {
  CU_ASSERT_EQUAL(system_run(system, PATIENCE), RUN_QUIET);
}

static struct read_look_reply look_at(ReadRef reader) {
  struct read_look_reply reply = {0};
  CU_ASSERT_EQUAL(read_ask_look(reader, &reply, PATIENCE), ASK_OK);
  if (reply.why != NULL) {
    CU_ASSERT_STRING_EQUAL(reply.why, "no more paper");
    block_free(reply.why);
  }
  return reply;
}

static void put(ReadRef stream, i64 from, i64 to) {
  for (i64 i = from; i <= to; i++) {
    CU_ASSERT_EQUAL(read_tell_item(stream, i, "a name"), TELL_OK);
  }
}

UNDER_ALL(nothing_flows_before_it_is_asked_for_and_never_more_than_that) {
  System *system = start_system();
  ReadRef reader = new_reader(system);
  ReadRef stream = new_stream(system, reader, 20, 8);
  put(stream, 1, 15);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).heard, 0);
  const u64 asked[] = {1, 3, 0, 2};
  i64 sum = 0;
  for (int i = 0; i < 4; i++) {
    CU_ASSERT_EQUAL(stream_more(stream.ref, asked[i]), TELL_OK);
    must_be_quiet(system);
    sum += (i64)asked[i];
    CU_ASSERT_EQUAL(look_at(reader).heard, sum);
  }
  CU_ASSERT_EQUAL(stream_more(stream.ref, 100), TELL_OK);  // 8 at most
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).heard, 6 + 8);
  CU_ASSERT_TRUE(look_at(reader).sorted);
  stop_system(system);
}

UNDER_ALL(demand_that_comes_first_waits_for_items) {
  System *system = start_system();
  ReadRef reader = new_reader(system);
  ReadRef stream = new_stream(system, reader, 0, 0);
  CU_ASSERT_EQUAL(stream_more(stream.ref, 3), TELL_OK);
  must_be_quiet(system);
  put(stream, 1, 4);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).heard, 3);
  stop_system(system);
}

// The source waits where the stream is full, main's thread as any other.
UNDER_ALL(a_fast_source_waits_for_a_slow_reader) {
  enum { ITEMS = 60 };
  System *system = start_system();
  ReadRef reader = new_reader(system);
  ReadRef stream = new_stream(system, reader, 3, 2);
  CU_ASSERT_EQUAL(read_tell_feed(reader, stream, 2), TELL_OK);
  for (i64 i = 1; i <= ITEMS; i++) {
    CU_ASSERT_EQUAL(read_tell_item_within(stream, i, NULL, PATIENCE), TELL_OK);
  }
  CU_ASSERT_EQUAL(stream_end(stream.ref), TELL_OK);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(stream.ref, &reason, PATIENCE), END_OK);
  CU_ASSERT_EQUAL(reason, STOPPED_NORMAL);
  must_be_quiet(system);
  struct read_look_reply seen = look_at(reader);
  CU_ASSERT_EQUAL(seen.heard_then, ITEMS);
  CU_ASSERT_TRUE(seen.sorted);
  CU_ASSERT_EQUAL(seen.overs, 1);
  CU_ASSERT_EQUAL(seen.how, STREAM_DONE);
  CU_ASSERT_EQUAL(seen.items, ITEMS);
  CU_ASSERT_EQUAL(read_tell_item(stream, 1, NULL), TELL_STOPPED);
  stop_system(system);
}

UNDER_ALL(an_actor_that_feeds_a_stream_is_slowed_and_loses_nothing) {
  System *system = start_system();
  ReadRef reader = new_reader(system);
  ReadRef source = new_reader(system);
  ReadRef stream = read_stream_spawn(
      system,
      (StreamOptions){
          .spawn.capacity = 3, .spawn.policy = FULL_SLOW, .window = 2},
      reader, read_over);
  CU_ASSERT_EQUAL(read_tell_push(source, stream, 30), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).heard, 0);
  CU_ASSERT(actor_is_alive(stream.ref));
  CU_ASSERT_EQUAL(read_tell_feed(reader, stream, 1), TELL_OK);
  must_be_quiet(system);
  struct read_look_reply seen = look_at(reader);
  CU_ASSERT_EQUAL(seen.heard_then, 30);
  CU_ASSERT_TRUE(seen.sorted);
  CU_ASSERT_EQUAL(seen.how, STREAM_DONE);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 0);
  stop_system(system);
}

UNDER_ALL(a_stream_that_nobody_reads_takes_what_it_holds_and_no_more) {
  System *system = start_system();
  ReadRef reader = new_reader(system);
  ReadRef stream = new_stream(system, reader, 5, 2);
  i64 taken = 0;
  for (int i = 0; i < 40; i++) {
    taken += read_tell_item(stream, taken + 1, NULL) == TELL_OK;
    if (i % 3 == 0) {
      must_be_quiet(system);
    }
  }
  CU_ASSERT(taken == 5 || taken == 6);
  CU_ASSERT_EQUAL(stream_more(stream.ref, 2), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).heard, 2);
  put(stream, taken + 1, taken + 1);  // there is room again
  must_be_quiet(system);
  stop_system(system);
}

UNDER_ALL(a_failure_comes_behind_the_items_and_says_why) {
  System *system = start_system();
  ReadRef reader = new_reader(system);
  ReadRef stream = new_stream(system, reader, 20, 2);
  put(stream, 1, 7);
  char why[] = "no more paper";
  CU_ASSERT_EQUAL(stream_fail(stream.ref, why), TELL_OK);
  CU_ASSERT_EQUAL(stream_end(stream.ref), TELL_OK);  // too late
  memset(why, 'x', sizeof why - 1);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).overs, 0);
  CU_ASSERT_EQUAL(read_tell_feed(reader, stream, 2), TELL_OK);
  must_be_quiet(system);
  struct read_look_reply seen = look_at(reader);
  CU_ASSERT_EQUAL(seen.overs, 1);
  CU_ASSERT_EQUAL(seen.how, STREAM_BROKEN);
  CU_ASSERT_PTR_NOT_NULL(seen.why);
  CU_ASSERT_EQUAL(seen.heard_then, 7);
  stop_system(system);
}

UNDER_ALL(items_after_the_end_are_dead_letters) {
  System *system = start_system();
  ReadRef reader = new_reader(system);
  ReadRef stream = new_stream(system, reader, 20, 2);
  put(stream, 1, 1);
  CU_ASSERT_EQUAL(stream_end(stream.ref), TELL_OK);
  put(stream, 2, 3);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(system_counts(system).dead_letters, 2);
  CU_ASSERT_EQUAL(stream_more(stream.ref, 2), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).heard, 1);
  CU_ASSERT_EQUAL(look_at(reader).items, 1);
  stop_system(system);
}

UNDER_ALL(a_stream_that_is_cut_says_so_and_loses_nothing_silently) {
  for (int i = 0; i < 2; i++) {
    System *system = start_system();
    ReadRef reader = new_reader(system);
    ReadRef stream = new_stream(system, reader, 20, 4);
    put(stream, 1, 9);
    CU_ASSERT_EQUAL(stream_more(stream.ref, 4), TELL_OK);
    must_be_quiet(system);
    (i == 0 ? actor_stop : actor_kill)(stream.ref);
    must_be_quiet(system);
    struct read_look_reply seen = look_at(reader);
    CU_ASSERT_EQUAL(seen.heard_then, 4);
    CU_ASSERT_EQUAL(seen.overs, 1);
    CU_ASSERT_EQUAL(seen.how, STREAM_CUT);
    CU_ASSERT_EQUAL(system_counts(system).dead_letters, 5);
    stop_system(system);
  }
}

UNDER_ALL(a_stream_ends_with_its_reader_and_lets_its_source_go) {
  System *system = start_system();
  ReadRef reader = new_reader(system);
  ReadRef stream = new_stream(system, reader, 4, 4);
  put(stream, 1, 4);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(read_tell_fail(reader), TELL_OK);
  TellOutcome told = TELL_OK;
  while (told == TELL_OK) {  // full, until the stream has ended
    told = read_tell_item_within(stream, 5, NULL, PATIENCE);
  }
  CU_ASSERT_EQUAL(told, TELL_STOPPED);
  StopReason reason;
  CU_ASSERT_EQUAL(actor_wait_end(stream.ref, &reason, PATIENCE), END_OK);
  ReadRef late = new_stream(system, reader, 4, 4);
  CU_ASSERT_EQUAL(actor_wait_end(late.ref, &reason, PATIENCE), END_OK);
  stop_system(system);
}

// ---- Generators ----

typedef struct Count {
  i64 last;
  i64 fails_at;  // 0: never
  i64 crashes_at;
  i64 calls;
} Count;

static StreamStep count_on(void *context, u64 index, ReadRef to) {
  Count *count = context;
  count->calls++;
  i64 number = (i64)index + 1;
  if (number == count->crashes_at) {
    fail("in a generator");
  }
  if (number == count->fails_at) {
    return STREAM_FAILS;
  }
  if (number > count->last) {
    return STREAM_ENDS_NOW;
  }
  return read_tell_item(to, number, NULL) == TELL_OK ? STREAM_GAVE
                                                     : STREAM_WAITS;
}

static ReadRef generate(System *system, ReadRef reader, Count *count) {
  ReadRef stream = read_stream_generate(system, (StreamOptions){.window = 4},
                                        reader, read_over, count_on, count);
  CU_ASSERT_EQUAL_FATAL(spawn_outcome(stream.ref), SPAWN_OK);
  return stream;
}

UNDER_ALL(a_generator_is_called_for_what_is_asked_for) {
  Count count = {.last = 10};
  System *system = start_system();
  ReadRef reader = new_reader(system);
  ReadRef stream = generate(system, reader, &count);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(count.calls, 0);
  CU_ASSERT_EQUAL(stream_more(stream.ref, 3), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(count.calls, 3);
  CU_ASSERT_EQUAL(read_tell_feed(reader, stream, 3), TELL_OK);
  must_be_quiet(system);
  struct read_look_reply seen = look_at(reader);
  CU_ASSERT_EQUAL(seen.heard_then, 10);
  CU_ASSERT_TRUE(seen.sorted);
  CU_ASSERT_EQUAL(seen.how, STREAM_DONE);
  CU_ASSERT_EQUAL(count.calls, 11);
  stop_system(system);
}

UNDER_ALL(a_generator_that_fails_either_way_ends_the_stream) {
  for (int i = 0; i < 2; i++) {
    Count count = {.last = 10};
    *(i == 0 ? &count.fails_at : &count.crashes_at) = 5;
    System *system = start_system();
    ReadRef reader = new_reader(system);
    ReadRef stream = generate(system, reader, &count);
    CU_ASSERT_EQUAL(read_tell_feed(reader, stream, 1), TELL_OK);
    must_be_quiet(system);
    struct read_look_reply seen = look_at(reader);
    CU_ASSERT_EQUAL(seen.heard_then, 4);
    CU_ASSERT_EQUAL(seen.overs, 1);
    CU_ASSERT_EQUAL(seen.how, i == 0 ? STREAM_BROKEN : STREAM_CUT);
    CU_ASSERT_EQUAL(system_counts(system).failed, (u64)i);
    stop_system(system);
  }
}

// The window is the items' bound, not the reader's one place, which is taken.
UNDER_ALL(a_reader_that_is_full_gets_what_it_asked_for) {
  Count count = {.last = 12};
  System *system = start_system();
  ReadRef reader = read_spawn_with(
      system, (SpawnOptions){.label = "reader", .capacity = 1}, (ReadState){0});
  ReadRef streams[] = {generate(system, reader, &count),
                       new_stream(system, reader, 3, 3)};
  must_be_quiet(system);
  put(streams[1], 13, 14);
  CU_ASSERT_EQUAL(read_tell_feed(reader, streams[0], 4), TELL_OK);
  must_be_quiet(system);
  struct read_look_reply seen = look_at(reader);
  CU_ASSERT_EQUAL(seen.heard_then, 12);
  CU_ASSERT_TRUE(seen.sorted);
  CU_ASSERT_EQUAL(read_tell_feed(reader, streams[1], 2), TELL_OK);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(look_at(reader).last, 14);
  stop_system(system);
}

UNDER_ALL(what_is_no_stream_is_a_stranger) {
  System *system = start_system();
  ReadRef reader = new_reader(system);
  CU_ASSERT_EQUAL(stream_more(reader.ref, 1), TELL_STRANGER);
  CU_ASSERT_EQUAL(stream_end(reader.ref), TELL_STRANGER);
  CU_ASSERT_EQUAL(stream_fail(NOBODY, "why"), TELL_STRANGER);
  ReadRef stream = new_stream(system, reader, 1, 1);
  actor_kill(stream.ref);
  must_be_quiet(system);
  CU_ASSERT_EQUAL(stream_more(stream.ref, 1), TELL_STOPPED);
  stop_system(system);
}

// Counts the allocations of the good case down to none.
STEPPED(a_stream_without_memory_is_refused_and_its_end_needs_none) {
  System *system = start_system();
  ReadRef reader = new_reader(system);
  must_be_quiet(system);
  ReadRef stream = {NOBODY};
  bool failed = true;
  for (i64 successes = 0; failed; successes++) {
    memory_ends_after(successes);
    stream = read_stream_spawn(system, (StreamOptions){.window = 2}, reader,
                               read_over);
    failed = memory_is_back();
    CU_ASSERT_EQUAL(spawn_outcome(stream.ref),
                    failed ? SPAWN_NO_MEMORY : SPAWN_OK);
  }
  put(stream, 1, 5);
  CU_ASSERT_EQUAL(stream_more(stream.ref, 2), TELL_OK);
  memory_ends_after(0);
  TellOutcome told = stream_more(stream.ref, 1);
  RunOutcome outcome = system_run(system, PATIENCE);
  actor_kill(stream.ref);
  (void)system_run(system, PATIENCE);
  (void)memory_is_back();
  CU_ASSERT_EQUAL(told, TELL_NO_MEMORY);
  CU_ASSERT_EQUAL(outcome, RUN_QUIET);
  CU_ASSERT_EQUAL(look_at(reader).heard_then, 2);
  CU_ASSERT_EQUAL(look_at(reader).how, STREAM_CUT);
  stop_system(system);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(nothing_flows_before_it_is_asked_for_and_never_more_than_that),
      CASE(demand_that_comes_first_waits_for_items),
      CASE(a_fast_source_waits_for_a_slow_reader),
      CASE(an_actor_that_feeds_a_stream_is_slowed_and_loses_nothing),
      CASE(a_stream_that_nobody_reads_takes_what_it_holds_and_no_more),
      CASE(a_failure_comes_behind_the_items_and_says_why),
      CASE(items_after_the_end_are_dead_letters),
      CASE(a_stream_that_is_cut_says_so_and_loses_nothing_silently),
      CASE(a_stream_ends_with_its_reader_and_lets_its_source_go),
      CASE(a_generator_is_called_for_what_is_asked_for),
      CASE(a_generator_that_fails_either_way_ends_the_stream),
      CASE(a_reader_that_is_full_gets_what_it_asked_for),
      CASE(what_is_no_stream_is_a_stranger),
      CASE(a_stream_without_memory_is_refused_and_its_end_needs_none),
      CU_TEST_INFO_NULL};
  return run_suite("stream", cases);
}
