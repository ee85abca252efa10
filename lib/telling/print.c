// print.c -- values to text. The way back is parse.c.
#include "telling/print.h"

#include <inttypes.h>
#include <string.h>

#include "telling/value.h"

static void print_f64(f64 value, Writer *out) {
  char text[40];
  Writer short_form = writer_over(text, sizeof text);
  write_format(&short_form, "%.17g", value);
  write_text(out, text);
}

static void print_bytes(Bytes bytes, Writer *out) {
  if (bytes.size == 0) {
    write_text(out, "none");
    return;
  }
  write_text(out, "0x");
  for (size_t i = 0; i < bytes.size; i++) {
    write_format(out, "%02x", bytes.data[i]);
  }
}

static void print_ref(Ref ref, const RefNames *names, Writer *out) {
  if (ref_equal(ref, NOBODY)) {
    write_text(out, "nobody");
  } else if (names == NULL) {
    write_format(out, "@%" PRIx64, ref.bits);
  } else {
    names->print(names->context, ref, out);
  }
}

static void print_enum(const EnumNames *values, u32 value, Writer *out) {
  if (value < values->count) {
    write_text(out, values->names[value]);
  } else {
    write_format(out, "%" PRIu32, value);
  }
}

static void print_element(const Field *field, const void *place,
                          const RefNames *names, Writer *out) {
  Value value = value_load(field->kind, place);
  switch (field->kind) {
    case FIELD_BOOL:
      write_text(out, value.as_bool ? "true" : "false");
      break;
    case FIELD_I64:
      write_format(out, "%" PRId64, value.as_i64);
      break;
    case FIELD_U64:
      write_format(out, "%" PRIu64, value.as_u64);
      break;
    case FIELD_F64:
      print_f64(value.as_f64, out);
      break;
    case FIELD_TEXT:
      write_quoted(out, value.as_text);
      break;
    case FIELD_BYTES:
      print_bytes(value.as_bytes, out);
      break;
    case FIELD_REF:
      print_ref(value.as_ref, names, out);
      break;
    case FIELD_ENUM:
      print_enum(field->values, value.as_enum, out);
      break;
    case FIELD_PRIVATE:
      break;
  }
}

static void print_field(const Field *field, const void *values,
                        const RefNames *names, Writer *out) {
  const char *place = (const char *)values + field->offset;
  if (!field->is_array) {
    print_element(field, place, names, out);
    return;
  }
  AnyArray array;
  memcpy(&array, place, sizeof array);
  write_char(out, '[');
  for (size_t i = 0; i < array.count; i++) {
    write_text(out, i > 0 ? ", " : "");
    print_element(field, array.items + i * value_size(field->kind), names, out);
  }
  write_char(out, ']');
}

void fields_print(const Shape *shape, const void *values, const RefNames *names,
                  Writer *out) {
  const char *before = "{";
  for (size_t i = 0; i < shape->count; i++) {
    const Field *field = &shape->fields[i];
    if (field->kind == FIELD_PRIVATE) {
      continue;
    }
    write_format(out, "%s%s: ", before, field->name);
    print_field(field, values, names, out);
    before = ", ";
  }
  write_text(out, before[0] == ',' ? "}" : "");
}

static void print_kind(const Field *field, Writer *out) {
  static const char *const names[] = {"bool", "i64",  "u64",
                                      "f64",  "text", "bytes"};
  if (field->kind == FIELD_REF) {
    write_format(out, "ref(%s)", field->target);
  } else if (field->kind == FIELD_ENUM) {
    write_text(out, "enum");
    for (size_t i = 0; i < field->values->count; i++) {
      write_format(out, "%s%s", i > 0 ? ", " : "(", field->values->names[i]);
    }
    write_char(out, ')');
  } else {
    write_text(out, names[field->kind]);
  }
  write_text(out, field->is_array ? "[]" : "");
}

void shape_print(const Shape *shape, Writer *out) {
  bool first = true;
  for (size_t i = 0; i < shape->count; i++) {
    const Field *field = &shape->fields[i];
    if (field->kind == FIELD_PRIVATE) {
      continue;
    }
    write_format(out, "%s%s: ", first ? "" : ", ", field->name);
    print_kind(field, out);
    first = false;
  }
}
