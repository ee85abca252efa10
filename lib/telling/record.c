// record.c -- one codec for all kinds: a mask of the fields present, then each.
//
// Every Event is written by the same code, whatever its kind, so a new kind
// needs none. Numbers are unsigned LEB128 (as in DWARF and WebAssembly); times
// are folded to unsigned first ("zigzag": 0, -1, 1, -2 become 0, 1, 2, 3).
#include "telling/record.h"

#include <string.h>

#include "base/writer.h"

enum {
  FIELD_STEP,
  FIELD_TIME,
  FIELD_ACTOR,
  FIELD_OTHER,
  FIELD_SENDER,
  FIELD_SEQUENCE,
  FIELD_REQUEST,
  FIELD_NUMBER,
  FIELD_DUE,
  NUMBERS,
  FIELD_NAME = NUMBERS,
  FIELD_TEXT,
  FIELDS
};

static u64 fold(i64 value) {
  return ((u64)value << 1) ^ (value < 0 ? UINT64_MAX : 0);
}

static i64 unfold(u64 value) {
  return (i64)((value >> 1) ^ (value & 1 ? UINT64_MAX : 0));
}

static size_t put_number(u8 *out, u64 value) {
  size_t used = 0;
  while (value >= 0x80) {
    out[used++] = (u8)(value | 0x80);
    value >>= 7;
  }
  out[used++] = (u8)value;
  return used;
}

static size_t put_text(u8 *out, const char *text, size_t limit) {
  size_t length = strlen(text);
  if (length <= limit) {
    size_t used = put_number(out, length);
    memcpy(out + used, text, length);
    return used + length;
  }
  size_t kept = text_cut(text, limit - 3);
  size_t used = put_number(out, kept + 3);
  memcpy(out + used, text, kept);
  memcpy(out + used + kept, "...", 3);
  return used + kept + 3;
}

enum {
  NAME_LIMIT = sizeof(((RecordTexts *)0)->name) - 1,
  NUMBERS_SIZE = (NUMBERS + 2) * 10,  // kind, mask and each number at most 10
  TEXT_LIMIT = RECORD_LIMIT - NAME_LIMIT - NUMBERS_SIZE - 20
};

size_t record_write(u8 *buffer, size_t size, const Event *event) {
  const u64 numbers[NUMBERS] = {
      event->step,    fold(event->time), event->actor,
      event->other,   event->id.sender,  event->id.sequence,
      event->request, event->number,     fold(event->due)};
  const char *name = event->name ? event->name : "";
  const char *text = event->text ? event->text : "";
  size_t texts = (strlen(name) < NAME_LIMIT ? strlen(name) : NAME_LIMIT) +
                 (strlen(text) < TEXT_LIMIT ? strlen(text) : TEXT_LIMIT);
  if (size < 4 + NUMBERS_SIZE + 20 + texts) {
    return 0;
  }
  u64 mask = 0;
  for (size_t i = 0; i < NUMBERS; i++) {
    mask |= (u64)(numbers[i] != 0) << i;
  }
  mask |= (u64)(*name != '\0') << FIELD_NAME;
  mask |= (u64)(*text != '\0') << FIELD_TEXT;
  u8 *payload = buffer + 4;
  size_t used = put_number(payload, (u64)event->kind);
  used += put_number(payload + used, mask);
  for (size_t i = 0; i < NUMBERS; i++) {
    if (numbers[i] != 0) {
      used += put_number(payload + used, numbers[i]);
    }
  }
  if (*name != '\0') {
    used += put_text(payload + used, name, NAME_LIMIT);
  }
  if (*text != '\0') {
    used += put_text(payload + used, text, TEXT_LIMIT);
  }
  for (size_t i = 0; i < 4; i++) {
    buffer[i] = (u8)(used >> (8 * i));
  }
  return used + 4;
}

// What is left of a frame; `bad` once something did not fit.
typedef struct Reader {
  const u8 *at;
  const u8 *end;
  bool bad;
} Reader;

static u64 get_number(Reader *r) {
  u64 value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (r->at == r->end) {
      break;
    }
    u8 byte = *r->at++;
    u64 bits = byte & 0x7F;
    if (shift == 63 && bits > 1) {
      break;
    }
    value |= bits << shift;
    if (byte < 0x80) {
      return value;
    }
  }
  r->bad = true;
  return 0;
}

static const char *get_text(Reader *r, char *out, size_t limit) {
  u64 length = get_number(r);
  if (r->bad || length > limit || length > (u64)(r->end - r->at) ||
      memchr(r->at, '\0', (size_t)length) != NULL) {
    r->bad = true;
    return NULL;
  }
  memcpy(out, r->at, (size_t)length);
  out[length] = '\0';
  r->at += length;
  return out;
}

static bool is_kind(u64 kind) {
  return (kind > EVENT_NONE && kind < EVENT_KINDS) ||
         (kind >= COMMAND_CHOOSE && kind < COMMAND_END);
}

static RecordOutcome read_payload(Reader *r, Event *event, RecordTexts *texts) {
  u64 kind = get_number(r);
  u64 mask = get_number(r);
  if (r->bad || !is_kind(kind) || mask >> FIELDS != 0) {
    return RECORD_BAD;
  }
  u64 numbers[NUMBERS] = {0};
  for (size_t i = 0; i < NUMBERS; i++) {
    if (mask >> i & 1) {
      numbers[i] = get_number(r);
    }
  }
  const char *name = NULL;
  const char *text = NULL;
  if (mask >> FIELD_NAME & 1) {
    name = get_text(r, texts->name, sizeof texts->name - 1);
  }
  if (mask >> FIELD_TEXT & 1) {
    text = get_text(r, texts->text, sizeof texts->text - 1);
  }
  if (r->bad || r->at != r->end) {
    return RECORD_BAD;
  }
  *event = (Event){.kind = (EventKind)kind,
                   .step = numbers[FIELD_STEP],
                   .time = unfold(numbers[FIELD_TIME]),
                   .actor = numbers[FIELD_ACTOR],
                   .other = numbers[FIELD_OTHER],
                   .id = {numbers[FIELD_SENDER], numbers[FIELD_SEQUENCE]},
                   .request = numbers[FIELD_REQUEST],
                   .number = numbers[FIELD_NUMBER],
                   .due = unfold(numbers[FIELD_DUE]),
                   .name = name,
                   .text = text};
  return RECORD_OK;
}

RecordOutcome record_read(const u8 *bytes, size_t size, Event *event,
                          RecordTexts *texts, size_t *used) {
  if (size < 4) {
    return RECORD_SHORT;
  }
  size_t length = 0;
  for (size_t i = 0; i < 4; i++) {
    length |= (size_t)bytes[i] << (8 * i);
  }
  if (length > RECORD_LIMIT) {
    return RECORD_BAD;
  }
  if (size - 4 < length) {
    return RECORD_SHORT;
  }
  Reader r = {bytes + 4, bytes + 4 + length, false};
  RecordOutcome outcome = read_payload(&r, event, texts);
  if (outcome == RECORD_OK) {
    *used = length + 4;
  }
  return outcome;
}
