// writer.h -- text put together piece by piece in a buffer of fixed size.
//
// What does not fit is cut and remembered, never written past the end and never
// through a character of UTF-8; after a cut nothing more is written. The text
// is always ended by NUL. The buffer is the caller's. No locks.
#ifndef BASE_WRITER_H
#define BASE_WRITER_H

#include <stdarg.h>

#include "base/types.h"

typedef struct Writer {
  char *text;
  size_t size;    // of the buffer, NUL included; at least 1
  size_t length;  // written so far
  bool cut;       // something did not fit
} Writer;

// An empty text in `buffer`, which is borrowed for as long as the Writer.
Writer writer_over(char *buffer, size_t size);

void write_char(Writer *out, char c);
void write_text(Writer *out, const char *text);
void write_format(Writer *out, const char *format, ...) PRINTF_LIKE(2, 3);
void write_args(Writer *out, const char *format, va_list args)
    PRINTF_LIKE(2, 0);

// The text's first bytes, at most `most` of them.
void write_start(Writer *out, const char *text, size_t most);

// How long the longest start of the text is that has at most `most` bytes and
// splits no character.
size_t text_cut(const char *text, size_t most);

// The text in double quotes, with \" \\ \n \t and \xHH for other control
// characters; NULL is written as none.
void write_quoted(Writer *out, const char *text);

#endif
