// value.c -- sizes and copies of single elements.
#include "telling/value.h"

#include <string.h>

size_t value_size(FieldKind kind) {
  static const size_t sizes[] = {[FIELD_BOOL] = sizeof(bool),
                                 [FIELD_I64] = sizeof(i64),
                                 [FIELD_U64] = sizeof(u64),
                                 [FIELD_F64] = sizeof(f64),
                                 [FIELD_TEXT] = sizeof(char *),
                                 [FIELD_BYTES] = sizeof(Bytes),
                                 [FIELD_REF] = sizeof(Ref),
                                 [FIELD_ENUM] = sizeof(u32),
                                 [FIELD_PRIVATE] = 0};
  return sizes[kind];
}

// Every member of the union starts where the union does.
Value value_load(FieldKind kind, const void *place) {
  Value value;
  memset(&value, 0, sizeof value);
  memcpy(&value, place, value_size(kind));
  return value;
}

void value_store(FieldKind kind, void *place, Value value) {
  memcpy(place, &value, value_size(kind));
}

const void *value_block(FieldKind kind, const void *place) {
  if (kind == FIELD_TEXT) {
    return value_load(kind, place).as_text;
  }
  return kind == FIELD_BYTES ? value_load(kind, place).as_bytes.data : NULL;
}
