// test_sim_archive.c -- records: written, read back, retold, cut and damaged.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "base/mem.h"
#include "base/rng.h"
#include "retell.h"
#include "session.h"
#include "sim_support.h"
#include "telling/record.h"

static u64 ref_of(u64 slot) {
  return (u64)1 << 56 | slot << 30 | 1;
}

// A file in memory, as a program on threads would write it.
static Text file;

static void add(Event event) {
  static u8 frame[RECORD_LIMIT + 4];
  size_t size = record_write(frame, sizeof frame, &event);
  text_add_bytes(&file, (const char *)frame, size);
}

static void begin_file(const char *dispatcher) {
  text_clear(&file);
  text_add_bytes(&file, RECORD_MAGIC, RECORD_MAGIC_SIZE);
  add((Event){.kind = EVENT_RUN, .number = 7, .text = dispatcher});
  add((Event){.kind = EVENT_SPAWNED, .actor = ref_of(0), .name = "main"});
  for (u64 slot = 2; slot < 4; slot++) {
    add((Event){.kind = EVENT_SPAWNED,
                .actor = ref_of(slot),
                .other = ref_of(0),
                .name = slot == 2 ? "ann" : "bob",
                .text = "Worker"});
  }
}

static Event about(EventKind kind, u64 slot, u64 other, u64 from, u64 number) {
  return (Event){.kind = kind,
                 .actor = ref_of(slot),
                 .other = ref_of(other),
                 .id = {ref_of(from), number},
                 .name = "work",
                 .text = "work{}"};
}

// main sends both one message; their handlers overlap, and ann tells bob.
static void add_overlap(void) {
  add(about(EVENT_SENT, 0, 2, 0, 1));
  add(about(EVENT_FLUSHED, 2, 0, 0, 1));
  add(about(EVENT_SENT, 0, 3, 0, 2));
  add(about(EVENT_FLUSHED, 3, 0, 0, 2));
  add(about(EVENT_TAKEN, 2, 0, 0, 1));
  add(about(EVENT_TAKEN, 3, 0, 0, 2));
  add(about(EVENT_SENT, 2, 3, 2, 1));
  add(about(EVENT_FLUSHED, 3, 2, 2, 1));
  add(about(EVENT_HANDLED, 3, 0, 0, 2));
  add(about(EVENT_TAKEN, 3, 2, 2, 1));
  add(about(EVENT_HANDLED, 2, 0, 0, 1));
  add(about(EVENT_HANDLED, 3, 2, 2, 1));
}

static bool read_file(Tape *tape, Text *why) {
  text_clear(why);
  return archive_read(tape, (const u8 *)text_of(&file), file.length, "it", why);
}

static void line_up(void *context, const Event *event) {
  Text *out = (Text *)context;
  if (event->kind == EVENT_CHOICE) {
    text_addf(out, "| %s ", event->name);
  } else {
    text_addf(out, "%s%llu ", event_kind_name(event->kind),
              (unsigned long long)(event->actor >> 30 & 0xFF));
  }
}

static void handlers_that_overlap_become_steps_one_after_the_other(void) {
  Tape tape;
  Text why = {0};
  Text out = {0};
  begin_file("pool");
  add_overlap();
  CU_ASSERT_FATAL(read_file(&tape, &why));
  CU_ASSERT_STRING_EQUAL(text_of(&why), "");
  tape_each(&tape, 1, tape_last(&tape), line_up, &out);
  CU_ASSERT_STRING_EQUAL(
      text_of(&out),
      "| flush flushed2 | main sent0 | flush flushed3 "
      "| handle taken2 sent2 handled2 | handle taken3 handled3 "
      "| flush flushed3 | handle taken3 handled3 ");
  text_release(&out);
  text_release(&why);
  tape_release(&tape);
  text_release(&file);
}

