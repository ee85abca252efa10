// print.h -- field values as text; parse.h is the way back.
//
// `{amount: 8, name: "x"}` is how fields print everywhere; what is printed
// parses back to equal values. Typed by hand, the braces and the names may be
// left out: `8 "x"`, `amount=8 name="x"`. Forms: true, -3, 0.5, "text" with
// \" \\ \n \t \xHH, bytes as 0x48656c6c6f, a reference as label#slot or
// nobody, an enum by name, an array as [1, 2], a missing text as none.
#ifndef TELLING_PRINT_H
#define TELLING_PRINT_H

#include "base/writer.h"
#include "telling/field.h"

// How references are named, given from above; NULL: as @ and their bits in
// hexadecimal.
typedef struct RefNames {
  void *context;
  void (*print)(void *context, Ref ref, Writer *out);
  bool (*find)(void *context, const char *name, Ref *found);
} RefNames;

// Writes the fields in braces; nothing at all if the shape has none. Private
// fields are left out.
void fields_print(const Shape *shape, const void *values, const RefNames *names,
                  Writer *out);

// Writes what the fields are: `amount: i64, name: text`.
void shape_print(const Shape *shape, Writer *out);

#endif
