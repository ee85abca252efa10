// writer.c -- a cursor in a buffer, and one place that knows its end.
#include "base/writer.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"

Writer writer_over(char *buffer, size_t size) {
  CHECK(size > 0);
  buffer[0] = '\0';
  return (Writer){.text = buffer, .size = size};
}

// How many bytes the character that begins with this one has.
static size_t character_size(u8 first) {
  return first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
}

// Something did not fit: takes back the part of a character at the end.
static void cut(Writer *out) {
  size_t back = 0;  // bytes behind the last that begins a character
  while (back < 3 && back < out->length &&
         ((u8)out->text[out->length - 1 - back] & 0xC0) == 0x80) {
    back++;
  }
  if (back < out->length &&
      character_size((u8)out->text[out->length - 1 - back]) > back + 1) {
    out->length -= back + 1;
  }
  out->text[out->length] = '\0';
  out->cut = true;
}

static void write_bytes(Writer *out, const char *bytes, size_t count) {
  if (out->cut) {
    return;
  }
  size_t room = out->size - 1 - out->length;
  size_t written = count < room ? count : room;
  memcpy(out->text + out->length, bytes, written);
  out->length += written;
  out->text[out->length] = '\0';
  if (written < count) {
    cut(out);
  }
}

void write_char(Writer *out, char c) {
  write_bytes(out, &c, 1);
}

void write_text(Writer *out, const char *text) {
  write_bytes(out, text, strlen(text));
}

void write_start(Writer *out, const char *text, size_t most) {
  write_bytes(out, text, text_cut(text, most));
}

size_t text_cut(const char *text, size_t most) {
  const char *end = memchr(text, '\0', most);
  if (end != NULL) {
    return (size_t)(end - text);
  }
  while (most > 0 && ((u8)text[most] & 0xC0) == 0x80) {
    most--;
  }
  return most;
}

void write_args(Writer *out, const char *format, va_list args) {
  if (out->cut) {
    return;
  }
  size_t room = out->size - out->length;
  int wanted = vsnprintf(out->text + out->length, room, format, args);
  CHECK(wanted >= 0);
  if ((size_t)wanted < room) {
    out->length += (size_t)wanted;
  } else {
    out->length = out->size - 1;
    cut(out);
  }
}

void write_format(Writer *out, const char *format, ...) {
  va_list args;
  va_start(args, format);
  write_args(out, format, args);
  va_end(args);
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
