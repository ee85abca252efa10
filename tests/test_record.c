// Tests of telling/event and record: every event survives its bytes, and no
// bytes do harm.
#include "telling/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "support.h"

static u8 buffer[RECORD_LIMIT + 4];
static RecordTexts texts;

static bool same_text(const char *a, const char *b) {
  const char *x = a != NULL ? a : "";
  const char *y = b != NULL ? b : "";
  return strcmp(x, y) == 0;
}

static bool same(const Event *a, const Event *b) {
  return a->kind == b->kind && a->step == b->step && a->time == b->time &&
         a->actor == b->actor && a->other == b->other &&
         a->id.sender == b->id.sender && a->id.sequence == b->id.sequence &&
         a->request == b->request && a->number == b->number &&
         a->due == b->due && same_text(a->name, b->name) &&
         same_text(a->text, b->text);
}

static bool is_kind(u64 kind) {
  return (kind > EVENT_NONE && kind < EVENT_KINDS) ||
         (kind >= COMMAND_CHOOSE && kind < COMMAND_END);
}

// Half of all numbers are small or zero, as in real events.
static u64 some_number(Rng *rng) {
  return rng_below(rng, 2) == 0 ? rng_below(rng, 3) : rng_next(rng);
}

static Event random_event(Rng *rng) {
  static const char *const words[] = {NULL, "", "inc", "inc{amount: 42}",
                                      "zw\xC3\xB6lf"};
  u64 kind;
  do {
    kind = rng_below(rng, COMMAND_END);
  } while (!is_kind(kind));
  return (Event){.kind = (EventKind)kind,
                 .step = some_number(rng),
                 .time = (i64)some_number(rng),
                 .actor = some_number(rng),
                 .other = some_number(rng),
                 .id = {some_number(rng), some_number(rng)},
                 .request = some_number(rng),
                 .number = some_number(rng),
                 .due = (i64)some_number(rng),
                 .name = words[rng_below(rng, 5)],
                 .text = words[rng_below(rng, 5)]};
}

static void every_event_reads_back_as_it_was_written(void) {
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int i = 0; i < 20000; i++) {
    Event event = random_event(&rng);
    size_t size = record_write(buffer, sizeof buffer, &event);
    CU_ASSERT_FATAL(size > 4);
    Event read;
    size_t used = 0;
    CU_ASSERT_EQUAL(record_read(buffer, size, &read, &texts, &used), RECORD_OK);
    CU_ASSERT_EQUAL(used, size);
    CU_ASSERT(same(&event, &read));
    CU_ASSERT_EQUAL(event_hash(1, &event), event_hash(1, &read));
  }
}

static void a_frame_that_is_not_complete_is_short_at_every_length(void) {
  Rng rng;
  rng_seed(&rng, 1);
  Event event = random_event(&rng);
  size_t size = record_write(buffer, sizeof buffer, &event);
  for (size_t i = 0; i < size; i++) {
    Event read = {.kind = EVENT_QUIET};
    size_t used = 77;
    CU_ASSERT_EQUAL(record_read(buffer, i, &read, &texts, &used), RECORD_SHORT);
    CU_ASSERT_EQUAL(read.kind, EVENT_QUIET);
    CU_ASSERT_EQUAL(used, 77);
  }
}