static void no_event_is_told_before_what_it_follows_from(void) {
  // Many actors at random: whatever the order on threads was, a message is
  // taken after it has arrived, and arrives after it was sent.
  Rng rng;
  rng_seed(&rng, test_seed());
  begin_file("threads");
  enum { ACTORS = 8, MESSAGES = 2000 };
  u64 held[ACTORS] = {0};
  u64 given[ACTORS] = {0};
  u64 state[MESSAGES + 1] = {0};
  u64 to[MESSAGES + 1] = {0};
  for (u64 n = 1; n <= MESSAGES;) {
    u64 who = rng_below(&rng, ACTORS);
    u64 slot = who + 2;
    if (held[who] == 0 && given[who] > 0) {
      held[who] = given[who];
      given[who] = 0;
      add(about(EVENT_TAKEN, slot, 0, 9, held[who]));
    } else if (held[who] > 0 && rng_below(&rng, 2) == 0) {
      add(about(EVENT_HANDLED, slot, 0, 9, held[who]));
      held[who] = 0;
    } else {
      u64 other = rng_below(&rng, ACTORS);
      if (given[other] == 0 && other != who) {
        add(about(EVENT_SENT, slot, other + 2, 9, n));
        add(about(EVENT_FLUSHED, other + 2, slot, 9, n));
        given[other] = n;
        to[n] = other;
        n++;
      }
    }
  }
  Tape tape;
  Text why = {0};
  CU_ASSERT_FATAL(read_file(&tape, &why));
  static RecordTexts texts;
  size_t events = 0;
  for (size_t at = 0; at < tape.length;) {
    Event event;
    size_t used = 0;
    CU_ASSERT_FATAL(record_read(tape.bytes + at, tape.length - at, &event,
                                &texts, &used) == RECORD_OK);
    at += used;
    u64 n = event.id.sequence;
    if (event.kind == EVENT_SENT) {
      CU_ASSERT(state[n]++ == 0);
    } else if (event.kind == EVENT_FLUSHED) {
      CU_ASSERT(state[n]++ == 1);
    } else if (event.kind == EVENT_TAKEN) {
      CU_ASSERT(state[n]++ == 2);
    } else if (event.kind == EVENT_HANDLED) {
      CU_ASSERT(state[n]++ == 3);
    }
    events += event.kind != EVENT_CHOICE;
  }
  CU_ASSERT(events > MESSAGES * 3 && to[1] < ACTORS);
  text_release(&why);
  tape_release(&tape);
  text_release(&file);
}

static void a_file_that_is_cut_is_opened_as_far_as_it_goes(void) {
  Tape tape;
  Text why = {0};
  begin_file("pool");
  add_overlap();
  size_t whole = file.length;
  for (size_t length = RECORD_MAGIC_SIZE + 40; length < whole; length++) {
    file.length = length;
    CU_ASSERT_FATAL(read_file(&tape, &why));
    CU_ASSERT(*text_of(&why) == '\0' || strstr(text_of(&why), "cut off"));
    tape_release(&tape);
  }
  text_release(&why);
  text_release(&file);
}

static void what_is_no_record_is_refused_in_words(void) {
  Tape tape;
  Text why = {0};
  text_clear(&file);
  text_add(&file, "hello, world");
  CU_ASSERT(!read_file(&tape, &why));
  CU_ASSERT_PTR_NOT_NULL(strstr(text_of(&why), "is no record"));
  text_clear(&file);
  text_add(&file, "TROUPE\x09...");
  CU_ASSERT(!read_file(&tape, &why));
  CU_ASSERT_PTR_NOT_NULL(strstr(text_of(&why), "version 9"));
  text_clear(&file);
  text_add_bytes(&file, RECORD_MAGIC, RECORD_MAGIC_SIZE);
  CU_ASSERT(!read_file(&tape, &why));
  CU_ASSERT_PTR_NOT_NULL(strstr(text_of(&why), "no event"));
  text_release(&why);
  text_release(&file);
}

static void damaged_bytes_are_never_more_than_a_shorter_run(void) {
  Rng rng;
  Text why = {0};
  rng_seed(&rng, test_seed());
  for (int round = 0; round < 3000; round++) {
    Tape tape;
    begin_file(round % 3 == 0 ? "stepper" : "pool");
    add_overlap();
    for (u64 n = rng_below(&rng, 6); n-- > 0;) {
      size_t at = RECORD_MAGIC_SIZE +
                  (size_t)rng_below(&rng, file.length - RECORD_MAGIC_SIZE);
      file.bytes[at] = (char)rng_below(&rng, 256);
    }
    if (read_file(&tape, &why)) {
      Model model;
      model_init(&model);
      tape_each(&tape, 0, tape_last(&tape), model_apply, &model);
      model_release(&model);
      tape_release(&tape);
    }
  }
  text_release(&why);
  text_release(&file);
}

