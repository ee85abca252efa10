// protocol.h -- declarations: the messages an actor understands, as data.
//
// A protocol is one list with a row a message: its constant, the protocol's
// prefix, the message's name, its fields, and the fields of the reply (both
// may be empty). Fields are pairs of kind and name (field.h).
//
/*   // inc(amount) -> count | get -> count
     #define COUNTER(M)                                            \
       M(COUNTER_INC, counter, inc, (i64, amount), (i64, count))   \
       M(COUNTER_GET, counter, get, , (i64, count))
     PROTOCOL(Counter, counter, COUNTER)
     STATE(CounterState, (i64, count))                              */
// gives CounterRef, enum CounterKind, struct counter_inc and struct
// counter_inc_reply and so on, the tagged union CounterMsg {kind, inc, get},
// and descriptors by which the rest of Troupe prints, parses, copies and frees.
// Two protocols that mention each other's references: REF(Name, name) of both
// first, then PROTOCOL_OF. PROTOCOL_DATA gives the data alone; PROTOCOL
// (acting/declare.h) adds the functions that tell, ask and reply, from the same
// list.
#ifndef TELLING_PROTOCOL_H
#define TELLING_PROTOCOL_H

#include "telling/field.h"
#include "telling/print.h"
#include "telling/ref.h"

// A message's fields are small; what is larger travels as text, bytes, array.
#define MESSAGE_LIMIT 4096

typedef struct Protocol Protocol;

// One row of the list.
typedef struct MessageInfo {
  const char *name;
  u32 kind;        // its place in the list, and its constant's value
  u16 offset;      // of the fields in the tagged union
  u16 size;        // of the fields
  u16 reply_size;  // of the reply's
  bool flat;       // no field owns memory: what is copied is sent
  const Shape *(*fields)(void);
  const Shape *(*reply)(void);
  const Protocol *protocol;
} MessageInfo;

struct Protocol {
  const char *name;
  const MessageInfo *messages;
  size_t count;
};

// Writes `inc(amount: i64) -> count: i64; get() -> count: i64`.
void protocol_print(const Protocol *protocol, Writer *out);

// The message of that name, or NULL.
const MessageInfo *protocol_find(const Protocol *protocol, const char *name);

// True if both describe the same message: every file that includes a
// declaration has descriptors of its own.
bool message_info_same(const MessageInfo *a, const MessageInfo *b);

// ---- The declarations ----

#define REF(Name, name)       \
  typedef struct name##_ref { \
    Ref ref;                  \
  } Name##Ref;

#define PROTOCOL_OF(Name, name, LIST)                         \
  typedef enum Name##Kind{LIST(PROTOCOL_KIND_)} Name##Kind;   \
  LIST(PROTOCOL_STRUCTS_)                                     \
  typedef struct name##_message {                             \
    Name##Kind kind;                                          \
    union {                                                   \
      LIST(PROTOCOL_MEMBER_)                                  \
    };                                                        \
  } Name##Msg;                                                \
  LIST(PROTOCOL_SHAPES_)                                      \
  static const Protocol name##_protocol;                      \
  MAYBE_UNUSED static const MessageInfo name##_messages[] = { \
      LIST(PROTOCOL_INFO_)};                                  \
  MAYBE_UNUSED static const Protocol name##_protocol = {      \
      #Name, name##_messages,                                 \
      sizeof name##_messages / sizeof name##_messages[0]};

#define PROTOCOL_DATA(Name, name, LIST) \
  REF(Name, name)                       \
  PROTOCOL_OF(Name, name, LIST)

// What can be seen of an actor: STATE(CounterState, (i64, count)(text, name)).
#define STATE(Name, FIELDS)       \
  typedef struct Name {           \
    FIELDS_EACH_(MEMBER_, FIELDS) \
    char end_;                    \
  } Name;                         \
  FIELDS_SHAPE_(Name, Name##_shape, FIELDS)

// A state without fields.
#define NO_STATE(Name) STATE(Name, )

// Names for an enum's values: #define COLOURS(E) E(COLOUR_RED, red) ...
// ENUM(Colour, COLOURS) declares the enum and how its values print.
#define ENUM(Name, LIST)                                         \
  typedef enum Name { LIST(ENUM_VALUE_) } Name;                  \
  MAYBE_UNUSED static const char *const Name##_value_names[] = { \
      LIST(ENUM_NAME_)};                                         \
  MAYBE_UNUSED static const EnumNames Name##_names = {           \
      #Name, Name##_value_names,                                 \
      sizeof Name##_value_names / sizeof Name##_value_names[0]};