static void a_text_that_is_too_long_is_cut_between_characters(void) {
  size_t length = 3 * (size_t)RECORD_LIMIT;
  char *text = malloc(length + 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(text);
  for (size_t shift = 0; shift < 2; shift++) {
    memset(text, 'x', length);
    for (size_t i = shift; i + 1 < length; i += 2) {
      memcpy(text + i, "\xC3\xB6", 2);
    }
    text[length] = '\0';
    Event event = {.kind = EVENT_OUTPUT, .name = text, .text = text};
    size_t size = record_write(buffer, sizeof buffer, &event);
    Event read;
    size_t used;
    CU_ASSERT_EQUAL_FATAL(record_read(buffer, size, &read, &texts, &used),
                          RECORD_OK);
    size_t kept = strlen(read.text);
    CU_ASSERT(kept > RECORD_LIMIT / 2);
    CU_ASSERT_STRING_EQUAL(read.text + kept - 3, "...");
    CU_ASSERT_NOT_EQUAL((u8)read.text[kept - 4], 0xC3);
    CU_ASSERT(strlen(read.name) < sizeof texts.name);
  }
  free(text);
}

static void a_buffer_that_is_too_small_gets_nothing(void) {
  Event event = {.kind = EVENT_OUTPUT, .text = "hello"};
  CU_ASSERT_EQUAL(record_write(buffer, 10, &event), 0);
}

static RecordOutcome read_bytes(const char *bytes, size_t size) {
  Event read;
  size_t used;
  return record_read((const u8 *)bytes, size, &read, &texts, &used);
}

static void what_no_writer_writes_is_refused(void) {
  // length 2, kind 0 (none), no fields; an unknown kind; an unknown field; a
  // field that is not there; bytes left over; a frame over the limit; a number
  // that does not fit; a text longer than the frame; a text with a NUL.
  CU_ASSERT_EQUAL(read_bytes("\2\0\0\0\0\0", 6), RECORD_BAD);
  CU_ASSERT_EQUAL(read_bytes("\2\0\0\0\x7F\0", 6), RECORD_BAD);
  CU_ASSERT_EQUAL(read_bytes("\3\0\0\0\1\x80\x10", 7), RECORD_BAD);
  CU_ASSERT_EQUAL(read_bytes("\2\0\0\0\1\1", 6), RECORD_BAD);
  CU_ASSERT_EQUAL(read_bytes("\3\0\0\0\1\0\0", 7), RECORD_BAD);
  CU_ASSERT_EQUAL(read_bytes("\1\0\1\0\1\0", 6), RECORD_BAD);
  CU_ASSERT_EQUAL(
      read_bytes("\xC\0\0\0\1\1\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\2", 16),
      RECORD_BAD);
  CU_ASSERT_EQUAL(read_bytes("\5\0\0\0\1\x80\x4\7a", 9), RECORD_BAD);
  CU_ASSERT_EQUAL(read_bytes("\6\0\0\0\1\x80\x4\2a\0", 10), RECORD_BAD);
}

static void any_bytes_are_read_or_refused(void) {
  Rng rng;
  rng_seed(&rng, test_seed());
  for (int i = 0; i < 50000; i++) {
    Event event = random_event(&rng);
    size_t size = record_write(buffer, sizeof buffer, &event);
    for (u64 changes = 1 + rng_below(&rng, 3); changes > 0; changes--) {
      buffer[rng_below(&rng, size)] = (u8)rng_next(&rng);
    }
    Event read;
    size_t used = 0;
    RecordOutcome outcome = record_read(buffer, size, &read, &texts, &used);
    CU_ASSERT(outcome != RECORD_OK || (used <= size && is_kind(read.kind)));
  }
}

static void kinds_have_names_and_hashes_differ(void) {
  CU_ASSERT_STRING_EQUAL(event_kind_name(EVENT_SPAWNED), "spawned");
  CU_ASSERT_STRING_EQUAL(event_kind_name(EVENT_FAULT), "fault");
  CU_ASSERT_STRING_EQUAL(event_kind_name(COMMAND_QUIT), "quit");
  CU_ASSERT_STRING_EQUAL(event_kind_name(EVENT_KINDS), "?");
  for (u32 kind = 0; kind < EVENT_KINDS; kind++) {
    CU_ASSERT_PTR_NOT_NULL(event_kind_name((EventKind)kind));
  }
  Event one = {.kind = EVENT_OUTPUT, .name = "ab", .text = "c"};
  Event two = {.kind = EVENT_OUTPUT, .name = "a", .text = "bc"};
  CU_ASSERT_NOT_EQUAL(event_hash(0, &one), event_hash(0, &two));
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(every_event_reads_back_as_it_was_written),
      CASE(a_frame_that_is_not_complete_is_short_at_every_length),
      CASE(a_text_that_is_too_long_is_cut_between_characters),
      CASE(a_buffer_that_is_too_small_gets_nothing),
      CASE(what_no_writer_writes_is_refused),
      CASE(any_bytes_are_read_or_refused),
      CASE(kinds_have_names_and_hashes_differ),
      CU_TEST_INFO_NULL};
  return run_suite("record", cases);
}
