// archive.h -- a tape as a file, and back.
//
// The file is the stream of record.h. One that a program has written on real
// threads is retold as steps (retell.h). Reading trusts nothing, and opens what
// there is up to the first thing that is wrong.
#ifndef SIM_ARCHIVE_H
#define SIM_ARCHIVE_H

#include "tape.h"
#include "text.h"

enum { ARCHIVE_BYTES = 512 << 20 };

// Writes the tape whole or not at all. False: *why gets one line.
MUST_USE bool archive_save(const Tape *tape, const char *path, Text *why);

// Fills *tape, which holds nothing yet. False: there is nothing to be seen in
// the file, and *why gets one line. True: *why says what is missing, if
// something is.
MUST_USE bool archive_load(Tape *tape, const char *path, Text *why);

// The same of bytes; `name` is what they are called in *why.
MUST_USE bool archive_read(Tape *tape, const u8 *bytes, size_t length,
                           const char *name, Text *why);

#endif
