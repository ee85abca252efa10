// text.h -- text that grows, and the few things done with text everywhere.
//
// A Text starts as {0}, which is empty. Not for sharing between threads; the
// simulator has one.
#ifndef SIM_TEXT_H
#define SIM_TEXT_H

#include "base/types.h"

typedef struct Text {
  char *bytes;  // ends in NUL; NULL while nothing was added
  size_t length;
  size_t capacity;
} Text;

void text_release(Text *text);  // empty afterwards
void text_clear(Text *text);    // empty, keeps its room

void text_add(Text *text, const char *more);
void text_add_bytes(Text *text, const char *bytes, size_t length);
void text_addf(Text *text, const char *format, ...) PRINTF_LIKE(2, 3);

// Adds text that a terminal or a file can take: control characters as ^X or
// a blank, what is not UTF-8 as U+FFFD.
void text_add_printable(Text *text, const char *more);

// The text so far, "" for none; borrowed until the text changes.
const char *text_of(const Text *text);

// Gives a copy; NULL for NULL. Free with mem_free.
char *text_copy(const char *text);
char *text_copy_bytes(const char *bytes, size_t length);

// Replaces the owned text *place by a copy of `text`.
void text_replace(char **place, const char *text);

bool text_equal(const char *a, const char *b);  // NULL is ""
bool text_starts(const char *text, const char *prefix);

// One character from UTF-8. *text moves on by at least one byte; what is not
// UTF-8 reads as U+FFFD. 0 at the end.
u32 text_rune(const char **text);

// How many columns a character takes: 0, 1 or 2. The same in every locale.
int text_rune_width(u32 rune);
int text_width(const char *text);

// Writes a character as UTF-8 and returns its length, 1 to 4.
size_t text_encode(u32 rune, char out[4]);

// Gives an array with room for `needed` elements that begins as the old one;
// the old one is freed. *capacity is kept up to date.
void *text_grow(void *items, size_t *capacity, size_t needed, size_t size);

// The name nearest to `wrong` by edits, or NULL when none is near.
const char *text_nearest(const char *wrong, const char *const *names,
                         size_t count);

#endif
