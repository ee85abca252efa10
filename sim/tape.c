// tape.c -- frames one after the other, and where each step's begin.
//
// Frames rather than structs: a tape is bounded by bytes, and the texts of an
// event are then where the event is.
#define _DEFAULT_SOURCE  // MAP_ANONYMOUS
#include "tape.h"

#include <string.h>
#include <sys/mman.h>

#include "base/check.h"
#include "base/mem.h"
#include "telling/record.h"
#include "text.h"

// A view shows a screenful of options; a thousand idle ones a step would fill
// the tape with what nobody reads.
enum { OPTIONS_KEPT = 64, FRAME_LIMIT = RECORD_LIMIT + 4 };

// Doubling keeps up to as much again unused, and both while it copies. From
// here on all that the limit allows is asked of the system at once: pages that
// are not written take no memory. Where it gives none, doubling goes on.
enum { DOUBLED_BYTES = 4 << 20 };

static void make_room(Tape *tape) {
  size_t needed = tape->length + FRAME_LIMIT;
  size_t most = tape->limit_bytes + FRAME_LIMIT;
  if (needed <= tape->capacity) {
    return;
  }
  void *all = needed <= DOUBLED_BYTES || needed > most
                  ? MAP_FAILED
                  : mmap(NULL, most, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (all == MAP_FAILED) {
    tape->bytes = (u8 *)text_grow(tape->bytes, &tape->capacity, needed, 1);
    return;
  }
  memcpy(all, tape->bytes, tape->length);
  mem_free(tape->bytes);
  tape->bytes = all;
  tape->capacity = most;
  tape->mapped = true;
}

static void begin_step(Tape *tape) {
  tape->steps = (TapeStep *)text_grow(tape->steps, &tape->room, tape->count + 1,
                                      sizeof *tape->steps);
  tape->steps[tape->count++] = (TapeStep){.offset = tape->length};
}

// No two tapes of a process are of one age, unless one took the other's place.
static u64 new_age(void) {
  static u64 newest;  // one thread makes tapes
  return ++newest;
}

void tape_init(Tape *tape) {
  *tape = (Tape){
      .limit_bytes = TAPE_BYTES, .limit_steps = TAPE_STEPS, .age = new_age()};
  begin_step(tape);
}

void tape_release(Tape *tape) {
  for (size_t i = 0; i < tape->count; i++) {
    mem_free(tape->steps[i].text);
  }
  mem_free(tape->steps);
  if (tape->mapped) {
    (void)munmap(tape->bytes, tape->capacity);
  } else {
    mem_free(tape->bytes);
  }
  *tape = (Tape){0};
}

void tape_copy(Tape *copy, const Tape *tape) {
  *copy = *tape;
  copy->age = new_age();
  copy->bytes = mem_array(u8, tape->length + 1);
  memcpy(copy->bytes, tape->bytes, tape->length);
  copy->capacity = tape->length + 1;
  copy->mapped = false;
  copy->steps = mem_array(TapeStep, tape->count);
  copy->room = tape->count;
  for (size_t i = 0; i < tape->count; i++) {
    copy->steps[i] = tape->steps[i];
    copy->steps[i].text = text_copy(tape->steps[i].text);
  }
}

static bool same_step(const TapeStep *a, const TapeStep *b) {
  return a->kind == b->kind && a->choice == b->choice && a->actor == b->actor &&
         text_equal(a->text, b->text) && a->id.sender == b->id.sender &&
         a->id.sequence == b->id.sequence && a->hash == b->hash &&
         a->stepped == b->stepped;
}

u64 tape_common(const Tape *a, const Tape *b) {
  u64 step = 0;
  while (step + 1 < a->count && step + 1 < b->count &&
         same_step(&a->steps[step + 1], &b->steps[step + 1])) {
    step++;
  }
  return step;
}

u64 tape_last(const Tape *tape) {
  return tape->count - 1;
}

const TapeStep *tape_step(const Tape *tape, u64 step) {
  CHECK(step < tape->count);
  return &tape->steps[step];
}

static StepKind kind_of(const Event *choice) {
  if (text_equal(choice->name, "send")) {
    return STEP_SEND;
  }
  static const char *const faults[] = {"drop", "dup", "move", "delay"};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    if (text_equal(choice->name, faults[i])) {
      return STEP_FAULT;
    }
  }
  return text_equal(choice->name, "kill")      ? STEP_KILL
         : text_equal(choice->name, "network") ? STEP_NETWORK
                                               : STEP_OPTION;
}

static void note(TapeStep *step, const Event *event) {
  if (event->kind == EVENT_CHOICE) {
    step->kind = kind_of(event);
    step->choice = event->number;
    step->actor = event->actor;
    if (step->kind != STEP_OPTION) {
      step->actor = event->other;
      const char *text = step->kind == STEP_FAULT ? event->name : event->text;
      step->id = event->id;
      step->text = text_copy(text == NULL ? "" : text);
    }
  } else if (event->kind == EVENT_STEPPED) {
    step->stepped = true;
    step->hash = event->number;
  } else if (event->kind == EVENT_OPTION) {
    step->options++;
  } else if (event->kind == EVENT_READY) {
    step->ready = true;
  }
}

TapeOutcome tape_append(Tape *tape, const Event *event) {
  bool begins = event->kind == EVENT_CHOICE;
  if (event->kind == EVENT_OPTION &&
      tape->steps[tape->count - 1].options >= OPTIONS_KEPT) {
    return TAPE_OK;
  }
  if (tape->length + FRAME_LIMIT > tape->limit_bytes ||
      (begins && tape->count > tape->limit_steps)) {
    return TAPE_FULL;
  }
  if (begins) {
    begin_step(tape);
  }
  make_room(tape);
  size_t used = record_write(tape->bytes + tape->length, FRAME_LIMIT, event);
  CHECK(used > 0);
  TapeStep *step = &tape->steps[tape->count - 1];
  tape->length += used;
  step->length += used;
  note(step, event);
  return TAPE_OK;
}

void tape_truncate(Tape *tape, u64 step) {
  tape->age = tape->count > step + 1 ? new_age() : tape->age;
  while (tape->count > step + 1) {
    TapeStep *gone = &tape->steps[--tape->count];
    tape->length = gone->offset;
    mem_free(gone->text);
  }
}

// A frame's length, and its kind if that is small (record.h).
static size_t frame_size(const u8 *frame) {
  return 4 + ((size_t)frame[0] | (size_t)frame[1] << 8 |
              (size_t)frame[2] << 16 | (size_t)frame[3] << 24);
}

static void tell(const Tape *tape, u64 first, u64 last, bool options,
                 EventListener *listener, void *context) {
  static RecordTexts texts;  // large; one thread reads tapes
  for (u64 step = first; step <= last && step < tape->count; step++) {
    size_t at = tape->steps[step].offset;
    size_t end = at + tape->steps[step].length;
    while (at < end) {
      Event event;
      size_t used = 0;
      u8 kind = tape->bytes[at + 4];
      if (!options && (kind == EVENT_OPTION || kind == EVENT_READY)) {
        at += frame_size(tape->bytes + at);
        continue;
      }
      RecordOutcome outcome =
          record_read(tape->bytes + at, end - at, &event, &texts, &used);
      CHECK(outcome == RECORD_OK);
      at += used;
      listener(context, &event);
    }
  }
}

void tape_each(const Tape *tape, u64 first, u64 last, EventListener *listener,
               void *context) {
  tell(tape, first, last, true, listener, context);
}

void tape_told(const Tape *tape, u64 first, u64 last, EventListener *listener,
               void *context) {
  tell(tape, first, last, false, listener, context);
}
