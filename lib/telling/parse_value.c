// parse_value.c -- words, quoted texts, and what they mean for a field's kind.
#include "telling/parse_value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "telling/block.h"
#include "telling/value.h"

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

static bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '#' ||
         c == '@' || c == '.' || c == '+';
}

void parser_skip_blanks(Parser *p) {
  while (is_blank(*p->at)) {
    p->at++;
  }
}

bool parser_accept(Parser *p, char c) {
  parser_skip_blanks(p);
  if (*p->at != c) {
    return false;
  }
  p->at++;
  return true;
}

bool parser_take_word(Parser *p, char *word, size_t size) {
  parser_skip_blanks(p);
  size_t length = 0;
  while (is_name(p->at[length])) {
    length++;
  }
  if (length == 0 || length >= size) {
    return false;
  }
  memcpy(word, p->at, length);
  word[length] = '\0';
  p->at += length;
  return true;
}

void parser_quote(Parser *p, const char *text, size_t most) {
  write_char(p->error, '"');
  write_start(p->error, text, most);
  write_char(p->error, '"');
}

bool parser_wrong(Parser *p, const Field *field, const char *wanted) {
  write_format(p->error, "%s: wanted %s, not ", field->name, wanted);
  parser_quote(p, p->at, 20);
  return false;
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// One character of a quoted text, escapes resolved; -1: not a character.
static int take_char(Parser *p) {
  char c = *p->at;
  if (c == '\0') {
    return -1;
  }
  p->at++;
  if (c != '\\') {
    return (u8)c;
  }
  c = *p->at;
  if (c == '\0') {
    return -1;
  }
  p->at++;
  if (c == 'n') {
    return '\n';
  }
  if (c == 't') {
    return '\t';
  }
  if (c == '"' || c == '\\') {
    return c;
  }
  int high = c == 'x' ? hex_digit(p->at[0]) : -1;
  int low = high < 0 ? -1 : hex_digit(p->at[1]);
  if (low < 0 || high * 16 + low == 0) {
    return -1;
  }
  p->at += 2;
  return high * 16 + low;
}

static bool parse_text(Parser *p, const Field *field, Value *value) {
  static const char wanted[] = "a text in double quotes, or none";
  parser_skip_blanks(p);
  if (strncmp(p->at, "none", 4) == 0 && !is_name(p->at[4])) {
    p->at += 4;
    return true;
  }
  if (*p->at != '"') {
    return parser_wrong(p, field, wanted);
  }
  const char *start = ++p->at;
  char *text = block_new(NULL, strlen(start) + 1);
  if (text == NULL) {
    write_text(p->error, "out of memory");
    return false;
  }
  size_t length = 0;
  while (*p->at != '"') {
    int c = take_char(p);
    if (c < 0) {
      block_free(text);
      p->at = start;
      return parser_wrong(p, field, wanted);
    }
    text[length++] = (char)c;
  }
  p->at++;
  value->as_text = text;
  return true;
}

static bool parse_bytes(Parser *p, const Field *field, const char *word,
                        Value *value) {
  size_t digits = strlen(word);
  if (strcmp(word, "none") == 0) {
    return true;
  }
  if (digits < 4 || digits % 2 != 0 || strncmp(word, "0x", 2) != 0) {
    return parser_wrong(p, field,
                        "bytes as 0x and pairs of hex digits, or none");
  }
  Bytes bytes = {block_new(NULL, digits / 2 - 1), digits / 2 - 1};
  if (bytes.data == NULL) {
    write_text(p->error, "out of memory");
    return false;
  }
  for (size_t i = 0; i < bytes.size; i++) {
    int high = hex_digit(word[2 + 2 * i]);
    int low = hex_digit(word[3 + 2 * i]);
    if (high < 0 || low < 0) {
      block_free(bytes.data);
      return parser_wrong(p, field, "hex digits 0-9 a-f after 0x");
    }
    bytes.data[i] = (u8)(high * 16 + low);
  }
  value->as_bytes = bytes;
  return true;
}

static bool parse_ref(Parser *p, const Field *field, const char *word,
                      Value *value) {
  if (strcmp(word, "nobody") == 0) {
    value->as_ref = NOBODY;
    return true;
  }
  char *end = NULL;
  if (word[0] == '@') {
    value->as_ref.bits = strtoull(word + 1, &end, 16);
    return (*end == '\0' && end != word + 1) ||
           parser_wrong(p, field, "@ and hex digits");
  }
  if (p->names != NULL &&
      p->names->find(p->names->context, word, &value->as_ref)) {
    return true;
  }
  write_format(p->error, "%s: no actor is called ", field->name);
  parser_quote(p, word, 40);
  return false;
}

static bool parse_enum(Parser *p, const Field *field, const char *word,
                       Value *value) {
  Nearest nearest = {.typed = word};
  for (size_t i = 0; i < field->values->count; i++) {
    if (strcmp(word, field->values->names[i]) == 0) {
      value->as_enum = (u32)i;
      return true;
    }
    nearest_see(&nearest, field->values->names[i]);
  }
  write_format(p->error, "%s: no %s is called ", field->name,
               field->values->name);
  parser_quote(p, word, 40);
  if (nearest.best != NULL) {
    write_format(p->error, "; did you mean %s?", nearest.best);
  }
  return false;
}

static bool parse_number(Parser *p, const Field *field, const char *word,
                         Value *value) {
  char *end = NULL;
  errno = 0;
  if (field->kind == FIELD_F64) {
    value->as_f64 = strtod(word, &end);
    errno = 0;  // too small or too large becomes 0 or inf, as printed
  } else if (field->kind == FIELD_U64) {
    value->as_u64 = strtoull(word, &end, 10);
    errno = word[0] == '-' ? ERANGE : errno;
  } else {
    value->as_i64 = strtoll(word, &end, 10);
  }
  if (errno == 0 && *end == '\0') {
    return true;
  }
  p->at -= strlen(word);
  return parser_wrong(p, field,
                      field->kind == FIELD_F64   ? "a number"
                      : field->kind == FIELD_U64 ? "a whole number from 0 up"
                                                 : "a whole number");
}

static bool parse_word(Parser *p, const Field *field, Value *value) {
  char word[4096];
  if (!parser_take_word(p, word, sizeof word)) {
    return parser_wrong(p, field, "a value");
  }
  switch (field->kind) {
    case FIELD_BOOL:
      value->as_bool = strcmp(word, "true") == 0;
      if (!value->as_bool && strcmp(word, "false") != 0) {
        p->at -= strlen(word);
        return parser_wrong(p, field, "true or false");
      }
      return true;
    case FIELD_I64:
    case FIELD_U64:
    case FIELD_F64:
      return parse_number(p, field, word, value);
    case FIELD_BYTES:
      return parse_bytes(p, field, word, value);
    case FIELD_REF:
      return parse_ref(p, field, word, value);
    case FIELD_ENUM:
      return parse_enum(p, field, word, value);
    case FIELD_TEXT:
    case FIELD_PRIVATE:
      break;
  }
  return parser_wrong(p, field, "nothing: it is private");
}

bool parse_element(Parser *p, const Field *field, void *place) {
  Value value;
  memset(&value, 0, sizeof value);
  bool parsed = field->kind == FIELD_TEXT ? parse_text(p, field, &value)
                                          : parse_word(p, field, &value);
  if (parsed) {
    value_store(field->kind, place, value);
  }
  return parsed;
}
