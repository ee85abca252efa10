// parse.c -- fields by descent, one cursor; single values: parse_value.c.
//
// fields := "{" [item {"," item}] "}" | {word}
// item   := [name ":"] value            word := [name "="] value
// Values without a name fill the fields in order. Every failure says what is
// wrong, and what would be right.
#include "telling/parse.h"

#include <string.h>

#include "base/check.h"
#include "base/nearest.h"
#include "telling/fields.h"
#include "telling/parse_value.h"
#include "telling/protocol.h"
#include "telling/value.h"

enum { ARRAY_LIMIT = 4096 };  // elements typed by hand, so that input is bound

static bool parse_array(Parser *p, const Field *field, void *place) {
  AnyArray array = {0};
  if (!parser_accept(p, '[')) {
    return parser_wrong(p, field, "a list like [1, 2]");
  }
  if (parser_accept(p, ']')) {
    return true;
  }
  size_t size = value_size(field->kind);
  size_t most = 1;
  for (const char *c = p->at; *c != '\0'; c++) {
    most += *c == ',';
  }
  most = most < ARRAY_LIMIT ? most : ARRAY_LIMIT;
  array.items = block_new(NULL, most * size);
  if (array.items == NULL) {
    write_text(p->error, "out of memory");
    return false;
  }
  bool parsed;
  do {
    if (array.count == most) {
      return parser_wrong(p, field, "at most 4096 elements");
    }
    parsed = parse_element(p, field, array.items + array.count * size);
    array.count += parsed;
    memcpy(place, &array, sizeof array);  // so that a failure releases it
  } while (parsed && parser_accept(p, ','));
  return parsed &&
         (parser_accept(p, ']') || parser_wrong(p, field, "a comma or ]"));
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
  write_text(p->error, "no field is called ");
  parser_quote(p, name, 40);
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
  if (parser_take_word(&ahead, name, sizeof name) &&
      parser_accept(&ahead, mark)) {
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

// Which fields have been given; a shape has no more than fit into a message.
typedef struct Seen {
  bool fields[MESSAGE_LIMIT];
} Seen;

static bool all_given(Parser *p, const Shape *shape, const Seen *seen) {
  for (size_t i = 0; i < shape->count; i++) {
    if (shape->fields[i].kind != FIELD_PRIVATE && !seen->fields[i]) {
      write_format(p->error, "%s is missing: wanted ", shape->fields[i].name);
      shape_print(shape, p->error);
      return false;
    }
  }
  return true;
}

static bool parse_items(Parser *p, const Shape *shape, void *values,
                        bool braces, Seen *seen) {
  for (size_t next = 0;; next++) {
    const Field *field = item_field(p, shape, next, braces ? ':' : '=');
    if (field == NULL) {
      return false;
    }
    next = (size_t)(field - shape->fields);
    if (seen->fields[next]) {
      write_format(p->error, "%s is given twice", field->name);
      return false;
    }
    seen->fields[next] = true;
    char *place = (char *)values + field->offset;
    if (!(field->is_array ? parse_array(p, field, place)
                          : parse_element(p, field, place))) {
      return false;
    }
    parser_skip_blanks(p);
    if (braces ? !parser_accept(p, ',') : *p->at == '\0') {
      return all_given(p, shape, seen);
    }
  }
}

static bool parse_all(Parser *p, const Shape *shape, void *values) {
  Seen seen = {.fields = {false}};
  CHECK(shape->count <= MESSAGE_LIMIT);
  parser_skip_blanks(p);
  if (*p->at == '\0') {
    return all_given(p, shape, &seen);
  }
  bool braces = parser_accept(p, '{');
  if (braces && parser_accept(p, '}')) {
    braces = false;
    if (!all_given(p, shape, &seen)) {
      return false;
    }
  } else if (!parse_items(p, shape, values, braces, &seen)) {
    return false;
  }
  if (braces && !parser_accept(p, '}')) {
    write_text(p->error, "wanted a comma or }, not ");
    parser_quote(p, p->at, 20);
    return false;
  }
  parser_skip_blanks(p);
  if (*p->at != '\0') {
    parser_quote(p, p->at, 20);
    write_text(p->error, " is left over");
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
