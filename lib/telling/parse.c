// parse.c -- by descent, one cursor.
//
// fields := "{" [item {"," item}] "}" | {word}
// item   := [name ":"] value            word := [name "="] value
// Values without a name fill the fields in order. Every failure says what is
// wrong, and what would be right.
#include "telling/parse.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "telling/fields.h"
#include "telling/value.h"

typedef struct Parser {
  const char *at;
  const RefNames *names;
  Writer *error;
} Parser;

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

static bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '#' ||
         c == '@' || c == '.' || c == '+';
}

static void skip_blanks(Parser *p) {
  while (is_blank(*p->at)) {
    p->at++;
  }
}

static bool accept(Parser *p, char c) {
  skip_blanks(p);
  if (*p->at != c) {
    return false;
  }
  p->at++;
  return true;
}

// Copies the word at the cursor; false if there is none or it is too long.
static bool take_word(Parser *p, char *word, size_t size) {
  skip_blanks(p);
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

static bool wrong(Parser *p, const Field *field, const char *wanted) {
  write_format(p->error, "%s: wanted %s, not \"%.20s\"", field->name, wanted,
               p->at);
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
  skip_blanks(p);
  if (strncmp(p->at, "none", 4) == 0 && !is_name(p->at[4])) {
    p->at += 4;
    return true;
  }
  if (*p->at != '"') {
    return wrong(p, field, wanted);
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
      return wrong(p, field, wanted);
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
    return wrong(p, field, "bytes as 0x and pairs of hex digits, or none");
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
      return wrong(p, field, "hex digits 0-9 a-f after 0x");
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
           wrong(p, field, "@ and hex digits");
  }
  if (p->names != NULL &&
      p->names->find(p->names->context, word, &value->as_ref)) {
    return true;
  }
  write_format(p->error, "%s: no actor is called \"%.40s\"", field->name, word);
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
  write_format(p->error, "%s: no %s is called \"%.40s\"", field->name,
               field->values->name, word);
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
  return wrong(p, field,
               field->kind == FIELD_F64   ? "a number"
               : field->kind == FIELD_U64 ? "a whole number from 0 up"
                                          : "a whole number");
}

static bool parse_word(Parser *p, const Field *field, Value *value) {
  char word[4096];
  if (!take_word(p, word, sizeof word)) {
    return wrong(p, field, "a value");
  }
  switch (field->kind) {
    case FIELD_BOOL:
      value->as_bool = strcmp(word, "true") == 0;
      if (!value->as_bool && strcmp(word, "false") != 0) {
        p->at -= strlen(word);
        return wrong(p, field, "true or false");
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
  return wrong(p, field, "nothing: it is private");
}

static bool parse_element(Parser *p, const Field *field, void *place) {
  Value value;
  memset(&value, 0, sizeof value);
  bool parsed = field->kind == FIELD_TEXT ? parse_text(p, field, &value)
                                          : parse_word(p, field, &value);
  if (parsed) {
    value_store(field->kind, place, value);
  }
  return parsed;
}

enum { ARRAY_LIMIT = 4096 };  // elements typed by hand, so that input is bound

static bool parse_array(Parser *p, const Field *field, void *place) {
  AnyArray array = {0};
  if (!accept(p, '[')) {
    return wrong(p, field, "a list like [1, 2]");
  }
  if (accept(p, ']')) {
    return true;
  }
  size_t size = value_size(field->kind);
  size_t most = 1;
  for (const char *c = p->at; *c != '\0'; c++) {
    most += *c == ',';
  }
  if (most > ARRAY_LIMIT) {
    return wrong(p, field, "at most 4096 elements");
  }
  array.items = block_new(NULL, most * size);
  if (array.items == NULL) {
    write_text(p->error, "out of memory");
    return false;
  }
  do {
    char *element = array.items + array.count * size;
    array.count += parse_element(p, field, element);
    memcpy(place, &array, sizeof array);  // so that a failure releases it
  } while (p->error->length == 0 && accept(p, ','));
  if (p->error->length > 0) {
    return false;
  }
  return accept(p, ']') || wrong(p, field, "a comma or ]");
}

static const Field *find_field(Parser *p, const Shape *shape,
                               const char *name) {
  Nearest nearest = {.typed = name};
  for (size_t i = 0; i < shape->count; i++) {
    if (strcmp(shape->fields[i].name, name) == 0) {
      return &shape->fields[i];
    }
    nearest_see(&nearest, shape->fields[i].name);
  }
  write_format(p->error, "no field is called \"%.40s\"", name);
  if (nearest.best != NULL) {
    write_format(p->error, "; did you mean %s?", nearest.best);
  }
  return NULL;
}

// The field that the item at the cursor is for: the one it names, with `mark`
// behind the name, or the next in order.
static const Field *item_field(Parser *p, const Shape *shape, size_t next,
                               char mark) {
  Parser ahead = *p;
  char name[64];
  if (take_word(&ahead, name, sizeof name) && accept(&ahead, mark)) {
    p->at = ahead.at;
    return find_field(p, shape, name);
  }
  if (next >= shape->count) {
    write_format(p->error, "too many values: wanted ");
    write_text(p->error, shape->count == 0 ? "none" : "");
    shape_print(shape, p->error);
    return NULL;
  }
  return &shape->fields[next];
}

static bool all_given(Parser *p, const Shape *shape, u64 seen) {
  for (size_t i = 0; i < shape->count; i++) {
    if (shape->fields[i].kind != FIELD_PRIVATE && !(seen >> (i % 64) & 1)) {
      write_format(p->error, "%s is missing: wanted ", shape->fields[i].name);
      shape_print(shape, p->error);
      return false;
    }
  }
  return true;
}

static bool parse_items(Parser *p, const Shape *shape, void *values,
                        bool braces) {
  u64 seen = 0;
  for (size_t next = 0;; next++) {
    const Field *field = item_field(p, shape, next, braces ? ':' : '=');
    if (field == NULL) {
      return false;
    }
    u64 bit = 1ULL << ((size_t)(field - shape->fields) % 64);
    if (seen & bit) {
      write_format(p->error, "%s is given twice", field->name);
      return false;
    }
    seen |= bit;
    char *place = (char *)values + field->offset;
    if (!(field->is_array ? parse_array(p, field, place)
                          : parse_element(p, field, place))) {
      return false;
    }
    next = (size_t)(field - shape->fields);
    skip_blanks(p);
    if (braces ? !accept(p, ',') : *p->at == '\0') {
      return all_given(p, shape, seen);
    }
  }
}

static bool parse_all(Parser *p, const Shape *shape, void *values) {
  skip_blanks(p);
  if (*p->at == '\0') {
    return all_given(p, shape, 0);
  }
  bool braces = accept(p, '{');
  if (braces && accept(p, '}')) {
    braces = false;
    if (!all_given(p, shape, 0)) {
      return false;
    }
  } else if (!parse_items(p, shape, values, braces)) {
    return false;
  }
  if (braces && !accept(p, '}')) {
    write_format(p->error, "wanted a comma or }, not \"%.20s\"", p->at);
    return false;
  }
  skip_blanks(p);
  if (*p->at != '\0') {
    write_format(p->error, "\"%.20s\" is left over", p->at);
    return false;
  }
  return true;
}

bool fields_parse(const Shape *shape, const char *text, const RefNames *names,
                  void *values, Writer *error) {
  Parser parser = {text, names, error};
  if (parse_all(&parser, shape, values)) {
    return true;
  }
  fields_release(shape, values);
  return false;
}
