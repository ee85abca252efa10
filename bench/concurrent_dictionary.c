// concurrent_dictionary.c -- workers ask one dictionary, and go on when it has
// answered; one request of ten writes.
#include "base/deadline.h"
#include "base/mem.h"
#include "base/rng.h"
#include "workload.h"

enum { KEYS = 1024, WRITES_IN_TEN = 1, NOTHING = 0 };

#define DICTIONARY(M)                                            \
  M(DICTIONARY_READ, dictionary, read, (i64, key), (i64, value)) \
  M(DICTIONARY_WRITE, dictionary, write, (i64, key)(i64, value), \
    (i64, before))                                               \
  M(DICTIONARY_COUNT, dictionary, count, , (i64, reads)(i64, writes))
PROTOCOL(Dictionary, dictionary, DICTIONARY)
typedef struct Shelf {
  i64 values[KEYS];
} Shelf;
STATE(DictionaryState, (i64, reads)(i64, writes)(private(Shelf), shelf))
ACTOR(Dictionary, dictionary, DictionaryState, looking_up)

#define READER(M)                                            \
  M(READER_BEGIN, reader, begin, (i64, requests), )          \
  M(READER_VALUE, reader, value, REPLY_HEAD(i64, value), )   \
  M(READER_BEFORE, reader, before, REPLY_HEAD(i64, value), ) \
  M(READER_COUNT, reader, count, , (i64, answers)(bool, right))
PROTOCOL(Reader, reader, READER)
STATE(ReaderState, (ref(Dictionary), dictionary)(i64, left)(i64, answers)(
                       i64, key)(i64, written)(bool, wrong)(private(Rng), rng))
ACTOR(Reader, reader, ReaderState, reading)

// What stands under a key once it has been written, by whomever.
static i64 entry(i64 key) {
  return 3 * key + 1;
}

static void looking_up(DictionaryState *self, const DictionaryMsg *message) {
  i64 *values = self->shelf.values;
  switch (message->kind) {
    case DICTIONARY_READ:
      self->reads++;
      dictionary_reply_read(values[message->read.key]);
      break;
    case DICTIONARY_WRITE: {
      i64 before = values[message->write.key];
      self->writes++;
      values[message->write.key] = message->write.value;
      dictionary_reply_write(before);
      break;
    }
    case DICTIONARY_COUNT:
      dictionary_reply_count(self->reads, self->writes);
      break;
  }
}

static void ask_on(ReaderState *self) {
  if (self->left-- == 0) {
    return;
  }
  self->key = (i64)rng_below(&self->rng, KEYS);
  RequestId request;
  if (rng_below(&self->rng, 10) < WRITES_IN_TEN) {
    self->written = self->key;
    request = dictionary_ask_write_as(self->dictionary, self->key,
                                      entry(self->key), reader_before, NEVER);
  } else {
    request = dictionary_ask_read_as(self->dictionary, self->key, reader_value,
                                     NEVER);
  }
  CHECK(request != 0);
}

// A value is the key's or nothing, and not nothing if this worker wrote it.
static void judge(ReaderState *self, AskOutcome outcome, i64 value,
                  bool written) {
  bool right = outcome == ASK_OK &&
               (value == entry(self->key) || (value == NOTHING && !written));
  self->wrong = self->wrong || !right;
  self->answers++;
  ask_on(self);
}

static void reading(ReaderState *self, const ReaderMsg *message) {
  switch (message->kind) {
    case READER_BEGIN:
      self->left = message->begin.requests;
      self->written = -1;
      ask_on(self);
      break;
    case READER_VALUE:
      judge(self, message->value.outcome, message->value.value,
            self->key == self->written);
      break;
    case READER_BEFORE:
      judge(self, message->before.outcome, message->before.value, false);
      break;
    case READER_COUNT:
      reader_reply_count(self->answers, !self->wrong);
      break;
  }
}

static bool all_answered(DictionaryRef dictionary, const ReaderRef *all,
                         i64 count, i64 n) {
  bool right = true;
  for (i64 i = 0; i < count; i++) {
    struct reader_count_reply reply = {0};
    right = right && reader_ask_count(all[i], &reply, NEVER) == ASK_OK &&
            reply.right && reply.answers == n;
  }
  struct dictionary_count_reply total = {0};
  return right && dictionary_ask_count(dictionary, &total, NEVER) == ASK_OK &&
         total.reads + total.writes == n * count;
}

static Result run(System *system, i64 n, i64 extra) {
  DictionaryState empty = {.reads = 0};
  DictionaryRef dictionary = dictionary_spawn(system, "dictionary", empty);
  ReaderRef *all = mem_array(ReaderRef, (size_t)extra);
  for (i64 i = 0; i < extra; i++) {
    ReaderState state = {.dictionary = dictionary};
    rng_seed(&state.rng, (u64)i);
    all[i] = reader_spawn(system, "worker", state);
  }
  bool right = system_run(system, NEVER) == RUN_QUIET;
  Result result = {.units = 2 * n * extra, .started = clock_now()};
  for (i64 i = 0; i < extra; i++) {
    CHECK(reader_tell_begin(all[i], n) == TELL_OK);
  }
  right = right && system_run(system, NEVER) == RUN_QUIET;
  result.finished = clock_now();
  result.right = right && all_answered(dictionary, all, extra, n);
  mem_free(all);
  return result;
}

const Workload concurrent_dictionary = {
    "concurrent-dictionary",
    "N requests from each of EXTRA to a dictionary",
    40000,
    20,
    1,
    run};
