// fields.c -- copy, free, hang and compare structs by the kinds of their
// fields.
//
// Every function walks elements: a plain field is one element, an array many.
// Only text and bytes elements, and arrays themselves, point to blocks.
#include "telling/fields.h"

#include <string.h>

#include "base/check.h"
#include "telling/value.h"

static AnyArray array_at(const Field *field, const void *values) {
  AnyArray array;
  memcpy(&array, (const char *)values + field->offset, sizeof array);
  return array;
}

bool shape_is_declared(const Shape *shape) {
  for (size_t i = 0; i < shape->count; i++) {
    if (shape->fields[i].kind == FIELD_PRIVATE) {
      return false;
    }
  }
  return true;
}

typedef void BlockVisit(const void *block, BlockOwner *owner);

static void visit_blocks(const Shape *shape, const void *values,
                         BlockVisit *visit, BlockOwner *owner) {
  for (size_t i = 0; i < shape->count; i++) {
    const Field *field = &shape->fields[i];
    if (field->kind == FIELD_PRIVATE) {
      continue;
    }
    if (!field->is_array) {
      visit(value_block(field->kind, (const char *)values + field->offset),
            owner);
      continue;
    }
    AnyArray array = array_at(field, values);
    for (size_t k = 0; k < array.count; k++) {
      visit(value_block(field->kind, array.items + k * value_size(field->kind)),
            owner);
    }
    visit(array.items, owner);
  }
}

static void free_visit(const void *block, BlockOwner *owner) {
  (void)owner;
  block_free(block);
}

static bool has_blocks(const Field *field) {
  return field->is_array || field->kind == FIELD_TEXT ||
         field->kind == FIELD_BYTES;
}

void fields_release(const Shape *shape, void *values) {
  if (shape->flat) {
    return;
  }
  visit_blocks(shape, values, free_visit, NULL);
  for (size_t i = 0; i < shape->count; i++) {
    const Field *field = &shape->fields[i];
    if (has_blocks(field)) {
      memset((char *)values + field->offset, 0, field->size);
    }
  }
}

void fields_hang(const Shape *shape, const void *values, BlockOwner *owner) {
  if (!shape->flat) {
    visit_blocks(shape, values, block_hang, owner);
  }
}

static bool copy_bytes(void *to, Bytes from) {
  Bytes copy = {0};
  if (from.size > 0) {
    copy.data = block_new(NULL, from.size);
    if (copy.data != NULL) {
      memcpy(copy.data, from.data, from.size);
      copy.size = from.size;
    }
  }
  memcpy(to, &copy, sizeof copy);
  return copy.size == from.size;
}

// False: out of memory, and the element at `to` is none.
static bool copy_element(FieldKind kind, void *to, const void *from) {
  Value value = value_load(kind, from);
  if (kind == FIELD_BYTES) {
    return copy_bytes(to, value.as_bytes);
  }
  if (kind == FIELD_TEXT && value.as_text != NULL) {
    value.as_text = block_text(NULL, value.as_text);
    value_store(kind, to, value);
    return value.as_text != NULL;
  }
  value_store(kind, to, value);
  return true;
}

// False: out of memory, and the array at `to` is as long as was copied.
static bool copy_array(const Field *field, void *to, AnyArray from) {
  AnyArray copy = {0};
  size_t size = value_size(field->kind);
  bool copied = true;
  if (from.count > 0) {
    copy.items = block_new(NULL, from.count * size);
    copied = copy.items != NULL;
  }
  while (copied && copy.count < from.count) {
    size_t offset = copy.count * size;
    copied =
        copy_element(field->kind, copy.items + offset, from.items + offset);
    copy.count += copied;
  }
  memcpy(to, &copy, sizeof copy);
  return copied;
}

static bool is_moved(const Field *field) {
  return field->kind == FIELD_BYTES && !field->is_array;
}

static bool copy_field(const Field *field, void *to, const void *from) {
  char *target = (char *)to + field->offset;
  const char *source = (const char *)from + field->offset;
  if (field->kind == FIELD_PRIVATE) {
    memcpy(target, source, field->size);
    return true;
  }
  return field->is_array ? copy_array(field, target, array_at(field, from))
                         : copy_element(field->kind, target, source);
}

bool fields_copy(const Shape *shape, void *to, const void *from) {
  if (shape->flat) {
    memcpy(to, from, shape->size);
    return true;
  }
  for (size_t i = 0; i < shape->count; i++) {
    if (!copy_field(&shape->fields[i], to, from)) {
      fields_release(&(Shape){shape->fields, i + 1, 0, false}, to);
      return false;
    }
  }
  return true;
}

static void move_field(const Field *field, void *to, void *from) {
  char *source = (char *)from + field->offset;
  block_hang(value_block(field->kind, source), NULL);
  memcpy((char *)to + field->offset, source, field->size);
  memset(source, 0, field->size);
}

