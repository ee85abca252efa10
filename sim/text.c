// text.c -- growing by doubling; widths by the ranges that matter on a screen.
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/nearest.h"

void text_release(Text *text) {
  mem_free(text->bytes);
  *text = (Text){0};
}

void text_clear(Text *text) {
  text->length = 0;
  if (text->bytes != NULL) {
    text->bytes[0] = '\0';
  }
}

void *text_grow(void *items, size_t *capacity, size_t needed, size_t size) {
  if (needed <= *capacity) {
    return items;
  }
  size_t room = *capacity < 8 ? 8 : *capacity;
  while (room < needed) {
    room *= 2;
  }
  void *more = mem_must(room, size);
  if (items != NULL) {
    memcpy(more, items, *capacity * size);
    mem_free(items);
  }
  *capacity = room;
  return more;
}

void text_add_bytes(Text *text, const char *bytes, size_t length) {
  text->bytes = (char *)text_grow(text->bytes, &text->capacity,
                                  text->length + length + 1, 1);
  if (length > 0) {
    memcpy(text->bytes + text->length, bytes, length);
  }
  text->length += length;
  text->bytes[text->length] = '\0';
}

void text_add(Text *text, const char *more) {
  text_add_bytes(text, more, strlen(more));
}

void text_addf(Text *text, const char *format, ...) {
  va_list args;
  va_start(args, format);
  va_list again;
  va_copy(again, args);
  int length = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (length > 0) {
    size_t needed = text->length + (size_t)length + 1;
    text->bytes = (char *)text_grow(text->bytes, &text->capacity, needed, 1);
    (void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format,
                    again);
    text->length += (size_t)length;
  }
  va_end(again);
}

void text_add_printable(Text *text, const char *more) {
  while (*more != '\0') {
    u32 rune = text_rune(&more);
    char bytes[4];
    if (rune == '\t') {
      text_add(text, "  ");
    } else if (rune < 0x20 || rune == 0x7F) {
      bytes[0] = '^';
      bytes[1] = (char)(rune ^ 0x40);
      text_add_bytes(text, bytes, 2);
    } else if (rune >= 0x80 && rune < 0xA0) {  // C1: some terminals obey them
      text_add(text, "\xEF\xBF\xBD");
    } else {
      text_add_bytes(text, bytes, text_encode(rune, bytes));
    }
  }
}

const char *text_of(const Text *text) {
  return text->bytes == NULL ? "" : text->bytes;
}

char *text_copy_bytes(const char *bytes, size_t length) {
  char *copy = mem_array(char, length + 1);
  memcpy(copy, bytes, length);
  return copy;
}

char *text_copy(const char *text) {
  return text == NULL ? NULL : text_copy_bytes(text, strlen(text));
}

void text_replace(char **place, const char *text) {
  char *copy = text_copy(text);
  mem_free(*place);
  *place = copy;
}

bool text_equal(const char *a, const char *b) {
  return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

bool text_starts(const char *text, const char *prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

u32 text_rune(const char **text) {
  const u8 *at = (const u8 *)*text;
  if (*at == 0) {
    return 0;
  }
  int more = *at < 0x80                     ? 0
             : (*at >= 0xC2 && *at < 0xE0)  ? 1
             : (*at >= 0xE0 && *at < 0xF0)  ? 2
             : (*at >= 0xF0 && *at <= 0xF4) ? 3
                                            : -1;
  u32 rune = more <= 0 ? *at : *at & (0x3FU >> more);
  for (int i = 1; i <= more; i++) {
    if ((at[i] & 0xC0) != 0x80) {
      more = -1;
      break;
    }
    rune = rune << 6 | (at[i] & 0x3F);
  }
  static const u32 least[] = {0, 0x80, 0x800, 0x10000};
  if (more < 0 || rune < least[more] || rune > 0x10FFFF ||
      (rune >= 0xD800 && rune < 0xE000)) {
    *text += 1;
    return 0xFFFD;
  }
  *text += more + 1;
  return rune;
}

int text_rune_width(u32 rune) {
  static const u32 none[][2] = {
      {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},
      {0x64B, 0x65F},   {0x200B, 0x200F}, {0x202A, 0x202E}, {0x20D0, 0x20FF},
      {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
  static const u32 wide[][2] = {
      {0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0x33FF},
      {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},  {0xA000, 0xA4CF},
      {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},  {0xFE30, 0xFE6F},
      {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},  {0x1F300, 0x1F64F},
      {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
  if (rune < 0x300) {
    return 1;
  }
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
    if (rune >= none[i][0] && rune <= none[i][1]) {
      return 0;
    }
  }
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
    if (rune >= wide[i][0] && rune <= wide[i][1]) {
      return 2;
    }
  }
  return 1;
}

int text_width(const char *text) {
  int width = 0;
  for (u32 rune = text_rune(&text); rune != 0; rune = text_rune(&text)) {
    width += text_rune_width(rune);
  }
  return width;
}

size_t text_encode(u32 rune, char out[4]) {
  if (rune < 0x80) {
    out[0] = (char)rune;
    return 1;
  }
  size_t more = rune < 0x800 ? 1 : rune < 0x10000 ? 2 : 3;
  for (size_t i = more; i > 0; i--) {
    out[i] = (char)(0x80 | (rune & 0x3F));
    rune >>= 6;
  }
  static const u32 lead[] = {0, 0xC0, 0xE0, 0xF0};
  out[0] = (char)(lead[more] | rune);
  return more + 1;
}

const char *text_nearest(const char *wrong, const char *const *names,
                         size_t count) {
  Nearest nearest = {.typed = wrong};
  for (size_t i = 0; i < count; i++) {
    if (names[i] != NULL) {
      nearest_see(&nearest, names[i]);
    }
  }
  return nearest.best;
}
