// writer.c -- a cursor in a buffer, and one place that knows its end.
#include "base/writer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"

Writer writer_over(char *buffer, size_t size) {
  CHECK(size > 0);
  buffer[0] = '\0';
  return (Writer){.text = buffer, .size = size};
}

static void write_bytes(Writer *out, const char *bytes, size_t count) {
  size_t room = out->size - 1 - out->length;
  if (count > room) {
    count = room;
    out->cut = true;
  }
  memcpy(out->text + out->length, bytes, count);
  out->length += count;
  out->text[out->length] = '\0';
}

void write_char(Writer *out, char c) {
  write_bytes(out, &c, 1);
}

void write_text(Writer *out, const char *text) {
  write_bytes(out, text, strlen(text));
}

void write_format(Writer *out, const char *format, ...) {
  size_t room = out->size - out->length;
  va_list args;
  va_start(args, format);
  int wanted = vsnprintf(out->text + out->length, room, format, args);
  va_end(args);
  CHECK(wanted >= 0);
  if ((size_t)wanted >= room) {
    out->cut = true;
    out->length = out->size - 1;
  } else {
    out->length += (size_t)wanted;
  }
}

void write_quoted(Writer *out, const char *text) {
  if (text == NULL) {
    write_text(out, "none");
    return;
  }
  write_char(out, '"');
  for (const char *p = text; *p != '\0'; p++) {
    u8 c = (u8)*p;
    if (c == '"' || c == '\\') {
      write_char(out, '\\');
      write_char(out, *p);
    } else if (c == '\n') {
      write_text(out, "\\n");
    } else if (c == '\t') {
      write_text(out, "\\t");
    } else if (c < 0x20 || c == 0x7F) {
      write_format(out, "\\x%02x", c);
    } else {
      write_char(out, *p);
    }
  }
  write_char(out, '"');
}
