// archive.c -- frames in, frames out.
#include "archive.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "retell.h"
#include "telling/record.h"

bool archive_save(const Tape *tape, const char *path, Text *why) {
  Text part = {0};
  text_addf(&part, "%s.part", path);
  FILE *file = fopen(text_of(&part), "wb");
  bool good = file != NULL;
  if (good) {
    good =
        fwrite(RECORD_MAGIC, 1, RECORD_MAGIC_SIZE, file) == RECORD_MAGIC_SIZE &&
        fwrite(tape->bytes, 1, tape->length, file) == tape->length;
    good &= fclose(file) == 0;
    good = good && rename(text_of(&part), path) == 0;
  }
  if (!good) {
    text_addf(why, "cannot write %s: %s", path, strerror(errno));
    (void)remove(text_of(&part));
  }
  text_release(&part);
  return good;
}

typedef struct Reader {
  Tape *tape;
  Retell retell;
  bool steps;  // the file has steps of its own
  bool full;
  u64 count;  // events
  u64 lost;
} Reader;

static void take(Reader *reader, const Event *event) {
  reader->count++;
  reader->lost += event->kind == EVENT_LOST ? event->number : 0;
  if (reader->count == 1) {
    reader->steps = text_equal(event->text, "stepper");
  }
  if (reader->steps) {
    reader->full = tape_append(reader->tape, event) == TAPE_FULL;
  } else {
    retell_add(&reader->retell, event);
    reader->full = reader->retell.length > TAPE_BYTES;
  }
}

static void explain(const Reader *reader, const char *name,
                    RecordOutcome outcome, size_t at, Text *why) {
  if (reader->full) {
    text_addf(why, "%s is longer than a tape can be: this is its beginning",
              name);
  } else if (outcome == RECORD_SHORT) {
    text_addf(why, "%s is cut off at byte %zu: this is what there is", name,
              at);
  } else if (outcome == RECORD_BAD) {
    text_addf(why, "%s is damaged at byte %zu: this is what comes before", name,
              at);
  } else if (reader->lost > 0) {
    text_addf(why, "%s does not have all: %llu events were lost", name,
              (unsigned long long)reader->lost);
  }
}

static bool refuse(const char *name, const u8 *bytes, size_t length,
                   Text *why) {
  size_t word = RECORD_MAGIC_SIZE - 1;
  if (length > word && memcmp(bytes, RECORD_MAGIC, word) == 0) {
    text_addf(why,
              "%s is a record of version %d, and this reads version %d: open "
              "it with the simulator that belongs to its program",
              name, bytes[word], RECORD_VERSION);
  } else {
    text_addf(why,
              "%s is no record: those are written by record FILE, or by "
              "a program with TROUPE_RECORD=FILE",
              name);
  }
  return false;
}

bool archive_read(Tape *tape, const u8 *bytes, size_t length, const char *name,
                  Text *why) {
  if (length < RECORD_MAGIC_SIZE ||
      memcmp(bytes, RECORD_MAGIC, RECORD_MAGIC_SIZE) != 0) {
    return refuse(name, bytes, length, why);
  }
  static RecordTexts texts;  // large; one thread reads files
  Reader reader = {.tape = tape};
  RecordOutcome outcome = RECORD_OK;
  size_t at = RECORD_MAGIC_SIZE;
  tape_init(tape);
  while (at < length && outcome == RECORD_OK && !reader.full) {
    Event event;
    size_t used = 0;
    outcome = record_read(bytes + at, length - at, &event, &texts, &used);
    if (outcome == RECORD_OK && (u32)event.kind < EVENT_KINDS) {
      take(&reader, &event);
      at += used;
    } else if (outcome == RECORD_OK) {
      outcome = RECORD_BAD;  // a command
    }
  }
  if (retell_flush(&reader.retell, tape) == TAPE_FULL) {
    reader.full = true;
  }
  retell_release(&reader.retell);
  explain(&reader, name, outcome, at, why);
  if (reader.count == 0) {
    text_clear(why);
    text_addf(why, "%s has no event in it", name);
    tape_release(tape);
    return false;
  }
  return true;
}

bool archive_load(Tape *tape, const char *path, Text *why) {
  FILE *file = fopen(path, "rb");
  Text all = {0};
  static char piece[65536];
  size_t got = 0;
  if (file == NULL) {
    text_addf(why, "cannot read %s: %s", path, strerror(errno));
    return false;
  }
  errno = 0;
  while (all.length < ARCHIVE_BYTES &&
         (got = fread(piece, 1, sizeof piece, file)) > 0) {
    text_add_bytes(&all, piece, got);
  }
  bool good = ferror(file) == 0;
  if (!good) {
    text_addf(why, "cannot read %s: %s", path, strerror(errno));
  }
  (void)fclose(file);
  good = good &&
         archive_read(tape, (const u8 *)text_of(&all), all.length, path, why);
  text_release(&all);
  return good;
}
