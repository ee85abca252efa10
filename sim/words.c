// words.c -- as much of C's lexical rules as telling words from the rest needs.
#include "words.h"

#include <ctype.h>
#include <string.h>

static bool is_letter(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

// Behind a text or a character constant that begins at `at`.
static const char *behind_quoted(const char *at) {
  char quote = *at++;
  while (*at != '\0' && *at != quote && *at != '\n') {
    at += *at == '\\' && at[1] != '\0' ? 2 : 1;
  }
  return at + (*at == quote);
}

static const char *behind_comment(const char *at) {
  if (at[1] == '/') {
    return at + strcspn(at, "\n");
  }
  const char *end = strstr(at + 2, "*/");
  return end == NULL ? at + strlen(at) : end + 2;
}

// To the next word, or the end.
static const char *pass_others(const char *at) {
  for (;;) {
    bool blank = isspace((unsigned char)*at) || (*at == '\\' && at[1] == '\n');
    if (blank) {
      at++;
    } else if (*at == '/' && (at[1] == '/' || at[1] == '*')) {
      at = behind_comment(at);
    } else if (*at == '"' || *at == '\'') {
      at = behind_quoted(at);
    } else {
      return at;
    }
  }
}

Word word_next(const char **text) {
  const char *at = pass_others(*text);
  size_t length = 0;
  while (is_letter(at[length])) {
    length++;
  }
  length += length == 0 && *at != '\0';
  *text = at + length;
  return (Word){length == 0 ? NULL : at, length};
}

bool word_is(Word word, const char *text) {
  return word.at != NULL && strlen(text) == word.length &&
         memcmp(word.at, text, word.length) == 0;
}

bool word_is_name(Word word) {
  return word.at != NULL && is_letter(*word.at) &&
         !isdigit((unsigned char)*word.at);
}

bool word_skip(const char **text, char open, char shut) {
  const char opening[] = {open, '\0'};
  const char shutting[] = {shut, '\0'};
  for (int depth = 1; depth > 0;) {
    Word word = word_next(text);
    if (word.at == NULL) {
      return false;
    }
    depth += word_is(word, opening) - word_is(word, shutting);
  }
  return true;
}
