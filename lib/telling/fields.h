// fields.h -- structs copied, freed, handed on and compared by their fields.
//
// `values` is a struct that the Shape describes. No locks: whoever owns it.
#ifndef TELLING_FIELDS_H
#define TELLING_FIELDS_H

#include "telling/block.h"
#include "telling/field.h"

// True if every field can be seen: none is private.
bool shape_is_declared(const Shape *shape);

// Copies all fields, blocks included; the copies hang on nothing. Private
// fields are copied as bytes. False: out of memory, and nothing is left over.
MUST_USE bool fields_copy(const Shape *shape, void *to, const void *from);

// The same, but plain bytes fields are moved: their blocks hang on nothing
// afterwards, and in `from` they are none. False: nothing was moved.
MUST_USE bool fields_send(const Shape *shape, void *to, void *from);

// A CHECK that these values can be sent: what would be moved are blocks, what
// should have elements or bytes has some, and arrays fit into memory.
void fields_check(const Shape *shape, const void *values);

// Frees what fields_send would have moved.
void fields_drop_moved(const Shape *shape, void *values);

// Frees every block the fields point to and sets those fields to none.
void fields_release(const Shape *shape, void *values);

// Hangs every block the fields point to on `owner`, or on nothing (NULL).
void fields_hang(const Shape *shape, const void *values, BlockOwner *owner);

// Bytes of all the blocks that the fields point to.
size_t fields_bytes(const Shape *shape, const void *values);

// True if both are the same values: texts by content, f64 by bits. Private
// fields are not looked at.
bool fields_equal(const Shape *shape, const void *a, const void *b);

#endif
