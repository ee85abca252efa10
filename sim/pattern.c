// pattern.c -- terms, one after the other.
#include "pattern.h"

#include <ctype.h>
#include <string.h>

static bool is_here(const char *piece, size_t length, const char *text) {
  size_t i = 0;
  while (i < length &&
         tolower((unsigned char)piece[i]) == tolower((unsigned char)text[i])) {
    i++;
  }
  return i == length;
}

// The end of the first place where the piece stands, or NULL.
static const char *find(const char *piece, size_t length, const char *text) {
  while (!is_here(piece, length, text)) {
    if (*text++ == '\0') {
      return NULL;
    }
  }
  return text + length;
}

// Its pieces between stars one after the other. The first place of each will
// do, as what follows may stand anywhere behind it.
static bool is_anywhere(const char *term, size_t length, const char *text) {
  for (size_t at = 0; at <= length && text != NULL;) {
    size_t end = at;
    while (end < length && term[end] != '*') {
      end++;
    }
    text = find(term + at, end - at, text);
    at = end + 1;
  }
  return text != NULL;
}

bool pattern_matches(const char *pattern, const char *text) {
  for (const char *at = pattern; *at != '\0';) {
    at += strspn(at, " ");
    bool absent = *at == '!';
    at += absent;
    size_t length = strcspn(at, " ");
    if (length > 0 && is_anywhere(at, length, text) == absent) {
      return false;
    }
    at += length;
  }
  return true;
}
