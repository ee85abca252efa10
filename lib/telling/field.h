// field.h -- what a message, a reply or a state is made of.
//
// Users write fields as pairs, `(i64, amount)(text, name)`. The kinds are a
// closed list: bool, i64, u64, f64, text, bytes, ref(Counter), enum(Colour)
// and array(KIND) of any of these but array. private(TYPE), only in a state,
// is carried but never shown. Each kind is a C type (below) and an entry in a
// Shape, by which everything that prints, parses, copies, compares or frees
// works: never by raw bytes.
//
// Texts, bytes and arrays are blocks (block.h). A struct owns what its fields
// point to; NULL or length 0 is "none". What can be done with them: fields.h.
#ifndef TELLING_FIELD_H
#define TELLING_FIELD_H

#include "base/types.h"
#include "telling/ref.h"

typedef struct Bytes {
  u8 *data;
  size_t size;
} Bytes;

// The C types of array(KIND).
#define ARRAY_TYPE_(Name, Item) \
  typedef struct Name {         \
    Item *items;                \
    size_t count;               \
  } Name;
ARRAY_TYPE_(ArrayBool, bool)
ARRAY_TYPE_(ArrayI64, i64)
ARRAY_TYPE_(ArrayU64, u64)
ARRAY_TYPE_(ArrayF64, f64)
ARRAY_TYPE_(ArrayText, const char *)
ARRAY_TYPE_(ArrayBytes, Bytes)
ARRAY_TYPE_(ArrayRef, AnyRef)
ARRAY_TYPE_(ArrayEnum, u32)

typedef enum FieldKind {
  FIELD_BOOL,
  FIELD_I64,
  FIELD_U64,
  FIELD_F64,
  FIELD_TEXT,
  FIELD_BYTES,
  FIELD_REF,
  FIELD_ENUM,
  FIELD_PRIVATE
} FieldKind;

typedef struct EnumNames {
  const char *name;
  const char *const *names;  // by value, from 0
  size_t count;
} EnumNames;

typedef struct Field {
  const char *name;
  size_t offset;
  size_t size;
  bool is_array;
  FieldKind kind;           // of the elements, if it is an array
  const EnumNames *values;  // of FIELD_ENUM
  const char *target;       // of FIELD_REF: the protocol's name
} Field;

// The fields of one struct, in order.
typedef struct Shape {
  const Field *fields;
  size_t count;
  size_t size;  // bytes up to the end of the last field
  bool flat;    // no field owns memory: a copy of the bytes is a copy
} Shape;

#endif