bool fields_send(const Shape *shape, void *to, void *from) {
  if (shape->flat) {
    memcpy(to, from, shape->size);
    return true;
  }
  for (size_t i = 0; i < shape->count; i++) {
    const Field *field = &shape->fields[i];
    if (is_moved(field)) {
      memset((char *)to + field->offset, 0, field->size);
    } else if (!copy_field(field, to, from)) {
      fields_release(&(Shape){shape->fields, i + 1, 0, false}, to);
      return false;
    }
  }
  for (size_t i = 0; i < shape->count; i++) {
    if (is_moved(&shape->fields[i])) {
      move_field(&shape->fields[i], to, from);
    }
  }
  return true;
}

static void check_bytes(const void *place) {
  Bytes bytes = value_load(FIELD_BYTES, place).as_bytes;
  CHECK((bytes.size == 0 || bytes.data != NULL) && "bytes that are there");
}

static void check_array(const Field *field, const void *values) {
  AnyArray array = array_at(field, values);
  size_t size = value_size(field->kind);
  CHECK((array.count == 0 || array.items != NULL) && "items that are there");
  CHECK(array.count <= PTRDIFF_MAX / size && "an array that fits into memory");
  for (size_t k = 0; field->kind == FIELD_BYTES && k < array.count; k++) {
    check_bytes(array.items + k * size);
  }
}

void fields_check(const Shape *shape, const void *values) {
  for (size_t i = 0; i < shape->count && !shape->flat; i++) {
    const Field *field = &shape->fields[i];
    const char *place = (const char *)values + field->offset;
    if (field->is_array) {
      check_array(field, values);
    } else if (is_moved(field)) {
      check_bytes(place);
      block_check(value_block(field->kind, place));
    }
  }
}

void fields_drop_moved(const Shape *shape, void *values) {
  for (size_t i = 0; i < shape->count && !shape->flat; i++) {
    if (is_moved(&shape->fields[i])) {
      fields_release(&(Shape){&shape->fields[i], 1, 0, false}, values);
    }
  }
}

static size_t element_bytes(FieldKind kind, const void *place) {
  Value value = value_load(kind, place);
  if (kind == FIELD_TEXT && value.as_text != NULL) {
    return strlen(value.as_text) + 1;
  }
  return kind == FIELD_BYTES ? value.as_bytes.size : 0;
}

static size_t field_bytes(const Field *field, const void *values) {
  if (!field->is_array) {
    return element_bytes(field->kind, (const char *)values + field->offset);
  }
  AnyArray array = array_at(field, values);
  size_t size = value_size(field->kind);
  size_t sum = array.count * size;
  for (size_t k = 0; k < array.count; k++) {
    sum += element_bytes(field->kind, array.items + k * size);
  }
  return sum;
}

size_t fields_bytes(const Shape *shape, const void *values) {
  if (shape->flat) {
    return 0;
  }
  size_t sum = 0;
  for (size_t i = 0; i < shape->count; i++) {
    const Field *field = &shape->fields[i];
    if (field->kind != FIELD_PRIVATE && has_blocks(field)) {
      sum += field_bytes(field, values);
    }
  }
  return sum;
}

static bool same_element(FieldKind kind, const void *a, const void *b) {
  Value x = value_load(kind, a);
  Value y = value_load(kind, b);
  if (kind == FIELD_TEXT) {
    return x.as_text == NULL || y.as_text == NULL
               ? x.as_text == y.as_text
               : strcmp(x.as_text, y.as_text) == 0;
  }
  if (kind == FIELD_BYTES) {
    return x.as_bytes.size == y.as_bytes.size &&
           (x.as_bytes.size == 0 ||
            memcmp(x.as_bytes.data, y.as_bytes.data, x.as_bytes.size) == 0);
  }
  return memcmp(a, b, value_size(kind)) == 0;
}

static bool same_field(const Field *field, const void *a, const void *b) {
  if (!field->is_array) {
    return same_element(field->kind, (const char *)a + field->offset,
                        (const char *)b + field->offset);
  }
  AnyArray x = array_at(field, a);
  AnyArray y = array_at(field, b);
  size_t size = value_size(field->kind);
  bool same = x.count == y.count;
  for (size_t k = 0; same && k < x.count; k++) {
    same = same_element(field->kind, x.items + k * size, y.items + k * size);
  }
  return same;
}

bool fields_equal(const Shape *shape, const void *a, const void *b) {
  for (size_t i = 0; i < shape->count; i++) {
    const Field *field = &shape->fields[i];
    if (field->kind != FIELD_PRIVATE && !same_field(field, a, b)) {
      return false;
    }
  }
  return true;
}