#define ENUM_VALUE_(VALUE, name) VALUE,
#define ENUM_NAME_(VALUE, name) #name,

// ---- How a row becomes what it declares ----

#define PROTOCOL_KIND_(KIND, prefix, name, FIELDS, REPLY) KIND,

// Empty structs are not C: each ends with a byte that is never used. In front
// of the fields a message has its kind.
#define PROTOCOL_STRUCTS_(KIND, prefix, name, FIELDS, REPLY) \
  struct prefix##_##name {                                   \
    FIELDS_EACH_(MEMBER_, FIELDS)                            \
    char end_;                                               \
  };                                                         \
  struct prefix##_##name##_reply {                           \
    FIELDS_EACH_(MEMBER_, REPLY)                             \
    char end_;                                               \
  };                                                         \
  PROTOCOL_FITS_(struct prefix##_##name)                     \
  PROTOCOL_FITS_(struct prefix##_##name##_reply)

#define PROTOCOL_FITS_(Type)                           \
  _Static_assert(sizeof(Type) + 8 <= MESSAGE_LIMIT,    \
                 "a message fits into MESSAGE_LIMIT: " \
                 "what is larger travels as text, bytes or array");

#define PROTOCOL_MEMBER_(KIND, prefix, name, FIELDS, REPLY) \
  struct prefix##_##name name;

#define PROTOCOL_SHAPES_(KIND, prefix, name, FIELDS, REPLY)                    \
  FIELDS_SHAPE_(struct prefix##_##name, prefix##_##name##_shape, FIELDS)       \
  FIELDS_SHAPE_(struct prefix##_##name##_reply, prefix##_##name##_reply_shape, \
                REPLY)

#define PROTOCOL_INFO_(KIND, prefix, name, FIELDS, REPLY) \
  {#name,                                                 \
   KIND,                                                  \
   offsetof(struct prefix##_message, name),               \
   offsetof(struct prefix##_##name, end_),                \
   offsetof(struct prefix##_##name##_reply, end_),        \
   true FIELDS_EACH_(FLAT_, FIELDS),                      \
   prefix##_##name##_shape,                               \
   prefix##_##name##_reply_shape,                         \
   &prefix##_protocol},

// A function, because only in a block can the struct have a name that the
// entries of any field list can use.
#define FIELDS_SHAPE_(Type, function, FIELDS)                               \
  MAYBE_UNUSED static const Shape *function(void) {                         \
    typedef Type This_;                                                     \
    static const Field fields[] = {                                         \
        FIELDS_EACH_(ENTRY_, FIELDS){NULL, 0, 0, 0, 0, NULL, NULL}};        \
    static const Shape shape = {fields, sizeof fields / sizeof *fields - 1, \
                                offsetof(This_, end_),                      \
                                true FIELDS_EACH_(FLAT_, FIELDS)};          \
    return &shape;                                                          \
  }

// ---- Going through a list of pairs ----
//
// FIELDS_EACH_(DO_, (a, b)(c, d)) becomes DO_BODY(a, b) DO_BODY(c, d): two
// macros that end in each other's name eat the pairs in turn, and the one that
// is left over meets _END and vanishes.
#define FIELDS_EACH_(DO, FIELDS) FIELDS_END_(DO##A FIELDS)
#define FIELDS_END_(...) FIELDS_PASTE_(__VA_ARGS__)
#define FIELDS_PASTE_(...) __VA_ARGS__##_END

// i64 amount;
#define MEMBER_A(kind, name) \
  FIELD_TYPE_##kind name;    \
  MEMBER_B
#define MEMBER_B(kind, name) \
  FIELD_TYPE_##kind name;    \
  MEMBER_A
#define MEMBER_A_END
#define MEMBER_B_END

// {"amount", ...}, of a Shape
#define ENTRY_A(kind, name) ENTRY_BODY_(FIELD_INFO_##kind, name) ENTRY_B
#define ENTRY_B(kind, name) ENTRY_BODY_(FIELD_INFO_##kind, name) ENTRY_A
#define ENTRY_A_END
#define ENTRY_B_END
#define ENTRY_BODY_(INFO, name) \
  {#name, offsetof(This_, name), sizeof(((This_ *)0)->name), INFO},

// && true for each field that owns no memory
#define FLAT_A(kind, name) &&FIELD_FLAT_##kind FLAT_B
#define FLAT_B(kind, name) &&FIELD_FLAT_##kind FLAT_A
#define FLAT_A_END
#define FLAT_B_END

// ---- The kinds (bool may arrive as _Bool, which stdbool.h makes of it) ----

#define FIELD_TYPE_bool bool
#define FIELD_TYPE__Bool bool
#define FIELD_TYPE_i64 i64
#define FIELD_TYPE_u64 u64
#define FIELD_TYPE_f64 f64
#define FIELD_TYPE_text const char *
#define FIELD_TYPE_bytes Bytes
#define FIELD_TYPE_ref(Name) Name##Ref
#define FIELD_TYPE_enum(Name) Name
#define FIELD_TYPE_private(Type) Type
#define FIELD_TYPE_array(kind) FIELD_ARRAY_##kind
#define FIELD_ARRAY_bool ArrayBool
#define FIELD_ARRAY__Bool ArrayBool
#define FIELD_ARRAY_i64 ArrayI64
#define FIELD_ARRAY_u64 ArrayU64
#define FIELD_ARRAY_f64 ArrayF64
#define FIELD_ARRAY_text ArrayText
#define FIELD_ARRAY_bytes ArrayBytes
#define FIELD_ARRAY_ref(Name) ArrayRef
#define FIELD_ARRAY_enum(Name) ArrayEnum

#define FIELD_FLAT_bool true
#define FIELD_FLAT__Bool true
#define FIELD_FLAT_i64 true
#define FIELD_FLAT_u64 true
#define FIELD_FLAT_f64 true
#define FIELD_FLAT_text false
#define FIELD_FLAT_bytes false
#define FIELD_FLAT_ref(Name) true
#define FIELD_FLAT_enum(Name) true
#define FIELD_FLAT_private(Type) true
#define FIELD_FLAT_array(kind) false

#define FIELD_INFO_bool false, FIELD_ELEMENT_bool
#define FIELD_INFO__Bool false, FIELD_ELEMENT_bool
#define FIELD_INFO_i64 false, FIELD_ELEMENT_i64
#define FIELD_INFO_u64 false, FIELD_ELEMENT_u64
#define FIELD_INFO_f64 false, FIELD_ELEMENT_f64
#define FIELD_INFO_text false, FIELD_ELEMENT_text
#define FIELD_INFO_bytes false, FIELD_ELEMENT_bytes
#define FIELD_INFO_ref(Name) false, FIELD_ELEMENT_ref(Name)
#define FIELD_INFO_enum(Name) false, FIELD_ELEMENT_enum(Name)
#define FIELD_INFO_private(Type) false, FIELD_PRIVATE, NULL, NULL
#define FIELD_INFO_array(kind) true, FIELD_ELEMENT_##kind
#define FIELD_ELEMENT_bool FIELD_BOOL, NULL, NULL
#define FIELD_ELEMENT__Bool FIELD_BOOL, NULL, NULL
#define FIELD_ELEMENT_i64 FIELD_I64, NULL, NULL
#define FIELD_ELEMENT_u64 FIELD_U64, NULL, NULL
#define FIELD_ELEMENT_f64 FIELD_F64, NULL, NULL
#define FIELD_ELEMENT_text FIELD_TEXT, NULL, NULL
#define FIELD_ELEMENT_bytes FIELD_BYTES, NULL, NULL
#define FIELD_ELEMENT_ref(Name) FIELD_REF, NULL, #Name
#define FIELD_ELEMENT_enum(Name) FIELD_ENUM, &Name##_names, NULL

#endif
