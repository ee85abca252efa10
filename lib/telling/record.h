// record.h -- events as bytes: the framed, versioned stream.
//
// One format serves a stepped program and its simulator (both ways), a run
// written to a file, and a live program that is being watched:
//   stream := "TROUPE" version frame*      version := one byte, RECORD_VERSION
//   frame  := length payload               length  := 4 bytes, low byte first
//   payload := kind mask field*            as unsigned LEB128 numbers; a bit of
//              the mask for each field of Event, in its order, that is not
//              zero; texts as length and bytes, without NUL inside
// A reader trusts nothing: a frame over RECORD_LIMIT, an unknown kind or mask
// bit, a number that does not fit or a text that leaves the frame is an error.
#ifndef TELLING_RECORD_H
#define TELLING_RECORD_H

#include "base/types.h"
#include "telling/event.h"

#define RECORD_VERSION 1
#define RECORD_MAGIC "TROUPE\x01"
#define RECORD_MAGIC_SIZE 7
// No frame's payload is longer; longer texts are cut by the writer, at a
// character's edge and with "..." in place of the rest.
#define RECORD_LIMIT 65536

// Writes the frame of `event` to `buffer`. Returns its size, at most
// RECORD_LIMIT + 4, or 0 if `size` is too small for it (then nothing is
// promised about the buffer). Never blocks; any thread.
size_t record_write(u8 *buffer, size_t size, const Event *event);

typedef enum RecordOutcome {
  RECORD_OK,
  RECORD_SHORT,  // the frame is not complete yet: read more bytes
  RECORD_BAD     // not a frame of this version: give the stream up
} RecordOutcome;

// Texts of a read event live here, until the next read into the same place.
typedef struct RecordTexts {
  char name[1024];
  char text[RECORD_LIMIT];
} RecordTexts;

// Reads one frame from the start of `bytes`. On RECORD_OK *event is filled, its
// texts are in *texts, and *used is the frame's size. Otherwise *event and
// *used are unchanged.
MUST_USE RecordOutcome record_read(const u8 *bytes, size_t size, Event *event,
                                   RecordTexts *texts, size_t *used);

#endif