static void lost_events_are_said(void) {
  Tape tape;
  Text why = {0};
  begin_file("pool");
  add((Event){.kind = EVENT_LOST, .number = 42});
  CU_ASSERT_FATAL(read_file(&tape, &why));
  CU_ASSERT_PTR_NOT_NULL(strstr(text_of(&why), "42 events were lost"));
  tape_release(&tape);
  text_release(&why);
  text_release(&file);
}

// ---- A model that is not told all ----

static void a_new_window_forgets_messages_and_finds_who_lives(void) {
  Model model;
  model_init(&model);
  model_apply(&model, &(Event){.kind = EVENT_LOST});
  Event seen = {.kind = EVENT_SEEN,
                .actor = ref_of(2),
                .name = "ann",
                .text = "Worker",
                .number = 3,
                .request = 10};
  model_apply(&model, &seen);
  Event bob = seen;
  bob.actor = ref_of(3);
  bob.name = "bob";
  model_apply(&model, &bob);
  ModelActor *ann = model_find(&model, "ann", NULL);
  CU_ASSERT_FATAL(ann != NULL);
  CU_ASSERT(ann->mailbox.count == 3 && ann->handled == 10);
  Event taken = about(EVENT_TAKEN, 2, 0, 0, 5);
  model_apply(&model, &taken);  // one of those three
  CU_ASSERT(model_find(&model, "ann", NULL)->mailbox.count == 2);
  model_apply(&model, &(Event){.kind = EVENT_LOST, .number = 6});
  seen.number = 1;
  seen.request = 25;
  model_apply(&model, &seen);
  model_apply(&model, &(Event){.kind = EVENT_SEEN, .number = 1});
  CU_ASSERT(model.lost == 6 && model.missed == 15);
  CU_ASSERT(model_find(&model, "ann", NULL)->mailbox.count == 1);
  CU_ASSERT(model_find(&model, "bob", NULL)->stopped);
  CU_ASSERT(!model_find(&model, "ann", NULL)->stopped);
  model_release(&model);
}

// ---- A session without a program ----

static void a_record_of_a_stepped_run_shows_the_same_steps(void) {
  static Session made;
  static Session loaded;
  char path[] = "/tmp/troupe-archive-XXXXXX";
  int fd = mkstemp(path);
  Text why = {0};
  CU_ASSERT_FATAL(fd >= 0);
  (void)close(fd);
  session_init(&made, test_program("fake_child"), "fake", 7);
  CU_ASSERT_FATAL(session_start(&made, 7) == SESSION_OK);
  while (session_step(&made) == SESSION_OK) {
  }
  CU_ASSERT(archive_save(&made.tape, path, &why));
  session_init(&loaded, "", "record", 0);
  CU_ASSERT_FATAL(session_load(&loaded, path));
  CU_ASSERT(session_cursor(&loaded) == 0);
  CU_ASSERT(session_last(&loaded) == session_last(&made));
  while (session_step(&loaded) == SESSION_OK) {
  }
  CU_ASSERT_PTR_NOT_NULL(strstr(loaded.said, "the record ends here"));
  CU_ASSERT_STRING_EQUAL(
      model_field(model_find(&loaded.model, "counter", NULL), "count")->value,
      "42");
  CU_ASSERT(session_kill(&loaded, ref_of(2)) == SESSION_REFUSED);
  CU_ASSERT(!session_load(&loaded, "/nowhere/at.all"));
  CU_ASSERT(session_last(&loaded) == session_last(&made));
  session_release(&loaded);
  session_release(&made);
  text_release(&why);
  (void)remove(path);
  text_release(&file);
}

int main(void) {
  CU_TestInfo cases[] = {
      CASE(handlers_that_overlap_become_steps_one_after_the_other),
      CASE(no_event_is_told_before_what_it_follows_from),
      CASE(a_file_that_is_cut_is_opened_as_far_as_it_goes),
      CASE(what_is_no_record_is_refused_in_words),
      CASE(damaged_bytes_are_never_more_than_a_shorter_run),
      CASE(lost_events_are_said),
      CASE(a_new_window_forgets_messages_and_finds_who_lives),
      CASE(a_record_of_a_stepped_run_shows_the_same_steps),
      CU_TEST_INFO_NULL};
  return run_suite("archive", cases);
}
