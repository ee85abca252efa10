// strings.c -- functions of <string.h> and the like that read and write for the
// program, and what some of them keep for all threads together.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "stepping/accesses.h"
#include "stepping/stand_in.h"

static void touch(const void *at, size_t size, bool writes, u64 place) {
  if (is_stepped() && size > 0) {
    accesses_touch(&(Access){.address = address_of(at),
                             .size = size,
                             .writes = writes,
                             .place = place});
  }
}

static void read_text(const char *text, u64 place) {
  touch(text, strlen(text) + 1, false, place);
}

size_t stepped_strlen(const char *text) {
  read_text(text, PLACE);
  return strlen(text);
}

int stepped_strcmp(const char *a, const char *b) {
  read_text(a, PLACE);
  read_text(b, PLACE);
  return strcmp(a, b);
}

int stepped_strncmp(const char *a, const char *b, size_t most) {
  touch(a, strnlen(a, most), false, PLACE);
  touch(b, strnlen(b, most), false, PLACE);
  return strncmp(a, b, most);
}

int stepped_memcmp(const void *a, const void *b, size_t size) {
  touch(a, size, false, PLACE);
  touch(b, size, false, PLACE);
  return memcmp(a, b, size);
}

char *stepped_strcpy(char *to, const char *from) {
  read_text(from, PLACE);
  touch(to, strlen(from) + 1, true, PLACE);
  return memcpy(to, from, strlen(from) + 1);
}

char *stepped_strncpy(char *to, const char *from, size_t size) {
  touch(from, strnlen(from, size), false, PLACE);
  touch(to, size, true, PLACE);
  return strncpy(to, from, size);
}

char *stepped_strcat(char *to, const char *from) {
  read_text(from, PLACE);
  read_text(to, PLACE);
  touch(to + strlen(to), strlen(from) + 1, true, PLACE);
  memcpy(to + strlen(to), from, strlen(from) + 1);
  return to;
}

char *stepped_strdup(const char *text) {
  read_text(text, PLACE);
  return strdup(text);
}

PRINTF_LIKE(3, 4)
int stepped_snprintf(char *to, size_t size, const char *format, ...) {
  va_list rest;
  va_start(rest, format);
  int length = vsnprintf(to, size, format, rest);
  va_end(rest);
  size_t all = length < 0 ? 0 : (size_t)length + 1;
  touch(to, all < size ? all : size, true, PLACE);
  return length;
}

PRINTF_LIKE(2, 3)
int stepped_sprintf(char *to, const char *format, ...) {
  va_list rest;
  va_start(rest, format);
  int length = vsprintf(to, format, rest);
  va_end(rest);
  touch(to, length < 0 ? 0 : (size_t)length + 1, true, PLACE);
  return length;
}

// ---- What is kept for all threads together ----

char *stepped_strtok(char *text, const char *ends) {
  static char *next;
  touch(&next, sizeof next, true, PLACE);
  return strtok_r(text, ends, &next);
}

char *stepped_strerror(int error) {
  char *text = strerror(error);
  touch(text, 1, true, PLACE);
  return text;
}

// What it gives lies in memory that the next call changes.
static void *kept(void *answer, size_t size, u64 place) {
  if (answer != NULL) {
    touch(answer, size, true, place);
  }
  return answer;
}

struct tm *stepped_localtime(const time_t *when) {
  return kept(localtime(when), sizeof(struct tm), PLACE);
}

struct tm *stepped_gmtime(const time_t *when) {
  return kept(gmtime(when), sizeof(struct tm), PLACE);
}

char *stepped_ctime(const time_t *when) {
  return kept(ctime(when), 1, PLACE);
}

char *stepped_asctime(const struct tm *when) {
  return kept(asctime(when), 1, PLACE);
}
