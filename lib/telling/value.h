// value.h -- one element of a field, loaded and stored by its kind.
//
// For the modules that work on fields (field, print, parse); user code never
// needs it. Fields are read by memcpy, so a descriptor may describe any struct.
#ifndef TELLING_VALUE_H
#define TELLING_VALUE_H

#include "telling/field.h"

typedef struct Value {
  union {
    bool as_bool;
    i64 as_i64;
    u64 as_u64;
    f64 as_f64;
    const char *as_text;
    Bytes as_bytes;
    Ref as_ref;
    u32 as_enum;
  };
} Value;

// All array structs look alike: a pointer and a count.
typedef struct AnyArray {
  char *items;
  size_t count;
} AnyArray;

// Bytes of one element; `kind` is not FIELD_PRIVATE.
size_t value_size(FieldKind kind);

Value value_load(FieldKind kind, const void *place);
void value_store(FieldKind kind, void *place, Value value);

// The block the element points to, or NULL.
const void *value_block(FieldKind kind, const void *place);

#endif
